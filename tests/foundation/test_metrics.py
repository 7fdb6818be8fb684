"""/metrics: nobody's but who is named, and right however many processes count."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from catalog.models import SyncRun
from iluminacasa import metrics
from tests.servers import Shop, children_of
from tests.trust.clients import Door
from tests.trust.shops import PLAIN

OPEN = {"RATELIMIT_ENABLE": "0", "DJANGO_SETTINGS_MODULE": "iluminacasa.settings"}
TOKEN = "of-the-scraper-0123456789"


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    made = Shop(
        workers=2,
        application=PLAIN,
        settings={
            "RATELIMIT_ENABLE": "0",
            "DJANGO_SETTINGS_MODULE": "iluminacasa.settings",
            "METRICS_TOKEN": TOKEN,
            "METRICS_NETWORKS": "127.0.0.0/8",
        },
    )
    made.settings["METRICS_FOLDER"] = str(made.folder / "metrics")
    try:
        made.migrate()
        yield made.start()
    finally:
        made.stop()


def told(shop: Shop) -> dict[str, float]:
    answer = Door(shop.url).ask("GET", "/metrics", Authorization=f"Bearer {TOKEN}")
    assert answer.status == 200, answer.body
    lines = [line.rpartition(" ") for line in answer.body.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


@pytest.mark.server
@pytest.mark.once
def test_two_processes_count_as_one(shop: Shop) -> None:
    def total() -> float:
        return sum(value for name, value in told(shop).items() if re.match(r'shop_requests_total.*"healthz"', name))

    before = total()
    for _ in range(40):
        assert Door(shop.url).ask("GET", "/healthz").status == 200
    assert total() - before == 40
    shop.manage("check")  # a command counts nothing and leaves no file
    counted = {int(path.stem.removeprefix("counter_")) for path in (shop.folder / "metrics").glob("counter_*.db")}
    assert shop.process is not None
    serving = set(children_of(shop.process.pid))
    assert (len(serving), counted - serving, bool(counted)) == (2, set(), True)


@pytest.mark.server
@pytest.mark.once
def test_what_is_told(shop: Shop) -> None:
    for path in ("/nada/nada/nada/nada/", "/catalogo/", "/catalogo/", "/static/nothing.css"):
        Door(shop.url).ask("GET", path)
    Door(shop.url).ask("BREW", "/healthz")
    now = told(shop)
    assert now['shop_requests_total{method="other",status="405",view="healthz"}'] == 1
    assert now['shop_requests_total{method="GET",status="404",view="none"}'] >= 1
    assert now['shop_request_seconds_bucket{door="page",le="+Inf"}'] == now['shop_request_seconds_count{door="page"}']
    assert now['shop_queue_length{queue="default"}'] == now['shop_queue_age_seconds{queue="default"}'] == 0
    assert (now["shop_database_up"], now["shop_stock_conflicts_total"]) == (1, 0)


@pytest.mark.server
@pytest.mark.once
def test_nobody_else_may_read_it(shop: Shop) -> None:
    door = Door(shop.url)
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {TOKEN}", "X_Forwarded_For": "127.0.0.1"},
    ):
        assert door.ask("GET", "/metrics", **headers).status == 404


@pytest.mark.django_db
def test_it_is_not_there_unless_configured(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


def test_networks_and_token_are_both_needed_when_both_are_set(settings, rf: RequestFactory) -> None:
    settings.METRICS_NETWORKS, settings.METRICS_TOKEN = ["10.0.0.0/8", "2001:db8::/32"], ""
    assert metrics.may_read(rf.get("/metrics", REMOTE_ADDR="10.1.2.3")) is True
    assert metrics.may_read(rf.get("/metrics", REMOTE_ADDR="2001:db8::7")) is True
    assert metrics.may_read(rf.get("/metrics", REMOTE_ADDR="11.1.2.3")) is False
    assert metrics.may_read(rf.get("/metrics", REMOTE_ADDR="")) is False
    settings.METRICS_TOKEN = TOKEN
    shown = {"Authorization": f"Bearer {TOKEN}"}
    assert metrics.may_read(rf.get("/metrics", REMOTE_ADDR="10.1.2.3", headers=shown)) is True
    assert metrics.may_read(rf.get("/metrics", REMOTE_ADDR="11.1.2.3", headers=shown)) is False
    assert metrics.may_read(rf.get("/metrics", REMOTE_ADDR="10.1.2.3")) is False
    settings.TRUSTED_PROXIES = ["10.1.2.3"]
    through = shown | {"X-Forwarded-For": "10.7.7.7"}
    assert metrics.may_read(rf.get("/metrics", REMOTE_ADDR="10.1.2.3", headers=through)) is True


@pytest.mark.django_db
def test_age_of_the_last_whole_sync_of_each_source() -> None:
    ended = timezone.now() - timedelta(hours=2)
    for state, moment, is_dry_run in (
        ("done", ended, False),
        ("failed", timezone.now(), False),
        ("done", timezone.now(), True),
    ):
        SyncRun.objects.create(source="demo", state=state, finished_at=moment, is_dry_run=is_dry_run)
    assert metrics.last_syncs() == {"demo": ended}
    assert metrics.waiting() == {"default": (0, None), "pictures": (0, None)}
