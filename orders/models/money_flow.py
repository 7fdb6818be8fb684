"""What was paid and given back. Rows of a ledger: states move forward, amounts never change."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iluminacasa.money import MoneyField, brl
from orders.models.order import Order


class PaymentQuerySet(models.QuerySet["Payment"]):
    def undecided(self) -> "PaymentQuerySet":
        """In quarantine with money nobody has promised back."""
        given = Sum("refunds__amount", filter=~Q(refunds__status=Refund.Status.FAILED))
        aside = self.filter(status=Payment.Status.QUARANTINED).annotate(given=given)
        return aside.filter(Q(given__isnull=True, paid_amount__gt=0) | Q(paid_amount__gt=F("given")))


class Payment(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", _("aguardando")
        CONFIRMED = "confirmed", _("confirmado")
        DECLINED = "declined", _("recusado")
        EXPIRED = "expired", _("vencido")
        QUARANTINED = "quarantined", _("em análise")

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments")
    method = models.CharField(_("meio"), max_length=8, choices=Order.Method)
    provider = models.CharField("provedor", max_length=20)
    status = models.CharField(_("situação"), max_length=12, choices=Status, default=Status.PENDING)
    amount = MoneyField(_("valor"))
    paid_amount: "MoneyField[Any, Decimal | None]" = MoneyField(_("valor recebido"), null=True, blank=True)
    txid = models.CharField(_("txid"), max_length=35, unique=True, null=True, blank=True)
    external_id = models.CharField("código no provedor", max_length=255, blank=True, db_index=True)
    instructions = models.JSONField("instruções", default=dict, blank=True)  # copia e cola, redirect address...
    expires_at = models.DateTimeField("vale até", null=True, blank=True)
    created_at = models.DateTimeField(_("criado em"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmado em"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="por"
    )

    objects: ClassVar = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "pagamento"
        verbose_name_plural = "pagamentos"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_amount_not_negative"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(status="confirmed"), name="payment_confirmed_once_per_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {brl(self.amount)}"


class PaymentNotice(models.Model):
    """One message of a provider, kept whole. The unique event id makes a repeated one harmless."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", "aplicada"
        REPEATED = "repeated", "repetida"
        IGNORED = "ignored", "sem efeito"
        QUARANTINED = "quarantined", "em análise"

    provider = models.CharField("provedor", max_length=20)
    event_id = models.CharField("evento", max_length=255)
    payment = models.ForeignKey(Payment, models.SET_NULL, null=True, blank=True, related_name="received_notices")
    kind = models.CharField("tipo", max_length=80, blank=True)
    body = models.JSONField("conteúdo", default=dict)
    outcome = models.CharField("efeito", max_length=12, choices=Outcome)
    received_at = models.DateTimeField("recebida em", default=timezone.now)

    class Meta:
        verbose_name = "aviso do provedor"
        verbose_name_plural = "avisos dos provedores"
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="payment_notice_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


class Refund(models.Model):
    class Status(models.TextChoices):
        REQUESTED = "requested", _("solicitado")
        DONE = "done", _("feito")
        FAILED = "failed", _("falhou")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = MoneyField(_("valor"))
    reason = models.CharField(_("motivo"), max_length=200)
    lines = models.JSONField("itens", default=list, blank=True)  # [{line, quantity}]
    includes_freight = models.BooleanField("com frete", default=False)
    status = models.CharField(_("situação"), max_length=10, choices=Status, default=Status.REQUESTED)
    key = models.CharField(max_length=64, unique=True)  # the same click or call refunds once
    external_id = models.CharField("código no provedor", max_length=255, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="por"
    )
    requested_at = models.DateTimeField(_("solicitado em"), default=timezone.now)
    done_at = models.DateTimeField(_("feito em"), null=True, blank=True)

    class Meta:
        verbose_name = "reembolso"
        verbose_name_plural = "reembolsos"
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive")]
        indexes = [models.Index(fields=["requested_at"], name="refund_by_requested_at")]

    def __str__(self) -> str:
        return f"reembolso de {brl(self.amount)}"


class Shipment(models.Model):
    order = models.ForeignKey(Order, models.PROTECT, related_name="shipments")
    carrier = models.CharField(_("transportadora"), max_length=60)
    tracking_code = models.CharField(_("código de rastreio"), max_length=60, blank=True)
    tracking_url = models.URLField("endereço de rastreio", blank=True)
    shipped_at = models.DateTimeField(_("enviado em"), default=timezone.now)
    delivered_at = models.DateTimeField(_("entregue em"), null=True, blank=True)

    class Meta:
        verbose_name = "envio"
        verbose_name_plural = "envios"

    def __str__(self) -> str:
        return self.tracking_code or self.carrier
