"""What must hold of orders, payments and coupons at any moment, asked of the rows themselves. Nothing here repairs."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from cart.models import Coupon, CouponUse
from catalog import audit as catalogue
from catalog.audit import Violation
from catalog.models import StockMove
from orders.models import IdempotencyKey, Order, OrderLine, Payment, Refund

ZERO = Decimal("0.00")
S = Order.Status
PAID_STATES = (S.PAID, S.SHIPPED, S.DELIVERED, S.WITHDRAWAL, S.RETURNED, S.SHORT)


def violations(*, at: datetime) -> Iterator[Violation]:
    """Every broken rule of the whole shop."""
    yield from catalogue.violations(at=at)
    yield from orders_without_lines()
    yield from sums_that_differ()
    yield from goods_that_differ()
    yield from coupons_that_differ()
    yield from payments_astray()
    yield from exact_money_aside()
    yield from orders_paid_without_money()
    yield from refunds_too_high()
    yield from refunds_that_differ()
    yield from money_kept()
    yield from keys_without_orders()


def orders_without_lines() -> Iterator[Violation]:
    for number in Order.objects.filter(lines__isnull=True).order_by("pk").values_list("number", flat=True):
        yield Violation("order_has_lines", f"Order {number}", "no line")


def sums_that_differ() -> Iterator[Violation]:
    """Order total = lines - discounts + freight, and each part is the sum of the lines' own."""
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    for line in OrderLine.objects.order_by("pk"):
        lines[line.order_id].append(line)
        if line.total != line.unit_price * line.quantity - line.discount:
            yield Violation("line_adds_up", f"OrderLine {line.pk}", f"total {line.total}")
    for order in Order.objects.order_by("pk"):
        own = lines.get(order.pk)
        if own is None:
            continue
        goods = sum((line.unit_price * line.quantity for line in own), ZERO)
        discounts = sum((line.discount for line in own), ZERO)
        due = sum((line.total for line in own), ZERO) + order.freight_total
        said = order.trace.get("total", f"{due:.2f}")
        if order.discount_total and not order.coupon_code:
            yield Violation("discount_has_coupon", f"Order {order.number}", f"discount {order.discount_total}")
        if order.pix_discount_total and order.payment_method != Order.Method.PIX:
            yield Violation("pix_price_is_for_pix", f"Order {order.number}", order.payment_method)
        agreed = (order.lines_total, order.discount_total + order.pix_discount_total, order.total, Decimal(said))
        if agreed != (goods, discounts, due, due):
            detail = f"total {order.total}, lines and freight {due}, agreed {said}"
            yield Violation("order_adds_up", f"Order {order.number}", detail)


def goods_that_differ() -> Iterator[Violation]:
    """What an order took and gave back in the stock's ledger is what its lines hold."""
    moved: dict[tuple[str, int], int] = {}
    sales = StockMove.objects.filter(cause__in=(StockMove.Cause.SALE, StockMove.Cause.RETURN)).exclude(reference="")
    for number, product, delta in sales.order_by().values_list("reference", "product_id").annotate(sum=Sum("delta")):
        moved[number, product] = delta
    held: dict[tuple[str, int], int] = defaultdict(int)
    for line in OrderLine.objects.filter(product__isnull=False).select_related("order").order_by("pk"):
        held[line.order.number, line.product_id or 0] += line.quantity - line.restocked_quantity
    for (number, product), units in held.items():
        if moved.get((number, product), 0) != -units:
            detail = f"product {product}: holds {units}, moved {moved.get((number, product), 0)}"
            yield Violation("order_holds_its_goods", f"Order {number}", detail)


def coupons_that_differ() -> Iterator[Violation]:
    """A coupon was used as often as it says, and each use is one order's."""
    open_uses = Count("uses", filter=Q(uses__released_at__isnull=True))
    for coupon in Coupon.objects.annotate(open_uses=open_uses).order_by("pk"):
        if coupon.used_count != coupon.open_uses:
            detail = f"counts {coupon.used_count}, {coupon.open_uses} uses"
            yield Violation("coupon_counts_its_uses", f"Coupon {coupon.code}", detail)
    orders = dict(Order.objects.exclude(coupon_code="").values_list("number", "coupon_code"))
    canceled = set(Order.objects.filter(status=S.CANCELED).exclude(coupon_code="").values_list("number", flat=True))
    used: set[str] = set()
    for use in CouponUse.objects.select_related("coupon").order_by("pk"):
        used.add(use.order_number)
        if orders.get(use.order_number) != use.coupon.code:
            yield Violation("coupon_use_has_order", f"CouponUse {use.pk}", f"order {use.order_number}")
        elif use.released_at is None and use.order_number in canceled:
            yield Violation("coupon_use_given_back", f"CouponUse {use.pk}", f"order {use.order_number} is cancelled")
    for number in orders.keys() - used:
        yield Violation("order_coupon_has_use", f"Order {number}", f"coupon {orders[number]}")


