"""What search, filters and pages cost in CPU time and queries, on whatever catalogue `DATABASE_URL` names.

DEBUG=1 DATABASE_URL=sqlite:////tmp/shop.sqlite3 python -m bench.search
"""

import os
import time
from collections.abc import Callable
from typing import Any

TIMES = 15
PAGE = 24


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    import django

    django.setup()
    from catalog import search

    before = resident()
    first = measure("load the snapshot", lambda: search.ProductQuery.from_params({}), times=1)
    total = search.ProductQuery.from_params({}).total
    print(f"{total} products; {before} MB before, {resident()} MB after the load")
    print(first)
    for name, question in questions(total):
        print(measure(name, question))
    print(f"{resident()} MB at the end")


def questions(total: int) -> list[tuple[str, Callable[[], Any]]]:
    from catalog import search
    from catalog.models import Category
    from catalog.search import ProductQuery

    deep = max(1, min(2000, total // PAGE))
    shelf = Category.objects.filter(slug="pendentes").first()
    fresh = iter(range(10**9))

    def filters() -> dict[str, str]:
        number = next(fresh)
        return {"preco": f"{50 + number}-{900 + number}", "lumens": f"{100 + number}-3000", "cor": "2700"}

    def ask(**params: str) -> ProductQuery:
        return ProductQuery.from_params(params)

    def narrowed(page_of: Callable[[int], int]) -> list[int]:
        query = ask(**filters())
        return query.page(page_of(query.total), PAGE).ids

    def category() -> None:
        query = ProductQuery.from_params(filters(), category=shelf)
        query.page(1, PAGE)
        query.facets()

    def found(text: str) -> None:
        query = ask(q=text)
        query.page(1, PAGE)
        query.facets()

    cursor = deep_cursor(total)
    return [
        ("page 1", lambda: ask().page(1, PAGE)),
        (f"page {deep}", lambda: ask().page(deep, PAGE)),
        (f"page {deep} by price", lambda: ask(ordem="menor-preco").page(deep, PAGE)),
        ("all facets", lambda: ask().facets()),
        ("three new filters, page 1", lambda: narrowed(lambda total: 1)),
        ("three new filters, last page", lambda: narrowed(lambda total: max(1, total // PAGE))),
        ("category, three new filters, facets", category),
        ("search one word, facets", lambda: found("pendente")),
        ("search three words, facets", lambda: found("pendente cupula preto")),
        ("search units, facets", lambda: found("2700k e27 9w")),
        ("search mistyped, facets", lambda: found("pendete auora")),
        ("suggest", lambda: search.suggest("pendente pr")),
        ("cursor, first", lambda: ask(ordem="menor-preco").keyset(None, PAGE)),
        ("cursor, two thirds down", lambda: ask(ordem="menor-preco").keyset(cursor, PAGE)),
    ]


def deep_cursor(total: int) -> str | None:
    """The cursor a client holds two thirds down the list by price."""
    from catalog.search import ProductQuery, keyset

    query = ProductQuery.from_params({"ordem": "menor-preco"})
    ranking = query.snapshot.ranking("price")
    positions = ranking.page(query.bits, total * 2 // 3, 1)
    return keyset.write(keyset.Place(0, ranking.key_of(positions[0])), query.list_name) if positions else None


def measure(name: str, question: Callable[[], Any], *, times: int = TIMES) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as first_queries:
        first = cpu(question)
    with CaptureQueriesContext(connection) as later_queries:
        later = sorted(cpu(question) for _ in range(times - 1)) or [first]
    queries = len(later_queries) // max(1, times - 1) if times > 1 else len(first_queries)
    middle = later[len(later) // 2]
    return f"{name:38s} {middle:9.2f} ms (first {first:9.2f}), {queries} queries (first {len(first_queries)})"


def cpu(question: Callable[[], Any]) -> float:
    started = time.process_time()
    question()
    return (time.process_time() - started) * 1000


def resident() -> int:
    """Megabytes this process holds."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
