"""The garbage collector steps aside while very many rows pass by.

A run makes millions of small objects and no cycles of its own; looking through all of them again and again is a
quarter of its time. Whatever is left in cycles all the same is collected every few chunks.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

CHUNKS_BETWEEN = 20


@contextmanager
def collector_paused() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def collect_now_and_then(chunks_done: int) -> None:
    if not gc.isenabled() and chunks_done % CHUNKS_BETWEEN == 0:
        gc.collect()
        gc.freeze()  # what is still there stays to the end: the next look need not see it
