"""The product desk: list, form, technical sheet, pictures, stock, publication."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import addresses, pictures, publication, renditions, ripples, spec_values, sync, tasks, taxonomy
from catalog.admin import spec_fields
from catalog.admin.pictures import ImageInline, thumbnail
from catalog.admin.product_filters import AvailabilityFilter, BranchFilter, SourceFilter
from catalog.admin.product_form import ProductForm
from catalog.admin.stock import count_view
from catalog.models import Image, Product, Related, SpecDefinition
from iluminacasa.money import MoneyField, brl

AVAILABILITY = {"in_stock": "em estoque", "low_stock": "últimas unidades", "out_of_stock": "esgotado"}
MONEY_WIDGET = AdminTextInputWidget(attrs={"inputmode": "decimal", "class": "vSmallField"})
FIELDSETS: list[tuple[str | None, dict[str, Any]]] = [
    (None, {"fields": ("title", "slug", "summary", "description", ("category", "brand"), ("sku", "family"), "tags")}),
    ("Preço e oferta", {"fields": (("price", "discount_percentage"), ("sale_starts_at", "sale_ends_at"), "in_force")}),
    ("Estoque", {"fields": ("stock_now", ("low_stock_threshold", "minimum_order_quantity"))}),
    ("Publicação", {"fields": (("is_published", "boost"), "shown_now")}),
]
MEASURES = ("Medidas e condições", {"fields": (
    ("weight", "width", "height", "depth"), "warranty", "shipping_note", "return_policy",
)})  # fmt: skip
SEO = ("Para buscadores", {"classes": ("collapse",), "fields": ("seo_title", "seo_description")})


class RelatedInline(admin.TabularInline):
    model = Related
    fk_name = "product"
    fields = ("other", "kind", "position")
    autocomplete_fields = ("other",)
    ordering = ("position", "pk")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Related]:
        return super().get_queryset(request).select_related("other", "product")


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    form = ProductForm
    inlines = (ImageInline, RelatedInline)
    list_display = ("look", "name", "category", "price_now", "count", "is_visible")
    list_display_links = ("look", "name")
    list_select_related = ("category", "brand")
    list_filter = ("is_published", AvailabilityFilter, BranchFilter, SourceFilter)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("title", "sku", "external_id", "slug")
    search_help_text = "Procure por nome, SKU, endereço ou código na origem."
    ordering = ("title", "pk")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("category", "brand")
    formfield_overrides = {MoneyField: {"widget": MONEY_WIDGET}}
    readonly_fields = ("in_force", "stock_now", "shown_now")
    actions = ("publish", "unpublish", "follow_source", "retry_pictures")
    save_on_top = True

    # --- List ------------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        images = Image.objects.exclude(file="").order_by("position", "pk")
        return super().get_queryset(request).prefetch_related(Prefetch("images", images, to_attr="kept_images"))

    @admin.display(description="")
    def look(self, product: Any) -> SafeString | str:
        return thumbnail(pictures.day_and_night(product.kept_images)[0])

    @admin.display(description="produto", ordering="title")
    def name(self, product: Product) -> SafeString:
        facts = " · ".join(filter(None, (product.sku, product.brand.name if product.brand else "")))
        return format_html("{}<br><small>{}</small>", product.title, facts)

    @admin.display(description="preço de venda", ordering="sale_price")
    def price_now(self, product: Product) -> str:
        return brl(product.sale_price)

    @admin.display(description="estoque", ordering="stock")
    def count(self, product: Product) -> SafeString:
        state = product.availability
        return format_html('{} <span class="chip chip-{}">{}</span>', product.stock, state, AVAILABILITY[state])

    # --- Form ------------------------------------------------------------------------------------
    @admin.display(description="Em vigor agora")
    def in_force(self, product: Product) -> str:
        if not product.pk:
            return "–"
        discount = f", com {product.current_discount:.2f} % de desconto".replace(".", ",")
        return brl(product.sale_price) + (discount if product.current_discount else "")

    @admin.display(description="Saldo")
    def stock_now(self, product: Product) -> SafeString | str:
        if not product.pk:
            return "0 (salve o produto e depois conte o estoque)"
        return format_html(
            '{} unidades, {}. <a href="{}">Contar estoque e ver movimentos</a>',
            product.stock,
            AVAILABILITY[product.availability],
            reverse("admin:catalog_product_count", args=[product.pk]),
        )

    @admin.display(description="Na vitrine")
    def shown_now(self, product: Product) -> str:
        if not product.pk:
            return "–"
        if product.is_visible:
            return "Sim"
        if product.vanished_at:
            return f"Não: sumiu da origem em {timezone.localtime(product.vanished_at):%d/%m/%Y}"
        return "Não: não está publicado" if not product.is_published else "Não: a categoria está escondida"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        sheet = [spec_fields.name_of(definition) for definition in definitions(obj)]
        source = [(f"Origem: {obj.source}", {"fields": ("take_source",)})] if has_edits(obj) else []
        return [
            *source,
            *FIELDSETS,
            *([("Ficha técnica", {"fields": sheet, "classes": ("sheet",)})] if sheet else []),
            MEASURES,
            SEO,
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form with one field for each definition that applies to the product's category."""
        applying = definitions(obj)
        fields = {spec_fields.name_of(definition): spec_fields.field_for(definition) for definition in applying}
        attributes = {**fields, "definitions": tuple(applying)}
        if not has_edits(obj):
            attributes["take_source"] = None
        kwargs["form"] = type("ProductWithSheetForm", (ProductForm,), attributes)
        return super().get_form(request, obj, change=change, **kwargs)

    def view_on_site(self, obj: Product) -> str:
        return obj.get_absolute_url() + ("" if obj.is_visible else "?previa=1")

    # --- Saving: everything that follows from a product is brought up to date in its transaction --
    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        """Only what the person changed is written: stock, sales and ratings move on their own meanwhile."""
        at = timezone.now()
        if not change:
            publication.derive(obj, at=at, tree=taxonomy.read())
            super().save_model(request, obj, form, change)
            return
        slug = obj.slug
        obj.slug = form.initial["slug"]
        addresses.rename(product=obj, slug=slug, at=at)
        publication.derive(obj, at=at, tree=taxonomy.read())
        columns = {field.name for field in Product._meta.concrete_fields}
        changed = columns & set(form.changed_data)
        obj.updated_at = at
        obj.save(update_fields=sorted((changed - {"slug"}) | set(publication.DERIVED)))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        product, at = form.instance, timezone.now()
        spec_values.write(product=product, values=form.sheet())
        chosen = frozenset(form.cleaned_data.get("take_source") or ())
        if chosen:
            sync.take_upstream(product_id=product.pk, names=chosen, at=at)
        publication.refresh(product_ids=[product.pk], at=at)

    # --- Leaving ---------------------------------------------------------------------------------
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what was never sold, counted, reviewed or brought in; everything else is unpublished."""
        if obj is not None and has_history(obj):
            return False
        return bool(super().has_delete_permission(request, obj))

    def delete_model(self, request: HttpRequest, obj: Product) -> None:
        publication.remove(product=obj, at=timezone.now())

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        actions = super().get_actions(request, action_location=action_location)
        actions.pop("delete_selected", None)  # one by one, after a look at its history
        return actions

    @admin.action(description="Publicar", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self.set_published(request, queryset, True)

    @admin.action(description="Tirar da vitrine", permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self.set_published(request, queryset, False)

    def set_published(self, request: HttpRequest, queryset: QuerySet[Product], is_published: bool) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        changed = ripples.set_published(
            product_ids=ids, is_published=is_published, at=timezone.now(), later=tasks.publish.enqueue
        )
        wait = " Os cartões mudam em instantes." if changed > ripples.AT_ONCE else ""
        messages.success(request, f"Produtos mudados: {changed} de {len(ids)}.{wait}")

    @admin.action(
        description="Usar os valores da origem",
        permissions=["change"],
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
    )
    def follow_source(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        at, count = timezone.now(), 0
        for product in queryset.exclude(source=""):
            names = frozenset(sync.edited_fields(product))
            count += bool(names) and bool(sync.take_upstream(product_id=product.pk, names=names, at=at))
        messages.success(request, f"Produtos que voltaram a seguir a origem: {count}.")

    @admin.action(description="Tentar de novo as imagens recusadas", permissions=["change"])
    def retry_pictures(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        refused = Image.objects.filter(product__in=queryset, state=Image.State.FAILED)
        count = renditions.retry(image_ids=list(refused.values_list("pk", flat=True)))
        messages.success(request, f"Imagens de volta na fila: {count}.")

    def get_urls(self) -> list[URLPattern]:
        view = partial(count_view, model_admin=self)
        own = path("<int:product_id>/estoque/", self.admin_site.admin_view(view), name="catalog_product_count")
        return [own, *super().get_urls()]


# Both are looked up once per request and kept on the instance: a form under validation changes its columns.
def definitions(product: Any) -> list[SpecDefinition]:
    if product is None:
        return []
    if not hasattr(product, "sheet_definitions"):
        product.sheet_definitions = spec_values.definitions_for(category_id=product.category_id)
    found: list[SpecDefinition] = product.sheet_definitions
    return found


def has_edits(product: Any) -> bool:
    if product is None or not product.source:
        return False
    if not hasattr(product, "edited"):
        product.edited = bool(sync.edited_fields(product))
    return bool(product.edited)


def has_history(product: Product) -> bool:
    return bool(product.source or product.units_sold or product.stock_moves.exists() or product.reviews.exists())
