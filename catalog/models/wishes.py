"""What people keep an eye on."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product
from iluminacasa import languages
from iluminacasa.money import MoneyField


class Favorite(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favorites")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name="produto")
    added_at = models.DateTimeField(_("desde"), default=timezone.now)

    class Meta:
        verbose_name = "favorito"
        verbose_name_plural = "favoritos"
        constraints = [models.UniqueConstraint(fields=["user", "product"], name="favorite_once")]

    def __str__(self) -> str:
        return f"{self.user_id} ♥ {self.product_id}"


class Alert(models.Model):
    """Tell this address when the product is back or cheaper. Guests confirm by e-mail first (double opt-in)."""

    class Kind(models.TextChoices):
        BACK_IN_STOCK = "back_in_stock", _("voltou ao estoque")
        PRICE_DROP = "price_drop", _("baixou de preço")

    product = models.ForeignKey(Product, models.CASCADE, related_name="alerts", verbose_name="produto")
    email = models.EmailField(_("e-mail"))
    kind = models.CharField(_("quando"), max_length=14, choices=Kind)
    price_seen: "MoneyField[Any, Decimal | None]" = MoneyField(_("preço visto"), null=True, blank=True)
    requested_at = models.DateTimeField(_("pedido em"), default=timezone.now)
    language = models.CharField(
        "idioma", max_length=8, choices=languages.CHOICES, default=languages.PORTUGUESE, db_default=languages.PORTUGUESE
    )
    confirmed_at = models.DateTimeField(_("confirmado em"), null=True, blank=True)
    told_at = models.DateTimeField(_("avisado em"), null=True, blank=True)

    class Meta:
        verbose_name = "aviso pedido"
        verbose_name_plural = "avisos pedidos"
        constraints = [
            models.UniqueConstraint(
                fields=["product", "email", "kind"], condition=Q(told_at__isnull=True), name="alert_once_while_open"
            ),
        ]

    def __str__(self) -> str:
        return f"aviso {self.pk}: {self.get_kind_display()}"
