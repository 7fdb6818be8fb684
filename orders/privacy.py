"""What the orders hold of a person, and what of it outlives the person.

The tax office wants the paid ones for five years: lines, amounts, name, document and address (LGPD art. 16, I). All
else goes: e-mail, telephone, notes, what payment providers wrote. An order nobody paid keeps no name at all.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.holdings import Chapter, Section, section
from accounts.models import User
from cart.models import Cart, CouponUse
from iluminacasa import dates, languages
from orders import lifecycle
from orders.models import (
    CheckoutDraft,
    CustomerNote,
    IdempotencyKey,
    Order,
    OrderEvent,
    OrderLine,
    Payment,
    PaymentNotice,
    Refund,
    Shipment,
)

S = Order.Status
FISCAL = timedelta(days=5 * 366)  # CTN art. 173 and 174: five years, counted from the year after
NAMELESS = "Pessoa removida"
BLANK = {
    "recipient": "", "postal_code": "", "street": "", "street_number": "", "complement": "", "district": "",
    "city": "", "state": "", "reference": "", "document": "", "name": NAMELESS,
}  # fmt: skip
UNDER_WAY = (S.PENDING, S.PAID, S.PICKING, S.SHIPPED, S.READY, S.WITHDRAWAL, S.SHORT)
OWN_WORDS = ("cancel", "request_withdrawal", "placed", "staff_note")  # events whose message is by or of the customer


def of(user: User) -> "QuerySet[Order]":
    """A person's own, and those of guests under the same, proven address."""
    own = Q(user=user)
    if user.is_verified:
        own |= Q(user__isnull=True, email=user.email)
    return Order.objects.filter(own).order_by("placed_at", "pk")


def claim(user: User) -> None:
    """Orders from before the account, or without signing in, join it."""
    found = list(Order.objects.filter(user__isnull=True, email=user.email).values_list("pk", flat=True))
    Order.objects.filter(pk__in=found, user__isnull=True).update(user=user)
    for order in Order.objects.filter(pk__in=found, user=user, delivered_at__isnull=False):
        lifecycle.prove_receipt(order)


# --- Handing out ---------------------------------------------------------------------------------
def export(user: User) -> list[Section]:
    orders = of(user)
    mine = orders.order_by().values("pk")
    drafts = CheckoutDraft.objects.filter(cart__user=user).order_by("pk")
    return [
        section("checkouts", _("Compra em andamento"), drafts, "buyer", "delivery"),
        section(
            "orders", _("Pedidos"), orders, "number", "status", "email", "name", "phone", "document", "recipient",
            "postal_code", "street", "street_number", "complement", "district", "city", "state", "reference",
            "is_pickup", "payment_method", "installments", "freight_name", "promised_on", "lines_total",
            "discount_total", "pix_discount_total", "freight_total", "total", "coupon_code", "terms_version",
            "privacy_version", "language", "note", "invoice_key", "placed_at", "paid_at", "shipped_at", "delivered_at",
            "canceled_at",
        ),
        section(
            "staff_notes", _("Anotações da equipe"),
            CustomerNote.objects.filter(user=user).order_by("pk"), "text", "at",
        ),
        section(
            "order_lines", _("Itens dos pedidos"),
            OrderLine.objects.filter(order__in=mine).order_by("order_id", "position"), "sku", "title",
            "quantity", "list_price", "unit_price", "discount", "total", order="order__number",
        ),
        section(
            "order_events", _("Andamento dos pedidos"),
            OrderEvent.objects.filter(order__in=mine, is_public=True).order_by("pk"), "kind", "message", "at",
            order="order__number",
        ),
        section(
            "payments", _("Pagamentos"), Payment.objects.filter(order__in=mine).order_by("pk"), "method", "status",
            "amount", "paid_amount", "txid", "created_at", "confirmed_at", order="order__number",
        ),
        section(
            "refunds", _("Reembolsos"), Refund.objects.filter(payment__order__in=mine).order_by("pk"), "amount",
            "reason", "status", "requested_at", "done_at", order="payment__order__number",
        ),
        section(
            "shipments", _("Envios"), Shipment.objects.filter(order__in=mine).order_by("pk"), "carrier",
            "tracking_code", "shipped_at", "delivered_at", order="order__number",
        ),
    ]  # fmt: skip


# --- Taking away ---------------------------------------------------------------------------------
def waits_for(user: User, at: datetime) -> list[str]:
    """Nothing is taken away while an order is under way or its return may still be asked for."""
    orders = of(user)
    reasons = [
        _("Pedido {number}: {status}").format(number=each.number, status=each.get_status_display())
        for each in orders.filter(status__in=UNDER_WAY)
    ]
    for order in orders.filter(status=S.DELIVERED, delivered_at__isnull=False):
        if order.delivered_at and (ends := lifecycle.withdrawal_ends(order.delivered_at)) > at:
            last_day = dates.day(ends - timedelta(days=1))
            reasons.append(_("Pedido {number}: pode ser devolvido até {day}").format(number=order.number, day=last_day))
    refunds = Refund.objects.filter(payment__order__in=orders.order_by().values("pk"), status=Refund.Status.REQUESTED)
    numbers = refunds.order_by("pk").values_list("payment__order__number", flat=True)
    return reasons + [_("Pedido {number}: reembolso em andamento").format(number=number) for number in numbers]


def erase(user: User, at: datetime) -> None:
    orders = list(of(user))
    ids, numbers = [order.pk for order in orders], [order.number for order in orders]
    unpaid = [order.pk for order in orders if order.paid_at is None]
    payments = Payment.objects.filter(order__in=ids)
    PaymentNotice.objects.filter(payment__in=payments).update(body={})
    payments.update(instructions={})
    Refund.objects.filter(payment__in=payments).update(reason="")
    OrderEvent.objects.filter(order__in=ids, kind__in=OWN_WORDS).update(message="")
    CouponUse.objects.filter(order_number__in=numbers).update(email="", document="", user=None)
    IdempotencyKey.objects.filter(Q(owner=f"user:{user.pk}") | Q(order__in=ids)).delete()
    Cart.objects.filter(order__in=ids).delete()
    Order.objects.filter(pk__in=ids).update(
        user=None, email="", phone="", note="", reference="", language=languages.PORTUGUESE
    )
    Order.objects.filter(pk__in=unpaid).update(**BLANK)


def drop_fiscal_remainders(*, at: datetime) -> int:
    """Five years later nothing of an erased person is wanted any more; returns how many orders lost their name."""
    old = Order.objects.filter(email="", placed_at__lt=at - FISCAL).exclude(name=NAMELESS)
    return old.update(**BLANK)


CHAPTER = Chapter("orders", export=export, erase=erase, claim=claim, waits_for=waits_for)
