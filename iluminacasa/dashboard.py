"""The first page of a working day: each block asks its room, and only for who may see the answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from catalog.models import Product, SearchMiss, SyncRun
from iluminacasa import charts, failed_jobs
from iluminacasa.money import brl, grouped
from orders import reports, workload
from orders.payments import giving_back

ROWS = 5  # of each list: enough to begin with, the rest is one click away
REPORTS, ORDERS, PRODUCTS = "orders.view_reports", "orders.view_order", "catalog.view_product"
URGENT, WAITS, CALM = "urgent", "waits", "calm"


# --- What waits for somebody ---------------------------------------------------------------------
@dataclass(frozen=True)
class Kind:
    """One kind of work: how it is called, where it is done, and how loudly it is said when there is some."""

    name: str
    label: str
    permission: str
    page: str
    query: str = ""
    tone: str = WAITS


ORDER_LIST = "admin:orders_order_changelist"
STOCK_LIST = "admin:catalog_product_changelist"
KINDS = (
    Kind("to_pick", "Pedidos a separar", ORDERS, ORDER_LIST, "aba=separar"),
    Kind("short", "Pagos sem estoque", ORDERS, ORDER_LIST, "aba=sem-estoque", URGENT),
    Kind("withdrawals", "Devoluções a responder", ORDERS, ORDER_LIST, "aba=devolucoes", URGENT),
    Kind("ready", "Prontos para retirada", ORDERS, ORDER_LIST, "aba=retirada", CALM),
    Kind("pix_waiting", "Pix aguardando", ORDERS, ORDER_LIST, "aba=aguardando&payment_method__exact=pix", CALM),
    Kind("refunds", "Reembolsos a fazer", "orders.view_refund", "admin:orders_refund_changelist",
         "status__exact=requested"),
    Kind("aside", "Pagamentos em análise", "orders.view_payment", "admin:orders_payment_changelist",
         "status__exact=quarantined", URGENT),
    Kind("reviews", "Avaliações a moderar", "catalog.view_review", "admin:catalog_review_changelist",
         "state__exact=pending"),
    Kind("low_stock", "Produtos com estoque baixo", PRODUCTS, STOCK_LIST, "is_published__exact=1&estoque=baixo"),
    Kind("sold_out", "Produtos esgotados", PRODUCTS, STOCK_LIST, "is_published__exact=1&estoque=esgotado", CALM),
)  # fmt: skip


@dataclass(frozen=True)
class Tile:
    label: str
    amount: str
    url: str
    tone: str
    note: str = ""


def tiles(kinds: Iterable[Kind], amounts: dict[str, int]) -> list[Tile]:
    return [tile(kind, amounts) for kind in kinds]


def tile(kind: Kind, amounts: dict[str, int]) -> Tile:
    amount = amounts[kind.name]
    note = ""
    if kind.name == "pix_waiting" and (ending := amounts["pix_ending"]):
        note = f"{ending} {'vence' if ending == 1 else 'vencem'} em até 1 hora"
    url = reverse(kind.page) + (f"?{kind.query}" if kind.query else "")
    tone = URGENT if note else kind.tone
    return Tile(kind.label, grouped(amount), url, tone if amount else "", note)


# --- Sales ---------------------------------------------------------------------------------------
SPAN_WORDS = {1: ("Hoje", "ontem até esta hora"), 7: ("7 dias", "os 7 dias antes"), 30: ("30 dias", "os 30 dias antes")}


@dataclass(frozen=True)
class Sales:
    label: str
    gross: str
    orders: str
    ticket: str
    refunds: str
    change: str  # "12,5 % a mais que os 7 dias antes"
    direction: str  # up, down, even


def sales(window: reports.Window, *, before: str = "") -> Sales:
    """`before`: the words for the time it is compared with, where the window does not end now."""
    label, usual = SPAN_WORDS[window.days]
    before = before or usual
    change = window.change
    if change is None:
        words, direction = f"sem vendas para comparar com {before}", "even"
    elif change == 0:
        words, direction = f"igual a {before}", "even"
    else:
        direction = "up" if change > 0 else "down"
        words = f"{tenths(abs(change))} % {'a mais' if change > 0 else 'a menos'} que {before}"
    orders = f"{grouped(window.orders)} {'pedido pago' if window.orders == 1 else 'pedidos pagos'}"
    refunds = brl(window.refunds) if window.refunds else ""
    return Sales(label, brl(window.gross), orders, brl(window.ticket), refunds, words, direction)


def tenths(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def month(days: Sequence[reports.Day]) -> charts.Columns:
    return charts.columns(
        [charts.Point(f"{each.day:%d/%m}", each.gross, brl(each.gross), each.gross_before) for each in days]
    )


# --- Lists ---------------------------------------------------------------------------------------
def running_low() -> list[Product]:
    """Those with the fewest units left; what is sold out has a number and a list of its own."""
    left = workload.running_low().filter(stock__gt=0).order_by("stock", "pk")
    return list(left.only("title", "sku", "stock", "low_stock_threshold")[:ROWS])


def unfound() -> QuerySet[SearchMiss]:
    return SearchMiss.objects.order_by("-count", "-last_at")[:ROWS]


def last_run() -> SyncRun | None:
    return SyncRun.objects.order_by("-started_at", "-pk").first()


# --- The page ------------------------------------------------------------------------------------
BLOCKS: dict[str, tuple[str, Callable[[datetime], Any]]] = {
    "best_sellers": (PRODUCTS, lambda at: reports.best_sellers(at=at, limit=ROWS)),
    "running_low": (PRODUCTS, lambda at: running_low()),
    "unfound": ("catalog.view_searchmiss", lambda at: list(unfound())),
    "failed_jobs": (failed_jobs.SEE, lambda at: failed_jobs.latest(ROWS)),
}


def page(*, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """What the template prints; a block this person may not see is not there at all, and not asked for."""
    user = request.user
    kinds = [kind for kind in KINDS if user.has_perm(kind.permission)]
    asked = {kind.name for kind in kinds if kind.name in workload.KINDS}
    sees_sales = user.has_perm(REPORTS)
    asked |= {"pix_ending"} if "pix_waiting" in asked else set()
    asked |= {"carts", "carts_ordered"} if sees_sales else set()
    amounts = workload.count(sorted(asked), at=at)
    if any(kind.name == "aside" for kind in kinds):
        amounts["aside"] = giving_back.held_aside()
    found: dict[str, Any] = {"tiles": tiles(kinds, amounts)}
    found |= {name: ask(at) for name, (permission, ask) in BLOCKS.items() if user.has_perm(permission)}
    if user.has_perm("catalog.view_syncrun"):
        found |= {"sees_sync": True, "run": last_run()}
    return found | (sales_part(amounts, at) if sees_sales else {})


def sales_part(amounts: dict[str, int], at: datetime) -> dict[str, Any]:
    beat = reports.pulse(at=at)
    share = reports.conversion(begun=amounts["carts"], ordered=amounts["carts_ordered"])
    return {
        "sales": [sales(window) for window in beat.windows],
        "chart": month(beat.days),
        "days": [(each.day, each.orders, brl(each.gross), brl(each.gross_before)) for each in reversed(beat.days)],
        "carts": amounts["carts"],
        "carts_ordered": amounts["carts_ordered"],
        "conversion": tenths(share) if share is not None else "",
    }
