"""Figures as drawings: coordinates first, then a template that writes SVG."""
