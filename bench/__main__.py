"""What a request costs beside a bare answer of 20 KB, all in one process and one run: `make bench`.

Every scenario passes the whole middleware. Rounds go through all scenarios in turn, so that whatever else the
machine does falls on all of them alike; the ratio to `hello` is what to compare, milliseconds are of the moment.
BENCH_PRODUCTS (default 2000) says how large the catalogue is; the table also lands in var/bench.json.
"""

import json
import os
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = 30
SCRATCH = Path(tempfile.mkdtemp(prefix="ilumina-bench-"))
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "iluminacasa.settings",
    "SECRET_KEY": "bench-key-" + "0123456789abcdef" * 4,
    "SITE_URL": "http://localhost",
    "ALLOWED_HOSTS": "localhost",
    "DATABASE_URL": f"sqlite:///{SCRATCH / 'shop.sqlite3'}",
    "COUNTERS_FILE": str(SCRATCH / "counters.sqlite3"),
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "STATIC_ROOT": str(SCRATCH / "static"),
    "LOG_LEVEL": "ERROR",
    "RATELIMIT_ENABLE": "0",
}


@dataclass
class Scenario:
    name: str
    path: str
    milliseconds: list[float] = field(default_factory=list)
    queries: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)


def scenarios(total: int) -> list[Scenario]:
    from catalog.models import Product

    slug = Product.objects.visible().order_by("pk").values_list("slug", flat=True).first()
    deep = max(1, total // 24)
    return [
        Scenario("hello", "/hello"),
        Scenario("home", "/"),
        Scenario("list, page 1", "/catalogo/"),
        Scenario("list, last page", f"/catalogo/?pagina={deep}"),
        Scenario("list, filters and sort", "/catalogo/?preco=50-500&ordem=menor-preco&cor=2700"),
        Scenario("search", "/busca/?q=pendente+terracota"),
        Scenario("product", f"/produto/{slug}/"),
        Scenario("API list", "/api/v1/products/"),
        Scenario("API list, filters", "/api/v1/products/?price_min=50&price_max=500&ordering=price"),
        Scenario("API changes", "/api/v1/products/changes/"),
    ]


def add_hello() -> None:
    """A bare view behind the same middleware."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from iluminacasa import urls

    body = b"<p>hello</p>" * 1700

    def hello(request: HttpRequest) -> HttpResponse:
        return HttpResponse(body)

    urls.urlpatterns.insert(0, path("hello", hello))


def measure(rows: list[Scenario]) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_ENCODING="identity")
    for row in rows:  # the first answer loads what a process keeps
        if client.get(row.path).status_code != 200:
            raise SystemExit(f"{row.path} does not answer 200")
        with CaptureQueriesContext(connection) as captured:
            client.get(row.path)
        row.queries = len(captured)
    for _ in range(ROUNDS):
        for row in rows:
            began = time.process_time()
            client.get(row.path)
            row.milliseconds.append((time.process_time() - began) * 1000)


def main() -> None:
    os.environ.update(ENVIRONMENT)
    import django

    django.setup()
    from django.core.management import call_command

    from bench.seed import seed
    from iluminacasa.settings import VAR_DIR

    wanted = int(os.environ.get("BENCH_PRODUCTS", "2000"))
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    seed(wanted)
    add_hello()
    rows = scenarios(wanted)
    measure(rows)
    hello = rows[0].median
    print(f"{wanted} products; CPU milliseconds of one request, median of {ROUNDS}")
    for row in rows:
        print(f"{row.name:24} {row.median:8.2f} ms  {hello / row.median:6.3f} of hello  {row.queries:3d} queries")
    result = {r.name: {"ms": r.median, "of_hello": hello / r.median, "queries": r.queries} for r in rows}
    target = VAR_DIR / "bench.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"products": wanted, "scenarios": result}, indent=1) + "\n")
    print(f"written: {target.relative_to(VAR_DIR.parent)}")


if __name__ == "__main__":
    main()
