"""System checks of the shop's own rules."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def site_url_is_https(app_configs: Any, **kwargs: Any) -> list[Any]:
    if settings.IS_HTTPS:
        return []
    return [
        Warning(
            "SITE_URL begins with http://: no redirect, HSTS or Secure cookies.",
            hint="Set SITE_URL=https://your-shop before real customers come.",
            id="iluminacasa.W001",
        )
    ]


@register(Tags.caches)
def counters_are_exact(app_configs: Any, **kwargs: Any) -> list[Any]:
    backend = settings.CACHES["counters"]["BACKEND"]
    if backend.endswith(("CounterCache", "RedisCache")):
        return []
    return [Error(f"{backend} does not count exactly across processes.", id="iluminacasa.E001")]
