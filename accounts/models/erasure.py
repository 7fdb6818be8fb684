"""An account on its way out."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class Erasure(models.Model):
    """Somebody asked to be forgotten. The row stays as the proof that it was done, and names nobody then."""

    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="erasures", verbose_name="pessoa")
    requested_at = models.DateTimeField(_("pedida em"), default=timezone.now)
    due_at = models.DateTimeField(_("a partir de"))
    undone_at = models.DateTimeField(_("desfeita em"), null=True, blank=True)
    done_at = models.DateTimeField(_("feita em"), null=True, blank=True)

    class Meta:
        verbose_name = "exclusão de conta"
        verbose_name_plural = "exclusões de contas"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(undone_at__isnull=True, done_at__isnull=True), name="erasure_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requested_at:%d/%m/%Y}"
