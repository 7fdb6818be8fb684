"""The filters this catalogue offers, as the API's description names them: values come from the rows themselves."""

from typing import Any

from catalog.search import renewal
from catalog.search.definitions import Definition, Kind
from catalog.search.filters import MOST_VALUES, span_text
from catalog.search.snapshot import Snapshot

MOST_NAMED = 1000  # brands beyond are described without naming each
NUMBER = r"[0-9]{1,9}(\.[0-9]{1,3})?"
Schema = dict[str, Any]


def parameters() -> list[dict[str, Any]]:
    """Category, brand and every spec, as OpenAPI parameters of the lists that take filters."""
    snapshot = renewal.current()
    made = [
        parameter("category", "With everything below it.", named(categories(snapshot))),
        parameter("brand", "", named(sorted(snapshot.names.brand_by_slug))),
    ]
    made += [
        parameter(each.key, f"{each.label}{f' ({each.unit})' if each.unit else ''}", of_spec(each))
        for each in snapshot.names.definitions
    ]
    return [each for each in made if each is not None]


def parameter(name: str, description: str, schema: Schema | None) -> dict[str, Any] | None:
    if schema is None:
        return None
    return {
        "in": "query",
        "name": name,
        "description": f"{description} Repeated: any of them.".strip(),
        "schema": {"type": "array", "items": schema, "maxItems": MOST_VALUES},
        "style": "form",
        "explode": True,
    }


def categories(snapshot: Snapshot) -> list[str]:
    tree = snapshot.tree
    return sorted(tree.by_id[pk].slug for pk in tree.active_ids)


def named(slugs: list[str]) -> Schema | None:
    """None when there is nothing to choose from."""
    if not slugs:
        return None
    return {"type": "string", "enum": slugs} if len(slugs) <= MOST_NAMED else {"type": "string"}


def of_spec(definition: Definition) -> Schema | None:
    if definition.kind == Kind.CHOICE:
        return named([choice.slug for choice in definition.choices])
    if definition.kind == Kind.BOOLEAN:
        return {"type": "string", "enum": ["true", "false", "1", "0"]}
    spans = [span_text(low, high, 3) for low, high in definition.ranges if low is not None and high is not None]
    ready = "".join(f"|{span.replace('.', r'\.')}" for span in spans)
    return {
        "type": "string",
        "pattern": f"^({NUMBER}|{NUMBER}-|-{NUMBER}{ready})$",
        "description": "`2700`, `400-900` (the smaller first), `400-` or `-900`; bounds included.",
    }
