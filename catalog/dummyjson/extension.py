"""The `ilumina` part of the demo catalogue: typed specs, picture roles, families, categories, definitions.

Read only from the catalogue that ships with the project (or another local file named for `--source demo`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from . import text
from .faults import Fault, shown

Drop = Callable[[str, str, object, str], None]
ROLES = ("day", "night", "detail", "measures", "other")
KINDS = ("number", "choice", "boolean", "text")


@dataclass(frozen=True, slots=True)
class RemoteCategory:
    slug: str
    name: str
    parent: str | None = None
    description: str = ""
    position: int = 0
    promoted: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RemoteChoice:
    slug: str
    label: str
    swatch: str = ""


@dataclass(frozen=True, slots=True)
class RemoteSpec:
    key: str
    url_key: str
    label: str
    kind: str
    unit: str = ""
    group: str = "Geral"
    position: int = 0
    facet: str = "none"
    ranges: tuple[tuple[Any, ...], ...] = ()
    on_card: bool = False
    is_multiple: bool = False
    choices: tuple[RemoteChoice, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelves:
    """What the envelope says beside the products."""

    categories: tuple[RemoteCategory, ...] = ()
    specs: tuple[RemoteSpec, ...] = ()
    extras: dict[str, Any] = field(default_factory=dict)


def product_part(part: Any, drop: Drop) -> dict[str, Any]:
    """The extra values of one product, JSON-ready."""
    if part is None:
        return {}
    if not isinstance(part, dict):
        drop("ilumina", "wrong_type", part, "A extensão não é um objeto.")
        return {}
    values: dict[str, Any] = {}
    for name, longest in (("summary", 300), ("family", 80)):
        value = part.get(name, "")
        if isinstance(value, str) and text.is_storable(value) and len(value) <= longest:
            values[name] = text.one_line(value)
        else:
            drop(f"ilumina.{name}", "wrong_type", value, "O campo não é um texto que caiba.")
    if isinstance(part.get("specs"), dict):
        values["specs"] = {
            key: value for key, raw in part["specs"].items() if (value := _spec_value(key, raw, drop)) is not None
        }
    if isinstance(part.get("images"), list):
        values["images"] = [image for raw in part["images"] if (image := _image(raw, drop)) is not None]
    if isinstance(part.get("related"), list):
        values["related"] = [str(other) for other in part["related"] if isinstance(other, int | str)]
    return values


def _spec_value(key: str, raw: Any, drop: Drop) -> Any:
    """Numbers become `{"n": "806"}`, so that they cannot be taken for a choice; choices a list of slugs or a text."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | Decimal) and -(10**9) < raw < 10**9:
        return {"n": str(Decimal(raw).quantize(Decimal("0.001")))}
    if isinstance(raw, str) and raw and text.is_storable(raw) and len(raw) <= 120:
        return text.one_line(raw)
    if isinstance(raw, list) and all(isinstance(slug, str) for slug in raw):
        return sorted(set(raw))
    if raw is not None:
        drop(f"specs.{key}"[:60], "wrong_type", raw, "O valor da ficha não serve.")
    return None


def _image(raw: Any, drop: Drop) -> dict[str, str] | None:
    path = raw.get("path") if isinstance(raw, dict) else None
    if not isinstance(path, str) or not path or len(path) > 300 or not text.is_storable(path):
        drop("images", "bad_address", raw, "Uma imagem não diz o caminho.")
        return None
    role, alt = raw.get("role"), raw.get("alt")
    return {
        "url": path,
        "role": role if role in ROLES else "other",
        "alt": text.one_line(alt)[:200] if isinstance(alt, str) and text.is_storable(alt) else "",
    }


def shelves(document: dict[str, Any]) -> Shelves:
    """Categories and spec definitions of the envelope. The file is ours: a mistake in it stops the run."""
    part = document.get("ilumina") or {}
    try:
        return Shelves(
            categories=tuple(_category(raw) for raw in part.get("categories", [])),
            specs=tuple(_spec(raw) for raw in part.get("specs", [])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Fault("bad_extension", f"A extensão `ilumina` do catálogo está errada: {shown(str(error))}") from error


def _category(raw: dict[str, Any]) -> RemoteCategory:
    return RemoteCategory(
        slug=raw["slug"],
        name=raw["name"],
        parent=raw.get("parent"),
        description=raw.get("description", ""),
        position=int(raw.get("position", 0)),
        promoted=tuple({"label": link["label"], "query": link["query"]} for link in raw.get("promoted", [])),
    )


def _spec(raw: dict[str, Any]) -> RemoteSpec:
    if raw["kind"] not in KINDS:
        raise ValueError(f"kind {raw['kind']!r}")
    filterable = raw.get("filterable", True)
    return RemoteSpec(
        key=raw["key"],
        url_key=raw["url_key"],
        label=raw["label"],
        kind=raw["kind"],
        unit=raw.get("unit") or "",
        group=raw.get("group") or "Geral",
        position=int(raw.get("position", 0)),
        facet=(raw.get("facet") or "values") if filterable else "none",
        ranges=tuple(tuple(_plain(bound) for bound in band) for band in raw.get("ranges", [])),
        on_card=bool(raw.get("on_card", False)),
        is_multiple=bool(raw.get("multiple", False)),
        choices=tuple(
            RemoteChoice(choice["slug"], choice["label"], choice.get("swatch") or "")
            for choice in raw.get("choices", [])
        ),
        categories=tuple(raw.get("categories", [])),
    )


def _plain(bound: Any) -> int | float | None:
    """Bounds are kept as JSON numbers."""
    if bound is None or isinstance(bound, int):
        return bound
    return int(bound) if bound == int(bound) else float(bound)
