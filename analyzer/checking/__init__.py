"""A draft reply judged against its thread before it is sent."""
