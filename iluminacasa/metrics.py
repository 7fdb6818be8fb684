"""`/metrics` for Prometheus: not there for anybody unless configured, and then only for who is named."""

import ipaddress
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from catalog.models import SyncRun
from iluminacasa import measures, replicas
from iluminacasa.limits import client_address, is_trusted_peer, trusted_networks


@require_safe
def exposed(request: HttpRequest) -> HttpResponse:
    if not measures.IS_COUNTED or not may_read(request):
        raise Http404
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=settings.METRICS_FOLDER)
    registry.register(Present())  # type: ignore[arg-type]  # it need not inherit from a class of an optional library
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


# --- Who may ask ------------------------------------------------------------------------------------
def may_read(request: HttpRequest) -> bool:
    """From a named network and with the token; what is not configured is not asked for."""
    if not (settings.METRICS_NETWORKS or settings.METRICS_TOKEN) or hides_behind_proxy(request):
        return False
    return is_near(request) and shows_token(request)


def hides_behind_proxy(request: HttpRequest) -> bool:
    """Through a proxy that TRUSTED_PROXIES does not name everybody seems to come from its address."""
    return "HTTP_X_FORWARDED_FOR" in request.META and not is_trusted_peer(request)


def is_near(request: HttpRequest) -> bool:
    networks = trusted_networks(tuple(settings.METRICS_NETWORKS))
    if not networks:
        return True
    try:
        client: Any = ipaddress.ip_network(client_address(request))
    except ValueError:
        return False
    return any(client.version == network.version and client.subnet_of(network) for network in networks)


def shows_token(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    return not token or constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")


# --- What is read at the moment it is asked ---------------------------------------------------------
class Present:
    """Ages of what waits, from the database; `shop_database_up 0` and nothing more when it does not answer."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily as Gauge

        at = timezone.now()
        try:
            queues, syncs = waiting(), last_syncs()
        except DatabaseError:
            yield Gauge("shop_database_up", "Whether the primary answers.", value=0)
            return
        yield Gauge("shop_database_up", "Whether the primary answers.", value=1)
        length = Gauge("shop_queue_length", "Tasks due and not begun.", labels=["queue"])
        age = Gauge("shop_queue_age_seconds", "How long the oldest of them has been due.", labels=["queue"])
        for queue, (count, since) in queues.items():
            length.add_metric([queue], count)
            age.add_metric([queue], max(0.0, (at - since).total_seconds()) if since else 0.0)
        sync = Gauge("shop_sync_age_seconds", "Since the last whole run of a source.", labels=["source"])
        for source, ended in syncs.items():
            sync.add_metric([source], max(0.0, (at - ended).total_seconds()))
        yield from (length, age, sync)
        if settings.REPLICA_URL:
            is_well = replicas.watch.is_well()
            yield Gauge("shop_replica_up", "Whether this process may ask the replica.", value=int(is_well))
            yield Gauge("shop_replica_behind_seconds", "At most; measured once a second.", value=replicas.watch.behind)


def waiting() -> dict[str, tuple[int, datetime | None]]:
    """Per queue what is due: how many, and since when the oldest."""
    rows = DBTaskResult.objects.ready().order_by().values_list("queue_name")
    due = {name: (count, since) for name, count, since in rows.annotate(Count("pk"), Min("enqueued_at"))}
    return {name: due.get(name, (0, None)) for name in settings.TASKS["default"]["QUEUES"]}


def last_syncs() -> dict[str, datetime]:
    whole = SyncRun.objects.filter(state__in=(SyncRun.State.DONE, SyncRun.State.PARTIAL), is_dry_run=False)
    return dict(whole.order_by().values_list("source").annotate(Max("finished_at")))
