"""Putting fields of the catalogue back to what they were, with everything that follows from them.

What may be put back is named here; who may do it and whether the value is still there is asked in
`accounts/activity.py`, which calls these functions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from accounts import activity
from accounts.activity import Undoer, Values
from catalog import addresses, publication, ripples, spec_values, taxonomy
from catalog.models import Banner, Brand, Category, HomeSection, Page, Product, Synonym

PRODUCT = frozenset(
    {
        "sku", "slug", "title", "summary", "description", "category", "brand", "family", "tags", "price",
        "discount_percentage", "sale_starts_at", "sale_ends_at", "low_stock_threshold", "minimum_order_quantity",
        "weight", "width", "height", "depth", "warranty", "shipping_note", "return_policy", "seo_title",
        "seo_description", "boost", "is_published", "title_en", "summary_en", "description_en", "warranty_en",
        "shipping_note_en", "return_policy_en", "seo_title_en", "seo_description_en",
    }
)  # fmt: skip
WINDOW: dict[type[models.Model], frozenset[str]] = {
    Banner: frozenset(
        "place title text link_label link product starts_at ends_at position is_active title_en text_en"
        " link_label_en".split()
    ),
    HomeSection: frozenset({"kind", "title", "text", "title_en", "text_en", "category", "position", "is_active"}),
    Page: frozenset(
        "title slug description body is_published in_footer position title_en description_en body_en".split()
    ),
    Synonym: frozenset({"words", "is_active"}),
}
SHELVES: dict[type[models.Model], frozenset[str]] = {
    Category: frozenset({"name", "position", "is_active", "description", "promoted", "name_en", "description_en"}),
    Brand: frozenset({"name"}),
}
MOST_ROWS = 500  # asked for in one statement

type After = Callable[[list[Any], datetime], object]


def read_rows(model: type[models.Model], names: Iterable[str], keys: Sequence[str]) -> Values:
    """The present values, their rows locked until the transaction ends."""
    fields = [activity.column(model, name) for name in names]
    found: Values = {}
    for start in range(0, len(keys), MOST_ROWS):
        some = list(keys[start : start + MOST_ROWS])
        for row in model._default_manager.select_for_update().filter(pk__in=some).order_by("pk"):
            values = {field.name: activity.plain(getattr(row, field.attname), field) for field in fields}
            found[str(row.pk)] = values
    return found


def put_back(model: type[models.Model], values: Values) -> list[Any]:
    """The rows with these values set, not written yet."""
    refuse_lost_relations(model, values)
    keys, rows = list(values), list[Any]()
    for start in range(0, len(keys), MOST_ROWS):
        rows += model._default_manager.filter(pk__in=keys[start : start + MOST_ROWS]).order_by("pk")
    for row in rows:
        for name, value in values[str(row.pk)].items():
            field = activity.column(model, name)
            setattr(row, field.attname, field.to_python(value))
    return rows


def write(model: type[models.Model], rows: list[Any], names: Iterable[str]) -> None:
    """A value another row took meanwhile refuses everything."""
    try:
        with transaction.atomic():
            model._default_manager.bulk_update(rows, sorted(names), batch_size=MOST_ROWS)
    except IntegrityError as error:
        raise activity.ChangedMeanwhile("O valor antigo já não é possível: outro objeto o usa.") from error


def write_rows(model: type[models.Model], values: Values, at: datetime, after: After) -> None:
    rows = put_back(model, values)
    write(model, rows, {name for each in values.values() for name in each})
    after(rows, at)


def refuse_lost_relations(model: type[models.Model], values: Values) -> None:
    """What a row pointed to may be gone by now."""
    wanted: dict[str, set[Any]] = {}
    for each in values.values():
        for name, value in each.items():
            if activity.column(model, name).is_relation and value is not None:
                wanted.setdefault(name, set()).add(value)
    for name, found in wanted.items():
        related = activity.column(model, name).related_model
        if related._default_manager.filter(pk__in=found).count() != len(found):
            raise activity.ChangedMeanwhile("O valor antigo já não existe: foi apagado.")


def write_products(values: Values, at: datetime, later: ripples.HandOver) -> None:
    """Prices in force follow in the same statement; addresses go back by their own rule."""
    tree = taxonomy.read()
    sheets = {key: {n: v for n, v in each.items() if n.startswith(spec_values.PREFIX)} for key, each in values.items()}
    columns = {key: {n: v for n, v in each.items() if n not in sheets[key]} for key, each in values.items()}
    rows = put_back(Product, {key: {n: v for n, v in each.items() if n != "slug"} for key, each in columns.items()})
    for row in rows:
        publication.derive(row, at=at, tree=tree)
        row.updated_at = at
        if "slug" in values[str(row.pk)]:
            addresses.rename(product=row, slug=values[str(row.pk)]["slug"], at=at)
    names = {name for each in columns.values() for name in each} - {"slug"}
    write(Product, rows, names | set(publication.DERIVED))
    write_sheets({row: sheets[str(row.pk)] for row in rows if sheets[str(row.pk)]})
    ripples.publish(product_ids=[row.pk for row in rows], at=at, later=later)


def read_products(keys: Sequence[str]) -> Values:
    """Columns, and what the technical sheets say, as the log writes it."""
    found = read_rows(Product, PRODUCT, keys)
    for start in range(0, len(keys), MOST_ROWS):
        told = spec_values.read_many(product_ids=[int(key) for key in keys[start : start + MOST_ROWS]])
        for pk, facts in told.items():
            found[str(pk)] |= {spec_values.name_of(key): spec_values.as_told(value) for key, value in facts.items()}
    return found


def write_sheets(sheets: Mapping[Product, Mapping[str, Any]]) -> None:
    keys = {int(name.removeprefix(spec_values.PREFIX)) for each in sheets.values() for name in each}
    known = {spec_values.name_of(d.pk): d for d in spec_values.definitions_named(keys)}
    if len(known) != len(keys):
        raise activity.ChangedMeanwhile("O valor antigo já não existe: o campo da ficha foi apagado.")
    wanted = [
        (product, {known[name]: spec_values.from_told(known[name], told) for name, told in each.items()})
        for product, each in sheets.items()
    ]
    try:
        spec_values.write_many(sheets=wanted)
    except spec_values.SpecRefused as refusal:
        raise activity.ChangedMeanwhile("O valor antigo já não existe na ficha.") from refusal


def undoers(later: ripples.HandOver) -> list[Undoer]:
    """One for each kind of the catalogue; `later` takes products that are too many to publish at once."""

    def shelf(rows: list[Any], at: datetime) -> None:
        for row in rows:
            ids = ripples.below(row) if isinstance(row, Category) else ripples.of_brand(row)
            ripples.publish(product_ids=ids, at=at, later=later)

    def window(rows: list[Any], at: datetime) -> None:
        publication.touch()

    product = Undoer(
        kind="catalog.product", permission="catalog.change_product", fields=PRODUCT,
        prefix=spec_values.PREFIX, read=read_products,
        write=lambda values, at: write_products(values, at, later),
    )  # fmt: skip
    return [product, *plain_undoers(SHELVES, shelf), *plain_undoers(WINDOW, window)]


def plain_undoers(kinds: Mapping[type[models.Model], frozenset[str]], after: After) -> list[Undoer]:
    return [plain_undoer(model, names, after) for model, names in kinds.items()]


def plain_undoer(model: type[models.Model], names: frozenset[str], after: After) -> Undoer:
    label = model._meta.label_lower
    return Undoer(
        kind=label, permission=f"catalog.change_{model._meta.model_name}", fields=names, prefix="",
        read=lambda keys: read_rows(model, names, keys),
        write=lambda values, at: write_rows(model, values, at, after),
    )  # fmt: skip
