"""Background work: once each, by whoever comes first, and again when a worker dies."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult, get_date_max
from PIL import Image as Pillow

from catalog import clock, renditions
from catalog.models import Image, Product, ProductCard, SyncIssue, SyncRun
from catalog.tasks import make_sizes
from iluminacasa import jobs
from iluminacasa.management.commands import run_jobs
from tests import make, migrated

ROOT = Path(__file__).resolve().parent.parent
DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "pictures"]}}


@pytest.fixture(autouse=True)
def _tasks_in_the_database(settings, monkeypatch) -> None:
    """Real tasks, on the one connection whose transaction is the test."""
    settings.TASKS = DATABASE_TASKS
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def run(**options: object) -> str:
    out = StringIO()
    call_command("run_jobs", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _keep_signals():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def pending_picture(product: Product) -> Image:
    buffer = BytesIO()
    Pillow.new("RGB", (500, 400), (200, 120, 40)).save(buffer, "PNG")
    master = renditions.store_master(buffer.getvalue())
    return make.image(product, file=master.path, width=500, height=400, renditions={}, state="pending")


def running(worker: str, *, claims: int = 1, minutes: int = 0, **fields: object) -> DBTaskResult:
    return DBTaskResult.objects.create(
        id=uuid.uuid4(),
        status="RUNNING",
        args_kwargs={"args": [[]], "kwargs": {}},
        task_path=make_sizes.module_path,
        backend_name="default",
        queue_name="pictures",
        run_after=get_date_max(),
        started_at=timezone.now() - timedelta(minutes=minutes),
        worker_ids=[worker] * claims,
        **fields,
    )


# --- Pictures ------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_one_run_makes_the_sizes_of_every_waiting_picture_and_publishes_them() -> None:
    products = make.products(3)
    images = [pending_picture(product) for product in products for _ in range(9)]
    run()
    assert set(Image.objects.values_list("state", flat=True)) == {"ready"}
    assert DBTaskResult.objects.filter(task_path=make_sizes.module_path).count() == 2  # 20 + 7 pictures
    cards = ProductCard.objects.filter(pk__in=[product.pk for product in products])
    assert all("-480.avif 480w" in view for view in cards.values_list("view", flat=True))
    assert len(images) == 27


@pytest.mark.django_db
def test_a_second_run_has_nothing_left_to_do() -> None:
    pending_picture(make.product())
    run()
    assert run() == "0 tasks done\n"


@pytest.mark.django_db
def test_a_bad_picture_takes_no_other_of_its_batch_along(now) -> None:
    product = make.product()
    images = [pending_picture(product) for _ in range(3)]
    # What a kill in the middle of the second picture leaves behind:
    Image.objects.filter(pk__in=[images[0].pk, images[1].pk]).update(attempts=1)
    assert renditions.process(image_ids=[image.pk for image in images], at=now) == 1
    assert list(renditions.waiting()) == [[images[0].pk], [images[1].pk]]


# --- Periods -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_job_is_scheduled_once_per_period_whoever_asks(now) -> None:
    job = jobs.Job("count", timedelta(minutes=10), lambda at: None)
    assert [jobs.schedule(at=now, jobs=[job]), jobs.schedule(at=now, jobs=[job])] == [1, 0]
    assert jobs.schedule(at=now + timedelta(minutes=9, seconds=59), jobs=[job]) == 0
    assert jobs.schedule(at=now + timedelta(minutes=10), jobs=[job]) == 1
    assert DBTaskResult.objects.count() == 2


@pytest.mark.django_db
def test_a_race_for_the_same_period_leaves_one_task(now, monkeypatch) -> None:
    job = jobs.Job("count", timedelta(minutes=10), lambda at: None)
    jobs.schedule(at=now, jobs=[job])
    # The other run looked before the first one wrote.
    monkeypatch.setattr(DBTaskResult.objects, "filter", lambda **terms: DBTaskResult.objects.none())
    assert jobs.schedule(at=now, jobs=[job]) == 1
    monkeypatch.undo()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_every_job_of_the_registry_runs_and_none_fails() -> None:
    run()
    results = DBTaskResult.objects.filter(task_path=jobs.run_job.module_path)
    names = {result.args_kwargs["args"][0]: result.status for result in results}
    assert names == {name: "SUCCESSFUL" for name, job in jobs.JOBS.items() if job.every}
    assert set(names) >= {"sale windows", "old sync issues", "old tasks", "expired sessions", "orphaned pictures"}


@pytest.mark.django_db
def test_a_failing_job_is_noted_and_stops_no_other(monkeypatch) -> None:
    def fail(at: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setitem(jobs.JOBS, "sale windows", jobs.Job("sale windows", timedelta(minutes=1), fail))
    run()
    by_name = {
        result.args_kwargs["args"][0]: result.status
        for result in DBTaskResult.objects.filter(task_path=jobs.run_job.module_path)
    }
    assert by_name.pop("sale windows") == "FAILED"
    assert set(by_name.values()) == {"SUCCESSFUL"}


# --- What the jobs do ----------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_sale_begins_and_ends_by_the_clock(now) -> None:
    hour = timedelta(hours=1)
    product = make.product(
        price="100.00", discount="20", sale_starts_at=now + hour, sale_ends_at=now + 2 * hour, at=now
    )
    make.product(price="100.00", discount="20", at=now)  # always on: never touched
    prices, touched = [], []
    for moment in (now, now + hour, now + 2 * hour, now + 3 * hour):
        touched.append(clock.reprice(at=moment))
        product.refresh_from_db()
        prices.append(product.sale_price)
    assert touched == [0, 1, 1, 0]
    assert prices == [Decimal("100.00"), Decimal("80.00"), Decimal("100.00"), Decimal("100.00")]


@pytest.mark.django_db
def test_a_discount_below_one_centavo_is_not_published_for_ever(now) -> None:
    make.product(price="0.10", discount="1", at=now)
    assert clock.reprice(at=now) == 0


@pytest.mark.django_db
def test_a_setting_that_cards_print_makes_them_anew_once(now, settings) -> None:
    product = make.product(price="100.00")
    clock.renew_cards(at=now)
    assert clock.renew_cards(at=now) == 0
    assert '"pix_price":"95.00"' in ProductCard.objects.get(pk=product.pk).view
    settings.PIX_DISCOUNT_PERCENT = "8"
    assert clock.renew_cards(at=now) == 1
    assert '"pix_price":"92.00"' in ProductCard.objects.get(pk=product.pk).view
    assert clock.renew_cards(at=now) == 0


@pytest.mark.django_db
def test_old_reports_are_dropped_but_never_the_last_of_a_source(now) -> None:
    def report(source: str, days: int) -> int:
        ran = SyncRun.objects.create(source=source, state="done", started_at=now - timedelta(days=days))
        return SyncIssue.objects.create(run=ran, kind="warning", code="x", message="x").pk

    report("demo", 200)
    report("dummyjson", 100)
    kept = {report("demo", 100), report("dummyjson", 5)}
    assert clock.drop_old_issues(at=now) == 2
    assert set(SyncIssue.objects.values_list("pk", flat=True)) == kept


@pytest.mark.django_db
def test_finished_tasks_are_forgotten_failed_ones_later(now) -> None:
    for status, days in (("SUCCESSFUL", 8), ("SUCCESSFUL", 6), ("FAILED", 29), ("FAILED", 31)):
        row = running("x")
        DBTaskResult.objects.filter(pk=row.pk).update(status=status, finished_at=now - timedelta(days=days))
    assert jobs.prune_tasks(now) == 2
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


# --- Dead workers --------------------------------------------------------------------------------
def dead_worker() -> str:
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    return f"{jobs.host()}:{gone.pid}:1:abcdef"


@pytest.mark.django_db
def test_tasks_of_a_dead_worker_are_put_back_and_those_of_a_living_one_are_not() -> None:
    dead, alive = running(dead_worker()), running(jobs.worker_name())
    assert jobs.put_back(at=timezone.now()) == 1
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.status, alive.status) == ("READY", "RUNNING")


@pytest.mark.django_db
def test_a_process_that_only_inherited_the_number_is_not_the_worker() -> None:
    running(f"{jobs.host()}:{os.getpid()}:1:abcdef")
    assert jobs.put_back(at=timezone.now()) == 1


@pytest.mark.django_db
def test_a_worker_of_another_machine_has_an_hour() -> None:
    running("elsewhere:1:2:abcdef", minutes=59)
    assert jobs.put_back(at=timezone.now()) == 0
    running("elsewhere:1:2:abcdef", minutes=61)
    assert jobs.put_back(at=timezone.now()) == 1


@pytest.mark.django_db
def test_a_task_that_killed_three_workers_is_given_up() -> None:
    result = running(dead_worker(), claims=3)
    assert jobs.put_back(at=timezone.now()) == 1
    result.refresh_from_db()
    assert (result.status, bool(result.finished_at)) == ("FAILED", True)


# --- Real processes ------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def shop_on_disk(tmp_path_factory) -> dict[str, str]:
    """Environment of a shop with a migrated database file of its own."""
    tmp_path = tmp_path_factory.mktemp("shop")
    environment = os.environ | {
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'shop.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "COUNTERS_FILE": str(tmp_path / "counters.sqlite3"),
    }
    migrated.migrate(environment)
    return environment


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


FILL = """
from io import BytesIO
from PIL import Image as Pillow
from catalog import renditions
from catalog.models import Category, Image, Product
category = Category.objects.create(name="Luz", slug="luz")
product = Product.objects.create(title="Lâmpada", slug="lampada", category=category, price=10)
for shade in range(21):
    buffer = BytesIO()
    Pillow.effect_noise((480, 480), shade + 10).convert("RGB").save(buffer, "PNG")
    master = renditions.store_master(buffer.getvalue())
    Image.objects.create(product=product, file=master.path, width=480, height=480)
