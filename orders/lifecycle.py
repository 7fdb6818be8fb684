"""Every change of an order's state. Nothing else writes `Order.status`.

Each verb takes the order's row, checks the table, changes it, writes one OrderEvent and enqueues the customer's
e-mail, all in one transaction; of two at once, the second finds the state changed and is refused.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from cart import coupons
from catalog import publication, stock
from iluminacasa.errors import Conflict, Invalid
from orders.models import Order, OrderEvent, Payment, Shipment

S = Order.Status
WITHDRAWAL_DAYS = 7  # calendar days after receipt: CDC art. 49

# verb: (from these, to this)
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "pay": (frozenset({S.PENDING}), S.PAID),
    "pay_short": (frozenset({S.PENDING, S.CANCELED}), S.SHORT),
    "revive": (frozenset({S.CANCELED}), S.PAID),
    "supply": (frozenset({S.SHORT}), S.PAID),
    "pick": (frozenset({S.PAID}), S.PICKING),
    "ship": (frozenset({S.PAID, S.PICKING}), S.SHIPPED),
    "ready": (frozenset({S.PAID, S.PICKING}), S.READY),
    "deliver": (frozenset({S.SHIPPED, S.READY}), S.DELIVERED),
    "cancel": (frozenset({S.PENDING, S.PAID, S.PICKING, S.READY, S.SHORT}), S.CANCELED),
    "expire": (frozenset({S.PENDING}), S.CANCELED),
    "request_withdrawal": (frozenset({S.SHIPPED, S.DELIVERED}), S.WITHDRAWAL),
    "receive_return": (frozenset({S.WITHDRAWAL}), S.RETURNED),
    "refuse_withdrawal": (frozenset({S.WITHDRAWAL}), S.DELIVERED),
}
HOLDS_STOCK = frozenset({S.PENDING, S.PAID, S.PICKING, S.READY})
MOMENTS = {S.PAID: "paid_at", S.SHIPPED: "shipped_at", S.DELIVERED: "delivered_at", S.CANCELED: "canceled_at"}


class WrongState(Conflict):
    code = "illegal_transition"
    title = "Não é mais possível"
    default_message = "A situação do pedido mudou e isso não é mais possível."


class WithdrawalOver(Conflict):
    code = "withdrawal_over"
    title = "Prazo encerrado"
    default_message = f"O prazo de {WITHDRAWAL_DAYS} dias corridos para desistir da compra terminou."


def allows(order: Order, verb: str) -> bool:
    return order.status in TRANSITIONS[verb][0]


def _change(
    order: Order, verb: str, *, at: datetime, by: User | None, message: str = "", data: dict[str, Any] | None = None
) -> str:
    """Move the row if the table allows it from the state it is in now; returns the state it left."""
    allowed, target = TRANSITIONS[verb]
    fresh = Order.objects.select_for_update().get(pk=order.pk)
    if fresh.status not in allowed:
        raise WrongState(data={"status": fresh.status, "wanted": verb})
    left = fresh.status
    changes: dict[str, Any] = {"status": target}
    if (moment := MOMENTS.get(S(target))) is not None:
        changes[moment] = at
    Order.objects.filter(pk=order.pk).update(**changes)
    note(order, verb, at=at, by=by, message=message, data=data, from_status=left, to_status=target)
    order.refresh_from_db()
    return left


def note(
    order: Order, kind: str, *, at: datetime, by: User | None = None, message: str = "",
    data: dict[str, Any] | None = None, from_status: str = "", to_status: str = "", is_public: bool = True,
) -> OrderEvent:  # fmt: skip
    """Write down that something happened, without changing anything else."""
    from orders.tasks import tell_customer

    event = OrderEvent.objects.create(
        order=order, kind=kind, from_status=from_status, to_status=to_status, actor=by, message=message,
        data=data or {}, is_public=is_public, at=at,
    )  # fmt: skip
    if is_public:
        tell_customer.enqueue(event.pk)
    return event


# --- Verbs ---------------------------------------------------------------------------------------
@transaction.atomic
def pay(*, order: Order, at: datetime, by: User | None = None, message: str = "") -> None:
    """The money is there and the goods are set aside."""
    _change(order, "pay", at=at, by=by, message=message)


@transaction.atomic
def pay_late(*, order: Order, at: datetime, by: User | None = None) -> bool:
    """Money for an order that was already cancelled: take the goods again, or flag it; never drop it.

    True when the order lives again, False when there is not enough stock and staff must decide.
    """
    try:
        with transaction.atomic():
            _take_again(order, at)
            _change(order, "revive", at=at, by=by, message="Pagamento recebido depois do prazo.")
    except stock.OutOfStock as shortage:
        _change(order, "pay_short", at=at, by=by, message="Pago, mas sem estoque.", data=shortage.data)
        return False
    return True


@transaction.atomic
def supply(*, order: Order, at: datetime, by: User | None) -> None:
    """Goods arrived for an order that was paid without stock."""
    _take_again(order, at)
    _change(order, "supply", at=at, by=by)


@transaction.atomic
def pick(*, order: Order, at: datetime, by: User | None) -> None:
    _change(order, "pick", at=at, by=by)


@transaction.atomic
def ship(
    *, order: Order, carrier: str, tracking_code: str, tracking_url: str = "", at: datetime, by: User | None
) -> Shipment:
    """Hand the parcel over; the customer is told after commit."""
    _change(order, "ship", at=at, by=by, data={"carrier": carrier, "tracking_code": tracking_code})
    return Shipment.objects.create(
        order=order, carrier=carrier, tracking_code=tracking_code, tracking_url=tracking_url, shipped_at=at
    )


@transaction.atomic
def ready(*, order: Order, at: datetime, by: User | None) -> None:
    """Waiting at the counter."""
    if not order.is_pickup:
        raise WrongState("Este pedido será enviado, não retirado.", data={"status": order.status, "wanted": "ready"})
    _change(order, "ready", at=at, by=by)


@transaction.atomic
def deliver(*, order: Order, at: datetime, by: User | None = None) -> None:
    _change(order, "deliver", at=at, by=by)
    Shipment.objects.filter(order=order, delivered_at__isnull=True).update(delivered_at=at)


@transaction.atomic
def cancel(*, order: Order, at: datetime, by: User | None = None, reason: str = "", restock: bool = True) -> None:
    """Give up before it left: goods and coupon go back once; money is given back by `payments.refund`."""
    left = _change(order, "cancel", at=at, by=by, message=reason[:500])
    _release(order, at, goods=restock and left in HOLDS_STOCK)


@transaction.atomic
def expire(*, order: Order, at: datetime) -> bool:
    """Cancel an order nobody paid in time; False when it is not (or no longer) due."""
    fresh = Order.objects.select_for_update().get(pk=order.pk)
    if fresh.status != S.PENDING or fresh.expires_at is None or fresh.expires_at > at:
        return False
    _change(order, "expire", at=at, by=None, message="O prazo de pagamento terminou.")
    Payment.objects.filter(order=order, status=Payment.Status.PENDING).update(status=Payment.Status.EXPIRED)
    _release(order, at, goods=True)
    return True


@transaction.atomic
def request_withdrawal(*, order: Order, reason: str = "", at: datetime, by: User | None = None) -> OrderEvent:
    """Change of mind within seven days of receipt, without a reason (CDC art. 49); open while not yet received."""
    if order.delivered_at is not None and at >= withdrawal_ends(order.delivered_at):
        raise WithdrawalOver
    _change(order, "request_withdrawal", at=at, by=by, message=reason[:500])
    return OrderEvent.objects.filter(order=order, kind="request_withdrawal").latest("id")


def withdrawal_ends(delivered_at: datetime) -> datetime:
    """The end of the seventh calendar day after the day of receipt, in shop time."""
    from iluminacasa.brazil import SHOP_ZONE

    day = delivered_at.astimezone(SHOP_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=WITHDRAWAL_DAYS + 1)


@transaction.atomic
def receive_return(*, order: Order, restock: dict[int, int], at: datetime, by: User | None) -> None:
    """The goods are back; `restock` says how many units of which line may be sold again."""
    _change(order, "receive_return", at=at, by=by)
    restock_lines(order=order, quantities=restock, at=at, by=by)


@transaction.atomic
def restock_lines(*, order: Order, quantities: dict[int, int], at: datetime, by: User | None) -> None:
    """Put units of lines back on the shelf, never more than were bought."""
    back: dict[int, int] = {}
    for line in order.lines.select_for_update().filter(pk__in=quantities):
        quantity = quantities[line.pk]
        if quantity < 0 or line.restocked_quantity + quantity > line.quantity:
            raise Invalid("Não dá para devolver ao estoque mais do que foi comprado.", field="quantity")
        line.restocked_quantity += quantity
        line.save(update_fields=["restocked_quantity"])
        if line.product_id and quantity:
            back[line.product_id] = back.get(line.product_id, 0) + quantity
    _give_back(order, back, at, by)


# --- Goods ---------------------------------------------------------------------------------------
def _quantities(order: Order) -> dict[int, int]:
    wanted: dict[int, int] = {}
    for line in order.lines.all():
        if line.product_id:
            wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity - line.restocked_quantity
    return wanted


def _take_again(order: Order, at: datetime) -> None:
    wanted = {line.product_id: line.quantity for line in order.lines.all() if line.product_id}
    changed = stock.take(quantities=wanted, cause=stock.Cause.SALE, reference=order.number, at=at)
    order.lines.update(restocked_quantity=0)
    if changed:
        publication.refresh(product_ids=changed, at=at)


def _give_back(order: Order, quantities: dict[int, int], at: datetime, by: User | None) -> None:
    positive = {product_id: quantity for product_id, quantity in quantities.items() if quantity > 0}
    changed = stock.give_back(quantities=positive, cause=stock.Cause.RETURN, reference=order.number, at=at, actor=by)
    if changed:
        publication.refresh(product_ids=changed, at=at)


def _release(order: Order, at: datetime, *, goods: bool) -> None:
    if goods:
        quantities = _quantities(order)
        for line in order.lines.all():
            order.lines.filter(pk=line.pk).update(restocked_quantity=line.quantity)
        _give_back(order, quantities, at, None)
    coupons.release(order_number=order.number, at=at)
