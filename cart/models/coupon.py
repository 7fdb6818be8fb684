"""Codes that change what it would cost."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iluminacasa.money import MoneyField


class CouponBatch(models.Model):
    """Codes made together. What they are worth stands in each of them."""

    name = models.CharField("nome", max_length=80, help_text="Para a equipe: campanha, parceiro, motivo.")
    prefix = models.CharField(
        "começo do código", max_length=12, blank=True, help_text="Exemplo: NATAL. Pode ser vazio."
    )
    quantity = models.PositiveIntegerField("quantos códigos")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="quem", editable=False
    )
    made_at = models.DateTimeField("criado em", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "lote de cupons"
        verbose_name_plural = "lotes de cupons"
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return self.name


class Coupon(models.Model):
    class Kind(models.TextChoices):
        PERCENT = "percent", "percentual"
        FIXED = "fixed", "valor"
        FREE_FREIGHT = "free_freight", "frete grátis"

    code = models.CharField(_("código"), max_length=40, unique=True)
    kind = models.CharField("tipo", max_length=12, choices=Kind)
    percentage = models.DecimalField("percentual", max_digits=5, decimal_places=2, null=True, blank=True)
    amount: "MoneyField[Any, Decimal | None]" = MoneyField("valor", null=True, blank=True)
    maximum_discount: "MoneyField[Any, Decimal | None]" = MoneyField("desconto máximo", null=True, blank=True)
    minimum_total = MoneyField("compra mínima", default=0)
    starts_at = models.DateTimeField("vale de", null=True, blank=True)
    ends_at = models.DateTimeField("vale até (sem incluir)", null=True, blank=True)
    usage_limit = models.PositiveIntegerField("usos no total", null=True, blank=True)
    per_customer_limit = models.PositiveIntegerField("usos por cliente", null=True, blank=True)
    used_count = models.PositiveIntegerField("usados", default=0, editable=False)
    combines_with_sale = models.BooleanField("vale também para produtos em oferta", default=True)
    is_active = models.BooleanField("ativo", default=True)
    note = models.CharField("anotação", max_length=200, blank=True)
    batch = models.ForeignKey(
        CouponBatch, models.PROTECT, null=True, blank=True, related_name="coupons", verbose_name="lote", editable=False
    )

    class Meta:
        verbose_name = "cupom"
        verbose_name_plural = "cupons"
        constraints = [
            models.CheckConstraint(condition=Q(code=Upper("code")), name="coupon_code_upper_case"),
            models.CheckConstraint(
                condition=Q(usage_limit__isnull=True) | Q(used_count__lte=F("usage_limit")),
                name="coupon_within_its_limit",
            ),
            models.CheckConstraint(
                condition=Q(kind="percent", percentage__gt=0, percentage__lte=100)
                | Q(kind="fixed", amount__gt=0)
                | Q(kind="free_freight"),
                name="coupon_value_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(starts_at__lt=F("ends_at")),
                name="coupon_window",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CouponUse(models.Model):
    """One redemption, by order number; counted per customer. Released once on cancel or expiry."""

    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="uses", verbose_name="cupom")
    email = models.EmailField(_("e-mail"))
    document = models.CharField(_("CPF ou CNPJ"), max_length=14, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="pessoa"
    )
    order_number = models.CharField(_("pedido"), max_length=20, unique=True)
    used_at = models.DateTimeField(_("usado em"), default=timezone.now)
    released_at = models.DateTimeField(_("devolvido em"), null=True, blank=True)

    class Meta:
        verbose_name = "uso de cupom"
        verbose_name_plural = "usos de cupons"
        indexes = [models.Index(fields=["coupon", "email"], name="coupon_use_by_customer")]

    def __str__(self) -> str:
        return f"{self.coupon_id}: {self.order_number}"
