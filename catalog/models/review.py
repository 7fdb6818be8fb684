"""What customers say."""

from django.conf import settings
from django.core import validators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product


class Review(models.Model):
    """One opinion per customer and product, shown once a person has approved it."""

    class State(models.TextChoices):
        PENDING = "pending", _("aguardando")
        APPROVED = "approved", _("publicada")
        REJECTED = "rejected", _("recusada")

    product = models.ForeignKey(Product, models.CASCADE, related_name="reviews", verbose_name="produto")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reviews", verbose_name="autor"
    )
    author_name = models.CharField(_("nome mostrado"), max_length=60)
    rating = models.PositiveSmallIntegerField(
        "nota", validators=[validators.MinValueValidator(1), validators.MaxValueValidator(5)]
    )
    title = models.CharField(_("título"), max_length=100, blank=True)
    text = models.TextField(_("texto"), max_length=3000, blank=True)
    is_verified = models.BooleanField("compra verificada", default=False, editable=False)
    state = models.CharField(_("situação"), max_length=8, choices=State, default=State.PENDING, editable=False)
    reply = models.TextField(_("resposta da loja"), max_length=2000, blank=True)
    helpful_count = models.PositiveIntegerField("acharam útil", default=0, editable=False)
    created_at = models.DateTimeField(_("escrita em"), default=timezone.now, editable=False)
    moderated_at = models.DateTimeField("moderada em", null=True, blank=True, editable=False)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = "avaliação"
        verbose_name_plural = "avaliações"
        constraints = [
            models.UniqueConstraint(fields=["product", "author"], name="review_once_per_customer"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="review_rating_range"),
        ]
        indexes = [models.Index(fields=["product", "state", "-created_at"], name="review_by_product")]

    def __str__(self) -> str:
        return f"{self.rating} de 5, {self.author_name}"
