"""What every page prints about the shop itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = {"claro": "light", "escuro": "dark"}
THEME_COOKIE = "tema"

STORE = {
    "name": settings.STORE_NAME,
    "legal_name": settings.STORE_LEGAL_NAME,
    "cnpj": settings.STORE_CNPJ,
    "address": settings.STORE_ADDRESS,
    "email": settings.STORE_EMAIL,
    "phone": settings.STORE_PHONE,
    "hours": settings.STORE_HOURS,
    "pix_discount": settings.PIX_DISCOUNT_PERCENT,
    "max_installments": settings.MAX_INSTALLMENTS,
    "url": settings.SITE_URL,
}


def store(request: HttpRequest) -> dict[str, Any]:
    return {
        "store": STORE,
        "theme": THEMES.get(request.COOKIES.get(THEME_COOKIE, ""), ""),
        "debug": settings.DEBUG,
    }
