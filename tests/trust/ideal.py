"""What a small shop ought to do, reckoned in whole centavos and plain Python. tests/trust/machine.py holds the real one
against it.

Every act checks first and changes afterwards; `Refused` carries the stable code the shop's own error has.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FREIGHT = 2000
PAY_WITHIN = timedelta(minutes=60)
MOST = 99  # units of a product in a cart
HOLDS_GOODS = {"pending", "paid", "picking", "ready_for_pickup"}
ENDS = HOLDS_GOODS | {"paid_without_stock"}
VERBS = {
    "pick": ({"paid"}, "picking"),
    "ship": ({"paid", "picking"}, "shipped"),
    "ready": ({"paid", "picking"}, "ready_for_pickup"),
    "deliver": ({"shipped", "ready_for_pickup"}, "delivered"),
}


class Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refuse(if_so: bool, code: str) -> None:
    if if_so:
        raise Refused(code)


def half_up(amount: int, divisor: int) -> int:
    return (2 * amount + divisor) // (2 * divisor)


def proven(who: str) -> str:
    """Before the order nobody but an account is known again."""
    return who if who.startswith("user") else ""


@dataclass
class Good:
    price: int
    stock: int
    is_shown: bool = True
    discount: int = 0  # per cent

    @property
    def sale(self) -> int:
        return half_up(self.price * (100 - self.discount), 100)

    @property
    def by_pix(self) -> int:
        return half_up(self.sale * 95, 100)


@dataclass
class Coupon:
    percent: int = 0
    fixed: int = 0
    frees_freight: bool = False
    limit: int = 10**9
    each: int = 10**9
    uses: dict[str, str] = field(default_factory=dict)  # open ones: order -> customer

    def check(self, customer: str, base: int) -> None:
        refuse(len(self.uses) >= self.limit, "coupon_refused")
        refuse(list(self.uses.values()).count(customer) >= self.each, "coupon_refused")
        refuse(base <= 0, "coupon_refused")

    def value(self, base: int) -> int:
        return min(self.fixed or half_up(base * self.percent, 100), base)


@dataclass
class Wish:
    quantity: int
    rank: tuple[datetime, int]  # when it came into a cart


@dataclass
class Cart:
    wishes: dict[int, Wish] = field(default_factory=dict)
    coupon: str = ""

    def sorted(self) -> list[tuple[int, int]]:
        return [(pk, wish.quantity) for pk, wish in sorted(self.wishes.items(), key=lambda item: item[1].rank)]


@dataclass
class Line:
    quantity: int
    paid: int  # for all its units
    refunded: int = 0
    restocked: int = 0

    def share(self, quantity: int) -> int:
        """Of the next units that are given back."""
        whole = half_up(self.paid * (self.refunded + quantity), self.quantity)
        return whole - half_up(self.paid * self.refunded, self.quantity)


@dataclass
class Receipt:
    amount: int
    is_aside: bool
    back: int = 0


@dataclass
class Order:
    customer: str
    lines: dict[int, Line]
    total: int
    freight: int
    coupon: str
    is_far: bool
    expires_at: datetime
    status: str = "pending"
    ended_by: str = ""
    received_at: datetime | None = None
    money: dict[str, Receipt] = field(default_factory=dict)
    is_freight_back: bool = False

    @property
    def is_undecided(self) -> bool:
        return any(each.is_aside and each.back < each.amount for each in self.money.values())

    @property
    def payment(self) -> Receipt | None:
        return next((each for each in self.money.values() if not each.is_aside), None)

    @property
    def next_verb(self) -> str:
        """What staff would do now."""
        on_the_way = "ship" if self.is_far else "ready"
        return {"paid": "pick", "picking": on_the_way}.get(self.status, "deliver")

    def give_money_back(self) -> None:
        for each in self.money.values():
            if each.back < each.amount:
                self.is_freight_back = self.is_freight_back or not each.is_aside
                each.back = each.amount


def share_out(total: int, weights: list[int]) -> list[int]:
    """By largest remainder; of equal ones the earlier."""
    base = sum(weights)
    shares = [total * weight // base for weight in weights]
    left = sorted(range(len(weights)), key=lambda index: (-(total * weights[index] % base), index))
    for index in left[: total - sum(shares)]:
        shares[index] += 1
    return shares


class Shop:
    def __init__(self, goods: dict[int, Good], coupons: dict[str, Coupon]) -> None:
        self.goods = goods
        self.coupons = coupons
        self.carts: dict[str, Cart] = {}  # by who has one
        self.orders: dict[str, Order] = {}
        self.steps = 0

    # --- Cart ------------------------------------------------------------------------------------
    def check_available(self, product: int, wanted: int) -> None:
        good = self.goods[product]
        refuse(not good.is_shown, "product_unavailable")
        refuse(wanted > MOST, "invalid_quantity")
        refuse(wanted > good.stock, "out_of_stock")

    def add(self, who: str, product: int, quantity: int, at: datetime) -> None:
        known = self.carts.get(who, Cart()).wishes.get(product)
        self.check_available(product, quantity + (known.quantity if known else 0))
        self.steps += 1
        if known:
            known.quantity += quantity
        else:
            self.carts.setdefault(who, Cart()).wishes[product] = Wish(quantity, (at, self.steps))

    def set_quantity(self, who: str, product: int, quantity: int) -> None:
        wish = self.carts[who].wishes[product]
        if quantity > wish.quantity:
            self.check_available(product, quantity)
        wish.quantity = quantity

    def base(self, cart: Cart) -> int:
        """Value of what can be bought."""
        return sum(self.goods[pk].sale * quantity for pk, quantity in cart.sorted() if not self.is_short(pk, quantity))

    def is_short(self, product: int, quantity: int) -> bool:
        good = self.goods[product]
        return not good.is_shown or quantity > good.stock

    def use_coupon(self, who: str, code: str) -> None:
        cart = self.carts[who]
        self.coupons[code].check(proven(who), self.base(cart))
        cart.coupon = code

    def sign_in(self, guest: str, user: str) -> None:
        """A cart alone passes as it is; two become one, capped by what there is."""
        theirs = self.carts.pop(guest, None)
        if theirs is None:
            return
        own = self.carts.setdefault(user, theirs)
        if own is theirs:
            return
        for product, wish in theirs.wishes.items():
            known = own.wishes.get(product)
            wanted = wish.quantity + (known.quantity if known else 0)
            allowed = min(wanted, MOST, max(self.goods[product].stock, known.quantity if known else 0, 1))
            if known:
                known.quantity = allowed
            else:
                own.wishes[product] = Wish(allowed, wish.rank)
        own.coupon = own.coupon or theirs.coupon

    # --- Order -----------------------------------------------------------------------------------
    def cost(self, cart: Cart, *, is_far: bool) -> tuple[dict[int, Line], int]:
        """Lines as paid by Pix, and the freight."""
        wishes, coupon = cart.sorted(), self.coupons.get(cart.coupon, Coupon())
        weights = [self.goods[pk].sale * quantity for pk, quantity in wishes]
        shares = share_out(coupon.value(sum(weights)), weights)
        lines = {}
        for (pk, quantity), share in zip(wishes, shares, strict=True):
            whole = self.goods[pk].by_pix * quantity
            lines[pk] = Line(quantity, whole - min(share, whole))
        return lines, FREIGHT if is_far and not coupon.frees_freight else 0

    def total(self, who: str, *, is_far: bool) -> int:
        cart = self.carts.get(who)
        if cart is None or not cart.wishes:
            return 1
        lines, freight = self.cost(cart, is_far=is_far)
        return sum(line.paid for line in lines.values()) + freight

    def check_order(self, who: str, expected: int, *, is_far: bool) -> None:
        cart = self.carts[who]
        refuse(not cart.wishes, "cart_empty")
        refuse(any(self.is_short(pk, quantity) for pk, quantity in cart.sorted()), "out_of_stock")
        if cart.coupon:
            self.coupons[cart.coupon].check(proven(who), self.base(cart))
        refuse(expected != self.total(who, is_far=is_far), "cart_changed")
        if cart.coupon:
            self.coupons[cart.coupon].check(who, self.base(cart))

    def place(self, who: str, expected: int, number: str, at: datetime, *, is_far: bool) -> None:
        cart = self.carts.pop(who)
        lines, freight = self.cost(cart, is_far=is_far)
        order = Order(who, lines, expected, freight, cart.coupon, is_far, at + PAY_WITHIN)
        self.orders[number] = order
        self.take(lines)
        if cart.coupon:
            self.coupons[cart.coupon].uses[number] = who
        if not expected:
            order.status, order.money[""] = "paid", Receipt(0, is_aside=False)

    def take(self, lines: dict[int, Line]) -> None:
        for product, line in lines.items():
            self.goods[product].stock -= line.quantity
            line.restocked = 0

    def release(self, number: str, *, goods: bool) -> None:
        order = self.orders[number]
        for product, line in order.lines.items() if goods else ():
            self.goods[product].stock += line.quantity - line.restocked
            line.restocked = line.quantity
        self.coupons.get(order.coupon, Coupon()).uses.pop(number, None)

    # --- Money -----------------------------------------------------------------------------------
    def pay(self, number: str, amount: int, receipt: str) -> str:
        """What the money changes: applied, repeated or quarantined."""
        order = self.orders[number]
        if receipt in order.money:
            return "repeated"
        is_aside = order.payment is not None or amount != order.total
        order.money[receipt] = Receipt(amount, is_aside)
        if is_aside:
            return "quarantined"
        if order.status == "canceled":
            self.pay_late(number, order.money[receipt])
        else:
            order.status = "paid"
        return "applied"

    def pay_late(self, number: str, money: Receipt) -> None:
        order = self.orders[number]
        if order.ended_by == "cancel":
            money.back = money.amount
            return
        is_there = all(self.goods[pk].stock >= line.quantity for pk, line in order.lines.items())
        if is_there:
            self.take(order.lines)
        order.status = "paid" if is_there else "paid_without_stock"
        coupon = self.coupons.get(order.coupon)
        if coupon is not None and len(coupon.uses) < coupon.limit:
            coupon.uses[number] = order.customer

    def refund(self, number: str, product: int, quantity: int, *, with_freight: bool, restock: bool) -> None:
        order = self.orders[number]
        line, paid = order.lines[product], order.payment
        if paid is None:
            raise Refused("nothing_paid")
        refuse(with_freight and order.is_freight_back, "invalid")
        refuse(quantity > line.quantity - line.refunded, "invalid")
        amount = line.share(quantity) + (order.freight if with_freight else 0)
        refuse(amount == 0, "invalid")
        refuse(amount > paid.amount - paid.back, "refund_too_high")
        refuse(restock and line.restocked + quantity > line.quantity, "invalid")
        paid.back += amount
        line.refunded += quantity
        order.is_freight_back = order.is_freight_back or with_freight
        if restock:
            line.restocked += quantity
            self.goods[product].stock += quantity

    # --- What becomes of it ----------------------------------------------------------------------
    def cancel(self, number: str) -> None:
        order = self.orders[number]
        refuse(order.status not in ENDS, "illegal_transition")
        self.release(number, goods=order.status in HOLDS_GOODS)
        order.status, order.ended_by = "canceled", "cancel"
        order.give_money_back()

    def expire(self, at: datetime) -> int:
        due = [
            number
            for number, order in self.orders.items()
            if order.status == "pending" and order.expires_at <= at and not order.is_undecided
        ]
        for number in due:
            self.release(number, goods=True)
            self.orders[number].status, self.orders[number].ended_by = "canceled", "expire"
        return len(due)

    def supply(self, number: str) -> None:
        order = self.orders[number]
        refuse(order.status != "paid_without_stock", "illegal_transition")
        refuse(any(self.goods[pk].stock < line.quantity for pk, line in order.lines.items()), "out_of_stock")
        self.take(order.lines)
        order.status = "paid"

    def move(self, number: str, verb: str, at: datetime) -> None:
        order = self.orders[number]
        sources, target = VERBS[verb]
        refuse(order.status not in sources, "illegal_transition")
        refuse(verb == ("ready" if order.is_far else "ship"), "illegal_transition")
        order.status = target
        if target == "delivered":
            order.received_at = at

    def withdraw(self, number: str, at: datetime) -> None:
        order = self.orders[number]
        if order.received_at is not None:
            refuse(at.date() > order.received_at.date() + timedelta(days=7), "withdrawal_over")
        refuse(order.status not in {"shipped", "delivered"}, "illegal_transition")
        order.status = "withdrawal_requested"

    def take_return(self, number: str, products: Iterable[int]) -> None:
        order = self.orders[number]
        refuse(order.status != "withdrawal_requested", "illegal_transition")
        order.status = "returned"
        for product in products:
            line = order.lines[product]
            self.goods[product].stock += line.quantity - line.restocked
            line.restocked = line.quantity
        order.give_money_back()
