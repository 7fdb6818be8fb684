"""Bringing a source's catalogue in, and keeping what the shop made of it.

run        one whole run: lock, fetch, plan, guards, apply, report     options   what may be asked of it
harvest    rows of the fetch, deduplicated, on disk when many          plan      what would change (pure)
merge      who wins, field by field (pure)                             guards    when to stop and write nothing
shelves    categories, brands and spec definitions                     chunks    applying a few hundred rows at once
children   pictures, specs and links of those rows                     pictures  copying linked pictures
lock       one run at a time                                           report    what happened, for people and machines
ownership  "take upstream" for a field the shop had changed
differences  what a run would change, for reading, and sealed      rehearsals  a run somebody looks at before
"""

from .options import Options, Stop
from .ownership import edited_fields, lock_fields, spoken_of, take_upstream
from .report import Report
from .run import run

__all__ = ["Options", "Report", "Stop", "edited_fields", "lock_fields", "run", "spoken_of", "take_upstream"]
