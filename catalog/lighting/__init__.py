"""How much light a room needs, and which lamps of the shop give it.

Inside: `rooms` (what is asked, with the norms), `lumens` (the lumen method), `beam` and `grid` (light point by
point), `lamps` (what the catalogue offers), `plans` (the answers), `drawing` (a plan seen from above).
`scene` and its neighbours show a lit room.
`docs/light.md` tells why.
"""

from catalog.lighting.plans import Answer, Plan, answer

__all__ = ["Answer", "Plan", "answer"]
