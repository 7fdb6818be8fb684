"""What somebody would like to buy, without commitment."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cart.models.coupon import Coupon
from catalog.models import Product
from iluminacasa.money import MoneyField

MAX_QUANTITY = 99  # units of one product in one cart


class CartQuerySet(models.QuerySet["Cart"]):
    def last_told_voltage(self) -> str:
        """Of the home, as last told with any of these carts, also one that is an order by now; empty if never."""
        told = self.exclude(home_voltage="").order_by("-pk").values_list("home_voltage", flat=True).first()
        return told or ""


class Cart(models.Model):
    """Of a person (`user`) or of whoever holds the token (kept only as a hash). Open until ordered."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="carts", verbose_name="pessoa"
    )
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    coupon = models.ForeignKey(Coupon, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="cupom")
    postal_code = models.CharField(_("CEP"), max_length=8, blank=True)
    freight_method = models.CharField(_("entrega"), max_length=40, blank=True)
    home_voltage = models.CharField(_("tensão da casa"), max_length=8, blank=True)  # empty: not asked yet
    notices = models.JSONField("avisos", default=list, blank=True)  # what changed, told once: [{code, message, data}]
    keys = models.JSONField("chaves de repetição", default=list, blank=True, editable=False)  # [key, product, quantity]
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("criado em"), default=timezone.now)
    updated_at = models.DateTimeField(_("mudou em"), default=timezone.now, db_index=True)
    ordered_at = models.DateTimeField(_("virou pedido em"), null=True, blank=True)

    objects: ClassVar = CartQuerySet.as_manager()

    class Meta:
        verbose_name = "carrinho"
        verbose_name_plural = "carrinhos"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(user__isnull=False, ordered_at__isnull=True),
                name="cart_one_open_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"carrinho {self.pk}"


class CartLine(models.Model):
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name="produto")
    quantity = models.PositiveIntegerField(_("quantidade"))
    seen_price = MoneyField(_("preço visto"))  # sale price when added or last confirmed
    is_saved = models.BooleanField(_("guardado para depois"), default=False)
    zone = models.CharField(
        _("onde vai ficar"), max_length=10, blank=True
    )  # one of `catalog.fit.ZONES`; empty: not told
    added_at = models.DateTimeField(_("desde"), default=timezone.now)

    class Meta:
        verbose_name = "item do carrinho"
        verbose_name_plural = "itens do carrinho"
        constraints = [
            models.UniqueConstraint(fields=["cart", "product"], name="cart_line_once_per_product"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="cart_line_quantity_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_id}"
