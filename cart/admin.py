"""Coupons and the price table of freight, as staff change them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.http import HttpRequest

from cart.models import Coupon, CouponUse, FreightRate
from iluminacasa.brazil import CEP_LENGTH, bare
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
        """Each kind has its one value; the other is emptied."""
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind == Kind.PERCENT and not 0 < (data.get("percentage") or 0) <= MAX_PERCENT:
            self.add_error("percentage", "Informe um percentual maior que 0 e de no máximo 100.")
        if kind == Kind.FIXED and not (data.get("amount") or 0) > 0:
            self.add_error("amount", "Informe um valor maior que zero.")
        if kind != Kind.PERCENT:
            data["percentage"] = None
        if kind != Kind.FIXED:
            data["amount"] = None
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and starts >= ends:
            self.add_error("ends_at", "O fim precisa vir depois do começo.")
        limit = data.get("usage_limit")
        if limit is not None and limit < self.instance.used_count:
            self.add_error("usage_limit", f"Este cupom já foi usado {self.instance.used_count} vezes.")
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


@admin.register(Coupon)
class CouponAdmin(admin.ModelAdmin[Coupon]):
    form = CouponForm
    list_display = ("code", "kind", "value", "minimum", "starts_at", "ends_at", "uses", "is_active")
    list_filter = ("is_active", "kind")
    search_fields = ("code", "note")
    search_help_text = "Código ou anotação"
    ordering = ("-is_active", "code")
    readonly_fields = ("used_count",)
    fieldsets = (
        (None, {"fields": ("code", "kind", "percentage", "amount", "is_active", "note")}),
        ("Condições", {"fields": ("minimum_total", "maximum_discount", "combines_with_sale")}),
        ("Quando vale", {"fields": ("starts_at", "ends_at")}),
        ("Quantas vezes", {"fields": ("usage_limit", "per_customer_limit", "used_count")}),
    )

    def get_inlines(self, request: HttpRequest, obj: Coupon | None) -> list[type[InlineModelAdmin[Any, Any]]]:
        return [CouponUseInline] if obj is not None else []

    @admin.display(description="vale")
    def value(self, coupon: Coupon) -> str:
        if coupon.kind == Kind.PERCENT:
            return f"{coupon.percentage or Decimal(0):.2f}%".replace(".", ",")
        return brl(coupon.amount or Decimal(0)) if coupon.kind == Kind.FIXED else "frete grátis"

    @admin.display(description="compra mínima", ordering="minimum_total")
    def minimum(self, coupon: Coupon) -> str:
        return brl(coupon.minimum_total) if coupon.minimum_total else "–"

    @admin.display(description="usos", ordering="used_count")
    def uses(self, coupon: Coupon) -> str:
        return f"{coupon.used_count} de {coupon.usage_limit}" if coupon.usage_limit else str(coupon.used_count)

    def has_delete_permission(self, request: HttpRequest, obj: Coupon | None = None) -> bool:
        """One that was used is switched off, not forgotten."""
        return (obj is None or obj.used_count == 0) and super().has_delete_permission(request, obj)


class FreightRateForm(forms.ModelForm):
    cep_from = forms.CharField(label="CEP de", max_length=20)
    cep_to = forms.CharField(label="CEP até", max_length=20, help_text="Os dois números fazem parte da faixa.")

    class Meta:
        model = FreightRate
        fields = (
            "name", "method", "is_active", "cep_from", "cep_to", "weight_from", "weight_to", "price", "price_per_kg",
            "value_percentage", "free_above", "business_days",
        )  # fmt: skip
        help_texts = {
            "method": "Igual em todas as linhas da mesma forma de entrega; a mais barata vale.",
            "price_per_kg": "Por quilo além do começo da faixa de peso.",
            "free_above": "Valor dos produtos a partir do qual o frete é grátis. Vazio: nunca.",
        }

    def clean_cep_from(self) -> str:
        return eight_digits(self.cleaned_data["cep_from"])

    def clean_cep_to(self) -> str:
        return eight_digits(self.cleaned_data["cep_to"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("cep_from", "") > data.get("cep_to", "9" * CEP_LENGTH):
            self.add_error("cep_to", "O fim da faixa vem depois do começo.")
        start, end = data.get("weight_from"), data.get("weight_to")
        if start is not None and start < 0:
            self.add_error("weight_from", "O peso não é negativo.")
        if start is not None and end is not None and start >= end:
            self.add_error("weight_to", "O fim da faixa vem depois do começo.")
        for name in ("price", "price_per_kg", "value_percentage"):
            if (data.get(name) or 0) < 0:
                self.add_error(name, "O preço não é negativo.")
        return data


def eight_digits(text: str) -> str:
    digits = bare(text)
    if len(digits) != CEP_LENGTH or not (digits.isascii() and digits.isdigit()):
        raise forms.ValidationError("Informe os oito números do CEP.")
    return digits


@admin.register(FreightRate)
class FreightRateAdmin(admin.ModelAdmin[FreightRate]):
    form = FreightRateForm
    list_display = ("name", "method", "region", "weights", "amount", "business_days", "free", "is_active")
    list_filter = ("is_active", "method")
    search_fields = ("name", "method", "cep_from", "cep_to")
    search_help_text = "Nome, método ou CEP do começo ou fim da faixa"
    ordering = ("cep_from", "method", "weight_from")
    fieldsets = (
        (None, {"fields": ("name", "method", "is_active")}),
        ("Onde", {"fields": (("cep_from", "cep_to"),)}),
        ("Peso", {"fields": (("weight_from", "weight_to"),)}),
        ("Preço e prazo", {"fields": ("price", "price_per_kg", "value_percentage", "free_above", "business_days")}),
    )

    @admin.display(description="CEP", ordering="cep_from")
    def region(self, rate: FreightRate) -> str:
        return f"{rate.cep_from[:5]}-{rate.cep_from[5:]} a {rate.cep_to[:5]}-{rate.cep_to[5:]}"

    @admin.display(description="peso", ordering="weight_from")
    def weights(self, rate: FreightRate) -> str:
        return f"{rate.weight_from.normalize():f} a {rate.weight_to.normalize():f} kg".replace(".", ",")

    @admin.display(description="preço", ordering="price")
    def amount(self, rate: FreightRate) -> str:
        return f"{brl(rate.price)} + {brl(rate.price_per_kg)}/kg" if rate.price_per_kg else brl(rate.price)

    @admin.display(description="grátis a partir de", ordering="free_above")
    def free(self, rate: FreightRate) -> str:
        return brl(rate.free_above) if rate.free_above is not None else "–"
