"""What a buyer has typed so far."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cart.models import Cart


class CheckoutDraft(models.Model):
    """The steps of a checkout that are done, kept beside the cart so that they need neither account nor cookie.

    Only who holds the cart sees them. Gone with the order, with the cart, or a few days after the last change.
    """

    cart = models.OneToOneField(Cart, models.CASCADE, primary_key=True, related_name="checkout_draft")
    buyer = models.JSONField(_("comprador"), default=dict, blank=True)  # email, name, phone, document
    delivery = models.JSONField(_("entrega"), default=dict, blank=True)  # method, and the address unless picked up
    key = models.CharField(max_length=64)  # the idempotency key of this checkout's forms
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "compra em andamento"
        verbose_name_plural = "compras em andamento"

    def __str__(self) -> str:
        return f"compra do carrinho {self.cart_id}"