def payments_astray() -> Iterator[Violation]:
    """Every order has a payment, each payment one order and its whole total; a confirmed one received just that."""
    for number in Order.objects.filter(payments__isnull=True).order_by("pk").values_list("number", flat=True):
        yield Violation("order_has_payment", f"Order {number}", "nothing says how it is to be paid")
    for pk in Payment.objects.exclude(order_id__in=Order.objects.values("pk")).values_list("pk", flat=True):
        yield Violation("payment_has_order", f"Payment {pk}", "its order does not exist")
    for payment in Payment.objects.select_related("order").order_by("pk"):
        if payment.amount != payment.order.total:
            detail = f"amount {payment.amount}, order {payment.order.number} {payment.order.total}"
            yield Violation("payment_is_the_total", f"Payment {payment.pk}", detail)
        if payment.txid and not payment.txid.startswith(payment.order.number):
            yield Violation("payment_code_is_its_orders", f"Payment {payment.pk}", f"{payment.txid}")
        if (payment.status == Payment.Status.CONFIRMED) != (payment.confirmed_at is not None):
            yield Violation("payment_has_its_moment", f"Payment {payment.pk}", f"{payment.status}")
        if payment.status == Payment.Status.CONFIRMED and payment.paid_amount != payment.amount:
            detail = f"amount {payment.amount}, received {payment.paid_amount}"
            yield Violation("payment_received_in_full", f"Payment {payment.pk}", detail)


def exact_money_aside() -> Iterator[Violation]:
    """The whole sum never waits in quarantine while its order has no payment."""
    paid = Payment.objects.filter(status=Payment.Status.CONFIRMED).values("order_id")
    aside = Payment.objects.undecided().filter(paid_amount=F("amount")).exclude(order_id__in=paid)
    for payment in aside.select_related("order").order_by("pk"):
        detail = f"{payment.paid_amount} for order {payment.order.number}, which nobody paid"
        yield Violation("exact_money_is_taken", f"Payment {payment.pk}", detail)


def orders_paid_without_money() -> Iterator[Violation]:
    has_money = Payment.objects.filter(status=Payment.Status.CONFIRMED).values("order_id")
    says_paid = Q(status__in=PAID_STATES) | Q(paid_at__isnull=False)
    for order in Order.objects.filter(says_paid).exclude(pk__in=has_money).order_by("pk"):
        yield Violation("paid_order_has_payment", f"Order {order.number}", f"{order.status} without confirmed payment")
    unpaid = Order.objects.filter(payments__status=Payment.Status.CONFIRMED, paid_at__isnull=True)
    for order in unpaid.exclude(status=S.CANCELED).order_by("pk"):
        yield Violation("paid_order_says_so", f"Order {order.number}", f"{order.status} with a confirmed payment")


def refunds_too_high() -> Iterator[Violation]:
    promised = Sum("refunds__amount", filter=~Q(refunds__status=Refund.Status.FAILED))
    for payment in Payment.objects.annotate(promised=promised).filter(promised__gt=0).order_by("pk"):
        if payment.promised > (payment.paid_amount or ZERO):
            detail = f"{payment.promised} of {payment.paid_amount}"
            yield Violation("refunds_within_payment", f"Payment {payment.pk}", detail)


def refunds_that_differ() -> Iterator[Violation]:
    """Units given back are those of the refunds; freight goes back once; what is done says when."""
    units: dict[int, int] = defaultdict(int)
    freight: set[int] = set()
    for refund in Refund.objects.exclude(status=Refund.Status.FAILED).select_related("payment").order_by("pk"):
        for part in refund.lines:
            units[part["line"]] += part["quantity"]
        if refund.includes_freight and refund.payment_id in freight:
            yield Violation("freight_goes_back_once", f"Refund {refund.pk}", f"payment {refund.payment_id}")
        if refund.includes_freight:
            freight.add(refund.payment_id)
        if (refund.status == Refund.Status.DONE) != (refund.done_at is not None):
            yield Violation("refund_has_its_moment", f"Refund {refund.pk}", refund.status)
    counted = dict(OrderLine.objects.filter(refunded_quantity__gt=0).values_list("pk", "refunded_quantity"))
    for pk in sorted(units.keys() | counted.keys()):
        if units.get(pk, 0) != counted.get(pk, 0):
            detail = f"counts {counted.get(pk, 0)}, refunds name {units.get(pk, 0)}"
            yield Violation("line_counts_its_refunds", f"OrderLine {pk}", detail)


def money_kept() -> Iterator[Violation]:
    """Whoever gets nothing pays nothing: all money of cancelled and returned orders is given back or promised."""
    promised = Sum("refunds__amount", filter=~Q(refunds__status=Refund.Status.FAILED))
    over = Payment.objects.filter(status=Payment.Status.CONFIRMED, order__status__in=(S.CANCELED, S.RETURNED))
    for payment in over.select_related("order").annotate(promised=promised).order_by("pk"):
        if (payment.promised or ZERO) < (payment.paid_amount or ZERO):
            order = payment.order
            detail = f"order {order.number} is {order.status}, {payment.promised} of {payment.paid_amount} went back"
            yield Violation("money_goes_back", f"Payment {payment.pk}", detail)


def keys_without_orders() -> Iterator[Violation]:
    for key in IdempotencyKey.objects.filter(order__isnull=True).order_by("pk"):
        yield Violation("key_has_order", f"IdempotencyKey {key.pk}", key.owner)
