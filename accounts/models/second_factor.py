"""The second proof of who signs in to the back office, beside the password."""

from django.db import models
from django.utils import timezone

from accounts.models.user import User


class RecoveryCode(models.Model):
    """Opens once, when the telephone is lost. Only a digest is kept; the code has 80 random bits."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField("criado em", default=timezone.now)
    used_at = models.DateTimeField("usado em", null=True, blank=True)

    class Meta:
        verbose_name = "código de recuperação"
        verbose_name_plural = "códigos de recuperação"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.made_at:%d/%m/%Y}"
