"""What staff keep at the desk of orders."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cart.models import Cart
from orders.models.order import Order

MAX_QUERY = 500


class PhoneDraft(models.Model):
    """An order a member of staff puts together for somebody on the telephone.

    The cart belongs to nobody and no token opens it; buyer and address stand in its `checkout_draft`.
    """

    cart = models.OneToOneField(Cart, models.CASCADE, related_name="phone_draft", verbose_name="carrinho")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="quem atende"
    )
    method = models.CharField("pagamento", max_length=8, choices=Order.Method, blank=True)
    note = models.CharField("recado", max_length=500, blank=True)
    created_at = models.DateTimeField("começado em", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "pedido por telefone em andamento"
        verbose_name_plural = "pedidos por telefone em andamento"

    def __str__(self) -> str:
        return f"telefone {self.pk}"


class SavedFilter(models.Model):
    """A list of orders somebody comes back to: its name and the query of its address."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_order_filters", verbose_name="de quem"
    )
    name = models.CharField("nome", max_length=40)
    query = models.CharField("filtro", max_length=MAX_QUERY)
    is_shared = models.BooleanField("para toda a equipe", default=False)
    created_at = models.DateTimeField("criado em", default=timezone.now)

    class Meta:
        verbose_name = "filtro salvo"
        verbose_name_plural = "filtros salvos"
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_filter_once_per_name")]

    def __str__(self) -> str:
        return self.name
