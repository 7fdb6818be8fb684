"""Many coupons at once: asked for on one page, handed out as a CSV, switched off together."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.permissions import actor
from cart import coupon_batches
from cart.admin.coupons import checked_terms, worth
from cart.models import Coupon, CouponBatch
from iluminacasa.spreadsheets import csv_lines

SEE_CODES = "cart.view_coupon"
BOTH = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


def like_the_admin(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    if isinstance(column, models.DateTimeField):
        options |= {"form_class": forms.SplitDateTimeField, "widget": AdminSplitDateTime}
    return column.formfield(**options)


TERMS = forms.fields_for_model(Coupon, fields=coupon_batches.TERMS, formfield_callback=like_the_admin)


class CouponBatchForm(forms.ModelForm):
    """The batch, and the conditions every code of it gets."""

    class Meta:
        model = CouponBatch
        fields = ("name", "prefix", "quantity")

    def clean_prefix(self) -> str:
        prefix = "".join(self.cleaned_data["prefix"].upper().split())
        if prefix and not (prefix.isascii() and prefix.isalnum()):
            raise forms.ValidationError("Use só letras sem acento e números.")
        return prefix

    def clean_quantity(self) -> int:
        quantity: int = self.cleaned_data["quantity"]
        if not 1 <= quantity <= coupon_batches.MOST:
            raise forms.ValidationError(coupon_batches.WrongQuantity.default_message)
        return quantity

    def clean(self) -> dict[str, Any]:
        return checked_terms(self, super().clean() or self.cleaned_data)


NewBatchForm = type("NewBatchForm", (CouponBatchForm,), dict(TERMS))  # declared fields, in the order of TERMS


@admin.register(CouponBatch)
class CouponBatchAdmin(admin.ModelAdmin[CouponBatch]):
    list_display = ("name", "prefix", "quantity", "used", "on", "made", "who")
    list_select_related = ("made_by",)
    search_fields = ("name", "prefix")
    search_help_text = "Procure por nome ou começo do código."
    ordering = ("-pk",)
    show_full_result_count = False
    actions = ("switch_off",)
    made_fields = ("name", "prefix", "quantity", "value", "used", "on", "codes", "made", "who")
    add_fieldsets = (
        (None, {"fields": ("name", ("prefix", "quantity"), "kind", ("percentage", "amount"))}),
        ("Condições", {"fields": ("minimum_total", "maximum_discount", "combines_with_sale")}),
        ("Quando vale", {"fields": (("starts_at", "ends_at"),)}),
        ("Quantas vezes cada código", {"fields": (("usage_limit", "per_customer_limit"),)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CouponBatch]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                used_codes=Count("coupons", filter=Q(coupons__used_count__gt=0)),
                open_codes=Count("coupons", filter=Q(coupons__is_active=True)),
            )
        )

    @admin.display(description="usados")
    def used(self, batch: Any) -> int:
        return int(batch.used_codes)

    @admin.display(description="ligados")
    def on(self, batch: Any) -> int:
        return int(batch.open_codes)

    @admin.display(description="vale")
    def value(self, batch: CouponBatch) -> str:
        first = batch.coupons.order_by("pk").first()
        return worth(first) if first is not None else "–"

    @admin.display(description="criado em", ordering="made_at")
    def made(self, batch: CouponBatch) -> str:
        return f"{timezone.localtime(batch.made_at):%d/%m/%Y %H:%M}"

    @admin.display(description="quem")
    def who(self, batch: CouponBatch) -> str:
        return batch.made_by.get_full_name() if batch.made_by else "pessoa removida"

    @admin.display(description="códigos")
    def codes(self, batch: CouponBatch) -> SafeString:
        return format_html(
            '<a href="{}">Baixar em CSV</a> · <a href="{}?lote={}">Ver na lista</a>',
            reverse("admin:cart_couponbatch_csv", args=[batch.pk]), reverse("admin:cart_coupon_changelist"), batch.pk,
        )  # fmt: skip

    # --- Made once, then only read ---------------------------------------------------------------
    def get_fieldsets(self, request: HttpRequest, obj: CouponBatch | None = None) -> Any:
        return self.add_fieldsets if obj is None else [(None, {"fields": self.made_fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: CouponBatch | None = None) -> Any:
        return () if obj is None else tuple(name for name in self.made_fields if name != "name")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = NewBatchForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """One person, one use: what nearly every letter wants."""
        return {"usage_limit": 1, "quantity": 100, "combines_with_sale": True} | super().get_changeform_initial_data(
            request
        )

    def save_model(self, request: HttpRequest, obj: CouponBatch, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        coupon_batches.make(batch=obj, terms=form.cleaned_data, by=actor(request), at=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # --- Acts ------------------------------------------------------------------------------------
    @admin.action(description="Desligar os códigos que ninguém usou", permissions=["change"], location=BOTH)
    def switch_off(self, request: HttpRequest, queryset: QuerySet[CouponBatch]) -> None:
        count = sum(coupon_batches.switch_off(batch=batch, by=actor(request), at=timezone.now()) for batch in queryset)
        messages.success(request, f"Códigos desligados: {count}.")

    def get_urls(self) -> list[URLPattern]:
        codes = self.admin_site.admin_view(require_safe(self.csv_view))
        return [path("<int:pk>/csv/", codes, name="cart_couponbatch_csv"), *super().get_urls()]

    def csv_view(self, request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
        """The codes with what they are worth now: who holds this file holds the money."""
        batch = get_object_or_404(CouponBatch, pk=pk)
        if not self.has_view_permission(request, batch) or not request.user.has_perm(SEE_CODES):
            raise PermissionDenied
        rows = (
            (coupon.code, worth(coupon), coupon.ends_at, coupon.used_count, coupon.is_active)
            for coupon in batch.coupons.order_by("pk").iterator()
        )
        header = ("código", "vale", "vale até", "usos", "ligado")
        name = slugify(batch.name) or "cupons"
        return StreamingHttpResponse(
            csv_lines(header, rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-store"},
        )
