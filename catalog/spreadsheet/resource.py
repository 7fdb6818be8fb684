"""The columns of a product, and how its row is found, checked and compared. Nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.widgets import Widget

from catalog import spec_values
from catalog.models import Brand, Category, Product, SpecDefinition

from .columns import (
    Cell,
    Column,
    MomentCell,
    MoneyCell,
    NamedCell,
    NumberCell,
    SpecCell,
    TagsCell,
    YesNoCell,
    number_of,
)
from .columns import text_of as text

KEY, SKU, STOCK, COUNTED = "código", "sku", "saldo", "contado"
SPEC = "ficha: "
CHUNK = 500
NEEDED = {"title": "nome", "category_id": "categoria", "price": "preço"}
TEXTS = {
    "sku": SKU, "title": "nome", "slug": "endereço", "summary": "resumo", "description": "descrição",
    "family": "família", "warranty": "garantia", "shipping_note": "envio", "return_policy": "troca",
    "seo_title": "título para buscadores", "seo_description": "descrição para buscadores",
    "title_en": "nome em inglês", "summary_en": "resumo em inglês", "description_en": "descrição em inglês",
    "warranty_en": "garantia em inglês", "shipping_note_en": "envio em inglês", "return_policy_en": "troca em inglês",
    "seo_title_en": "título para buscadores em inglês", "seo_description_en": "descrição para buscadores em inglês",
}  # fmt: skip
ORDER = (
    "pk", "sku", "title", "slug", "category_id", "brand_id", "price", "discount_percentage", "sale_starts_at",
    "sale_ends_at", "is_published", "stock", "counted", "low_stock_threshold", "minimum_order_quantity", "boost",
    "family", "tags", "summary", "description", "weight", "width", "height", "depth", "warranty", "shipping_note",
    "return_policy", "seo_title", "seo_description", "title_en", "summary_en", "description_en", "warranty_en",
    "shipping_note_en", "return_policy_en", "seo_title_en", "seo_description_en",
)  # fmt: skip
COLUMNS = frozenset(ORDER) - {"pk", "stock", "counted"}  # of the product itself


class Plain(Widget):
    """A number that is shown, and read by the resource itself."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value


