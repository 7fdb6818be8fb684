"""What delivery would cost."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from iluminacasa.money import MoneyField


class FreightRate(models.Model):
    """One row of the price table: a method, a CEP range, a weight range."""

    method = models.SlugField("método", max_length=40)  # economico, expresso
    name = models.CharField("nome", max_length=60)
    name_en = models.CharField("nome em inglês", max_length=60, blank=True, default="", db_default="")
    cep_from = models.CharField("CEP de", max_length=8)
    cep_to = models.CharField("CEP até", max_length=8)
    weight_from = models.DecimalField("peso de (kg)", max_digits=9, decimal_places=3, default=0)
    weight_to = models.DecimalField("peso até, sem incluir (kg)", max_digits=9, decimal_places=3)
    price = MoneyField("preço")
    price_per_kg = MoneyField("por kg acima do início", default=0)
    value_percentage = models.DecimalField("seguro (% do valor)", max_digits=5, decimal_places=2, default=0)
    business_days = models.PositiveSmallIntegerField("prazo (dias úteis)")
    free_above: "MoneyField[Any, Decimal | None]" = MoneyField("grátis a partir de", null=True, blank=True)
    is_active = models.BooleanField("ativo", default=True)

    class Meta:
        verbose_name = "tarifa de frete"
        verbose_name_plural = "tarifas de frete"
        constraints = [
            models.CheckConstraint(condition=Q(cep_from__lte=F("cep_to")), name="freight_cep_range"),
            models.CheckConstraint(condition=Q(weight_from__lt=F("weight_to")), name="freight_weight_range"),
            models.CheckConstraint(condition=Q(price__gte=0, price_per_kg__gte=0), name="freight_price_not_negative"),
        ]
        indexes = [models.Index(fields=["cep_from", "cep_to"], name="freight_by_cep")]

    def __str__(self) -> str:
        return f"{self.name} {self.cep_from}-{self.cep_to}"
