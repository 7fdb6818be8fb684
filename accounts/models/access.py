"""Through which doors a person is in: browser sessions and the app's refresh tokens."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class BrowserSession(models.Model):
    """A signed-in browser, so that its owner can see it and end it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="browser_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(_("navegador"), max_length=200, blank=True)
    address = models.CharField(_("endereço de rede"), max_length=45, blank=True)
    started_at = models.DateTimeField(_("desde"), default=timezone.now)
    seen_at = models.DateTimeField(_("visto em"), default=timezone.now)

    class Meta:
        verbose_name = "sessão"
        verbose_name_plural = "sessões"

    def __str__(self) -> str:
        return self.agent or self.session_key[:8]


class TokenFamily(models.Model):
    """All refresh tokens descending from one sign-in of an app. Reuse of a spent one revokes the family."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="token_families")
    session_version = models.PositiveIntegerField()
    agent = models.CharField(_("aplicativo"), max_length=200, blank=True)
    address = models.CharField(_("endereço de rede"), max_length=45, blank=True)
    started_at = models.DateTimeField(_("desde"), default=timezone.now)
    expires_at = models.DateTimeField(_("vale até"))
    revoked_at = models.DateTimeField(_("encerrada em"), null=True, blank=True)

    class Meta:
        verbose_name = "sessão de aplicativo"
        verbose_name_plural = "sessões de aplicativo"

    def __str__(self) -> str:
        return str(self.id)


class SpentToken(models.Model):
    """A refresh token that was used. The primary key makes exactly one of N parallel uses succeed."""

    jti = models.CharField(max_length=36, primary_key=True)
    family = models.ForeignKey(TokenFamily, models.CASCADE, related_name="spent")
    spent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "token usado"
        verbose_name_plural = "tokens usados"

    def __str__(self) -> str:
        return self.jti


class Consent(models.Model):
    """What a person agreed to or withdrew: which text, when, from where (LGPD art. 8). Append-only."""

    class Kind(models.TextChoices):
        TERMS = "terms", _("termos de uso")
        PRIVACY = "privacy", _("política de privacidade")
        MARKETING = "marketing", _("novidades por e-mail")

    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="consents")
    email = models.EmailField(_("e-mail"), blank=True)
    kind = models.CharField(_("assunto"), max_length=10, choices=Kind)
    is_granted = models.BooleanField(_("concedido"))
    text_version = models.CharField(_("versão do texto"), max_length=40, blank=True)
    origin = models.CharField(_("onde"), max_length=40, blank=True)
    at = models.DateTimeField(_("quando"), default=timezone.now)

    class Meta:
        verbose_name = "consentimento"
        verbose_name_plural = "consentimentos"

    def __str__(self) -> str:
        return f"{self.kind}: {self.is_granted}"
