"""Linked pictures are copied when asked; what cannot be had keeps the old one and is tried again next time."""

import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image as Pillow

from catalog.models import Image, Product
from catalog.remote_images import Policy
from catalog.sync import Options, Report, pictures, run
from tests import make
from tests.catalog.sync.conftest import FakeClock
from tests.catalog.sync.upstream import Answer, Asked, Reply, Upstream, envelope, row

pytestmark = pytest.mark.django_db
type Copy = Callable[..., Report]


def picture(color: str = "red", size: tuple[int, int] = (64, 48)) -> bytes:
    buffer = BytesIO()
    Pillow.new("RGB", size, color).save(buffer, "PNG")
    return buffer.getvalue()


def png(color: str = "red") -> Answer:
    return Answer(200, picture(color), {"Content-Type": "image/png"})


@pytest.fixture
def copy(upstream: Upstream, tmp_path: Path, now: datetime, clock: FakeClock) -> Copy:
    """Sync rows whose pictures lie on the test server, and copy them."""
    port = upstream.server.server_address[1]
    policy = Policy(
        frozenset({"127.0.0.1"}), frozenset({port}), may_connect=lambda address: address == "127.0.0.1", seconds=5
    )

    def go(rows: list[Any], **options: Any) -> Report:
        file = tmp_path / "body.json"
        file.write_text(json.dumps(envelope(rows)))
        made = Options(file=str(file), images="copy", **options)
        return run(options=made, at=now, clock=clock, policy=policy)

    return go


def at(upstream: Upstream, *names: str) -> list[str]:
    return [f"{upstream.url}/{name}.png" for name in names]


def test_pictures_are_kept_as_clean_files_and_wait_for_their_sizes(upstream: Upstream, copy: Copy) -> None:
    upstream.script = lambda asked, number: png("red" if asked.path == "/a.png" else "blue")
    report = copy([row(1, images=at(upstream, "a", "b"))])
    images = list(Image.objects.order_by("position"))
    assert (report.exit_code, report.counts["images"]) == (0, 4)  # two linked, two copied
    assert [(image.state, image.width, image.height, image.error) for image in images] == [("pending", 64, 48, "")] * 2
    kept = Path(settings.MEDIA_ROOT, images[0].file)
    assert kept.suffix == ".webp"
    assert kept.stem in kept.as_posix()
    assert Pillow.open(kept).size == (64, 48)
    assert images[0].file != images[1].file


def test_a_second_run_asks_for_no_picture(upstream: Upstream, copy: Copy) -> None:
    upstream.script = lambda asked, number: png()
    copy([row(1, images=at(upstream, "a"))])
    upstream.asked.clear()
    report = copy([row(1, images=at(upstream, "a"))])
    assert (report.counts["images"], upstream.asked) == (0, [])


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Answer(404, b""), "http_404"),
        (Answer(200, b"<html>", {"Content-Type": "text/html"}), "not_a_picture"),
        (Answer(200, b"<svg xmlns='x'/>", {"Content-Type": "image/svg+xml"}), "picture_refused"),
        (Answer(200, picture()[:60], {"Content-Type": "image/png"}), "picture_refused"),
        (Answer(200, b"GIF89a" + b"\0" * 50, {"Content-Type": "image/gif"}), "picture_refused"),
        (Answer(200, b"MZ" + b"\0" * 200, {"Content-Type": "image/png"}), "picture_refused"),
    ],
)  # fmt: skip
def test_a_picture_that_cannot_be_had_never_refuses_its_product(
    upstream: Upstream, copy: Copy, reply: Reply, code: str
) -> None:
    upstream.script = lambda asked, number: reply
    report = copy([row(1, images=at(upstream, "a"))])
    image = Image.objects.get()
    assert (report.exit_code, report.counts["created"], Product.objects.get().is_visible) == (0, 1, True)
    assert [entry["code"] for entry in report.rows["warnings"]] == [code]
    assert (image.state, image.file, image.attempts, bool(image.error)) == ("failed", "", 1, True)
    upstream.script = lambda asked, number: png()
    again = copy([row(1, images=at(upstream, "a"))])
    image.refresh_from_db()
    assert (again.exit_code, image.state, image.attempts, image.error) == (0, "pending", 0, "")


