"""Plain text out of anything: no control characters, no direction tricks, composed, trimmed."""

import re
import unicodedata

_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")


def is_storable(value: str) -> bool:
    """NUL and lone surrogates cannot be kept by every database; such a text was damaged on its way."""
    return value.isprintable() or _FORBIDDEN.search(value) is None


def one_line(value: str) -> str:
    if value.isprintable():  # nothing to strip in nearly every text
        return composed(value)
    return _SPACES.sub(" ", _stripped(value)).strip()


def composed(printable: str) -> str:
    """A text without control characters, its spaces single and its letters whole."""
    if "  " in printable or printable.strip() != printable:
        printable = " ".join(printable.split())
    return printable if printable.isascii() else unicodedata.normalize("NFC", printable)


def many_lines(value: str) -> str:
    text = _stripped(value.replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _stripped(value: str) -> str:
    return unicodedata.normalize("NFC", _DIRECTION.sub("", _CONTROLS.sub("", value)))
