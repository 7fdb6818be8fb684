"""The count of a product, changed by counting; and every movement, for reading."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.permissions import actor
from catalog import publication, stock
from catalog.models import Product, StockMove

LARGEST = 1_000_000
COUNT_PERMISSION = "catalog.add_stockmove"


class CountForm(forms.Form):
    counted = forms.IntegerField(label="Unidades contadas", min_value=0, max_value=LARGEST)
    reference = forms.CharField(
        label="Motivo ou documento", max_length=120, required=False, help_text="Exemplo: inventário de março."
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def count_view(request: HttpRequest, product_id: int, *, model_admin: admin.ModelAdmin) -> HttpResponse:
    """Type what was counted; refused if units were sold meanwhile."""
    if not request.user.has_perm(COUNT_PERMISSION):
        raise PermissionDenied
    product = get_object_or_404(Product, pk=product_id)
    form = CountForm(request.POST or None, initial={"counted": product.stock, "seen": product.stock})
    if request.method == "POST" and form.is_valid() and settle(request, product, form):
        return HttpResponseRedirect(reverse("admin:catalog_product_change", args=[product.pk]))
    moves = StockMove.objects.filter(product=product).select_related("actor").order_by("-pk")[:20]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Contar estoque: {product.title}",
        "opts": model_admin.opts,
        "product": product,
        "form": form,
        "moves": moves,
    }
    return TemplateResponse(request, "admin/catalog/product/count.html", context)


def settle(request: HttpRequest, product: Product, form: CountForm) -> bool:
    at, data = timezone.now(), form.cleaned_data
    try:
        with transaction.atomic():
            stock.set_count(
                product_id=product.pk,
                seen=data["seen"],
                counted=data["counted"],
                at=at,
                actor=actor(request),
                reference=data["reference"],
            )
            publication.refresh(product_ids=[product.pk], at=at)
    except stock.StockMoved as conflict:
        left = conflict.data["available"]
        form.add_error(
            "counted",
            f"{conflict.message} Você viu {data['seen']} e contou {data['counted']}. Agora o sistema diz {left}.",
        )
        form.data = request.POST.copy()
        form.data["seen"] = str(left)
        product.refresh_from_db(fields=["stock"])
        return False
    messages.success(request, f"Estoque de “{product.title}” contado: {data['counted']}.")
    return True


class HandFilter(admin.SimpleListFilter):
    title = "quem"
    parameter_name = "quem"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("equipe", "Alguém da equipe"), ("loja", "A própria loja")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[StockMove]) -> QuerySet[StockMove]:
        if self.value() not in ("equipe", "loja"):
            return queryset
        return queryset.filter(actor__isnull=self.value() == "loja")


@admin.register(StockMove)
class StockMoveAdmin(admin.ModelAdmin):
    """Every change of a count, with cause and actor. Read, never written."""

    list_display = ("at", "product_link", "signed", "balance", "cause", "reference", "actor")
    list_select_related = ("product", "actor")
    list_filter = ("cause", HandFilter)
    asked_by = ("product",)
    search_fields = ("product__title", "product__sku", "reference")
    search_help_text = "Procure por produto, SKU ou referência."
    date_hierarchy = "at"
    ordering = ("-pk",)
    show_full_result_count = False
    list_display_links = None

    @admin.display(description="produto", ordering="product__title")
    def product_link(self, move: StockMove) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:catalog_product_change", args=[move.product_id]), move.product
        )

    @admin.display(description="variação", ordering="delta")
    def signed(self, move: StockMove) -> str:
        return f"{move.delta:+d}".replace("-", "−")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StockMove]:
        return (
            super()
            .get_queryset(request)
            .only(
                "at",
                "delta",
                "balance",
                "cause",
                "reference",
                "product__title",
                "actor__email",
                "product_id",
                "actor_id",
            )
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
