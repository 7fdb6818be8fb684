"""Plain files other programs look for."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from iluminacasa import languages
from iluminacasa.headers import share

CLOSED_TO_ROBOTS = (
    "/admin/",
    "/api/",
    "/busca/",
    "/favoritos/",
    "/comparar/",
    "/carrinho/",
    "/finalizar/",
    "/pedido/",
    "/tema/",
    "/estilo/",
)
ICON_KEPT = "public, max-age=86400"
SECURITY_DAYS = 180  # how long the contact is promised to hold


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    english = [languages.address(path, languages.ENGLISH) for path in CLOSED_TO_ROBOTS if languages.has_twin(path)]
    closed = "\n".join(f"Disallow: {path}" for path in (*CLOSED_TO_ROBOTS, *english))
    text = f"User-agent: *\n{closed}\n\nSitemap: {settings.SITE_URL}{reverse('sitemap')}\n"
    return share(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. `Expires` moves with the day, so that the file is never stale and always cacheable."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {(today + timedelta(days=SECURITY_DAYS)).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: pt, en",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return share(request, HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this where no page names an icon: beside a lone picture, or a file of text."""
    response = HttpResponseRedirect(static("img/favicon.png"))
    response.headers["Cache-Control"] = ICON_KEPT
    return response
