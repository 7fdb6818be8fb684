"""The customer as the shop's staff know them: the person, and what was noted about them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Customer(User):
    """A person as a buyer. The row is the person's own; nothing of it is changed from here."""

    class Meta:
        proxy = True
        verbose_name = "cliente"
        verbose_name_plural = "clientes"
        default_permissions = ("view",)


class CustomerNote(models.Model):
    """What staff want to remember about a customer. Only added to; goes when the person goes."""

    user = models.ForeignKey(User, models.CASCADE, related_name="staff_notes", verbose_name="cliente")
    text = models.CharField(_("anotação"), max_length=1000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="quem"
    )
    at = models.DateTimeField(_("quando"), default=timezone.now)

    class Meta:
        verbose_name = "anotação sobre cliente"
        verbose_name_plural = "anotações sobre clientes"
        default_permissions = ("view", "add")
        indexes = [models.Index(fields=["user", "-id"], name="customer_note_by_user")]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y}"
