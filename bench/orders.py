"""Fill a shop that has products with a year of orders, fast: for measuring, never for a shop that is open.

    DEBUG=1 DATABASE_URL=sqlite:////tmp/shop.sqlite3 python -m bench.orders 10000

Made from the number of the order like the products of `bench.seed`; sums, coupons, money and the ledger of the stock
agree, so that `audit_shop` finds nothing: what an order takes was delivered just before. Carts nobody ordered, reviews,
searches that found nothing and runs of the sync come along.
"""

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

CHUNK = 1_000
YEAR = timedelta(days=365)
STATES = ("SP", "SP", "SP", "RJ", "MG", "PR", "RS", "BA", "SC", "PE")
COUPONS = ("", "", "", "", "LUZ10", "CASA5")
PEOPLE = ("Ana Souza", "Bruno Lima", "Carla Dias", "Davi Rocha", "Elisa Prado", "Fábio Nunes", "Gabi Leal")


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iluminacasa.settings")
    import django

    django.setup()
    started = time.perf_counter()
    seed(wanted, now=datetime.now(UTC))
    print(f"{wanted} orders in {time.perf_counter() - started:.1f} s")


def seed(wanted: int, *, now: datetime) -> None:
    """Orders that are not there yet, up to `wanted`, spread over the year before `now`."""
    from catalog.models import Product
    from orders.models import Order

    goods = list(Product.objects.visible().order_by("pk")[:5_000])
    begin = Order.objects.filter(number__startswith="BN").count()
    for first in range(begin, wanted, CHUNK):
        write([Plan(number, wanted, goods, now) for number in range(first, min(first + CHUNK, wanted))])
    if begin < wanted:
        surroundings(wanted // 10, goods, now)


class Plan:
    """One order to be: what, when, how it ended."""

    def __init__(self, number: int, wanted: int, goods: list, now: datetime) -> None:
        self.dice = dice = random.Random(number)
        self.number = f"BN{number:011d}"
        self.at = now - YEAR * (1 - (number + 1) / wanted) - timedelta(minutes=dice.randrange(600))
        self.is_pickup = dice.random() < 0.15
        self.method = "pickup" if self.is_pickup else dice.choice(("pix", "pix", "card"))
        self.coupon = dice.choice(COUPONS)
        self.goods = [
            (product, dice.choice((1, 1, 1, 2, 4))) for product in dice.sample(goods, dice.choice((1, 1, 2, 3)))
        ]
        self.is_recent = now - self.at < timedelta(days=5)
        self.status = self.end()
        self.is_paid = self.status not in ("pending",) and not (self.status == "canceled" and dice.random() < 0.8)
        self.gives_back = self.status in ("canceled", "returned")
        self.has_refund = self.is_paid and (self.status in ("canceled", "returned") or dice.random() < 0.03)

    def end(self) -> str:
        if self.is_recent:
            return self.dice.choice(("pending", "paid", "paid", "picking", "shipped"))
        return self.dice.choices(("delivered", "canceled", "returned", "withdrawal_requested"), (88, 9, 2.5, 0.5))[0]

    def order(self):
        from orders.models import Order

        self.line_sums = [
            (product, quantity, self.discount(product.sale_price * quantity)) for product, quantity in self.goods
        ]
        goods = sum((product.sale_price * quantity for product, quantity, _ in self.line_sums), Decimal(0))
        off = sum((off for _, _, off in self.line_sums), Decimal(0))
        freight = Decimal(0) if self.is_pickup else Decimal(self.dice.randrange(1500, 6000)) / 100
        name = self.dice.choice(PEOPLE)
        state = "" if self.is_pickup else self.dice.choice(STATES)
        paid = self.at + timedelta(minutes=20)
        return Order(
            number=self.number, status=self.status, email=f"cliente{self.dice.randrange(4000)}@ilumina.example",
            name=name, phone="+5511912345678", document="52998224725", recipient=name, postal_code="01310100",
            street="Avenida Paulista", street_number="1000", district="Bela Vista", city="São Paulo", state=state,
            is_pickup=self.is_pickup, payment_method=self.method, freight_name="Econômico",
            freight_method="retirada" if self.is_pickup else "economico", lines_total=goods,
            discount_total=off if self.coupon else 0, pix_discount_total=0 if self.coupon else off,
            freight_total=freight, total=goods - off + freight, coupon_code=self.coupon, placed_at=self.at,
            expires_at=self.at + timedelta(hours=2), paid_at=paid if self.is_paid else None,
            delivered_at=self.at + timedelta(days=6) if self.status == "delivered" else None,
            canceled_at=self.at + timedelta(days=1) if self.status == "canceled" else None,
        )  # fmt: skip

    def discount(self, amount: Decimal) -> Decimal:
        share = Decimal("0.10") if self.coupon else Decimal("0.05") if self.method == "pix" else Decimal(0)
        return (amount * share).quantize(Decimal("0.01"))


def write(plans: list[Plan]) -> None:
    from orders.models import Order, OrderEvent, OrderLine, Payment, PaymentNotice, Refund

    orders = Order.objects.bulk_create([plan.order() for plan in plans])
    lines, payments, events = [], [], []
    for plan, order in zip(plans, orders, strict=True):
        for position, (product, quantity, off) in enumerate(plan.line_sums):
            total = product.sale_price * quantity - off
            lines.append(OrderLine(
                order=order, product=product, position=position, sku=product.sku, slug=product.slug,
                title=product.title, quantity=quantity, list_price=product.price, unit_price=product.sale_price,
                discount=off, total=total, restocked_quantity=quantity if plan.gives_back else 0,
            ))  # fmt: skip
        payments.append(Payment(
            order=order, method=plan.method, provider="fake", amount=order.total, created_at=plan.at,
            status="confirmed" if plan.is_paid else "pending", confirmed_at=order.paid_at,
            paid_amount=order.total if plan.is_paid else None, txid=f"{order.number}{plan.dice.randrange(10**6):06d}",
        ))  # fmt: skip
        events += [
            OrderEvent(order=order, kind=kind, to_status=order.status, at=plan.at + timedelta(hours=hour),
                       told_at=plan.at + timedelta(hours=hour))
            for hour, kind in enumerate(("placed", "pay", "pick", "ship"))
        ]  # fmt: skip
    OrderLine.objects.bulk_create(lines, batch_size=5_000)
    made = Payment.objects.bulk_create(payments)
    OrderEvent.objects.bulk_create(events, batch_size=5_000)
    keep_ledger(plans)
    use_coupons(plans, orders)
    PaymentNotice.objects.bulk_create([
        PaymentNotice(provider="fake", event_id=f"{pay.txid}", payment=pay, outcome="applied", received_at=plan.at)
        for plan, pay in zip(plans, made, strict=True) if plan.is_paid
    ])  # fmt: skip
    Refund.objects.bulk_create([
        Refund(payment=pay, amount=pay.amount, reason="Pedido cancelado", key=f"bench-{pay.txid}",
               includes_freight=True, requested_at=plan.at + timedelta(days=1),
               status="requested" if plan.is_recent else "done",
               done_at=None if plan.is_recent else plan.at + timedelta(days=2))
        for plan, pay in zip(plans, made, strict=True) if plan.has_refund and pay.amount
    ])  # fmt: skip


def keep_ledger(plans: list[Plan]) -> None:
    """Every order's goods were delivered, sold and, if it came to nothing, counted back: the stock is what it was."""
    from catalog.models import Product, StockMove

    cause = StockMove.Cause
    wanted = {product.pk for plan in plans for product, _ in plan.goods}
    counts = dict(Product.objects.filter(pk__in=wanted).values_list("pk", "stock"))
    moves = []
    for plan in plans:
        for product, quantity in plan.goods:
            steps = [(cause.ADJUST, quantity), (cause.SALE, -quantity)]
            if plan.gives_back:
                steps += [(cause.RETURN, quantity), (cause.ADJUST, -quantity)]
            left = counts[product.pk]
            for kind, delta in steps:
                left += delta
                reference = plan.number if kind in (cause.SALE, cause.RETURN) else "bench"
                moves.append(StockMove(product=product, delta=delta, balance=left, cause=kind, reference=reference,
                                       at=plan.at))  # fmt: skip
    StockMove.objects.bulk_create(moves, batch_size=5_000)


def use_coupons(plans: list[Plan], orders: list) -> None:
    from django.db.models import F

    from cart.models import Coupon, CouponUse

    terms = {"kind": "percent", "percentage": 10}
    coupons = {code: Coupon.objects.get_or_create(code=code, defaults=terms)[0] for code in COUPONS if code}
    used = [(plan, order) for plan, order in zip(plans, orders, strict=True) if plan.coupon]
    CouponUse.objects.bulk_create([
        CouponUse(coupon=coupons[plan.coupon], email=order.email, document=order.document, order_number=order.number,
                  used_at=plan.at, released_at=order.canceled_at)
        for plan, order in used
    ])  # fmt: skip
    for code, coupon in coupons.items():
        kept = sum(plan.coupon == code and order.canceled_at is None for plan, order in used)
        Coupon.objects.filter(pk=coupon.pk).update(used_count=F("used_count") + kept)


def surroundings(count: int, goods: list, now: datetime) -> None:
    """What stands beside orders: carts, opinions, movements, searches, runs, customers."""
    from accounts.models import User
    from cart.models import Cart, CartLine
    from catalog.models import Review, SearchMiss, SyncRun

    dice = random.Random(count)
    people = User.objects.bulk_create(
        [User(email=f"cliente{number}@ilumina.example", name=dice.choice(PEOPLE)) for number in range(count)],
        ignore_conflicts=True,
    )
    people = list(User.objects.filter(email__endswith="@ilumina.example").order_by("pk")[: len(people)])
    carts = Cart.objects.bulk_create([
        Cart(created_at=now - timedelta(days=dice.randrange(60)), ordered_at=now if dice.random() < 0.3 else None)
        for _ in range(count)
    ])  # fmt: skip
    CartLine.objects.bulk_create([
        CartLine(cart=cart, product=dice.choice(goods), quantity=1, seen_price=10) for cart in carts
    ])  # fmt: skip
    Review.objects.bulk_create([
        Review(product=goods[number % len(goods)], author=author, author_name="Ana", rating=5, text="Boa luz.",
               state="pending" if number % 20 == 0 else "approved")
        for number, author in enumerate(people)
    ])  # fmt: skip
    SearchMiss.objects.bulk_create(
        [SearchMiss(query=f"lustre {number}", count=number) for number in range(min(count, 1_500))],
        ignore_conflicts=True,
    )
    SyncRun.objects.bulk_create([
        SyncRun(source="bench", state="done", started_at=now - timedelta(hours=number), counts={"created": number})
        for number in range(200)
    ])  # fmt: skip


if __name__ == "__main__":
    main()
