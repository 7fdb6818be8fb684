"""Do the pieces somebody wants together fit one another, and the home they go to?

Inside: `pieces` (what a sheet says of a piece), `rules` (what does not fit, in typed problems), `remedies` (the product
of the shop that mends it). `docs/fit.md` tells why each rule is as it is.
"""

from catalog.fit.pieces import ZONES, Piece
from catalog.fit.remedies import Suggestion, suggest
from catalog.fit.rules import CODES, Problem, check

__all__ = ["CODES", "ZONES", "Piece", "Problem", "Suggestion", "check", "suggest"]
