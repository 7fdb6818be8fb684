"""One product on its way into the shop: translated into our columns, compared, remembered."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from catalog import bulk, publication
from catalog.dummyjson import RemoteProduct
from catalog.models import Image, Product, ProductSpec, SpecDefinition
from iluminacasa.money import round_money

from .merge import Clash, merge
from .shelves import Room

# name in the base -> column; the base keeps JSON-ready values in our own money and keys
COLUMNS = {
    "title": "title", "summary": "summary", "description": "description", "category": "category_id",
    "brand": "brand_id", "family": "family", "tags": "tags", "price": "price",
    "discount_percentage": "discount_percentage", "sku": "sku", "weight": "weight", "width": "width",
    "height": "height", "depth": "depth", "warranty": "warranty", "shipping_note": "shipping_note",
    "return_policy": "return_policy", "minimum_order_quantity": "minimum_order_quantity", "title_en": "title_en",
    "summary_en": "summary_en", "description_en": "description_en", "warranty_en": "warranty_en",
    "shipping_note_en": "shipping_note_en", "return_policy_en": "return_policy_en",
}  # fmt: skip
DECIMALS = {
    "price": Decimal("0.01"), "discount_percentage": Decimal("0.01"), "weight": Decimal("0.001"),
    "width": Decimal("0.01"), "height": Decimal("0.01"), "depth": Decimal("0.01"),
}  # fmt: skip
WRITTEN = sorted({*COLUMNS.values(), "vanished_at", "source_base", "source_hash", "source_row", "updated_at",
                  "sale_price", "current_discount", "is_visible"})  # fmt: skip
IDENTITY = ("title", "category", "brand", "sku", "price")


@dataclass(slots=True)
class Draft:
    product: Product
    remote: RemoteProduct
    is_new: bool
    changes: dict[str, Any] = field(default_factory=dict)  # column -> what it was (for --diff)
    was: dict[str, Any] = field(default_factory=dict)  # the same of what lies beside the columns, and the old brand
    clashes: list[Clash] = field(default_factory=list)
    base_moved: bool = False
    reactivated: bool = False
    stock_delta: int = 0
    images: list[dict[str, str]] | None = None  # what the pictures must become
    pictures: list[Image] = field(default_factory=list)  # the rows of a new product's pictures
    debut: publication.Debut | None = None
    specs: dict[str, Any] = field(default_factory=dict)  # keys that change; None = remove
    told_specs: dict[str, Any] | None = None  # all that the source says, in the writing of the definitions
    related: list[str] | None = None
    notes: list[tuple[str, str, str, str]] = field(default_factory=list)  # field, code, value, message
    deferred: bool = False  # something it points to is not there yet: look again at the end

    @property
    def shows_change(self) -> bool:
        return bool(
            self.is_new or self.changes or self.reactivated or self.stock_delta or self.specs
            or self.images is not None or self.related is not None
        )  # fmt: skip

    @property
    def is_plain_new(self) -> bool:
        """New and without a technical sheet: all that follows from it is known before it is stored."""
        return self.is_new and not self.specs

    @property
    def must_write(self) -> bool:
        return self.shows_change or self.base_moved


@dataclass(frozen=True, slots=True)
class Desk:
    """What all drafts of a run share."""

    source: str
    room: Room
    rate: Decimal
    at: datetime
    force: frozenset[str] = frozenset()
    held_prices: frozenset[str] = frozenset()


def in_our_columns(desk: Desk, remote: RemoteProduct) -> dict[str, Any]:
    """The remote values under our names, JSON-ready, prices converted once."""
    values = {name: remote.values[name] for name in COLUMNS if name in remote.values}
    values["category"] = desk.room.categories[remote.category]
    if "brand" in values:
        values["brand"] = desk.room.brands[values["brand"]] if values["brand"] else None
    values["price"] = str(round_money(Decimal(values["price"]) * desk.rate))
    return values


def as_stored(name: str, value: Any) -> Any:
    return Decimal(value) if name in DECIMALS and value is not None else value


def as_base(name: str, value: Any) -> Any:
    return str(Decimal(value).quantize(DECIMALS[name])) if name in DECIMALS and value is not None else value


def mine(product: Product) -> dict[str, Any]:
    return {name: as_base(name, getattr(product, column)) for name, column in COLUMNS.items()}


def typed_specs(room: Room, told: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Spec values in the writing of their definition; keys that no definition takes are named apart."""
    kinds = SpecDefinition.Kind
    taken: dict[str, Any] = {}
    refused: list[str] = []
    for key, value in told.items():
        definition = room.specs.get(key)
        kind = definition.kind if definition else None
        if definition is None:
            refused.append(key)
        elif kind == kinds.NUMBER and isinstance(value, dict):
            taken[key] = value
        elif kind == kinds.CHOICE and isinstance(value, str | list):
            slugs = [value] if isinstance(value, str) else value
            known = [slug for slug in slugs if (definition.pk, slug) in room.choices]
            refused.extend(f"{key}={slug}" for slug in slugs if slug not in known)
            if known:
                taken[key] = sorted(known)
        elif (kind == kinds.BOOLEAN and isinstance(value, bool)) or (kind == kinds.TEXT and isinstance(value, str)):
            taken[key] = value
        else:
            refused.append(key)
    return taken, refused


