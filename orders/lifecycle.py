"""Every change of an order's state. Nothing else writes `Order.status`.

Each verb takes the order's row, checks the table, changes it and writes one OrderEvent, all in one transaction; of
two at once, the second finds the state changed and is refused. Rows are always locked in the same order (order,
payments, products by id, coupon, catalogue state), so verbs, checkouts and payments never wait in a circle.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.models import User
from cart import coupons
from catalog import buyers, publication, stock
from iluminacasa.brazil import SHOP_ZONE
from iluminacasa.errors import Conflict, Invalid
from orders.models import Order, OrderEvent, Payment, Shipment

S = Order.Status
WITHDRAWAL_DAYS = 7  # calendar days after receipt: CDC art. 49
STAYS = ""
# Written down in Portuguese, told in the language of who reads it.
PAID_AFTER_CANCEL = gettext_noop("Pagamento recebido de um pedido cancelado.")
PAID_LATE = gettext_noop("Pagamento recebido depois do prazo.")

# verb: (from these, to this)
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "pay": (frozenset({S.PENDING}), S.PAID),
    "pay_at_counter": (frozenset({S.PICKING, S.READY}), STAYS),
    "pay_short": (frozenset({S.CANCELED}), S.SHORT),
    "revive": (frozenset({S.CANCELED}), S.PAID),
    "supply": (frozenset({S.SHORT}), S.PAID),
    "pick": (frozenset({S.PENDING, S.PAID}), S.PICKING),
    "ship": (frozenset({S.PAID, S.PICKING}), S.SHIPPED),
    "ready": (frozenset({S.PENDING, S.PAID, S.PICKING}), S.READY),
    "deliver": (frozenset({S.SHIPPED, S.READY}), S.DELIVERED),
    "cancel": (frozenset({S.PENDING, S.PAID, S.PICKING, S.READY, S.SHORT}), S.CANCELED),
    "expire": (frozenset({S.PENDING, S.PICKING, S.READY}), S.CANCELED),
    "request_withdrawal": (frozenset({S.SHIPPED, S.DELIVERED}), S.WITHDRAWAL),
    "receive_return": (frozenset({S.WITHDRAWAL}), S.RETURNED),
    "refuse_withdrawal": (frozenset({S.WITHDRAWAL}), S.DELIVERED),
}
UNPAID = frozenset({"pick", "ready"})  # from PENDING only when the customer pays at the counter
HOLDS_STOCK = frozenset({S.PENDING, S.PAID, S.PICKING, S.READY})
MOMENTS = {S.SHIPPED: "shipped_at", S.DELIVERED: "delivered_at", S.CANCELED: "canceled_at"}
PAYS = frozenset({"pay", "pay_at_counter", "pay_short", "revive"})


class WrongState(Conflict):
    code = "illegal_transition"
    title = gettext_lazy("Não é mais possível")
    default_message = gettext_lazy("A situação do pedido mudou e isso não é mais possível.")


class WithdrawalOver(Conflict):
    code = "withdrawal_over"
    title = gettext_lazy("Prazo encerrado")
    default_message = format_lazy(
        gettext_lazy("O prazo de {days} dias corridos para desistir da compra terminou."), days=WITHDRAWAL_DAYS
    )


class Late(StrEnum):
    """What became of money for an order that was already cancelled."""

    REVIVED = "revived"  # the goods were still there
    SHORT = "short"  # they were not: staff must find some or give the money back
    CANCELED = "canceled"  # somebody had given the order up: the money goes back


def allows(order: Order, verb: str) -> bool:
    """Whether the table has this change for the state the order is in (a button may be shown)."""
    if order.status not in TRANSITIONS[verb][0]:
        return False
    return verb not in UNPAID or order.status != S.PENDING or order.payment_method == Order.Method.PICKUP


def lock(order_id: int) -> Order:
    """The order as it is now; nobody else changes it until the transaction ends."""
    return Order.objects.select_for_update(no_key=True).get(pk=order_id)


def _change(
    order: Order, verb: str, *, at: datetime, by: User | None, message: str = "", data: dict[str, Any] | None = None
) -> str:
    """Move the row if the table allows it from the state it is in now; returns the state it left."""
    fresh = lock(order.pk)
    if not allows(fresh, verb):
        raise WrongState(data={"status": fresh.status, "wanted": verb})
    left = fresh.status
    target = TRANSITIONS[verb][1] or left
    changes: dict[str, Any] = {"status": target}
    if (moment := MOMENTS.get(S(target))) is not None and target != left:
        changes[moment] = at
    if verb in PAYS:
        changes["paid_at"] = at
    Order.objects.filter(pk=order.pk).update(**changes)
    note(order, verb, at=at, by=by, message=message, data=data, from_status=left, to_status=target)
    order.refresh_from_db()
    return left


def note(
    order: Order, kind: str, *, at: datetime, by: User | None = None, message: str = "",
    data: dict[str, Any] | None = None, from_status: str = "", to_status: str = "", is_public: bool = True,
) -> OrderEvent:  # fmt: skip
    """Write down that something happened, without changing anything else."""
    return OrderEvent.objects.create(
        order=order, kind=kind, from_status=from_status, to_status=to_status, actor=by, message=message,
        data=data or {}, is_public=is_public, at=at,
    )  # fmt: skip


# --- Money came ----------------------------------------------------------------------------------
@transaction.atomic
def pay(*, order: Order, at: datetime, by: User | None = None, message: str = "") -> None:
    """The money is there and the goods are set aside; at the counter, they may be packed already."""
    fresh = lock(order.pk)
    if fresh.paid_at is not None:
        raise WrongState(data={"status": fresh.status, "wanted": "pay"})
    verb = "pay" if fresh.status == S.PENDING else "pay_at_counter"
    _change(order, verb, at=at, by=by, message=message)


@transaction.atomic
def pay_late(*, order: Order, at: datetime, by: User | None = None) -> Late:
    """Money for a cancelled order: if only its time had run out, take the goods again or flag it; never drop it."""
    fresh = lock(order.pk)
    if fresh.status != S.CANCELED:
        raise WrongState(data={"status": fresh.status, "wanted": "pay_late"})
    if OrderEvent.objects.filter(order=order, to_status=S.CANCELED).latest("id").kind != "expire":
        note(order, "paid_after_cancel", at=at, by=by, message=PAID_AFTER_CANCEL)
        return Late.CANCELED
    try:
        with transaction.atomic():
            changed = _take_again(order, at)
            _change(order, "revive", at=at, by=by, message=PAID_LATE)
    except stock.OutOfStock as shortage:
        _change(order, "pay_short", at=at, by=by, message="Pago, mas sem estoque.", data=shortage.data)
        coupons.reclaim(order_number=order.number, at=at)
        return Late.SHORT
    coupons.reclaim(order_number=order.number, at=at)
    publication.refresh(product_ids=changed, at=at)
    return Late.REVIVED


@transaction.atomic
def supply(*, order: Order, at: datetime, by: User | None) -> None:
    """Goods arrived for an order that was paid without stock."""
    lock(order.pk)
    _change(order, "supply", at=at, by=by)
    publication.refresh(product_ids=_take_again(order, at), at=at)


# --- Goods leave ---------------------------------------------------------------------------------
@transaction.atomic
def pick(*, order: Order, at: datetime, by: User | None) -> None:
    _change(order, "pick", at=at, by=by)


@transaction.atomic
def ship(
    *, order: Order, carrier: str, tracking_code: str, tracking_url: str = "", at: datetime, by: User | None
) -> Shipment:
    """Hand the parcel over; the customer is told after commit."""
    if order.is_pickup:
        raise WrongState(_("Este pedido será retirado na loja."), data={"status": order.status, "wanted": "ship"})
    _change(order, "ship", at=at, by=by, data={"carrier": carrier, "tracking_code": tracking_code})
    return Shipment.objects.create(
        order=order, carrier=carrier, tracking_code=tracking_code, tracking_url=tracking_url, shipped_at=at
    )


@transaction.atomic
def ready(*, order: Order, at: datetime, by: User | None) -> None:
    """Waiting at the counter."""
    if not order.is_pickup:
        raise WrongState(_("Este pedido será enviado, não retirado."), data={"status": order.status, "wanted": "ready"})
    _change(order, "ready", at=at, by=by)


@transaction.atomic
def deliver(*, order: Order, at: datetime, by: User | None = None) -> None:
    """In the customer's hands; over the counter only after payment."""
    fresh = lock(order.pk)
    if allows(fresh, "deliver") and fresh.paid_at is None:
        raise WrongState(_("Receba o pagamento antes de entregar."), data={"status": fresh.status, "wanted": "deliver"})
    _change(order, "deliver", at=at, by=by)
    Shipment.objects.filter(order=order, delivered_at__isnull=True).update(delivered_at=at)
    prove_receipt(order)


