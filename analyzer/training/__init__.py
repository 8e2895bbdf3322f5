"""Labelled threads in, a model out that says how good it is; a refusal where no honest one can be fitted."""
