"""Copying linked pictures into our own storage. A queue of its own: what fails is tried again at the next run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from catalog import publication, renditions
from catalog.models import Image
from catalog.remote_images import PictureUnavailable, Policy, fetch
from catalog.uploads import MAX_BYTES, PictureRefused

from .children import MOVED
from .report import Report

BATCH = 100
SILENCE = ("network", "no_address", "timeout")  # reasons that say nothing about the picture itself
MOST_SILENCE = 5  # pictures in a row; each may cost the whole time of a request
COLUMNS = ["file", "width", "height", "renditions", "state", "attempts", "error"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the bytes of a source's pictures come from: a folder of ours, or the network under a policy."""

    folder: Path | None
    policy: Policy

    @property
    def is_ours(self) -> bool:
        return self.folder is not None

    def read(self, address: str) -> bytes:
        if self.folder is None:
            return fetch(address, self.policy)
        file = (self.folder / address).resolve()
        if not file.is_relative_to(self.folder):
            raise PictureUnavailable("outside", "O caminho da imagem sai da pasta do catálogo.")
        try:
            with file.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise PictureUnavailable("no_file", f"A imagem {file.name[:80]} não está na pasta.") from error


def waiting(source: str) -> list[int]:
    """Pictures without a file of ours, or whose address moved."""
    rows = Image.objects.filter(product__source=source, product__vanished_at=None).exclude(source_url="")
    missing = rows.filter(Q(file="") | Q(error=MOVED))
    return list(missing.order_by("product_id", "position", "pk").values_list("pk", flat=True))


class Patience:
    """Says when the rest of the queue is left to the next run."""

    def __init__(self, out_of_time: Callable[[], bool]) -> None:
        self._out_of_time = out_of_time
        self._silent = 0

    def saw(self, failure: tuple[str, str] | None) -> None:
        self._silent = self._silent + 1 if failure is not None and failure[0] in SILENCE else 0

    def end(self) -> tuple[str, str] | None:
        if self._out_of_time():
            return "deadline", "O prazo acabou; o resto das imagens fica para depois."
        if self._silent >= MOST_SILENCE:
            return "silence", "O servidor das imagens não responde; o resto delas fica para depois."
        return None


def copy(
    *, source: str, shelf: Shelf, report: Report, at: datetime, beat: Callable[[], None],
    progress: Callable[[str, int, int], None], out_of_time: Callable[[], bool],
) -> None:  # fmt: skip
    queue, done, patience = waiting(source), 0, Patience(out_of_time)
    while done < len(queue):
        progress("imagens", done, len(queue))
        if (end := patience.end()) is not None:
            report.note("", "images", end[0], str(len(queue) - done), end[1])
            return
        done += _copy_batch(queue[done : done + BATCH], shelf, report, at=at, beat=beat, patience=patience)
    if queue:
        progress("imagens", len(queue), len(queue))


def _copy_batch(
    ids: Sequence[int], shelf: Shelf, report: Report, *, at: datetime, beat: Callable[[], None], patience: Patience
) -> int:
    """Files first, outside any transaction; then the rows and what is derived of them at once. How many were tried."""
    images = list(Image.objects.filter(pk__in=ids).select_related("product").order_by("product_id", "position", "pk"))
    tried: list[Image] = []
    arrived = set()
    for image in images:
        if patience.end() is not None:
            break
        beat()
        failure = _copy_one(image, shelf)
        patience.saw(failure)
        tried.append(image)
        if failure is None:
            arrived.add(image.product_id)
            report.counts["images"] += 1
        else:
            code, message = failure
            report.note(image.product.external_id, "images", code, image.source_url, message)
    with transaction.atomic():
        still = set(Image.objects.filter(pk__in=ids).values_list("pk", flat=True))
        Image.objects.bulk_update([image for image in tried if image.pk in still], COLUMNS)
        publication.refresh(product_ids=arrived, at=at)
    return len(tried) if len(tried) < len(images) else len(ids)


def _copy_one(image: Image, shelf: Shelf) -> tuple[str, str] | None:
    """Set the columns of one picture; the previous file stays when the new one cannot be had."""
    try:
        master = renditions.store_master(shelf.read(image.source_url), is_ours=shelf.is_ours)
    except PictureUnavailable as error:
        failure = (error.reason, error.message)
    except PictureRefused as error:
        failure = (error.code, error.message)
    else:
        if master.path != image.file:
            image.renditions, image.state = {}, Image.State.PENDING
        image.file, image.width, image.height = master.path, master.width, master.height
        image.attempts, image.error = 0, ""
        return None
    image.attempts = min(image.attempts + 1, 30_000)
    if not image.file:
        image.state, image.error = Image.State.FAILED, failure[1][:200]
    return failure