def prove_receipt(order: Order) -> None:
    """Tell the catalogue who received what, so that they may review it; a guest may once there is an account."""
    if order.user_id is not None and order.delivered_at is not None:
        products = [line.product_id for line in order.lines.all() if line.product_id is not None]
        buyers.received(user_id=order.user_id, product_ids=products, at=order.delivered_at)


# --- Giving up -----------------------------------------------------------------------------------
@transaction.atomic
def cancel(*, order: Order, at: datetime, by: User | None = None, reason: str = "", restock: bool = True) -> None:
    """Give up before it left: goods and coupon go back once; money is given back by `payments.refund`."""
    left = _change(order, "cancel", at=at, by=by, message=reason[:500])
    _close_payments(order)
    _release(order, at, goods=restock and left in HOLDS_STOCK)


@transaction.atomic
def expire(*, order: Order, at: datetime) -> bool:
    """Cancel an order nobody paid in time; False when it is not (or no longer) due.

    Money in quarantine stops the clock until a person has decided about it.
    """
    fresh = lock(order.pk)
    is_due = fresh.expires_at is not None and fresh.expires_at <= at
    if not is_due or fresh.paid_at is not None or not allows(fresh, "expire"):
        return False
    if Payment.objects.undecided().filter(order=fresh).exists():
        return False
    _change(order, "expire", at=at, by=None, message="O prazo de pagamento terminou.")
    _close_payments(order)
    _release(order, at, goods=True)
    return True


