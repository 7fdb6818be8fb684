"""Every `code` a problem may carry, read from the errors themselves, and the members some of them add."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from iluminacasa.errors import ShopError

TEXTS = {"type": "array", "items": {"type": "string"}}
MONEY = {"type": "string", "pattern": r"^-?\d+\.\d{2}$"}
MEMBERS: dict[str, dict[str, Any]] = {
    "reason": {
        "type": "string",
        "description": "Of `coupon_refused`: `unknown`, `not_started`, `expired`, `used_up`, `used_by_customer`, "
        "`minimum` or `no_product`.",
    },
    "lines": {
        "description": "Of `out_of_stock` when ordering: each `product` with its `title` and what is `available`.",
    },
    "available": {"type": "integer", "description": "Of `out_of_stock` in the cart: what is left."},
    "expected_total": {**MONEY, "description": "Of `cart_changed`: what was sent."},
    "total": {**MONEY, "description": "Of `cart_changed`: what it costs now."},
    "notices": {"type": "array", "items": {"type": "object"}, "description": "Of `cart_changed`: why, as in the cart."},
    "methods": {**TEXTS, "description": "What may be chosen instead of a payment or delivery that is not offered."},
    "fields": {**TEXTS, "description": "Of `address_incomplete`: what is missing; `errors` has it too."},
    "wanted": {"type": "string", "description": "Of `illegal_transition`: the change that was asked for."},
    "number": {"type": "string", "description": "Of `cart_already_ordered`: the order this cart became."},
    "order_status": {"type": "string", "description": "Of `cart_already_ordered`: how that order stands."},
    "maximum": {"type": "integer", "description": "The most that is accepted: parcels, units, orders."},
    "minimum": {"description": "The least that is accepted: units, or reais for a coupon."},
}


@dataclass(frozen=True)
class Code:
    code: str
    statuses: tuple[int, ...]
    title: str
    message: str


def known() -> list[Code]:
    """In the order of their names."""
    found: dict[str, list[type[ShopError]]] = {}
    for error in _below(ShopError):
        found.setdefault(error.code, []).append(error)
    return [
        Code(
            code, tuple(sorted({each.status for each in errors})), str(errors[0].title), str(errors[0].default_message)
        )
        for code, errors in sorted(found.items())
    ]


def _below(error: type[ShopError]) -> Iterator[type[ShopError]]:
    for each in error.__subclasses__():
        yield each
        yield from _below(each)


def complete(problem: dict[str, Any]) -> dict[str, Any]:
    """The schema of a problem, with all codes and all members."""
    codes = known()
    listed = ", ".join(f"`{each.code}` ({' or '.join(map(str, each.statuses))})" for each in codes)
    code = problem["properties"]["code"] | {
        "description": f"Decide by it. New ones may be added. Today: {listed}.",
        "examples": [each.code for each in codes],
    }
    return problem | {"properties": problem["properties"] | {"code": code} | MEMBERS}
