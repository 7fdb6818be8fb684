"""A small shop lives any life: carts, stock, coupons, orders, money in and out, signing in, the catalogue's source.

After every act the rows say what was reckoned, and a refusal has the code that was foretold; at the end of each life
`audit_shop` finds nothing. All of it inside one transaction of the test, which is rolled back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from cart import basket, pricing
from catalog import publication, stock
from iluminacasa.money import from_centavos
from orders import checkout, idempotency, lifecycle, payments
from orders.models import Payment
from orders.payments import giving_back
from tests import buying
from tests.trust import ideal
from tests.trust.twins import COUPONS, GUESTS, PRICES, RATE, USERS, Twins, nth

FAR = checkout.Delivery(method="economico", address=buying.ADDRESS)
anybody = st.sampled_from(GUESTS + USERS)
a_product = st.integers(0, 3)
a_cart = st.integers(0, 3)
an_order = st.integers(0, 5)  # counted from the newest
few = st.integers(1, 4)
discounts = st.sampled_from([0, 5, 33])  # per cent


@dataclass(frozen=True)
class Act:
    name: str
    weight: int  # how often among the others
    needs: str  # what there has to be one of
    wishes: dict[str, st.SearchStrategy[Any]]


CHOICES: list[Act] = []


def act(*, weight: int, needs: str = "", **wishes: st.SearchStrategy[Any]) -> Callable[[Any], Any]:
    def mark(method: Any) -> Any:
        CHOICES.append(Act(method.__name__, weight, needs, wishes))
        return method

    return mark


class Life(Twins):
    @rule(data=st.data())
    def live(self, data: st.DataObject) -> None:
        """One of the acts that are possible now, the telling ones oftener."""
        able = [each for each in CHOICES if not each.needs or getattr(self.shop, each.needs)]
        chosen = data.draw(st.sampled_from([each for each in able for _ in range(each.weight)]))
        getattr(self, chosen.name)(**{name: data.draw(wish) for name, wish in chosen.wishes.items()})

    # --- Cart ------------------------------------------------------------------------------------
    @act(weight=6, who=anybody, product=a_product, quantity=few, is_repeated=st.booleans())
    def put(self, who: str, product: int, quantity: int, is_repeated: bool) -> None:
        pk, key = self.pks[product], f"put{next(self.numbers)}"

        def real() -> None:
            for _ in range(1 + is_repeated):
                made = basket.put(
                    user=self.user(who),
                    token=self.tokens.get(who),
                    product_id=pk,
                    quantity=quantity,
                    at=self.at,
                    key=key,
                )
                if made.token is not None:
                    self.tokens[who] = made.token

        self.same(lambda: self.shop.add(who, pk, quantity, self.at), real)

    @act(weight=1, needs="carts", whose=a_cart, wish=a_product, quantity=st.integers(1, 7))
    def set_quantity(self, whose: int, wish: int, quantity: int) -> None:
        who, cart = self.cart(whose)
        if pk := nth(self.shop.carts[who].wishes, wish):
            line = cart.lines.get(product_id=pk).pk
            self.same(
                lambda: self.shop.set_quantity(who, pk, quantity),
                lambda: basket.set_quantity(cart=cart, line_id=line, quantity=quantity, at=self.at),
            )

    @act(weight=1, needs="carts", whose=a_cart, wish=a_product)
    def take_out(self, whose: int, wish: int) -> None:
        who, cart = self.cart(whose)
        if pk := nth(self.shop.carts[who].wishes, wish):
            line = cart.lines.get(product_id=pk).pk
            self.same(
                lambda: self.shop.carts[who].wishes.pop(pk),
                lambda: basket.remove(cart=cart, line_id=line, at=self.at),
            )

    @act(weight=2, needs="carts", whose=a_cart, code=st.sampled_from([*COUPONS, ""]))
    def use_coupon(self, whose: int, code: str) -> None:
        who, cart = self.cart(whose)
        told = self.shop.carts[who]
        if code:
            self.same(
                lambda: self.shop.use_coupon(who, code),
                lambda: pricing.apply_coupon(cart=cart, code=code, at=self.at),
            )
        else:
            self.same(lambda: setattr(told, "coupon", ""), lambda: basket.drop_coupon(cart=cart, at=self.at))

    @act(weight=1, guest=st.sampled_from(GUESTS), user=st.sampled_from(USERS))
    def sign_in(self, guest: str, user: str) -> None:
        """Twice, as when a page and an app fold the same cart."""
        token = self.tokens.pop(guest, None)
        self.same(
            lambda: self.shop.sign_in(guest, user),
            lambda: [basket.current(user=self.users[user], token=token, at=self.at) for _ in range(2)],
        )

    # --- Order -----------------------------------------------------------------------------------
    @act(weight=6, needs="carts", whose=a_cart, is_far=st.booleans(), off=st.sampled_from([0, 0, 0, 0, 0, 1]))
    def place(self, whose: int, is_far: bool, off: int) -> None:
        who, cart = self.cart(whose)
        expected, user = self.shop.total(who, is_far=is_far) + off, self.user(who)
        buyer = buying.buyer(user.email if user else f"{who}@example.com", user, document=who)
        key = idempotency.key_for(user=user, cart=cart, key=f"order{next(self.numbers)}", body={"far": is_far})
        asked: dict[str, Any] = {
            "cart": cart, "buyer": buyer, "delivery": FAR if is_far else buying.PICKUP, "method": "pix",
            "expected_total": from_centavos(expected), "at": self.at, "key": key,
        }  # fmt: skip

        def real() -> None:
            number = checkout.place_order(**asked).order.number
            self.sent[number] = asked
            self.shop.place(who, expected, number, self.at, is_far=is_far)

        self.same(lambda: self.shop.check_order(who, expected, is_far=is_far), real)

    @act(weight=1, needs="orders", index=an_order)
    def place_again(self, index: int) -> None:
        number, _ = self.order(index)
        placed = self.same(lambda: None, lambda: checkout.place_order(**self.sent[number]))
        assert (placed.order.number, placed.is_replay) == (number, True)

    # --- Money -----------------------------------------------------------------------------------
    @act(weight=5, needs="orders", index=an_order, off=st.sampled_from([*[0] * 8, 1, -1]), receipt=st.integers(0, 2))
    def pay(self, index: int, off: int, receipt: int) -> None:
        number, order = self.order(index)
        told = self.shop.orders[number]
        identity = f"E{number}{receipt}"
        amount = told.money[identity].amount if identity in told.money else told.total + off
        if told.total <= 1:
            return
        first = order.payments.order_by("pk")[0]
        outcomes: list[str] = []
        self.same(
            lambda: outcomes.append(self.shop.pay(number, amount, identity)),
            lambda: outcomes.append(
                payments.confirm(payment=first, paid_amount=from_centavos(amount), at=self.at, external_id=identity)
            ),
        )
        assert outcomes[0] == outcomes[1]

    @act(
        weight=2,
        needs="orders",
        index=an_order,
        wish=a_product,
        quantity=few,
        with_freight=st.booleans(),
        restock=st.booleans(),
    )
    def refund(self, index: int, wish: int, quantity: int, with_freight: bool, restock: bool) -> None:
        number, order = self.order(index)
        pk = nth(self.shop.orders[number].lines, wish)
        part = giving_back.Part(order.lines.get(product_id=pk).pk, quantity, is_restocked=restock)
        self.same(
            lambda: self.shop.refund(number, pk, quantity, with_freight=with_freight, restock=restock),
            lambda: giving_back.give_back(
                order=order, parts=[part], with_freight=with_freight, reason="troca",
                key=f"back{number}{next(self.numbers)}", at=self.at, by=self.clerk,
            ),
        )  # fmt: skip

    @act(weight=1, needs="orders")
    def return_odd_money(self) -> None:
        number = next((number for number, order in self.shop.orders.items() if order.is_undecided), "")
        if not number:
            return
        told = self.shop.orders[number].money
        identity = next(name for name, each in told.items() if each.is_aside and each.back < each.amount)
        payment = Payment.objects.get(order__number=number, external_id=identity)
        self.same(
            lambda: setattr(told[identity], "back", told[identity].amount),
            lambda: payments.refund(
                payment=payment, amount=payments.refundable(payment), reason="valor", key=f"odd{identity}", at=self.at
            ),
        )

    # --- What becomes of it ----------------------------------------------------------------------
    @act(weight=1, needs="orders", index=an_order)
    def cancel(self, index: int) -> None:
        number, order = self.order(index)
        self.same(lambda: self.shop.cancel(number), lambda: payments.cancel(order=order, at=self.at, by=self.clerk))

    @act(weight=5, needs="orders", index=an_order, verb=st.sampled_from([*["next"] * 8, *ideal.VERBS]))
    def move(self, index: int, verb: str) -> None:
        number, order = self.order(index)
        if verb == "next":
            verb = self.shop.orders[number].next_verb
        more = {"carrier": "C", "tracking_code": "T"} if verb == "ship" else {}
        self.same(
            lambda: self.shop.move(number, verb, self.at),
            lambda: getattr(lifecycle, verb)(order=order, at=self.at, by=self.clerk, **more),
        )

    @act(weight=1, needs="orders", index=an_order)
    def supply(self, index: int) -> None:
        number, order = self.order(index)
        self.same(
            lambda: self.shop.supply(number), lambda: lifecycle.supply(order=order, at=self.at, by=self.clerk)
        )  # fmt: skip

    @act(weight=2, needs="orders", index=an_order)
    def withdraw(self, index: int) -> None:
        number, order = self.order(index)
        self.same(
            lambda: self.shop.withdraw(number, self.at), lambda: lifecycle.request_withdrawal(order=order, at=self.at)
        )

    @act(weight=2, needs="orders", index=an_order, is_sound=st.booleans())
    def take_return(self, index: int, is_sound: bool) -> None:
        number, order = self.order(index)
        told = self.shop.orders[number].lines if is_sound else {}
        lines = order.lines.all() if is_sound else []
        restock = {line.pk: line.quantity - line.restocked_quantity for line in lines}
        self.same(
            lambda: self.shop.take_return(number, list(told)),
            lambda: giving_back.take_return(order=order, restock=restock, at=self.at, by=self.clerk),
        )

    @act(weight=1, passing=st.sampled_from([timedelta(minutes=5), timedelta(minutes=61), timedelta(days=1, hours=13)]))
    def time_passes(self, passing: timedelta) -> None:
        self.at += passing
        ended: list[int] = []
        self.same(
            lambda: ended.append(self.shop.expire(self.at)), lambda: ended.append(lifecycle.expire_due(at=self.at))
        )
        assert ended[0] == ended[1]

    # --- Goods -----------------------------------------------------------------------------------
    @act(weight=2, product=a_product, counted=st.integers(0, 8), is_late=st.sampled_from([False, False, True]))
    def count(self, product: int, counted: int, is_late: bool) -> None:
        pk = self.pks[product]
        good = self.shop.goods[pk]
        seen = good.stock + is_late

        def foretold() -> None:
            ideal.refuse(is_late, "stock_moved")
            good.stock = counted

        def real() -> None:
            stock.set_count(product_id=pk, seen=seen, counted=counted, at=self.at, actor=self.clerk)
            publication.refresh(product_ids=[pk], at=self.at)

        self.same(foretold, real)

    @act(
        weight=1,
        product=a_product,
        price=st.integers(0, 2),
        discount=st.sampled_from([0, 5, 33]),
        is_missing=st.booleans(),
    )
    def source_changes(self, product: int, price: int, discount: int, is_missing: bool) -> None:
        """One product has another price there, and it or none is missing; its count there means nothing here."""
        self.source[product], self.discounts[product] = price, discount
        self.missing = product if is_missing else None

        def foretold() -> None:
            for number, pk in enumerate(self.pks):
                good = self.shop.goods[pk]
                good.is_shown = number != self.missing
                if good.is_shown:
                    good.price, good.discount = PRICES[number][self.source[number]] * RATE, self.discounts[number]

        self.same(foretold, self.synchronise)


def run(*, lives: int, steps: int, random_seed: int, is_shrunk: bool) -> None:
    """So many lives of so many acts each. To make a broken one short takes minutes."""
    terms = effort(
        max_examples=lives, stateful_step_count=steps, deadline=None, database=None, print_blob=False,
        phases=[Phase.generate, *([Phase.shrink] if is_shrunk else [])], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(seed(random_seed)(Life), settings=terms)
