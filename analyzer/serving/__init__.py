"""Checks of drafts behind a small HTTP interface on this machine."""
