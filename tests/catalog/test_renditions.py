"""Pictures from outside: what is taken, what is refused, what is made of them."""

import hashlib
import resource
import struct
import time
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image as Pillow
from PIL import ImageCms

from catalog import previews, publication, renditions, uploads
from catalog.models import Image, Product, ProductCard
from catalog.uploads import PictureRefused
from tests import make

ORIENTATION, GPS = 0x0112, 0x8825


def picture(size: tuple[int, int] = (64, 48), fmt: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    buffer = BytesIO()
    Pillow.new(mode, size, (200, 120, 40) if mode == "RGB" else 120).save(buffer, fmt, **options)
    return buffer.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_bomb(width: int, height: int) -> bytes:
    """A few kilobytes that would unpack to gigabytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000_000, 9)
    return uploads.PNG + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def stored(path: str) -> Pillow.Image:
    return Pillow.open(Path(settings.MEDIA_ROOT, path))


# --- Refused -------------------------------------------------------------------------------------
def test_a_bomb_of_2_5_billion_points_is_refused_within_a_second_and_without_its_memory() -> None:
    bomb = png_bomb(50_000, 50_000)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(PictureRefused):
        uploads.decode(bomb)
    assert time.monotonic() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_one_point_above_25_million_is_refused_before_decoding() -> None:
    with pytest.raises(PictureRefused, match="25 milhões"):
        uploads.decode(png_bomb(5000, 5001))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><title>x</title>",
        b"GIF89a/*" + b"\0" * 40 + b"*/=alert(1)",
        b"%PDF-1.7\n",
        b"PK\x03\x04" + b"\0" * 64,
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"\0\0\0\x1cftypavif",
    ],
    ids=[
        "empty",
        "text",
        "svg",
        "html",
        "gif+js",
        "pdf",
        "zip",
        "png head",
        "jpeg head",
        "webp head",
        "avif head",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused):
        uploads.decode(content)


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04 a zip", b"\xff\xd9 again"])
def test_a_picture_with_something_else_behind_it_is_refused(fmt: str, tail: bytes) -> None:
    assert uploads.decode(picture(fmt=fmt)).size == (64, 48)
    with pytest.raises(PictureRefused, match="depois da imagem"):
        uploads.decode(picture(fmt=fmt) + tail)


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_picture_is_refused(fmt: str, share: float) -> None:
    buffer = BytesIO()
    Pillow.effect_noise((200, 200), 80).convert("RGB").save(buffer, fmt)
    whole = buffer.getvalue()
    with pytest.raises(PictureRefused):
        uploads.decode(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("fmt", ["PNG", "WEBP", "AVIF"])
def test_an_animation_is_refused(fmt: str) -> None:
    frames = [Pillow.new("RGB", (32, 32), (shade, 0, 0)) for shade in (0, 120, 250)]
    buffer = BytesIO()
    frames[0].save(buffer, fmt, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(PictureRefused, match="animadas"):
        uploads.decode(buffer.getvalue())


def test_more_than_10_mib_is_refused_without_looking_inside() -> None:
    with pytest.raises(PictureRefused, match="10 MB"):
        uploads.decode(picture() + b"\0" * uploads.MAX_BYTES)


def test_a_dot_is_no_product_picture() -> None:
    with pytest.raises(PictureRefused, match="pequena"):
        uploads.decode(picture((1, 1)))


# --- Cleaned -------------------------------------------------------------------------------------
def test_the_place_where_a_photo_was_taken_does_not_survive() -> None:
    exif = Pillow.Exif()
    exif[0x010F] = "Camera of Ana"
    exif.get_ifd(GPS).update({1: "S", 2: (23.0, 33.0, 1.0), 3: "W", 4: (46.0, 38.0, 2.0)})
    data = picture((320, 240), "JPEG", exif=exif.tobytes(), comment=b"<?php evil(); ?>")
    assert b"Camera of Ana" in data
    master = renditions.store_master(data)
    kept = Path(settings.MEDIA_ROOT, master.path).read_bytes()
    assert b"Camera of Ana" not in kept
    assert b"php" not in kept
    assert dict(stored(master.path).getexif()) == {}
    assert {"exif", "xmp", "icc_profile"} & set(stored(master.path).info) == set()


def test_pixels_carry_nothing_beside_them() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for fmt in ("PNG", "JPEG", "WEBP", "AVIF"):
        assert uploads.decode(picture(fmt=fmt, icc_profile=profile)).info == {}


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Pillow.Exif()
    exif[ORIENTATION] = 6
    assert uploads.decode(picture((400, 300), "JPEG", exif=exif.tobytes())).size == (300, 400)


def test_colours_come_out_as_srgb() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    assert uploads.decode(picture(icc_profile=srgb)).getpixel((5, 5)) == (200, 120, 40)
    red, _, blue = uploads.decode(picture(icc_profile=swapped)).getpixel((5, 5))
    assert (red, blue) == (40, 200)
    assert uploads.decode(picture(icc_profile=b"no profile")).getpixel((5, 5)) == (200, 120, 40)


@pytest.mark.parametrize(
    ("mode", "fmt", "expected"),
    [
        ("L", "PNG", "RGB"),
        ("1", "PNG", "RGB"),
        ("P", "PNG", "RGB"),
        ("I;16", "PNG", "RGB"),
        ("CMYK", "JPEG", "RGB"),
    ],
)
def test_every_kind_of_pixel_becomes_rgb(mode: str, fmt: str, expected: str) -> None:
    buffer = BytesIO()
    Pillow.new(mode, (40, 40)).save(buffer, fmt)
    assert uploads.decode(buffer.getvalue()).mode == expected


def test_transparency_is_kept_only_where_there_is_some() -> None:
    buffer = BytesIO()
    Pillow.new("RGBA", (40, 40), (1, 2, 3, 100)).save(buffer, "PNG")
    assert uploads.decode(buffer.getvalue()).mode == "RGBA"
    buffer = BytesIO()
    Pillow.new("RGBA", (40, 40), (1, 2, 3, 255)).save(buffer, "PNG")
    assert uploads.decode(buffer.getvalue()).mode == "RGB"


def test_the_second_picture_of_a_phone_is_no_foreign_body() -> None:
    assert uploads.decode(picture(fmt="JPEG") + picture((20, 20), fmt="JPEG")).size == (64, 48)


# --- Kept ----------------------------------------------------------------------------------------
def test_a_master_is_named_after_its_content_and_kept_once() -> None:
    first = renditions.store_master(picture((300, 200)))
    second = renditions.store_master(picture((300, 200)))
    content = Path(settings.MEDIA_ROOT, first.path).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert first == second == (f"p/{digest[:2]}/{digest}.webp", 300, 200)
    assert stored(first.path).format == "WEBP"


def test_a_webp_of_ours_is_kept_byte_for_byte_and_a_strangers_is_not() -> None:
    data = picture((300, 210), "WEBP", quality=40)
    assert Path(settings.MEDIA_ROOT, renditions.store_master(data, is_ours=True).path).read_bytes() == data
    assert Path(settings.MEDIA_ROOT, renditions.store_master(data).path).read_bytes() != data


def test_a_master_is_at_most_3200_wide() -> None:
    assert renditions.store_master(picture((4000, 1000))).width == 3200


def test_sizes_are_never_wider_than_the_master() -> None:
    master = renditions.store_master(picture((1000, 800)))
    made = renditions.make_sizes(master.path)
    assert made == {"avif": [240, 480, 960], "webp": [240, 480, 960]}
    stem = master.path.removesuffix(".webp")
    assert stored(f"{stem}-480.avif").size == (480, 384)
    assert stored(f"{stem}-960.webp").size == (960, 768)
    assert not Path(settings.MEDIA_ROOT, f"{stem}-1600.webp").exists()


# --- Pictures of links -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "size", [(960, 1200), (1600, 700), (320, 315), (1200, 630), (3000, 316), (100, 2000)], ids=repr
)
def test_a_link_shows_a_jpeg_of_1200_by_630_with_the_whole_picture(size: tuple[int, int]) -> None:
    master = renditions.store_master(picture(size))
    assert renditions.make_preview(master.path) == {"jpg": [1200]}
    made = stored(f"{master.path.removesuffix('.webp')}-1200.jpg")
    assert (made.format, made.size, made.mode) == ("JPEG", (1200, 630), "RGB")
    assert made.info.keys() & {"exif", "icc_profile", "comment"} == set()
    red, green, blue = made.getpixel((3, 3))  # the surroundings go on from the edge
    assert abs(red - 200) + abs(green - 120) + abs(blue - 40) < 30


def test_a_link_never_cuts_the_lamp_nor_scales_it_up() -> None:
    lamp = Pillow.new("RGB", (400, 400), "white")
    lamp.paste((0, 0, 0), (100, 0, 300, 400))
    drawn = previews.draw(lamp)
    dark = [x for x in range(1200) if drawn.getpixel((x, 315))[0] < 128]
    assert (dark[0], len(dark)) == (500, 200)
    assert drawn.getpixel((10, 315)) == (255, 255, 255)


def test_what_is_see_through_stands_on_white() -> None:
    buffer = BytesIO()
    Pillow.new("RGBA", (400, 400), (0, 0, 0, 0)).save(buffer, "PNG")
    master = renditions.store_master(buffer.getvalue())
    renditions.make_preview(master.path)
    assert stored(f"{master.path.removesuffix('.webp')}-1200.jpg").getpixel((600, 300)) == (255, 255, 255)


def test_a_picture_too_small_for_a_link_has_none() -> None:
    assert renditions.make_preview(renditions.store_master(picture((900, 314))).path) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "has_one"), [("day", True), ("other", True), ("night", False), ("detail", False)])
def test_only_what_a_link_may_show_gets_its_picture(role: str, has_one: bool, now) -> None:
    image = pending(make.product())
    Image.objects.filter(pk=image.pk).update(role=role)
    renditions.process(image_ids=[image.pk], at=now)
    assert ("jpg" in Image.objects.get(pk=image.pk).renditions) is has_one


# --- In the background ---------------------------------------------------------------------------
def pending(product: Product, size: tuple[int, int] = (500, 400)) -> Image:
    master = renditions.store_master(picture(size))
    return make.image(
        product,
        file=master.path,
        width=master.width,
        height=master.height,
        renditions={},
        state=Image.State.PENDING,
    )


@pytest.mark.django_db
def test_a_card_gets_its_sizes_when_they_are_made(now) -> None:
    product = make.product()
    image = pending(product)
    publication.refresh(product_ids=[product.pk], at=now)
    assert f'"src":"/media/{image.file}"' in ProductCard.objects.get(pk=product.pk).view  # the master serves
    assert list(renditions.waiting()) == [[image.pk]]
    assert renditions.process(image_ids=[image.pk], at=now) == 1
    image.refresh_from_db()
    assert (image.state, image.attempts, image.error) == ("ready", 1, "")
    assert image.renditions == {"avif": [240, 480], "webp": [240, 480], "jpg": [1200]}
    assert "-240.avif 240w" in ProductCard.objects.get(pk=product.pk).view
    assert list(renditions.waiting()) == []
    assert renditions.process(image_ids=[image.pk], at=now) == 0


@pytest.mark.django_db
def test_a_missing_master_is_tried_three_times_and_then_refused(now) -> None:
    image = pending(make.product())
    Path(settings.MEDIA_ROOT, image.file).unlink()
    states = []
    for _ in range(3):
        renditions.process(image_ids=[image.pk], at=now)
        image.refresh_from_db()
        states.append((image.state, image.attempts))
    assert states == [("pending", 1), ("pending", 2), ("failed", 3)]
    assert image.error.startswith("FileNotFoundError")
    assert renditions.retry(image_ids=[image.pk]) == 1
    image.refresh_from_db()
    assert (image.state, image.attempts, image.error) == ("pending", 0, "")


@pytest.mark.django_db
def test_a_picture_that_stopped_its_worker_three_times_is_given_up(now) -> None:
    image = pending(make.product())
    Image.objects.filter(pk=image.pk).update(attempts=3)
    renditions.process(image_ids=[image.pk], at=now)
    image.refresh_from_db()
    assert (image.state, image.error) == ("failed", "O trabalho parou no meio três vezes.")


@pytest.mark.django_db
def test_a_picture_replaced_during_the_work_keeps_its_new_state(now, monkeypatch) -> None:
    image = pending(make.product())
    whole = renditions.make_sizes

    def slow(master: str) -> dict[str, list[int]]:
        Image.objects.filter(pk=image.pk).update(file="p/zz/other.webp", attempts=0)
        return whole(master)

    monkeypatch.setattr(renditions, "make_sizes", slow)
    renditions.process(image_ids=[image.pk], at=now)
    image.refresh_from_db()
    assert (image.file, image.state, image.renditions) == ("p/zz/other.webp", "pending", {})


@pytest.mark.django_db
def test_files_of_pictures_that_are_gone_leave_after_a_week(now, tmp_path) -> None:
    settings.MEDIA_ROOT, before = str(tmp_path), settings.MEDIA_ROOT
    try:
        kept = pending(make.product())
        gone = renditions.store_master(picture((333, 222)))
        renditions.make_sizes(gone.path)
        written = Path(tmp_path, gone.path).stat().st_mtime
        fresh = now.fromtimestamp(written + 6 * 86_400, now.tzinfo)
        stale = now.fromtimestamp(written + 8 * 86_400, now.tzinfo)
        assert renditions.sweep(at=fresh) == 0
        assert renditions.sweep(at=stale) == 3  # the master, and 240 as AVIF and WebP
        assert Path(tmp_path, kept.file).exists()
        assert not Path(tmp_path, gone.path).exists()
    finally:
        settings.MEDIA_ROOT = before
