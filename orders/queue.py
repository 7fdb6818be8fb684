"""Which orders wait for whom: the tabs of the desk, how old they are, and the lists people come back to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from accounts.models import User
from iluminacasa.errors import Conflict, Invalid, Missing
from orders.models import Order, Refund, SavedFilter

S = Order.Status
MAX_FILTERS = 30  # of one person
OLD = timedelta(hours=24)  # a paid order nobody has picked by then stands out
WAITS = frozenset({S.PAID, S.PICKING, S.SHORT, S.WITHDRAWAL})


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    statuses: frozenset[str] = frozenset()
    is_oldest_first: bool = False


TO_PICK, REFUNDS, ALL = "separar", "reembolsos", "todos"
TABS = {
    tab.name: tab
    for tab in (
        Tab(TO_PICK, "Pagos, a separar", frozenset({S.PAID}), is_oldest_first=True),
        Tab("separando", "Em separação", frozenset({S.PICKING}), is_oldest_first=True),
        Tab("retirada", "Prontos para retirar", frozenset({S.READY})),
        Tab("enviados", "Enviados", frozenset({S.SHIPPED})),
        Tab("aguardando", "Aguardando pagamento", frozenset({S.PENDING})),
        Tab("sem-estoque", "Pagos, sem estoque", frozenset({S.SHORT}), is_oldest_first=True),
        Tab("devolucoes", "Devoluções a responder", frozenset({S.WITHDRAWAL}), is_oldest_first=True),
        Tab(REFUNDS, "Reembolsos a fazer"),
        Tab("entregues", "Entregues", frozenset({S.DELIVERED})),
        Tab("encerrados", "Encerrados", frozenset({S.RETURNED, S.CANCELED})),
        Tab(ALL, "Todos"),
    )
}


class FilterExists(Conflict):
    code = "filter_exists"
    title = "Nome já usado"
    default_message = "Você já tem um filtro com este nome."


def in_tab(orders: "QuerySet[Order]", name: str) -> "QuerySet[Order]":
    """The orders of one tab; an unknown name is the tab of all."""
    if name == REFUNDS:
        return orders.filter(Exists(promised(OuterRef("pk"))))
    tab = TABS.get(name, TABS[ALL])
    return orders.filter(status__in=tab.statuses) if tab.statuses else orders


def promised(order: OuterRef) -> "QuerySet[Refund]":
    return Refund.objects.filter(payment__order=order, status=Refund.Status.REQUESTED)


def counts() -> Mapping[str, int]:
    """How many orders lie in each tab. One query, whatever there is."""
    waiting = Refund.objects.filter(status=Refund.Status.REQUESTED).order_by()
    orders = waiting.annotate(one=Value(1)).values("one").annotate(count=Count("payment__order", distinct=True))
    rows = list(
        Order.objects.order_by()
        .values_list("status")
        .annotate(count=Count("pk"), refunds=Subquery(orders.values("count")))
    )
    by_status = {status: count for status, count, _ in rows}
    found = {name: sum(by_status.get(each, 0) for each in tab.statuses) for name, tab in TABS.items()}
    found[REFUNDS] = next((refunds or 0 for _, _, refunds in rows), 0)
    return found | {ALL: sum(by_status.values())}


def since(order: Order) -> datetime:
    """From when on the order waits: for us from the payment, for the customer from the order itself."""
    return order.paid_at if order.paid_at is not None and order.status != S.PENDING else order.placed_at


def is_old(order: Order, *, at: datetime) -> bool:
    """Somebody waits for us for longer than a day."""
    return order.status in WAITS and since(order) <= at - OLD


def age(order: Order, *, at: datetime) -> str:
    """`5 min`, `3 h`, `12 d`."""
    minutes = max(0, int((at - since(order)).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def older_than(orders: "QuerySet[Order]", *, days: int, at: datetime) -> "QuerySet[Order]":
    edge = at - timedelta(days=days)
    return orders.filter(Q(paid_at__lte=edge) | Q(paid_at__isnull=True, placed_at__lte=edge))


def states() -> Sequence[str]:
    """The UFs orders went to."""
    found = Order.objects.exclude(state="").order_by("state").values_list("state", flat=True)
    return list(found.distinct())


# --- Lists people come back to -------------------------------------------------------------------
def filters_of(user: User, *, sees_people: bool) -> "QuerySet[SavedFilter]":
    """A person's own and those shared with everybody; what a colleague searched may be a person's name."""
    shared = Q(is_shared=True) if sees_people else Q(is_shared=True) & ~Q(query__contains="q=")
    return SavedFilter.objects.filter(Q(owner=user) | shared).order_by("name", "pk")


def keep_filter(*, owner: User, name: str, query: str, is_shared: bool, at: datetime) -> SavedFilter:
    mine = SavedFilter.objects.filter(owner=owner)
    if mine.filter(name=name).exists():
        raise FilterExists(field="name")
    if mine.count() >= MAX_FILTERS:
        raise Invalid(f"Guarde no máximo {MAX_FILTERS} filtros: apague um antes.", field="name")
    return SavedFilter.objects.create(owner=owner, name=name, query=query, is_shared=is_shared, created_at=at)


def drop_filter(*, owner: User, filter_id: int) -> None:
    """Only one's own."""
    if not SavedFilter.objects.filter(owner=owner, pk=filter_id).delete()[0]:
        raise Missing("Este filtro não existe mais.")
