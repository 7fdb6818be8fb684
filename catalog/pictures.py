"""Where the files of a picture are, and how a page asks for the right size."""

from typing import Any

from django.conf import settings

from catalog import said
from catalog.models import Image

CARD_WIDTH = 480  # pixels of the plain `src`; the srcset serves the rest
FORMATS = ("avif", "webp")  # best first
PREVIEW = "jpg"  # of links: the one format every network reads
PREVIEW_ROLES = frozenset({Image.Role.DAY, Image.Role.OTHER})  # what a link shows a product by


def master_url(image: Image) -> str:
    """Site-relative address of the master; empty while only linked."""
    return f"{settings.MEDIA_URL}{image.file}" if image.file else ""


def rendition_path(master: str, width: int, fmt: str) -> str:
    """`p/ab/abc.webp` at 480 as AVIF -> `p/ab/abc-480.avif`, below MEDIA_ROOT."""
    return f"{master.rpartition('.')[0]}-{width}.{fmt}"


def rendition_url(image: Image, width: int, fmt: str) -> str:
    return settings.MEDIA_URL + rendition_path(image.file, width, fmt)


def srcset(image: Image, fmt: str) -> str:
    return ", ".join(f"{rendition_url(image, width, fmt)} {width}w" for width in image.renditions.get(fmt, []))


def plain_url(image: Image, width: int = CARD_WIDTH) -> str:
    """One address that every browser can show: the WebP nearest above `width`, else the master."""
    widths = [candidate for candidate in image.renditions.get("webp", []) if candidate >= width]
    return rendition_url(image, min(widths), "webp") if widths else master_url(image)


def preview_url(image: Image) -> str:
    """The picture a link shows; empty while there is none."""
    widths = image.renditions.get(PREVIEW, [])
    return rendition_url(image, widths[0], PREVIEW) if widths else ""


def picture(image: Image, *, width: int = CARD_WIDTH) -> dict[str, Any] | None:
    """What templates print of a picture; None while there is no file of ours to show."""
    if not image.file:
        return None
    return {
        "src": plain_url(image, width),
        "avif": srcset(image, "avif"),
        "webp": srcset(image, "webp"),
        "width": image.width,
        "height": image.height,
        "alt": said.of(image, "alt"),
        "role": image.role if image.role != Image.Role.OTHER else "",
    }


def absolute(address: str) -> str:
    """For feeds, structured data and the API: with the shop's own origin."""
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address


def day_and_night(images: list[Image]) -> tuple[Image | None, Image | None]:
    """The picture a list shows and its lit twin; a product without roles shows its first picture."""
    day = next((image for image in images if image.role == Image.Role.DAY), None)
    night = next((image for image in images if image.role == Image.Role.NIGHT), None)
    first = day or next((image for image in images if image.role != Image.Role.NIGHT), None) or night
    return first, night if first is not night else None
