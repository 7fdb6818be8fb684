"""The one rate limiter and the one answer to "who is asking".

Built around django-ratelimit's window arithmetic, with counters that are exact across processes
(`counters.py`, or Redis) and an address that cannot be forged past the trusted proxies.
This room may see a request, because an address is all it is about.
"""

import ipaddress
import logging
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django_ratelimit.core import get_usage

from iluminacasa.errors import TooMany, Unavailable

logger = logging.getLogger(__name__)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
RATE = re.compile(r"[0-9]+/[0-9]*[smhd]")
STORE_DOWN: tuple[type[Exception], ...] = (sqlite3.Error, OSError)
if settings.REDIS_URL:
    import redis

    STORE_DOWN = (*STORE_DOWN, redis.RedisError)


@dataclass(frozen=True)
class Rule:
    """`rate` as `count/period` (`5/10m`); `fail_open`: let pass when the counters cannot be reached."""

    name: str
    rate: str
    fail_open: bool = True

    def __post_init__(self) -> None:
        if not RATE.fullmatch(self.rate):
            raise ImproperlyConfigured(f"rate of {self.name}: {self.rate!r} is not like 600/m or 5/10m")


# Letters somebody can make the shop write to a mailbox: from one network, and from all of them together.
MAIL_RULES = tuple(
    Rule(name, rate, fail_open=False)
    for kind in ("mail_account", "mail_reset", "mail_alert")
    for name, rate in ((kind, "5/h"), (f"{kind}_total", "20/h"))
)
RULES = {
    rule.name: rule
    for rule in (
        Rule("api", settings.API_RATE_LIMIT),
        Rule("suggest", "240/m"),
        Rule("choices", "120/m"),  # favourites, comparison, theme
        Rule("cart", "1200/m"),
        Rule("coupon", "60/10m"),  # codes are not to be found by trying
        Rule("contact", "5/10m"),
        Rule("login_client", "30/10m", fail_open=False),
        Rule("login_account", "10/10m", fail_open=False),  # one account, from one network
        Rule("login_account_total", "100/10m", fail_open=False),  # one account, from all networks it does not know
        Rule("password_again", "10/10m", fail_open=False),  # who is signed in shows the password once more
        *MAIL_RULES,
        Rule("second_factor", "10/10m", fail_open=False),
        Rule("second_factor_day", "100/d", fail_open=False),  # six digits are not to be found by patience
        Rule("register", "20/h"),
        Rule("checkout", "600/m"),
        Rule("counter_orders", "30/h"),  # goods held for days without money
        Rule("track", "20/10m", fail_open=False),
        Rule("alerts", "30/h"),
        Rule("reviews", "20/h"),
        Rule("export", "20/h"),  # everything known of one person
    )
}


@dataclass(frozen=True)
class Usage:
    rule: Rule
    limit: int
    remaining: int
    reset: int  # seconds until the window ends
    window: int

    def headers(self) -> dict[str, str]:
        """Fields of draft-ietf-httpapi-ratelimit-headers."""
        return {
            "RateLimit-Policy": f'"{self.rule.name}";q={self.limit};w={self.window}',
            "RateLimit": f'"{self.rule.name}";r={self.remaining};t={self.reset}',
        }


class RateExceeded(TooMany):
    def __init__(self, usage: Usage) -> None:
        super().__init__(retry_after=usage.reset)
        self.usage = usage


@lru_cache(maxsize=8)
def trusted_networks(proxies: tuple[str, ...]) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(proxy, strict=False) for proxy in proxies)
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}") from error


def parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """`1.2.3.4`, `1.2.3.4:5555`, `[::1]:443`, `::ffff:1.2.3.4`; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_trusted_peer(request: HttpRequest) -> bool:
    """Does the one at the other end of the connection speak for others?

    A Unix socket has no peer address and counts as trusted only if proxies are configured.
    """
    networks = trusted_networks(tuple(settings.TRUSTED_PROXIES))
    if not networks:
        return False
    peer = parse_address(request.META.get("REMOTE_ADDR", ""))
    return peer is None or any(peer in network for network in networks)


def client_address(request: HttpRequest) -> str:
    """The rightmost address of the chain that is not a trusted proxy; IPv6 by its /64.

    X-Forwarded-For counts only when the peer itself is trusted, so a client cannot choose its own bucket.
    """
    networks = trusted_networks(tuple(settings.TRUSTED_PROXIES))
    candidate = parse_address(request.META.get("REMOTE_ADDR", ""))
    if is_trusted_peer(request):
        for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            address = parse_address(hop)
            if address is None:
                break
            candidate = address
            if not any(address in network for network in networks):
                break
    if candidate is None:
        return "unknown"
    if isinstance(candidate, ipaddress.IPv6Address) and not candidate.is_loopback:
        return str(ipaddress.ip_network((candidate, 64), strict=False))
    return str(candidate)


def is_loopback(address: str) -> bool:
    parsed = parse_address(address)
    return parsed is not None and parsed.is_loopback


def count(request: HttpRequest, *, rule: str, key: str | None = None) -> Usage | None:
    """Count one use of `rule` by `key` (the client's address by default); `TooMany` past the rate."""
    return count_key(rule=rule, key=key or client_address(request))


def count_key(*, rule: str, key: str) -> Usage | None:
    """The same for rooms, which know an account or an address but no request."""
    terms = RULES[rule]
    if settings.LIMITS_OFF_ON_LOOPBACK and is_loopback(key):
        return None
    try:
        usage = get_usage(None, group=terms.name, key=lambda group, request: key, rate=terms.rate, increment=True)
    except STORE_DOWN as error:
        logger.warning("rate limit counters unreachable", extra={"rule": terms.name, "error": str(error)})
        if terms.fail_open:
            return None
        raise Unavailable from error
    if usage is None:
        return None
    reset = max(1, usage["time_left"])
    result = Usage(
        rule=terms,
        limit=usage["limit"],
        remaining=max(0, usage["limit"] - usage["count"]),
        reset=reset,
        window=period_of(terms.rate),
    )
    if usage["should_limit"]:
        raise RateExceeded(result)
    return result


def count_mail(*, rule: str, email: str, address: str) -> None:
    """One letter to `email` asked for from `address`. Nobody uses up what another network may ask for."""
    count_key(rule=rule, key=f"{address} {email}")
    count_key(rule=f"{rule}_total", key=email)


def period_of(rate: str) -> int:
    """Seconds of `600/m`, `5/10m`."""
    text = rate.partition("/")[2]
    return int(text[:-1] or 1) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[text[-1]]


class LimitMiddleware:
    """Counts every API request per client and tells each answer what is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        trusted_networks(tuple(settings.TRUSTED_PROXIES))  # a wrong one stops the start, not each request

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/") or request.method == "OPTIONS":
            return self.get_response(request)
        from iluminacasa.problems import problem_response

        try:
            usage = count(request, rule="api")
        except (RateExceeded, Unavailable) as error:
            response = problem_response(request, error)
            usage = error.usage if isinstance(error, RateExceeded) else None
        else:
            response = self.get_response(request)
        if usage is not None:
            for name, value in usage.headers().items():
                response.headers.setdefault(name, value)
        return response
