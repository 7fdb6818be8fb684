"""For staff: every letter the shop writes, as the reader gets it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.notices import SUBJECTS as ACCOUNT_SUBJECTS
from accounts.notices import signature
from catalog.models import Alert
from iluminacasa import languages
from iluminacasa.errors import Missing
from orders import letters, notices

ALERTS = {
    "confirm": gettext_lazy("Confirme seu aviso"),
    "back_in_stock": gettext_lazy("Voltou ao estoque"),
    "price_drop": gettext_lazy("O preço baixou"),
}


@dataclass(frozen=True)
class Paper:
    name: str
    subject: str
    text: str
    html: str


def papers() -> Iterator[Paper]:
    yield from about_accounts()
    yield from about_orders()
    yield from about_alerts()


def about_orders() -> Iterator[Paper]:
    for about, letter in letters.samples(at=timezone.now()):
        text, html = notices.printed(about.order, letter, about.lines)
        yield Paper(about.event.kind, letter.subject, text, html)


def about_accounts() -> Iterator[Paper]:
    home = f"{settings.SITE_URL}{reverse('accounts:home')}"
    shown = {
        "name": "Ana Souza", "url": home, "sign_in_url": home, "reset_url": home, "new_email": "a…@example.com",
        "due_at": timezone.now() + timedelta(days=7),
    }  # fmt: skip
    for kind, subject in ACCOUNT_SUBJECTS.items():
        yield printed(f"account_{kind}", str(subject), shown)


def about_alerts() -> Iterator[Paper]:
    home = f"{settings.SITE_URL}{reverse('catalog:home')}"
    offer = {"sale_price": Decimal("319.90"), "pix_price": Decimal("303.91")}
    shown = {
        "title": "Pendente Cúpula Terracota 40 cm", "product_url": home, "cancel_url": home, "url": home,
        "offer": offer, "price_seen": Decimal("399.90"), "wish": Alert.Kind.BACK_IN_STOCK.label,
    }  # fmt: skip
    for kind, subject in ALERTS.items():
        yield printed(f"alert_{kind}", str(subject), shown)


def printed(name: str, subject: object, shown: dict[str, Any]) -> Paper:
    whole = {"subject": subject, "store": signature(), **shown}
    text, html = (render_to_string(f"email/{name}.{kind}", whole) for kind in ("txt", "html"))
    return Paper(name, f"{subject} · {settings.STORE_NAME}", text, html)


@require_safe
def preview(request: HttpRequest, name: str = "") -> HttpResponse:
    """The list with all texts, or one letter's HTML by itself."""
    if not request.user.has_perm("orders.view_order"):
        raise PermissionDenied
    language = languages.ENGLISH if request.GET.get("idioma") == languages.ENGLISH else languages.PORTUGUESE
    with languages.speaking(language):
        written = list(papers())
    if name:
        found = next((paper for paper in written if paper.name == name), None)
        if found is None:
            raise Missing
        return HttpResponse(found.html)
    is_english = language == languages.ENGLISH
    context = {**admin.site.each_context(request), "title": "E-mails da loja", "papers": written, "english": is_english}
    return TemplateResponse(request, "admin/mail.html", context)
