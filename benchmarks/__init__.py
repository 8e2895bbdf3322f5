"""How speed, start-up and memory are measured."""
