"""Strict JSON: UTF-8 without BOM, exact decimals, no NaN or Infinity, no bottomless nesting."""

import json
from decimal import Decimal
from typing import Any

from .faults import Fault, shown

GARBAGE_TRIES = 3  # a cut answer is often whole the next time


class Ambiguous(dict[str, Any]):
    """An object that named a key twice: whoever reads it must not guess which one was meant."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Ambiguous(found)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _bad(code: str, message: str) -> Fault:
    return Fault(code, message, tries=GARBAGE_TRIES)


def parse(body: bytes) -> Any:
    if body.startswith(b"\xef\xbb\xbf"):
        raise _bad("bom", "A resposta começa com BOM, que JSON não permite.")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad("bad_utf8", f"A resposta não é UTF-8 válido (byte {error.start}).") from error
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_pairs)
    except RecursionError as error:
        raise _bad("too_deep", "A resposta tem listas aninhadas demais.") from error
    except ValueError as error:
        raise _bad("bad_json", f"A resposta não é JSON válido: {shown(str(error))}") from error
