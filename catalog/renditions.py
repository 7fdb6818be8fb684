"""Pictures on disk: the cleaned master, and the sizes pages ask for.

Files are named after the SHA-256 of their content below MEDIA_ROOT (`p/ab/<sha256>.webp`), written whole or
not at all, and never change, so anybody may cache them for ever.
"""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from PIL import Image as Pillow

from catalog import previews, publication, uploads
from catalog.models import RENDITION_WIDTHS, Image
from catalog.pictures import FORMATS, PREVIEW, PREVIEW_ROLES, rendition_path

MASTER_SIDE = 3200  # pixels: twice the widest size
MASTER_OPTIONS = {"quality": 90, "method": 4}
OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 62, "speed": 8},
    "webp": {"quality": 80, "method": 4},
}
PREVIEW_OPTIONS: dict[str, Any] = {"quality": 82, "progressive": True, "optimize": True}
BATCH = 20  # pictures of one task: their products are published in one go
MAX_ATTEMPTS = 3
ORPHAN_AGE = timedelta(days=7)
State = Image.State


class Master(NamedTuple):
    path: str
    width: int
    height: int


# --- Masters -------------------------------------------------------------------------------------
def store_master(data: bytes, *, is_ours: bool = False) -> Master:
    """Check, clean and keep a picture; `PictureRefused` for anything that is not one.

    Re-encoded, so that only pixels survive. `is_ours`: a WebP that ships with the shop is checked the same
    way and kept as it is.
    """
    picture = uploads.decode(data)
    if max(picture.size) > MASTER_SIDE:
        picture.thumbnail((MASTER_SIDE, MASTER_SIDE), Pillow.Resampling.LANCZOS)
        is_ours = False
    kept = data if is_ours and data[8:12] == b"WEBP" else encode(picture, "webp", MASTER_OPTIONS)
    digest = hashlib.sha256(kept).hexdigest()
    path = f"p/{digest[:2]}/{digest}.webp"
    write(path, kept)
    return Master(path, picture.width, picture.height)


def encode(picture: Pillow.Image, fmt: str, options: dict[str, Any]) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, fmt.upper(), **options)
    return buffer.getvalue()


def write(path: str, content: bytes) -> None:
    """Under its final name only once it is complete; a file already there is the same file."""
    target = Path(settings.MEDIA_ROOT, path)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


# --- Sizes ---------------------------------------------------------------------------------------
def make_sizes(master: str) -> dict[str, list[int]]:
    """Write every size of a master, never wider than it; returns what exists now: {format: [widths]}."""
    picture = uploads.decode(Path(settings.MEDIA_ROOT, master).read_bytes())
    made: dict[str, list[int]] = {fmt: [] for fmt in FORMATS}
    for width in (width for width in RENDITION_WIDTHS if width <= picture.width):
        height = max(1, round(picture.height * width / picture.width))
        sized = picture.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
        for fmt in FORMATS:
            path = rendition_path(master, width, fmt)
            if not Path(settings.MEDIA_ROOT, path).exists():
                write(path, encode(sized, fmt, OPTIONS[fmt]))
            made[fmt].append(width)
    return made


def make_preview(master: str) -> dict[str, list[int]]:
    """Write what links show of a master; nothing for one too small to be shown that large."""
    path = rendition_path(master, previews.WIDTH, PREVIEW)
    if not Path(settings.MEDIA_ROOT, path).exists():
        picture = uploads.decode(Path(settings.MEDIA_ROOT, master).read_bytes())
        if not previews.is_worth_it(picture):
            return {}
        write(path, encode(previews.draw(picture), "jpeg", PREVIEW_OPTIONS))
    return {PREVIEW: [previews.WIDTH]}


def waiting() -> Iterator[list[int]]:
    """Ids of the pictures without sizes, in batches; one that was tried before comes alone."""
    pending = Image.objects.filter(state=State.PENDING).exclude(file="").order_by("product_id", "pk")
    rows = list(pending.values_list("pk", "attempts"))
    fresh = [pk for pk, attempts in rows if not attempts]
    for start in range(0, len(fresh), BATCH):
        yield fresh[start : start + BATCH]
    yield from ([pk] for pk, attempts in rows if attempts)


def process(*, image_ids: Collection[int], at: datetime) -> int:
    """Make the sizes of these pictures and publish their products once; returns how many are ready.

    An attempt is counted before the work. So a picture that kills its worker is given up in the end, and
    takes none of its batch along: what was begun once is left to a batch of its own.
    """
    chosen = Image.objects.filter(pk__in=image_ids, state=State.PENDING).exclude(file="")
    images = list((chosen.filter(attempts=0) if len(image_ids) > 1 else chosen).order_by("pk"))
    for image in images:
        image.attempts += 1
        Image.objects.filter(pk=image.pk).update(attempts=image.attempts)
        attempt(image)
    ready = [image for image in images if image.state == State.READY]
    with transaction.atomic():
        for image in images:
            # Only if the row still shows the same file: it may have been replaced meanwhile.
            Image.objects.filter(pk=image.pk, file=image.file).update(
                state=image.state, renditions=image.renditions, error=image.error
            )
        publication.refresh(product_ids={image.product_id for image in ready}, at=at)
    return len(ready)


def attempt(image: Image) -> None:
    """Set state, sizes and error on the instance."""
    if image.attempts > MAX_ATTEMPTS:
        image.state, image.error = State.FAILED, "O trabalho parou no meio três vezes."
        return
    try:
        made = make_sizes(image.file)
        if image.role in PREVIEW_ROLES:
            made |= make_preview(image.file)
    except uploads.PictureRefused as refusal:
        image.state, image.error = State.FAILED, refusal.message[:200]
    except OSError as error:
        image.error = f"{type(error).__name__}: {error}"[:200]
        if image.attempts >= MAX_ATTEMPTS:
            image.state = State.FAILED
    else:
        image.renditions, image.state, image.error = made, State.READY, ""


def retry(*, image_ids: Collection[int]) -> int:
    """Put refused pictures back in the queue."""
    chosen = Image.objects.filter(pk__in=image_ids).exclude(file="")
    return chosen.update(state=State.PENDING, attempts=0, error="")


# --- Files nobody shows any more -----------------------------------------------------------------
def sweep(*, at: datetime) -> int:
    """Delete files of pictures that are gone, a week after they were written; returns how many."""
    folder = Path(settings.MEDIA_ROOT, "p")
    used = {Path(name).stem for name in Image.objects.exclude(file="").values_list("file", flat=True)}
    removed = 0
    for file in folder.glob("*/*"):
        owner = file.stem.partition("-")[0]
        written = file.stat().st_mtime
        if owner not in used and written < (at - ORPHAN_AGE).timestamp():
            file.unlink(missing_ok=True)
            removed += 1
    return removed
