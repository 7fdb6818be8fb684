"""Mail about alerts, written when it is sent, in the language of the wish.

Links, names and prices are those of that moment.
"""

import logging
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import signature
from catalog import pictures, prices, said
from catalog.models import Alert
from iluminacasa import languages

logger = logging.getLogger(__name__)
CONFIRM, CANCEL = "catalog.alert.confirm", "catalog.alert.cancel"  # salts: one link does one thing


def token(alert: Alert, salt: str) -> str:
    return signing.dumps({"a": alert.pk}, salt=salt)


def send(kind: str, subject: str, alert: Alert, **more: Any) -> None:
    product, subject = alert.product, " ".join(subject.split())
    shown = {
        "subject": subject,
        "store": signature(),
        "title": said.of(product, "title"),
        "product_url": pictures.absolute(product.get_absolute_url()),
        "offer": prices.offer(product, at=timezone.now()),
        "cancel_url": pictures.absolute(reverse("catalog:alert_cancel", args=[token(alert, CANCEL)])),
        **more,
    }
    message = EmailMultiAlternatives(
        subject=f"{subject} · {settings.STORE_NAME}",
        body=render_to_string(f"email/alert_{kind}.txt", shown),
        from_email=settings.STORE_EMAIL,
        to=[alert.email],
        headers={"List-Unsubscribe": f"<{shown['cancel_url']}>"},
    )
    message.attach_alternative(render_to_string(f"email/alert_{kind}.html", shown), "text/html")
    message.send()
    logger.info("alert mail sent", extra={"kind": kind})


def find(alert_id: int) -> Alert | None:
    return Alert.objects.select_related("product").filter(pk=alert_id).first()


@task
def confirm(alert_id: int) -> None:
    alert = find(alert_id)
    if alert is not None and alert.confirmed_at is None:
        with languages.speaking(alert.language):
            url = pictures.absolute(reverse("catalog:alert_confirm", args=[token(alert, CONFIRM)]))
            send("confirm", _("Confirme seu aviso"), alert, url=url, wish=alert.get_kind_display())


@task
def came_true(alert_id: int) -> None:
    alert = find(alert_id)
    if alert is None:
        return
    with languages.speaking(alert.language):
        name = said.of(alert.product, "title")
        if alert.kind == Alert.Kind.BACK_IN_STOCK:
            send("back_in_stock", _("Voltou: {product}").format(product=name), alert)
        else:
            subject = _("Baixou de preço: {product}").format(product=name)
            send("price_drop", subject, alert, price_seen=alert.price_seen)
