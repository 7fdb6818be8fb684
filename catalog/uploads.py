"""A picture file as it comes in from outside: is it one, nothing but one, and of a size we can hold?

The type is told by the content, never by a name or a header. What comes out is pixels alone: upright, sRGB,
without a byte of metadata.
"""

import struct
from collections.abc import Callable
from io import BytesIO

from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from iluminacasa.errors import Invalid

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000  # looked at before any pixel is decoded
MAX_SIDE = 16_383  # what WebP can hold
MIN_SIDE = 16
PNG = b"\x89PNG\r\n\x1a\n"
AVIF_BOXES = frozenset({b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"uuid"})
# JPEG markers
SOI, EOI, SOS, FILL = b"\xff\xd8\xff", 0xD9, 0xDA, 0xFF
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # without a length
BOX_HEAD = 8  # bytes of an ISO box: size and kind
OPAQUE = 255
DEEP_MODES = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N"})
SRGB = ImageCms.createProfile("sRGB")
# Everything Pillow's decoders are known to raise on damaged or hostile bytes.
UNREADABLE = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, ArithmeticError, MemoryError,
    struct.error, Pillow.DecompressionBombError, Pillow.DecompressionBombWarning,
)  # fmt: skip


class PictureRefused(Invalid):
    code = "picture_refused"
    title = "Imagem recusada"
    default_message = "Este arquivo não é uma imagem JPEG, PNG, WebP ou AVIF inteira."


# --- Where the picture ends ----------------------------------------------------------------------
def end_of_png(data: bytes) -> int:
    at = len(PNG)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        at += 12 + length
        if kind == b"IEND":
            return at
    raise PictureRefused("O arquivo PNG está incompleto.")


def end_of_webp(data: bytes) -> int:
    return 8 + int(struct.unpack_from("<I", data, 4)[0])


def end_of_avif(data: bytes) -> int:
    at = 0
    while at + BOX_HEAD <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind not in AVIF_BOXES:
            break
        if size == 1 and at + 16 <= len(data):
            size = struct.unpack_from(">Q", data, at + 8)[0]
        if size < BOX_HEAD:
            return len(data) if size == 0 else at
        at += size
    return at


def end_of_jpeg(data: bytes, start: int = 0) -> int:
    """After the end marker; cameras may add a second JPEG (depth, HDR gain), which is no foreign body."""
    at = start + 2
    while at + 4 <= len(data):
        if data[at] != FILL:
            break
        marker = data[at + 1]
        if marker == EOI:
            return next_jpeg(data, at + 2)
        if marker == FILL:
            at += 1
        elif marker in STANDALONE:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
            if marker == SOS:
                at = end_of_scan(data, at)
    if data[at : at + 2] == b"\xff\xd9":
        return at + 2
    raise PictureRefused("O arquivo JPEG está incompleto.")


def end_of_scan(data: bytes, at: int) -> int:
    """The next marker after entropy-coded data, where FF 00 and restart markers are part of the data."""
    while (at := data.find(b"\xff", at)) != -1 and at + 1 < len(data):
        if data[at + 1] != 0x00 and data[at + 1] not in STANDALONE:
            return at
        at += 2
    raise PictureRefused("O arquivo JPEG está incompleto.")


def next_jpeg(data: bytes, at: int) -> int:
    padded = at
    while padded < len(data) and data[padded] == 0:
        padded += 1
    return end_of_jpeg(data, padded) if data.startswith(SOI, padded) else at


def kind_of(data: bytes) -> tuple[str, Callable[[bytes], int]]:
    if data.startswith(PNG):
        return "PNG", end_of_png
    if data.startswith(SOI):
        return "JPEG", end_of_jpeg
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP", end_of_webp
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis", b"mif1"):
        return "AVIF", end_of_avif
    raise PictureRefused


# --- From bytes to pixels ------------------------------------------------------------------------
def decode(data: bytes) -> Pillow.Image:
    """The picture in `data` as RGB or RGBA pixels; `PictureRefused` for anything else."""
    if len(data) > MAX_BYTES:
        raise PictureRefused("A imagem passa de 10 MB.")
    kind, end_of = kind_of(data)
    if data[end_of(data) :].strip(b"\0"):
        raise PictureRefused("O arquivo traz outra coisa depois da imagem. Salve a imagem de novo e envie.")
    try:
        with Pillow.open(BytesIO(data), formats=(kind,)) as picture:
            check_size(picture)
            picture.load()
            return plain(ImageOps.exif_transpose(picture))
    except UNREADABLE as error:
        raise PictureRefused from error


def check_size(picture: Pillow.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PictureRefused("A imagem tem pontos demais: o máximo é 25 milhões (5000 × 5000).")
    if min(width, height) < MIN_SIDE:
        raise PictureRefused("A imagem é pequena demais.")
    if getattr(picture, "is_animated", False) and picture.format != "MPO":
        raise PictureRefused("Imagens animadas não são aceitas.")


def plain(picture: Pillow.Image) -> Pillow.Image:
    """sRGB pixels without anything beside them; transparency is kept only where there is some."""
    profile = picture.info.get("icc_profile")
    if picture.mode in DEEP_MODES:
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("P", "PA", "LA", "La") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if profile:
        picture = to_srgb(picture, profile)
    has_alpha = picture.mode in ("RGBA", "RGBa") and any(picture.getchannel("A").histogram()[:OPAQUE])
    clean = picture.convert("RGBA" if has_alpha else "RGB")
    clean = clean.copy() if clean is picture else clean
    clean.info = {}
    return clean


def to_srgb(picture: Pillow.Image, profile: bytes) -> Pillow.Image:
    """Through the picture's colour profile; a profile that cannot be read is left aside."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, SRGB, outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture
