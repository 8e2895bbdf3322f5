"""Threats of SECURITY.md that no other folder shows."""
