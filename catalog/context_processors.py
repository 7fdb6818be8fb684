"""What every page shows of the catalogue."""

from typing import Any

from django.http import HttpRequest


def shop_window(request: HttpRequest) -> dict[str, Any]:
    return {}
