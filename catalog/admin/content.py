"""Words and pictures the owner edits; every change makes a new content version, so no page stays old."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import content, publication, said
from catalog.models import Banner, HomeSection, Page
from iluminacasa import languages

OWN_VIEWS = ("catalog:page", "catalog:contact")
WORDS_HELP = "Markdown: ## título, **negrito**, - lista, [texto](/endereco/). Dados da loja: " + ", ".join(
    f"{{{name}}}" for name in content.store_words()
)


def local_address(address: str) -> str:
    """An address of this shop; anything that leads elsewhere is refused."""
    address = address.strip()
    if address and (not address.startswith("/") or address.startswith("//") or "\\" in address):
        raise forms.ValidationError("Escreva um endereço desta loja, começando com uma barra.")
    return address


class TouchingAdmin(admin.ModelAdmin):
    """Saving or deleting moves the content version."""

    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        publication.touch()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        publication.touch()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        publication.touch()


class PageForm(forms.ModelForm):
    class Meta:
        model = Page
        fields = (
            "title", "slug", "description", "body", "is_published", "in_footer", "position", "title_en",
            "description_en", "body_en",
        )  # fmt: skip
        widgets = {name: AdminTextareaWidget(attrs={"rows": 28}) for name in ("body", "body_en")}
        help_texts = {"body": WORDS_HELP, "body_en": WORDS_HELP}

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        try:
            name = resolve(f"/{slug}/").view_name
        except Resolver404:
            name = ""
        if name not in OWN_VIEWS or not languages.has_twin(f"/{slug}/"):
            raise forms.ValidationError("Este endereço já é de outra parte da loja.")
        return slug


@admin.register(Page)
class PageAdmin(TouchingAdmin):
    form = PageForm
    list_display = ("title", "slug", "is_published", "in_footer", "position", "updated_at")
    list_filter = ("is_published", "in_footer")
    search_fields = ("title", "body")
    search_help_text = "Procure por título ou texto."
    ordering = ("position", "title")
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("as_shown", "updated_at")
    fieldsets = (
        (None, {"fields": ("title", "slug", "description", "body")}),
        ("Publicação", {"fields": (("is_published", "in_footer", "position"), "updated_at")}),
        ("Como fica", {"fields": ("as_shown",)}),
        (
            "Em inglês",
            {
                "classes": ("collapse",),
                "description": said.LEFT_EMPTY,
                "fields": ("title_en", "description_en", "body_en"),
            },
        ),
    )

    @admin.display(description="Prévia do texto salvo")
    def as_shown(self, page: Page) -> SafeString | str:
        if not page.pk:
            return "Salve para ver."
        return format_html('<div class="page-preview">{}</div>', content.render(page.body).html)

    def view_on_site(self, obj: Page) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        content.save_page(page=obj, at=timezone.now())


class BannerForm(forms.ModelForm):
    class Meta:
        model = Banner
        fields = (
            "place", "title", "text", "link_label", "link", "product", "starts_at", "ends_at", "position", "is_active",
            "title_en", "text_en", "link_label_en",
        )  # fmt: skip
        help_texts = {"title": "Na faixa do topo pode usar {desconto_pix}, {parcelas} e os outros dados da loja."}

    def clean_link(self) -> str:
        return local_address(self.cleaned_data["link"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and starts >= ends:
            self.add_error("ends_at", "O fim precisa vir depois do começo.")
        return data


@admin.register(Banner)
class BannerAdmin(TouchingAdmin):
    form = BannerForm
    list_display = ("title", "place", "on_air", "starts_at", "ends_at", "position", "is_active")
    list_editable = ("position", "is_active")
    list_filter = ("place", "is_active")
    search_fields = ("title", "text")
    search_help_text = "Procure por título ou texto."
    ordering = ("place", "position", "pk")
    autocomplete_fields = ("product",)
    fieldsets = (
        (None, {"fields": ("place", "title", "text", ("link_label", "link"), "product")}),
        ("Quando", {"fields": (("starts_at", "ends_at"), ("is_active", "position"))}),
        ("Em inglês", {"description": said.LEFT_EMPTY, "fields": ("title_en", "text_en", "link_label_en")}),
    )

    @admin.display(description="situação")
    def on_air(self, banner: Banner) -> SafeString:
        now, chip, label = timezone.now(), "done", "no ar"
        if not banner.is_active:
            chip, label = "canceled", "desligado"
        elif banner.starts_at and now < banner.starts_at:
            chip, label = "pending", "agendado"
        elif banner.ends_at and now >= banner.ends_at:
            chip, label = "canceled", "encerrado"
        return format_html('<span class="chip chip-{}">{}</span>', chip, label)


class HomeSectionForm(forms.ModelForm):
    class Meta:
        model = HomeSection
        fields = ("kind", "title", "text", "title_en", "text_en", "category", "position", "is_active")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == HomeSection.Kind.CATEGORY and not data.get("category"):
            self.add_error("category", "Escolha a categoria desta seção.")
        return data


@admin.register(HomeSection)
class HomeSectionAdmin(TouchingAdmin):
    form = HomeSectionForm
    list_display = ("title", "kind", "category", "position", "is_active")
    list_editable = ("position", "is_active")
    list_filter = ("is_active", "kind")
    list_select_related = ("category",)
    search_fields = ("title",)
    search_help_text = "Procure por título."
    ordering = ("position", "pk")
    autocomplete_fields = ("category",)