"""
STATES = "import json; from catalog.models import Image; print(json.dumps([i.state for i in Image.objects.all()]))"


@pytest.mark.server
def test_two_at_once_and_a_kill_in_the_middle_still_end_with_every_picture_ready(shop_on_disk) -> None:
    manage(shop_on_disk, "shell", "--no-imports", "-c", FILL)
    command = [sys.executable, str(ROOT / "manage.py"), "run_jobs"]
    first = subprocess.Popen(command, env=shop_on_disk, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    second = subprocess.Popen(command, env=shop_on_disk, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(Path(shop_on_disk["MEDIA_ROOT"]).rglob("*-240.webp")) and time.monotonic() < deadline:
        time.sleep(0.05)
    first.kill()
    first.wait()
    assert second.wait(timeout=120) == 0
    manage(shop_on_disk, "run_jobs")
    printed = manage(shop_on_disk, "shell", "--no-imports", "-c", STATES)
    assert json.loads(printed) == ["ready"] * 21


@pytest.mark.server
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_loop_at_once_and_cleanly(shop_on_disk, number: int) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "run_jobs", "--loop", "--interval", "30"]
    process = subprocess.Popen(command, env=shop_on_disk, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "looking for work every 30 s\n"
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    process.stdout.close()


def test_one_that_starts_before_the_tables_are_made_waits_for_them(monkeypatch) -> None:
    answers = iter([False, False, True])
    waited: list[float] = []
    monkeypatch.setattr(run_jobs, "migrations_applied", lambda: next(answers))
    monkeypatch.setattr(run_jobs, "time", SimpleNamespace(sleep=waited.append))

    def only_round(command: run_jobs.Command) -> int:
        assert waited == [run_jobs.FOR_TABLES] * 2
        command.hand.running = False
        return 0

    monkeypatch.setattr(run_jobs.Command, "round", only_round)
    run(loop=True, interval=7)
    assert waited == [run_jobs.FOR_TABLES, run_jobs.FOR_TABLES, 7]


@pytest.mark.django_db(transaction=True)
def test_a_round_ends_after_five_seconds_and_new_work_is_looked_for(monkeypatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(jobs, "monotonic", lambda: clock[0])
    DBTaskResult.objects.all().delete()
    for _ in range(4):
        make_sizes.enqueue([])
    hand = jobs.Hand(name=jobs.worker_name())
    done = db_worker.Worker.run_task

    def takes_three_seconds(self, result) -> None:
        done(self, result)
        clock[0] += 3

    monkeypatch.setattr(db_worker.Worker, "run_task", takes_three_seconds)
    hand.run()
    assert (hand.tasks_done, hand.running) == (2, True)
