"""Workers that are told to go before they serve."""

import multiprocessing
import signal


def go_when_told() -> None:
    """A worker that is told to go while it still loads the shop goes at once.

    Until granian gives it handlers of its own it has those of the server it was forked from, which would remember
    the signal in the wrong process: it would serve on, and be killed with whatever it had begun by then.
    """
    if multiprocessing.parent_process() is not None:  # not under manage.py or in a test
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
