"""How well evidence and label agree with gold: figures with intervals, error lists, changes that must not matter."""