def expire_due(*, at: datetime) -> int:
    """Every order whose time has run out, one transaction each; returns how many were cancelled."""
    due = Order.objects.filter(status__in=TRANSITIONS["expire"][0], paid_at__isnull=True, expires_at__lte=at)
    held = Payment.objects.undecided().values("order_id")
    return sum(expire(order=order, at=at) for order in due.exclude(pk__in=held).order_by("pk"))


def _close_payments(order: Order) -> None:
    Payment.objects.filter(order=order, status=Payment.Status.PENDING).update(status=Payment.Status.EXPIRED)


@transaction.atomic
def request_withdrawal(*, order: Order, reason: str = "", at: datetime, by: User | None = None) -> OrderEvent:
    """Change of mind within seven days of receipt, without a reason (CDC art. 49); open while not yet received."""
    fresh = lock(order.pk)
    if fresh.delivered_at is not None and at >= withdrawal_ends(fresh.delivered_at):
        raise WithdrawalOver
    _change(order, "request_withdrawal", at=at, by=by, message=reason[:500])
    return OrderEvent.objects.filter(order=order, kind="request_withdrawal").latest("id")


def withdrawal_ends(delivered_at: datetime) -> datetime:
    """The end of the seventh calendar day after the day of receipt, in shop time."""
    day = delivered_at.astimezone(SHOP_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=WITHDRAWAL_DAYS + 1)


@transaction.atomic
def refuse_withdrawal(*, order: Order, reason: str, at: datetime, by: User | None) -> None:
    """What came back is not what was sent, or nothing came; the customer is told why."""
    fresh = lock(order.pk)
    _change(order, "refuse_withdrawal", at=at, by=by, message=reason[:500])
    if fresh.delivered_at is not None:
        Order.objects.filter(pk=order.pk).update(delivered_at=fresh.delivered_at)
        order.refresh_from_db()


@transaction.atomic
def receive_return(*, order: Order, restock: dict[int, int], at: datetime, by: User | None) -> None:
    """The goods are back; `restock` says how many units of which line may be sold again."""
    _change(order, "receive_return", at=at, by=by)
    restock_lines(order=order, quantities=restock, at=at, by=by)


@transaction.atomic
def restock_lines(*, order: Order, quantities: dict[int, int], at: datetime, by: User | None) -> None:
    """Put units of lines back on the shelf, never more than were bought."""
    lock(order.pk)
    back: dict[int, int] = {}
    for line in order.lines.filter(pk__in=quantities):
        quantity = quantities[line.pk]
        if quantity < 0 or line.restocked_quantity + quantity > line.quantity:
            raise Invalid(_("Não dá para devolver ao estoque mais do que foi comprado."), field="quantity")
        line.restocked_quantity += quantity
        line.save(update_fields=["restocked_quantity"])
        if line.product_id and quantity:
            back[line.product_id] = back.get(line.product_id, 0) + quantity
    publication.refresh(product_ids=_give_back(order, back, at, by), at=at)


# --- Goods ---------------------------------------------------------------------------------------
def _take_again(order: Order, at: datetime) -> list[int]:
    wanted: dict[int, int] = {}
    for line in order.lines.all():
        if line.product_id is None:
            raise stock.OutOfStock(data={"line": line.title, "available": 0})
        wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
    changed = stock.take(quantities=wanted, cause=stock.Cause.SALE, reference=order.number, at=at)
    order.lines.update(restocked_quantity=0)
    return changed


def _give_back(order: Order, quantities: dict[int, int], at: datetime, by: User | None) -> list[int]:
    positive = {product_id: quantity for product_id, quantity in quantities.items() if quantity > 0}
    return stock.give_back(quantities=positive, cause=stock.Cause.RETURN, reference=order.number, at=at, actor=by)


def _release(order: Order, at: datetime, *, goods: bool) -> None:
    changed: list[int] = []
    if goods:
        back: dict[int, int] = {}
        for line in order.lines.all():
            if line.product_id:
                back[line.product_id] = back.get(line.product_id, 0) + line.quantity - line.restocked_quantity
        order.lines.update(restocked_quantity=F("quantity"))
        changed = _give_back(order, back, at, None)
    coupons.release(order_number=order.number, at=at)
    if changed:
        publication.refresh(product_ids=changed, at=at)
