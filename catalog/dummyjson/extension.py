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
ENGLISH = {"title": 200, "summary": 300, "description": 20_000, "warranty": 200, "shipping_note": 200,
           "return_policy": 200}  # fmt: skip
KINDS = ("number", "choice", "boolean", "text")


@dataclass(frozen=True, slots=True)
class RemoteCategory:
    slug: str
    name: str
    name_en: str = ""
    parent: str | None = None
    description: str = ""
    description_en: str = ""
    position: int = 0
    promoted: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RemoteChoice:
    slug: str
    label: str
    label_en: str = ""
    swatch: str = ""


@dataclass(frozen=True, slots=True)
class RemoteSpec:
    key: str
    url_key: str
    label: str
    kind: str
    label_en: str = ""
    unit: str = ""
    group: str = "Geral"
    group_en: str = ""
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
    values = _texts(part, {"summary": 300, "family": 80}, drop)
    if isinstance(part.get("english"), dict):
        told = _texts(part["english"], ENGLISH, drop)
        values |= {f"{name}_en": value for name, value in told.items()}
    if isinstance(part.get("specs"), dict):
        values["specs"] = {
            key: value for key, raw in part["specs"].items() if (value := _spec_value(key, raw, drop)) is not None
        }
    if isinstance(part.get("images"), list):
        values["images"] = [image for raw in part["images"] if (image := _image(raw, drop)) is not None]
    if isinstance(part.get("related"), list):
        values["related"] = [str(other) for other in part["related"] if isinstance(other, int | str)]
    return values


def _texts(part: dict[str, Any], longest: dict[str, int], drop: Drop) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, most in longest.items():
        value = part.get(name, "")
        if isinstance(value, str) and text.is_storable(value) and len(value) <= most:
            values[name] = text.one_line(value)
        else:
            drop(f"ilumina.{name}", "wrong_type", value, "O campo não é um texto que caiba.")
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
    role, english = raw.get("role"), _alt(raw.get("alt_en"))
    image = {"url": path, "role": role if role in ROLES else "other", "alt": _alt(raw.get("alt"))}
    return image | {"alt_en": english} if english else image


def _alt(told: Any) -> str:
    return text.one_line(told)[:200] if isinstance(told, str) and text.is_storable(told) else ""


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
        name_en=raw.get("name_en", ""),
        parent=raw.get("parent"),
        description=raw.get("description", ""),
        description_en=raw.get("description_en", ""),
        position=int(raw.get("position", 0)),
        promoted=tuple(_short_way(link) for link in raw.get("promoted", [])),
    )


def _short_way(raw: dict[str, Any]) -> dict[str, str]:
    way = {"label": raw["label"], "query": raw["query"]}
    return way | {"label_en": raw["label_en"]} if "label_en" in raw else way


def _spec(raw: dict[str, Any]) -> RemoteSpec:
    if raw["kind"] not in KINDS:
        raise ValueError(f"kind {raw['kind']!r}")
    filterable = raw.get("filterable", True)
    return RemoteSpec(
        key=raw["key"],
        url_key=raw["url_key"],
        label=raw["label"],
        label_en=raw.get("label_en", ""),
        kind=raw["kind"],
        unit=raw.get("unit") or "",
        group=raw.get("group") or "Geral",
        group_en=raw.get("group_en", ""),
        position=int(raw.get("position", 0)),
        facet=(raw.get("facet") or "values") if filterable else "none",
        ranges=tuple(tuple(_plain(bound) for bound in band) for band in raw.get("ranges", [])),
        on_card=bool(raw.get("on_card", False)),
        is_multiple=bool(raw.get("multiple", False)),
        choices=tuple(
            RemoteChoice(choice["slug"], choice["label"], choice.get("label_en", ""), choice.get("swatch") or "")
            for choice in raw.get("choices", [])
        ),
        categories=tuple(raw.get("categories", [])),
    )


def _plain(bound: Any) -> int | float | None:
    """Bounds are kept as JSON numbers."""
    if bound is None or isinstance(bound, int):
        return bound
    return int(bound) if bound == int(bound) else float(bound)
