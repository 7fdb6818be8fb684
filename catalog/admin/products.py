"""The product desk: list, form, technical sheet, pictures, stock, publication."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalog import (
    addresses,
    copies,
    pictures,
    price_history,
    publication,
    renditions,
    ripples,
    said,
    sheet,
    spec_values,
    sync,
    tasks,
    taxonomy,
)  # fmt: skip
from catalog.admin import prices, spec_fields
from catalog.admin.gallery import gallery_view
from catalog.admin.pictures import ImageInline, thumbnail
from catalog.admin.product_filters import AvailabilityFilter, BranchFilter, SourceFilter
from catalog.admin.product_form import ProductForm
from catalog.admin.product_sheet import asks_for_sheet, definitions
from catalog.admin.sheets import export_view
from catalog.admin.stock import count_view
from catalog.models import Image, PriceBatchRow, Product, Related
from catalog.specs import value_text
from iluminacasa.money import brl

AVAILABILITY = {"in_stock": "em estoque", "low_stock": "últimas unidades", "out_of_stock": "esgotado"}
ESSENCE = ("Essencial", {"fields": (
    "title", "slug", "summary", "description", ("category", "brand"), ("sku", "family"), "tags",
)})  # fmt: skip
FIELDSETS: list[tuple[str | None, dict[str, Any]]] = [
    ("Preço e oferta", {"fields": (
        ("price", "discount_percentage"), ("sale_starts_at", "sale_ends_at"), "in_force", "struck", "to_come",
    )}),
    ("Estoque", {"fields": ("stock_now", ("low_stock_threshold", "minimum_order_quantity"))}),
    ("Publicação", {"fields": (("is_published", "boost"), "shown_now")}),
    ("Medidas e condições", {"fields": (
        ("weight", "width", "height", "depth"), "warranty", "shipping_note", "return_policy",
    )}),
    ("Buscadores", {"fields": ("seo_title", "seo_description", "seo_preview")}),
    ("Em inglês", {"description": said.LEFT_EMPTY, "fields": (
        "title_en", "summary_en", "description_en", "warranty_en", "shipping_note_en", "return_policy_en",
        "seo_title_en", "seo_description_en",
    )}),
]  # fmt: skip


class RelatedInline(admin.StackedInline):
    model = Related
    fk_name = "product"
    fields = (("other", "kind", "position"),)
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
    list_display_links = ("name",)
    list_select_related = ("category", "brand")
    list_filter = ("is_published", AvailabilityFilter, BranchFilter, SourceFilter)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("title", "sku", "external_id", "slug")
    search_help_text = "Procure por nome, SKU, endereço ou código na origem."
    ordering = ("title", "pk")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("category", "brand")
    readonly_fields = ("in_force", "struck", "to_come", "stock_now", "shown_now", "seo_preview", "sheet_told")
    actions = (
        "publish", "unpublish", "change_prices", "export_csv", "export_xlsx", "duplicate", "follow_source",
        "retry_pictures",
    )  # fmt: skip
    save_on_top = True
    change_list_template = "admin/catalog/product/change_list.html"
    change_form_template = "admin/catalog/product/change_form.html"

    class Media:
        css = {"all": ("admin/catalog.css",)}

    # --- List ------------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        images = Image.objects.exclude(file="").order_by("position", "pk")
        return super().get_queryset(request).prefetch_related(Prefetch("images", images, to_attr="kept_images"))

    @admin.display(description="imagem")
    def look(self, product: Any) -> SafeString | str:
        return thumbnail(pictures.day_and_night(product.kept_images)[0])

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response: HttpResponse = super().changelist_view(request, {"title": "Produtos"} | (extra_context or {}))
        return response

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

    @admin.display(description="Preço riscado")
    def struck(self, product: Product) -> str:
        if not product.pk or not product.discount_percentage:
            return "–"
        objection = objection_to(product)
        return f"Não aparece: {objection}." if objection else f"{brl(product.price)}, cobrado antes da oferta."

    @admin.display(description="Mudanças agendadas")
    def to_come(self, product: Product) -> SafeString | str:
        if not product.pk:
            return "–"
        waiting = PriceBatchRow.objects.filter(product=product, batch__state="scheduled").select_related("batch")
        rows = (
            (f"{timezone.localtime(row.batch.starts_at):%d/%m/%Y %H:%M}", prices.in_words(row.batch))
            for row in waiting.order_by("batch__starts_at")
        )
        return format_html_join("", "<div>{}: {}</div>", rows) or "Nenhuma"

    @admin.display(description="Ficha")
    def sheet_told(self, product: Product) -> SafeString | str:
        """For those who may only look."""
        facts = publication.grouped_specs([product.pk])[product.pk]
        rows = ((fact.definition.label, value_text(fact)) for fact in facts)
        body = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', rows)
        return format_html('<table class="counts"><tbody>{}</tbody></table>', body) if facts else "–"

    @admin.display(description="Como aparece na busca")
    def seo_preview(self, product: Product) -> SafeString | str:
        """What the page itself tells search engines, of the product as saved."""
        if not product.pk:
            return "Salve o produto para ver."
        meta = sheet.meta(product, [])
        return format_html(
            '<div class="seo-preview"><span class="seo-url">{}</span><strong>{}</strong><span>{}</span></div>'
            '<p class="help">Título: {} de 60 letras que aparecem. Descrição: {} de 155. Vazio usa nome e resumo.</p>',
            meta["canonical"],
            meta["title"],
            meta["description"],
            len(meta["title"]),
            len(meta["description"]),
        )

    @admin.display(description="Saldo")
    def stock_now(self, product: Product) -> str:
        if not product.pk:
            return "0 (salve o produto e depois conte o estoque)"
        return f"{product.stock} unidades, {AVAILABILITY[product.availability]}"

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
        if obj is not None and not self.has_change_permission(request, obj):
            return [ESSENCE, ("Ficha técnica", {"fields": ("sheet_told",)}), *FIELDSETS]
        names = [spec_fields.name_of(definition) for definition in definitions(request, obj)]
        taken = ("take_source", "keep") if has_edits(obj) else ("keep",)
        source = [(f"Origem: {obj.source}", {"fields": taken})] if obj is not None and obj.source else []
        words = None if names else "Escolha a categoria em “Essencial” e mostre a ficha dela."
        told = {"fields": (*names, "sheet_shown"), "classes": ("sheet",), "description": words}
        return [ESSENCE, ("Ficha técnica", told), *FIELDSETS, *source]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form with one field for each definition that applies to the product's category."""
        applying = definitions(request, obj)
        fields = {spec_fields.name_of(definition): spec_fields.field_for(definition) for definition in applying}
        attributes: dict[str, Any] = {**fields, "definitions": tuple(applying)}
        if not has_edits(obj):
            attributes["take_source"] = None
        if obj is None or not obj.source:
            attributes["keep"] = None
        kwargs["form"] = type("ProductWithSheetForm", (ProductForm,), attributes)
        return super().get_form(request, obj, change=change, **kwargs)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Looking at another category's sheet is no mistake."""
        if asks_for_sheet(request):
            context["errors"] = None
            context["adminform"].form.errors.clear()
            for inline in context["inline_admin_formsets"]:
                for form in inline.formset.forms:
                    form.errors.clear()
            messages.info(request, "Ficha da categoria escolhida. Nada foi salvo ainda.")
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

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
        if "keep" in form.fields:
            sync.lock_fields(product_id=product.pk, names=form.cleaned_data["keep"])
        chosen = frozenset(form.cleaned_data.get("take_source") or ())
        if chosen:
            sync.take_upstream(product_id=product.pk, names=chosen, at=at)
        publication.refresh(product_ids=[product.pk], at=at)
        if objection := objection_to(product):
            messages.warning(request, f"O preço de tabela não aparece riscado nesta oferta: {objection}.")

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

    @admin.action(description="Mudar preços, com prévia", permissions=["plan_prices"])
    def change_prices(self, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('admin:catalog_product_prices')}?{chosen_query(request, queryset)}")

    def has_plan_prices_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(prices.PLAN) and self.has_change_permission(request)

    @admin.action(description="Exportar em CSV", permissions=["view"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse:
        address = reverse("admin:catalog_product_export", args=["csv"])
        return HttpResponseRedirect(f"{address}?{chosen_query(request, queryset)}")

    @admin.action(description="Exportar em XLSX", permissions=["view"])
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse:
        address = reverse("admin:catalog_product_export", args=["xlsx"])
        return HttpResponseRedirect(f"{address}?{chosen_query(request, queryset)}")

    @admin.action(description="Duplicar", permissions=["add"], location=[ActionLocation.CHANGE_FORM])
    def duplicate(self, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse | None:
        first = queryset.order_by("pk").first()
        if first is None:
            return None
        copy = copies.duplicate(product_id=first.pk, at=timezone.now())
        self.log_addition(request, copy, f"Cópia de {first.pk}.")
        messages.success(request, "Cópia criada, ainda sem publicar, sem SKU e com estoque zero.")
        return HttpResponseRedirect(reverse("admin:catalog_product_change", args=[copy.pk]))

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
        own: list[tuple[str, Any, str]] = [
            ("<int:product_id>/estoque/", count_view, "count"),
            ("<int:product_id>/imagens/", gallery_view, "gallery"),
            ("precos/", prices.price_view, "prices"),
            ("exportar/<slug:kind>/", export_view, "export"),
        ]
        made = [
            path(route, self.admin_site.admin_view(partial(view, model_admin=self)), name=f"catalog_product_{name}")
            for route, view, name in own
        ]
        return [*made, *super().get_urls()]


def chosen_query(request: HttpRequest, queryset: QuerySet[Product]) -> str:
    """The chosen products as the list's own filters: all that it shows, or these keys."""
    if request.POST.get("select_across") == "1":
        return request.GET.urlencode()
    return urlencode({"id__in": ",".join(map(str, queryset.order_by("pk").values_list("pk", flat=True)))})


# Looked up once per request and kept on the instance: a form under validation changes its columns.
def has_edits(product: Any) -> bool:
    if product is None or not product.source:
        return False
    if not hasattr(product, "edited"):
        product.edited = bool(sync.edited_fields(product))
    return bool(product.edited)


def objection_to(product: Product) -> str:
    """Why its offer shows no struck price, by its history as it is stored."""
    return price_history.objection_to_offer(product, price_history.of([product.pk])[product.pk], at=timezone.now())


def has_history(product: Product) -> bool:
    return bool(product.source or product.units_sold or product.stock_moves.exists() or product.reviews.exists())