def begin(desk: Desk, remote: RemoteProduct) -> Draft:
    """A product the shop does not have yet. Its slug is settled later, beside its neighbours."""
    values = in_our_columns(desk, remote)
    product = bulk.maker(Product)(
        source=desk.source,
        external_id=remote.external_id,
        slug=slugify(remote.values["title"])[:110].strip("-") or "produto",
        stock=remote.stock or 0,
        created_at=desk.at,
        updated_at=desk.at,
        **{COLUMNS[name]: as_stored(name, value) for name, value in values.items()},
    )
    draft = Draft(product, remote, is_new=True, stock_delta=product.stock)
    draft.images = remote.values.get("images") or None
    _tell_specs(desk, draft)
    draft.specs = draft.told_specs or {}
    draft.related = remote.values.get("related") or None
    _remember(draft, values, {})
    return draft


def revise(desk: Desk, remote: RemoteProduct, product: Product, children: "Children") -> Draft:
    """A product the shop has: three-way merge of every field the source spoke of."""
    draft = Draft(product, remote, is_new=False)
    base = product.source_base or {}
    theirs = in_our_columns(desk, remote)
    if remote.external_id in desk.held_prices:
        del theirs["price"]
    open_to_it = {name: value for name, value in theirs.items() if name not in product.locked_fields}
    merged = merge(base=base.get("fields", {}), mine=mine(product), theirs=open_to_it, force=desk.force)
    for name, value in merged.changes.items():
        column = COLUMNS[name]
        draft.changes[column] = getattr(product, column)
        if name == "brand":
            draft.was["brand"] = desk.room.brand_name(product.brand_id)
        setattr(product, column, as_stored(name, value))
    draft.clashes = merged.clashes
    _revise_children(desk, draft, base, children)
    if product.vanished_at is not None:
        product.vanished_at = None
        draft.reactivated = True
    if "stock" in desk.force and remote.stock is not None and remote.stock != product.stock:
        draft.stock_delta = remote.stock - product.stock
        product.stock = remote.stock
    _remember(draft, theirs, base)
    return draft


@dataclass(slots=True)
class Children:
    """What the shop has below a product: the source's pictures in order, and its technical sheet."""

    images: list[Image] = field(default_factory=list)
    specs: list[ProductSpec] = field(default_factory=list)


def spec_values(room: Room, rows: list[ProductSpec]) -> dict[str, Any]:
    """The stored sheet in the writing of `typed_specs`."""
    keys = {definition.pk: key for key, definition in room.specs.items()}
    slugs = {pk: slug for (_, slug), pk in room.choices.items()}
    values: dict[str, Any] = {}
    for row in rows:
        key = keys[row.definition_id]
        if row.choice_id is not None:
            values[key] = sorted([*values.get(key, []), slugs[row.choice_id]])
        elif row.number is not None:
            values[key] = {"n": str(row.number.quantize(Decimal("0.001")))}
        else:
            values[key] = row.flag if row.flag is not None else row.text
    return values


def _tell_specs(desk: Desk, draft: Draft) -> None:
    if "specs" not in draft.remote.values:
        return
    draft.told_specs, refused = typed_specs(desk.room, draft.remote.values["specs"])
    for key in refused:
        draft.notes.append(("specs", "unknown_spec", key[:80], "A ficha não conhece este valor."))


def _revise_children(desk: Desk, draft: Draft, base: dict[str, Any], children: Children) -> None:
    values = draft.remote.values
    if "images" in values and (values["images"] != base.get("images") or "images" in desk.force):
        here, there = [row.source_url for row in children.images], [image["url"] for image in values["images"]]
        was = [image["url"] for image in base.get("images", [])]
        urls = merge(base={"images": was}, mine={"images": here}, theirs={"images": there}, force=desk.force)
        draft.clashes += urls.clashes
        if urls.changes or here == there:
            draft.images, draft.was["images"] = values["images"], here
    _tell_specs(desk, draft)
    if draft.told_specs is not None:
        gone = {key: None for key in base.get("specs", {}) if key not in draft.told_specs}
        sheet = spec_values(desk.room, children.specs)
        force = set(draft.told_specs) if "specs" in desk.force else set()
        specs = merge(base=base.get("specs", {}), mine=sheet, theirs={**draft.told_specs, **gone}, force=force)
        draft.specs = specs.changes
        draft.was |= {f"specs.{key}": sheet.get(key) for key in specs.changes}
        draft.clashes += [Clash(f"specs.{clash.name}", clash.mine, clash.theirs) for clash in specs.clashes]
    if "related" in values and values["related"] != base.get("related", []):
        draft.related, draft.was["related"] = values["related"], base.get("related", [])


def _remember(draft: Draft, theirs: dict[str, Any], base: dict[str, Any]) -> None:
    """The new base: what the source says today, over what it said before about fields it left out."""
    product, remote = draft.product, draft.remote
    said = {name: remote.values[name] for name in IDENTITY if name in remote.values}
    fields = {**base.get("fields", {}), **theirs}
    if "price" not in theirs:  # held: tomorrow's jump is measured from the price that was applied
        said["price"] = base.get("upstream", {}).get("price", said["price"])
    fresh: dict[str, Any] = {**base, "fields": fields, "upstream": {**base.get("upstream", {}), **said}}
    for name in ("images", "related"):
        if name in remote.values:
            fresh[name] = remote.values[name]
    if draft.told_specs is not None:
        fresh["specs"] = draft.told_specs
    digest = product.source_hash if "price" not in theirs else remote.digest
    mark = "" if "price" not in theirs else remote.mark
    draft.base_moved = fresh != base or (digest, mark) != (product.source_hash, product.source_row)
    product.source_base, product.source_hash, product.source_row = fresh, digest, mark
