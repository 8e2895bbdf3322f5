"""Data items hidden or replaced, so that results can be shown to others."""
