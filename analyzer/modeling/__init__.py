"""The classifier that turns a feature table into probabilities; it knows nothing of text."""
