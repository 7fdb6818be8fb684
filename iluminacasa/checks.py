"""System checks of the shop's own rules."""

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from iluminacasa import measures


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


@register(Tags.database)
def pool_has_a_server(app_configs: Any, **kwargs: Any) -> list[Any]:
    if not settings.DATABASE_POOL or settings.DATABASES["default"]["ENGINE"] == "iluminacasa.postgresql":
        return []
    return [Warning("DATABASE_POOL is set, but SQLite has no connections to share.", id="iluminacasa.W004")]


@register(Tags.security)
def metrics_can_be_counted(app_configs: Any, **kwargs: Any) -> list[Any]:
    if not measures.IS_WANTED or measures.IS_COUNTED:
        return []
    hint = "Install requirements-metrics.txt, or unset METRICS_NETWORKS and METRICS_TOKEN."
    return [Warning("METRICS_ is set but nothing is counted.", hint=hint, id="iluminacasa.W005")]


@register(Tags.security)
def cards_can_be_taken(app_configs: Any, **kwargs: Any) -> list[Any]:
    """A key without the package, or without a way to hear that somebody has paid."""
    if not settings.STRIPE_SECRET_KEY:
        return []
    if find_spec("stripe") is None:
        hint = "Install requirements-card.txt, or unset STRIPE_SECRET_KEY."
        return [Warning("STRIPE_SECRET_KEY is set but cards are not on offer.", hint=hint, id="iluminacasa.W002")]
    if not settings.STRIPE_WEBHOOK_SECRET:
        hint = "Make an endpoint at Stripe for /api/v1/payments/webhooks/stripe/ and set STRIPE_WEBHOOK_SECRET."
        return [Warning("Stripe's notices of payment are not believed.", hint=hint, id="iluminacasa.W003")]
    return []
