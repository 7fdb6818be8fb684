"""What every page prints about the shop itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from iluminacasa import languages

THEMES = {"claro": "light", "escuro": "dark"}
THEME_COOKIE = "tema"


@languages.kept(maxsize=1)
def shop() -> dict[str, Any]:
    """What is known of the shop; its name and address in law stay Portuguese."""
    return {
        "name": settings.STORE_NAME,
        "legal_name": languages.spoken(settings.STORE_LEGAL_NAME, ""),
        "cnpj": settings.STORE_CNPJ,
        "address": languages.spoken(settings.STORE_ADDRESS, ""),
        "email": settings.STORE_EMAIL,
        "phone": settings.STORE_PHONE,
        "hours": languages.spoken(settings.STORE_HOURS, settings.STORE_HOURS_EN),
        "pix_discount": settings.PIX_DISCOUNT_PERCENT,
        "max_installments": settings.MAX_INSTALLMENTS,
        "url": settings.SITE_URL,
    }


def store(request: HttpRequest) -> dict[str, Any]:
    return {
        "store": shop(),
        "theme": THEMES.get(request.COOKIES.get(THEME_COOKIE, ""), ""),
        "debug": settings.DEBUG,
    }
