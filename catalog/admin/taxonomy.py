"""Shelves, brands and the definitions of the technical sheet."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from catalog import addresses, publication, ripples, said, tasks, taxonomy
from catalog.admin.line_fields import PromotedField, RangesField
from catalog.models import Brand, Category, SpecChoice, SpecDefinition

FOREVER = ("key", "url_key", "kind")  # public addresses and API names: fixed once made
LATER = "Os produtos mudam na vitrine em instantes: são muitos e foram para o segundo plano."


def publish(request: HttpRequest, product_ids: list[int]) -> None:
    if ripples.publish(product_ids=product_ids, at=timezone.now(), later=tasks.publish.enqueue):
        messages.info(request, LATER)


class CategoryForm(forms.ModelForm):
    promoted = PromotedField(
        label="Filtros em destaque",
        required=False,
        help_text="Botões no topo da categoria. Um por linha, como “Luz quente: cor=2700”: o nome, dois-pontos e o que "
        "vem depois de “?” no endereço da lista filtrada. Com o nome em inglês: “Luz quente | Warm light: "
        "cor=2700”.",
    )

    class Meta:
        model = Category
        fields = (
            "name", "slug", "parent", "position", "is_active", "description", "promoted", "name_en", "description_en",
        )  # fmt: skip

    def clean_parent(self) -> Category | None:
        parent: Category | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.pk in taxonomy.read().descendants(self.instance.pk):
            raise forms.ValidationError(taxonomy.CategoryLoop.default_message)
        return parent


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    form = CategoryForm
    list_display = ("indented", "slug", "position", "is_active", "amount", "source")
    list_display_links = ("indented",)
    list_filter = ("is_active",)
    search_fields = ("name", "slug")
    search_help_text = "Procure por nome ou endereço."
    ordering = ("path", "position")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("parent",)
    list_per_page = 200
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("name", "slug", "parent", ("position", "is_active"))}),
        ("Página da categoria", {"fields": ("description", "promoted")}),
        ("Em inglês", {"fields": ("name_en", "description_en"), "description": said.LEFT_EMPTY}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).annotate(amount_of_products=Count("products"))

    @admin.display(description="categoria", ordering="path")
    def indented(self, category: Category) -> str:
        return "– " * max(0, category.path.count("/") - 2) + category.name

    @admin.display(description="produtos", ordering="amount_of_products")
    def amount(self, category: Any) -> int:
        return int(category.amount_of_products)

    def view_on_site(self, obj: Category) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        slug = obj.slug
        if change:
            obj.slug = form.initial["slug"]
        taxonomy.place(category=obj, parent=obj.parent)
        addresses.rename_category(category=obj, slug=slug, at=timezone.now())
        publish(request, ripples.below(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An empty shelf only: what holds products or other shelves is hidden instead."""
        if obj is not None and (obj.products.exists() or obj.children.exists()):
            return False
        return bool(super().has_delete_permission(request, obj))

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        super().delete_model(request, obj)
        publication.touch()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Category]) -> None:
        super().delete_queryset(request, queryset)
        publication.touch()


@admin.register(Brand)
class BrandAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "amount")
    search_fields = ("name", "slug")
    search_help_text = "Procure por nome ou endereço."
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Brand]:
        return super().get_queryset(request).annotate(amount_of_products=Count("products"))

    @admin.display(description="produtos", ordering="amount_of_products")
    def amount(self, brand: Any) -> int:
        return int(brand.amount_of_products)

    def save_model(self, request: HttpRequest, obj: Brand, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        publish(request, ripples.of_brand(obj))

    def delete_model(self, request: HttpRequest, obj: Brand) -> None:
        ids = ripples.of_brand(obj)
        super().delete_model(request, obj)
        publish(request, ids)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Brand]) -> None:
        for brand in queryset:
            self.delete_model(request, brand)


class ChoiceInline(admin.TabularInline):
    model = SpecChoice
    extra = 0
    fields = ("label", "label_en", "slug", "swatch", "position")
    prepopulated_fields = {"slug": ("label",)}
    ordering = ("position", "label")


class SpecDefinitionForm(forms.ModelForm):
    ranges = RangesField(
        label="Faixas do filtro",
        required=False,
        help_text="Só para filtros por faixas. Uma por linha: “até 400”, “400 a 800”, “800 em diante”.",
    )

    class Meta:
        model = SpecDefinition
        fields = (
            "label", "label_en", "key", "url_key", "unit", "kind", "is_multiple", "group", "group_en", "position",
            "facet", "ranges", "on_card", "categories",
        )  # fmt: skip


@admin.register(SpecDefinition)
class SpecDefinitionAdmin(admin.ModelAdmin):
    form = SpecDefinitionForm
    inlines = (ChoiceInline,)
    list_display = ("label", "unit", "kind", "group", "position", "facet", "on_card", "url_key")
    list_filter = ("kind", "facet", "group")
    search_fields = ("label", "key", "url_key")
    search_help_text = "Procure por nome ou chave."
    ordering = ("position", "label")
    filter_horizontal = ("categories",)
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return FOREVER if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only while no product says anything about it."""
        if obj is not None and obj.values.exists():
            return False
        return bool(super().has_delete_permission(request, obj))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publish(request, ripples.with_definition(form.instance))

    def delete_model(self, request: HttpRequest, obj: SpecDefinition) -> None:
        super().delete_model(request, obj)
        publication.touch()
