"""From threads nobody has labelled to gold: which to label, in which tool, and back again."""
