"""An XLSX file before anything of it is understood: a packed folder of XML that may be made to burst.

A few kilobytes unpack to gigabytes, a document type names files of the server or doubles itself, a million cells
stand in one row. All that is seen from the bytes, in one reading, before a parser makes objects of them.
"""

import re
import zipfile
from typing import IO

MOST_UNPACKED = 150 * 1024 * 1024
MOST_TEXTS = 600_000  # shared texts: all of them are read at once
MOST_OTHER = 600_000  # tags that are neither cells nor texts: styles, names, formats
MOST_IN_ROW = 1_000  # cells
PIECE, SEAM = 1 << 20, 64  # bytes read at once, and carried over so that no tag is cut in two
TAG = re.compile(rb"<(?:[\w.-]{1,40}:)?(row|si|c)[\s/>]")
PLAIN = re.compile(rb"</?(?:[\w.-]{1,40}:)?(?:row|si|c|v|f|t|is)[\s/>]")
DECLARED = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
READABLE = frozenset({b"utf-8", b"us-ascii", b"ascii"})


class Bursts(ValueError):
    """No spreadsheet a person has made."""


def check(packed: zipfile.ZipFile) -> None:
    """`Bursts` for what must not be given to a parser."""
    parts = packed.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Bursts("too large once unpacked")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with packed.open(part) as stream:
                Scale().weigh(stream)


class Scale:
    """Counts the tags of one part."""

    def __init__(self) -> None:
        self.texts = self.in_row = self.others = 0

    def weigh(self, stream: IO[bytes]) -> None:
        rest = b""
        for piece in iter(lambda: stream.read(PIECE), b""):
            if not rest:
                check_encoding(piece)
            whole = rest + piece
            cut = whole.rfind(b"<")
            cut = cut if len(whole) - cut <= SEAM else len(whole)
            self.count(whole[:cut])
            rest = whole[cut:] or b" "
        self.count(rest)

    def count(self, piece: bytes) -> None:
        if b"<!" in piece.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or b"\x00" in piece:
            raise Bursts("a document type, or no text")
        for found in TAG.finditer(piece):
            kind = found[1]
            self.texts += kind == b"si"
            self.in_row = 0 if kind == b"row" else self.in_row + (kind == b"c")
            if self.in_row > MOST_IN_ROW:
                raise Bursts("too many cells in one row")
        self.others += piece.count(b"<") - sum(1 for _ in PLAIN.finditer(piece))
        if self.texts > MOST_TEXTS or self.others > MOST_OTHER:
            raise Bursts("too many parts")


def check_encoding(head: bytes) -> None:
    """In another encoding these bytes would hide what they say."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    declared = DECLARED.search(head[: head.find(b"?>") + 1]) if head.startswith(b"<?xml") else None
    if declared and declared[1].lower() not in READABLE:
        raise Bursts("an encoding no spreadsheet uses")
