"""What every export needs whatever its format: files and containers, JSON, times, sides, texts."""
