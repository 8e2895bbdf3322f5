"""Personal data in threads: found by form, masked in what is shown, replaced in copies."""
