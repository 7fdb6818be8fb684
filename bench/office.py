"""What the pages of the back office cost, on whatever shop `DATABASE_URL` names (`bench.seed`, then `bench.orders`).

    DATABASE_URL=sqlite:////tmp/shop.sqlite3 python -m bench.office

Signed in as somebody who may do everything, since that person's pages ask most.
"""

import os
import statistics
import tempfile
import time

ROUNDS = 7
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "iluminacasa.settings",
    "SECRET_KEY": "bench-key-" + "0123456789abcdef" * 4,
    "JWT_SIGNING_KEY": "bench-jwt-" + "0123456789abcdef" * 3,
    "SITE_URL": "http://localhost",
    "ALLOWED_HOSTS": "localhost",
    "LOG_LEVEL": "ERROR",
    "RATELIMIT_ENABLE": "0",
    "STAFF_SECOND_FACTOR": "0",
}


def main() -> None:
    scratch = tempfile.mkdtemp(prefix="ilumina-bench-")
    for name, value in (SETTINGS | {"COUNTERS_FILE": f"{scratch}/counters.sqlite3", "STATIC_ROOT": scratch}).items():
        os.environ.setdefault(name, value)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    for name, milliseconds, wall, queries in measured():
        print(f"{name:44} {milliseconds:9.1f} ms CPU {wall:9.1f} ms {queries:3d} queries")


def addresses() -> list[tuple[str, str]]:
    from django.contrib import admin
    from django.urls import reverse

    from iluminacasa import report_pages

    lists = sorted((model._meta.app_label, str(model._meta.model_name)) for model in admin.site._registry)
    return [
        ("dashboard", reverse("admin:index")),
        *((f"report {name}", reverse("admin:report", args=[name])) for name, _ in report_pages.titles()),
        ("report produto, a year", reverse("admin:report", args=["produto"]) + "?periodo=ano"),
        *((f"list {app}.{model}", reverse(f"admin:{app}_{model}_changelist")) for app, model in lists),
        ("list orders, all", reverse("admin:orders_order_changelist") + "?aba=todos"),
        ("list orders, search", reverse("admin:orders_order_changelist") + "?q=Ana"),
        ("list products, search", reverse("admin:catalog_product_changelist") + "?q=pendente"),
    ]


def measured():
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    owner = User.objects.filter(email="medir@ilumina.example").first()
    owner = owner or User.objects.create_superuser("medir@ilumina.example", os.urandom(16).hex(), name="Medir")
    client = Client(SERVER_NAME="localhost")
    client.force_login(owner)
    for name, address in addresses():
        response = client.get(address)  # what a process keeps is read here
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}")
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        queries = len(captured)
        cpu, wall = [], []
        for _ in range(ROUNDS):
            began, clock = time.process_time(), time.perf_counter()
            client.get(address)
            cpu.append((time.process_time() - began) * 1000)
            wall.append((time.perf_counter() - clock) * 1000)
        yield name, statistics.median(cpu), statistics.median(wall), queries


if __name__ == "__main__":
    main()
