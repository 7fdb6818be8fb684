"""Counting without a server: exact between threads and processes."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from iluminacasa.counters import CounterCache

WORKER = """
import sys
from django.conf import settings
settings.configure()
from iluminacasa.counters import CounterCache
cache = CounterCache(sys.argv[1], {})
for _ in range(200):
    if not cache.add("visits", 1, 60):
        cache.incr("visits")
"""


@pytest.fixture
def cache(tmp_path: Path) -> CounterCache:
    return CounterCache(str(tmp_path / "new" / "counters.sqlite3"), {})


def test_six_processes_meeting_a_file_that_is_not_there_lose_no_count(cache: CounterCache) -> None:
    workers = [
        subprocess.Popen([sys.executable, "-c", WORKER, cache.path], stderr=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    errors = [worker.communicate(timeout=60)[1] for worker in workers]
    assert errors == [""] * 6
    assert cache.get("visits") == 1200


def test_threads_lose_no_count(cache: CounterCache) -> None:
    cache.add("visits", 0, 60)
    threads = [threading.Thread(target=lambda: [cache.incr("visits") for _ in range(50)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.get("visits") == 400


def test_add_begins_a_count_once(cache: CounterCache) -> None:
    assert cache.add("a", 1, 60) is True
    assert cache.add("a", 1, 60) is False
    assert cache.get("a") == 1


def test_a_count_past_its_time_is_gone_and_begins_anew(cache: CounterCache) -> None:
    cache.add("a", 7, -1)
    assert cache.get("a", "none") == "none"
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")
    assert cache.add("a", 1, 60) is True
    assert cache.get("a") == 1


def test_set_get_delete_and_clear(cache: CounterCache) -> None:
    cache.set("a", 3)
    cache.set("b", 4, None)
    assert (cache.get("a"), cache.get("b")) == (3, 4)
    assert (cache.delete("a"), cache.delete("a")) == (True, False)
    cache.clear()
    assert cache.get("b") is None


def test_old_counts_are_swept_away_while_counting(cache: CounterCache) -> None:
    cache.add("old", 1, -1)
    cache.add("new", 0, 60)
    for _ in range(2000):
        cache.incr("new")
    rows = cache.connection().execute("SELECT key FROM counter").fetchall()
    assert [key.rpartition(":")[2] for (key,) in rows] == ["new"]
