"""How dates are written where a page does not say it itself, one folder for each language."""
