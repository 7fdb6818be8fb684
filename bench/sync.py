"""What a synchronisation costs at a given size: seconds, queries, memory, longest write lock. HTTP excluded.

DATABASE_URL=sqlite:////tmp/sync.sqlite3 python -m bench.sync 10000, with the keys of a production shop in the
environment: under DEBUG Django writes every statement down again, which would be measured too.

Refuses a database that holds products of another source than its own.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

PAGE = 250
SOURCE = "bench"


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    import django

    django.setup()
    from django.core.management import call_command

    import iluminacasa.urls
    from catalog.models import Product

    call_command("migrate", verbosity=0)
    if Product.objects.exclude(source=SOURCE).exists():
        sys.exit("This database holds a real catalogue; name an empty one in DATABASE_URL.")
    print(f"{len(iluminacasa.urls.urlpatterns)} addresses loaded; {count} products, pages of {PAGE}")
    for name, step in (("first import", 0), ("nothing changed", 0), ("1 % changed", 100)):
        print(measure(name, count, step), flush=True)


def measure(name: str, count: int, step: int) -> str:
    from django.utils import timezone

    from catalog.sync import Options, run

    lock = Lock()
    with tempfile.TemporaryFile() as lines:  # made before the clock starts
        lines.writelines(page + b"\n" for page in pages(count, step))
        lines.seek(0)
        began, worked = time.perf_counter(), time.process_time()
        report = run(options=Options(source=SOURCE), at=timezone.now(), feed=made_feed(lines, count))
        wall, cpu = time.perf_counter() - began, time.process_time() - worked
    lock.close()
    counts = {key: report.counts[key] for key in ("created", "updated", "unchanged")}
    return (
        f"{name:16} {wall:7.2f} s, {cpu:7.2f} s CPU, {report.counts['queries']:5} queries, longest write "
        f"{lock.longest * 1000:4.0f} ms, {resident()} MB, exit {int(report.exit_code)}, {counts}"
    )


class Lock:
    """The longest time between the begin and the end of a transaction."""

    def __init__(self) -> None:
        from django.db import connection

        self.longest = 0.0
        self._begun = 0.0
        self._connection = connection
        self._begin, self._commit = connection.set_autocommit, connection.commit
        connection.set_autocommit, connection.commit = self.begin, self.commit  # type: ignore[method-assign]  # timed

    def begin(self, autocommit: bool, **how: Any) -> None:
        self._begin(autocommit, **how)
        if not autocommit:
            self._begun = time.perf_counter()

    def commit(self) -> None:
        self._commit()
        self.longest = max(self.longest, time.perf_counter() - self._begun)

    def close(self) -> None:
        del self._connection.set_autocommit, self._connection.commit


def made_feed(lines: IO[bytes], count: int) -> Any:
    """A source that reads its pages from a file."""
    from catalog.dummyjson.document import parse
    from catalog.dummyjson.feeds import Reading
    from catalog.dummyjson.pages import Sink
    from catalog.dummyjson.transport import Traffic

    class MadeFeed:
        address = SOURCE
        traffic = Traffic()

        def read(self, *, scope: Any, sink: Sink, etag: str) -> Reading:
            sink.checkpoint()
            for page in lines:
                sink.take(parse(page))
            return Reading(total=count)

        def category_names(self) -> Mapping[str, str]:
            return {}

        def image_hosts(self) -> frozenset[str]:
            return frozenset()

        def folder(self) -> Path | None:
            return None

    return MadeFeed()


def pages(count: int, step: int) -> Iterator[bytes]:
    for start in range(1, count + 1, PAGE):
        numbers = range(start, min(start + PAGE, count + 1))
        yield json.dumps([row(number, dearer=bool(step) and number % step == 0) for number in numbers]).encode()


def row(number: int, *, dearer: bool) -> dict[str, Any]:
    return {
        "id": number, "title": f"Luminária {number}", "description": f"Luz boa para a sala, modelo {number}.",
        "category": f"categoria-{number % 40}", "price": round(10 + number % 1000 / 100 + (0.5 if dearer else 0), 2),
        "discountPercentage": number % 30, "stock": number % 90, "tags": ["luz", f"linha {number % 50}"],
        "brand": f"Marca {number % 300}", "sku": f"SKU-{number}", "weight": 2 + number % 7,
        "dimensions": {"width": 10.5, "height": number % 200, "depth": 5}, "warrantyInformation": "1 ano",
        "shippingInformation": "1 dia", "returnPolicy": "7 dias", "minimumOrderQuantity": 1,
        "images": [f"https://cdn.dummyjson.com/p/{number}/{place}.webp" for place in (1, 2)],
        "thumbnail": f"https://cdn.dummyjson.com/p/{number}/t.webp",
    }  # fmt: skip


def resident() -> int:
    """The most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
