"""Who has received what: written from above when an order arrives, so that reviews need not look up."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product


class Purchase(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="purchases", verbose_name="pessoa")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name="produto")
    received_at = models.DateTimeField(_("recebido em"), default=timezone.now)

    class Meta:
        verbose_name = "compra recebida"
        verbose_name_plural = "compras recebidas"
        constraints = [models.UniqueConstraint(fields=["user", "product"], name="purchase_once")]

    def __str__(self) -> str:
        return f"{self.user_id} recebeu {self.product_id}"