def test_a_picture_that_moved_keeps_showing_until_the_new_one_is_here(upstream: Upstream, copy: Copy) -> None:
    upstream.script = lambda asked, number: png()
    copy([row(1, images=at(upstream, "a"))])
    Image.objects.update(state="ready", renditions={"webp": [240]})
    before = Image.objects.get()
    upstream.script = lambda asked, number: Answer(503, b"")
    copy([row(1, images=at(upstream, "b"))])
    during = Image.objects.get()
    assert (during.pk, during.file, during.state, during.source_url) == (
        before.pk, before.file, "ready", at(upstream, "b")[0],
    )  # fmt: skip
    upstream.script = lambda asked, number: png("green")
    copy([row(1, images=at(upstream, "b"))])
    after = Image.objects.get()
    assert (after.pk, after.file != before.file, after.state, after.renditions) == (before.pk, True, "pending", {})


def test_a_bomb_of_pixels_is_refused(upstream: Upstream, copy: Copy) -> None:
    upstream.script = lambda asked, number: Answer(200, picture(size=(6000, 5000)), {"Content-Type": "image/png"})
    report = copy([row(1, images=at(upstream, "a"))])
    assert [entry["code"] for entry in report.rows["warnings"]] == ["picture_refused"]


def test_the_guard_stands_by_default(upstream: Upstream, tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "body.json"
    file.write_text(json.dumps(envelope([row(1, images=[f"{upstream.url}/a.png", "http://169.254.169.254/x"])])))
    report = run(options=Options(file=str(file), images="copy"), at=now)
    assert [entry["code"] for entry in report.rows["warnings"]] == ["bad_port", "unknown_host"]
    assert upstream.asked == []


def test_pictures_stop_at_the_deadline_and_go_on_next_time(
    upstream: Upstream, copy: Copy, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.sync.pictures.BATCH", 1)

    def slow(asked: Asked, number: int) -> Reply:
        clock.now += 600
        return png()

    upstream.script = slow
    names = at(upstream, "a", "b", "c")
    report = copy([row(1, images=names)])
    assert [(entry["code"], entry["value"]) for entry in report.rows["warnings"]] == [("deadline", "1")]
    assert copy([row(1, images=names)]).counts["images"] == 1


def queued(count: int) -> int:
    product = make.product()
    Product.objects.filter(pk=product.pk).update(source="dummyjson", external_id="1")
    Image.objects.bulk_create(
        Image(product=product, position=n, source_url=f"http://pictures.example/{n}.png", state="linked")
        for n in range(count)
    )
    return count


def copied(beat: Callable[[], None], out_of_time: Callable[[], bool], **policy: Any) -> Report:
    report = Report(source="dummyjson")
    names = Policy(frozenset({"pictures.example"}), **policy)
    pictures.copy(
        source="dummyjson", shelf=pictures.Shelf(None, names), report=report, at=timezone.now(), beat=beat,
        progress=lambda stage, done, total: None, out_of_time=out_of_time,
    )  # fmt: skip
    return report


def test_a_server_of_pictures_that_is_gone_is_not_waited_for_again_and_again() -> None:
    count = queued(30)
    asked: list[str] = []

    def nowhere(host: str, port: int) -> list[str]:
        asked.append(host)
        raise OSError("no such name")

    report = copied(lambda: None, lambda: False, resolve=nowhere)
    assert len(asked) == pictures.MOST_SILENCE
    last = report.rows["warnings"][-1]
    assert (last["code"], last["value"]) == ("silence", str(count - pictures.MOST_SILENCE))
    assert Image.objects.filter(attempts=0).count() == count - pictures.MOST_SILENCE


def test_every_picture_looks_at_the_clock_and_says_that_the_run_lives() -> None:
    queued(10)
    beats: list[int] = []
    report = copied(lambda: beats.append(1), lambda: len(beats) >= 3, resolve=lambda host, port: ["127.0.0.1"])
    assert len(beats) == 3
    assert (report.rows["warnings"][-1]["code"], report.rows["warnings"][-1]["value"]) == ("deadline", "7")
