"""Coupons: codes that change what it costs, each with its conditions and its uses."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cart.models import Coupon, CouponUse
from iluminacasa.money import brl

Kind = Coupon.Kind
MAX_PERCENT = 100


class CouponForm(forms.ModelForm):
    class Meta:
        model = Coupon
        fields = (
            "code", "kind", "percentage", "amount", "is_active", "note", "minimum_total", "maximum_discount",
            "combines_with_sale", "starts_at", "ends_at", "usage_limit", "per_customer_limit",
        )  # fmt: skip

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].upper().split())
        if Coupon.objects.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Já existe um cupom com este código.")
        return code

    def clean(self) -> dict[str, Any]:
        return checked_terms(self, super().clean() or self.cleaned_data, used=self.instance.used_count)


def checked_terms(form: forms.ModelForm, data: dict[str, Any], *, used: int = 0) -> dict[str, Any]:
    """Each kind has its one value; the other is emptied."""
    kind = data.get("kind")
    if kind == Kind.PERCENT and not 0 < (data.get("percentage") or 0) <= MAX_PERCENT:
        form.add_error("percentage", "Informe um percentual maior que 0 e de no máximo 100.")
    if kind == Kind.FIXED and not (data.get("amount") or 0) > 0:
        form.add_error("amount", "Informe um valor maior que zero.")
    if kind != Kind.PERCENT:
        data["percentage"] = None
    if kind != Kind.FIXED:
        data["amount"] = None
    starts, ends = data.get("starts_at"), data.get("ends_at")
    if starts and ends and starts >= ends:
        form.add_error("ends_at", "O fim precisa vir depois do começo.")
    limit = data.get("usage_limit")
    if limit is not None and limit < used:
        form.add_error("usage_limit", f"Este cupom já foi usado {used} vezes.")
    return data


class CouponUseInline(admin.TabularInline[CouponUse, Coupon]):
    """Who used it, on which order: shown, never changed here."""

    model = CouponUse
    extra = 0
    can_delete = False
    fields = readonly_fields = ("order_number", "email", "used_at", "released_at")
    ordering = ("-used_at",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """E-mails of customers are for those who may see customers."""
        return bool(request.user.has_perm("cart.view_couponuse"))


class OriginFilter(admin.SimpleListFilter):
    title = "origem"
    parameter_name = "lote"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nenhum", "feitos um a um"), ("algum", "feitos em lote")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Coupon]) -> QuerySet[Coupon]:
        """A number is one batch: the page of a batch links here with it."""
        value = self.value() or ""
        if value.isascii() and value.isdigit():
            return queryset.filter(batch_id=int(value))
        chosen = {"nenhum": True, "algum": False}.get(value)
        return queryset if chosen is None else queryset.filter(batch__isnull=chosen)


@admin.register(Coupon)
class CouponAdmin(admin.ModelAdmin[Coupon]):
    form = CouponForm
    list_display = ("code", "kind", "value", "minimum", "starts", "ends", "uses", "is_active")
    list_filter = ("is_active", "kind", OriginFilter)
    search_fields = ("code", "note")
    search_help_text = "Procure por código, anotação ou nome do lote."
    show_full_result_count = False
    ordering = ("-is_active", "code")
    readonly_fields = ("used_count", "batch")
    fieldsets = (
        (None, {"fields": ("code", "kind", "percentage", "amount", "is_active", "note", "batch")}),
        ("Condições", {"fields": ("minimum_total", "maximum_discount", "combines_with_sale")}),
        ("Quando vale", {"fields": ("starts_at", "ends_at")}),
        ("Quantas vezes", {"fields": ("usage_limit", "per_customer_limit", "used_count")}),
    )

    def get_inlines(self, request: HttpRequest, obj: Coupon | None) -> list[type[InlineModelAdmin[Any, Any]]]:
        return [CouponUseInline] if obj is not None else []

    @admin.display(description="vale")
    def value(self, coupon: Coupon) -> str:
        return worth(coupon)

    @admin.display(description="compra mínima", ordering="minimum_total")
    def minimum(self, coupon: Coupon) -> str:
        return brl(coupon.minimum_total) if coupon.minimum_total else "–"

    @admin.display(description="vale de", ordering="starts_at")
    def starts(self, coupon: Coupon) -> str:
        return moment(coupon.starts_at)

    @admin.display(description="vale até", ordering="ends_at")
    def ends(self, coupon: Coupon) -> str:
        return moment(coupon.ends_at)

    @admin.display(description="usos", ordering="used_count")
    def uses(self, coupon: Coupon) -> str:
        return f"{coupon.used_count} de {coupon.usage_limit}" if coupon.usage_limit else str(coupon.used_count)

    def has_delete_permission(self, request: HttpRequest, obj: Coupon | None = None) -> bool:
        """One that was used is switched off, not forgotten."""
        return (obj is None or obj.used_count == 0) and super().has_delete_permission(request, obj)


def worth(coupon: Coupon) -> str:
    if coupon.kind == Kind.PERCENT:
        return f"{coupon.percentage or Decimal(0):.2f}%".replace(".", ",")
    return brl(coupon.amount or Decimal(0)) if coupon.kind == Kind.FIXED else "frete grátis"


def moment(at: datetime | None) -> str:
    return "–" if at is None else f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