class OwnColumn(Field):
    """Not written by its cell: the key finds the row, counts go through the stock room."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        return


class ProductLoader(BaseInstanceLoader):
    """All products a sheet speaks of, read at once; by number, and without one by SKU."""

    def __init__(self, resource: "ProductResource", dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        self.by_key: dict[int, Product] = {}
        self.by_sku: dict[str, Product] = {}
        headers = list(dataset.headers or ()) if dataset is not None else []
        keys = {key for raw in column_of(dataset, headers, KEY) if (key := key_of(raw)) is not None}
        skus = {told for raw in column_of(dataset, headers, SKU) if (told := sku_of(raw))}
        for name, wanted in (("pk", sorted(keys)), ("sku", sorted(skus))):
            for start in range(0, len(wanted), CHUNK):
                found = resource.get_queryset().filter(**{f"{name}__in": wanted[start : start + CHUNK]})
                self.keep(resource, list(found.order_by("pk")))

    def keep(self, resource: "ProductResource", products: list[Product]) -> None:
        fresh = [product for product in products if product.pk not in self.by_key]
        resource.equip(fresh)
        for product in fresh:
            self.by_key[product.pk] = product
            if product.sku:
                self.by_sku[product.sku] = product

    def get_instance(self, row: Mapping[str, Any]) -> Product | None:
        raw = row.get(KEY, "")
        if raw not in ("", None):
            key = key_of(raw)
            product = self.by_key.get(key) if key is not None else None
            if product is None:
                raise ValidationError({"pk": ["Não há produto com este código. Para um produto novo, deixe vazio."]})
            return product
        return self.by_sku.get(sku_of(row.get(SKU, "")))


class ProductResource(resources.ModelResource):
    """One per sheet: it knows the categories, brands and definitions of this moment."""

    class Meta:
        model = Product
        fields = ()
        import_id_fields: list[str] = []  # the loader knows two ways
        instance_loader_class = ProductLoader
        skip_unchanged = True
        skip_diff = True
        use_transactions = False

    def __init__(self, *, may_add: bool = True, may_count: bool = True) -> None:
        super().__init__()
        self.may_add, self.may_count = may_add, may_count
        self.definitions = list(SpecDefinition.objects.order_by("position", "pk").prefetch_related("choices"))
        self.fields = all_columns(self.definitions)
        self.names = {field.attribute: field.column_name for field in self.fields.values()}
        self.seen: dict[tuple[str, Any], int] = {}  # (column, value): row that has it
        self.done: list[tuple[int, Product]] = []  # (row of the data, product) in order

    def get_queryset(self) -> QuerySet[Product]:
        return Product.objects.all()

    def equip(self, products: Sequence[Product]) -> None:
        """The sheet's values on the products, one query for all; what an import moves is noted in `moved`."""
        told = spec_values.read_many(product_ids=[product.pk for product in products if product.pk])
        for product in products:
            known = told.get(product.pk, {})
            for definition in self.definitions:
                value = known.get(definition.pk)
                setattr(product, attribute(definition), sorted(value) if isinstance(value, list) else value)
            product.moved = {}  # type: ignore[attr-defined]  # no column: only while a sheet is read
            product.counted = None  # type: ignore[attr-defined]  # the same

    def init_instance(self, row: Any = None) -> Product:
        product = Product()
        self.equip([product])
        return product

    # --- One row ---------------------------------------------------------------------------------
    def import_instance(self, instance: Any, row: Mapping[str, Any], **kwargs: Any) -> None:
        faults: dict[str, list[str]] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            faults = error.message_dict
        self.count(instance, row, faults)
        if instance.pk is None:
            self.complete(instance, faults)
        number = kwargs["row_number"]
        self.meet("pk", instance.pk, number, faults)
        for name in ("sku", "slug"):
            if name in instance.moved or instance.pk is None:
                self.meet(name, getattr(instance, name), number, faults)
        starts, ends = instance.sale_starts_at, instance.sale_ends_at
        if starts and ends and starts >= ends and not {"sale_starts_at", "sale_ends_at"} & set(faults):
            faults.setdefault("sale_ends_at", []).append("A oferta precisa terminar depois de começar.")
        if faults:
            raise ValidationError(faults)

    def count(self, product: Any, row: Mapping[str, Any], faults: dict[str, list[str]]) -> None:
        """`contado` is what somebody counted while the shop said `saldo`."""
        raw = row.get(COUNTED, "")
        if raw in ("", None):
            return
        try:
            seen, counted = number_of(row.get(STOCK, "")), number_of(raw)
            if counted is None or counted != int(counted) or not 0 <= counted <= 1_000_000:
                raise ValueError("Escreva o número de unidades contadas.")
            if not self.may_count:
                raise ValueError("Você não tem permissão para contar estoque.")
            if product.pk is not None and (seen is None or int(seen) != product.stock):
                raise ValueError(f"O saldo mudou: agora o sistema diz {product.stock}. Exporte e conte de novo.")
        except ValueError as error:
            faults.setdefault("counted", []).append(str(error))
            return
        if int(counted) != product.stock:
            product.counted = int(counted)
            product.moved["stock"] = (product.stock, int(counted))

    def complete(self, product: Any, faults: dict[str, list[str]]) -> None:
        """What a new product needs."""
        if not self.may_add:
            faults.setdefault("pk", []).append("Você não tem permissão para criar produtos.")
        for name, column in NEEDED.items():
            if name not in product.moved and name not in faults:
                faults.setdefault(name, []).append(f"Um produto novo precisa de {column}.")

    def meet(self, name: str, value: Any, number: int, faults: dict[str, list[str]]) -> None:
        """No two rows may claim the same."""
        if value in (None, "") or name in faults:
            return
        first = self.seen.setdefault((name, value), number)
        if first != number:
            faults[name] = ["Outra linha desta planilha já tem este valor."]

    # --- What the library asks -------------------------------------------------------------------
    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return not import_validation_errors and instance.pk is not None and not instance.moved

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        self.done.append((kwargs["row_number"], instance))

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Addresses and SKUs other products have: one look for the whole sheet."""
        self.refuse_taken(result, "sku", "Outro produto já usa este SKU.")
        self.refuse_taken(result, "slug", "Outro produto já usa este endereço.")

    def refuse_taken(self, result: Any, name: str, message: str) -> None:
        claimed = {getattr(product, name): (number, product) for number, product in self.done if name in moved(product)}
        values = sorted(value for value in claimed if value)
        for start in range(0, len(values), CHUNK):
            found = Product.objects.filter(**{f"{name}__in": values[start : start + CHUNK]})
            for value, owner in found.values_list(name, "pk"):
                number, product = claimed[value]
                if owner != product.pk:
                    result.append_invalid_row(number, {}, ValidationError({name: [message]}))


def moved(product: Any) -> dict[str, tuple[Any, Any]]:
    """{attribute: (before, after)} of what the sheet changes."""
    found: dict[str, tuple[Any, Any]] = product.moved
    return found


def all_columns(definitions: Sequence[SpecDefinition]) -> dict[str, Field]:
    categories = dict(Category.objects.order_by("pk").values_list("slug", "pk"))
    brands = dict(Brand.objects.order_by("pk").values_list("name", "pk"))
    special: dict[str, Field] = {
        "pk": OwnColumn("pk", KEY, Plain()),
        "stock": OwnColumn("stock", STOCK, Plain()),
        "counted": OwnColumn("counted", COUNTED, Plain()),
        "price": Column("price", "preço", MoneyCell("price")),
        "category_id": Column("category_id", "categoria", NamedCell("category", categories, "Não há esta categoria.")),
        "brand_id": Column("brand_id", "marca", NamedCell("brand", brands, "Não há esta marca.")),
        "tags": Column("tags", "etiquetas", TagsCell("tags")),
        "is_published": Column("is_published", "publicado", YesNoCell("is_published")),
        "sale_starts_at": Column("sale_starts_at", "oferta começa", MomentCell("sale_starts_at")),
        "sale_ends_at": Column("sale_ends_at", "oferta termina", MomentCell("sale_ends_at")),
    }
    numbers: dict[str, tuple[str, dict[str, Any]]] = {
        "discount_percentage": ("desconto %", {"places": 2, "most": Decimal("99.99")}),
        "low_stock_threshold": ("mínimo em estoque", {}),
        "minimum_order_quantity": ("pedido mínimo", {"least": 1}),
        "boost": ("destaque", {"most": 32_767}),
        "weight": ("peso kg", {"places": 3, "most": 99_999}),
        "width": ("largura cm", {"places": 2, "most": 99_999}),
        "height": ("altura cm", {"places": 2, "most": 99_999}),
        "depth": ("profundidade cm", {"places": 2, "most": 99_999}),
    }  # fmt: skip
    found = special | {name: Column(name, title, Cell(name)) for name, title in TEXTS.items()}
    found |= {name: Column(name, title, NumberCell(name, **bounds)) for name, (title, bounds) in numbers.items()}
    ordered = {name: found[name] for name in ORDER}
    sheet = {attribute(d): Column(attribute(d), SPEC + d.key, SpecCell(d)) for d in definitions}
    return ordered | sheet


def attribute(definition: SpecDefinition) -> str:
    return spec_values.name_of(definition.pk)


def export_rows(chosen: QuerySet[Product]) -> tuple[list[str], Iterator[list[Any]]]:
    """Headers and rows of these products in their order; a fixed number of statements per 500 products."""
    resource = ProductResource()
    return resource.get_export_headers(), _rows(resource, chosen)


def _rows(resource: ProductResource, chosen: QuerySet[Product]) -> Iterator[list[Any]]:
    ids = list(chosen.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        found = {product.pk: product for product in Product.objects.filter(pk__in=some)}
        resource.equip(list(found.values()))
        yield from (resource.export_resource(found[pk]) for pk in some if pk in found)


# --- Finding the row -----------------------------------------------------------------------------
def column_of(dataset: Any, headers: list[str], name: str) -> list[Any]:
    return list(dataset[name]) if name in headers and len(dataset) else []


def key_of(raw: Any) -> int | None:
    try:
        number = number_of(raw)
    except ValueError:
        return None
    return int(number) if number is not None and number == int(number) and 0 < number < 2**63 else None


def sku_of(raw: Any) -> str:
    try:
        return text(raw).strip()
    except ValueError:
        return ""
