"""Each purchase of the file, made through the pages and through the API: the same totals, states, words and stock."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from cart.models import Coupon, FreightRate
from catalog.models import Product
from orders import audit, payments
from orders.models import Order
from tests import buying, make
from tests.examples import scenarios
from tests.examples.scenarios import Book, Scenario, Seen
from tests.examples.ways import PASSWORD, ByApi, ByPages

pytestmark = pytest.mark.django_db
BOOK = scenarios.read(scenarios.FILE.read_text())
Door = Callable[..., ByPages | ByApi]


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings: Any) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    settings.PIX_MERCHANT_NAME, settings.PIX_MERCHANT_CITY = "Ilumina Casa", "São Paulo"


class Stage:
    """The goods of the file for one way: the same things under addresses of their own."""

    def __init__(self, book: Book, door: Door, mark: str) -> None:
        at = timezone.now()
        self.goods = {
            each["name"]: buying.goods(
                title=each["title"], price=each["price"], discount=each.get("discount", 0),
                stock_count=each["stock"], slug=f"{each['name']}-{mark}", at=at,
            )
            for each in book.goods
        }  # fmt: skip
        self.coupons = {
            each["code"]: buying.coupon(f"{each['code']}{mark.upper()}", percentage=Decimal(each["percent"]))
            for each in book.coupons
        }
        email = f"ana.{mark}@example.com"
        make.user(email, password=PASSWORD, name="Ana Souza", email_verified_at=at)
        slugs = {name: product.slug for name, product in self.goods.items()}
        self.way = door(slugs, {code: coupon.code for code, coupon in self.coupons.items()}, email)

    def play(self, found: Scenario) -> list[Seen]:
        way, pay = self.way, self.way.pay

        def paid() -> Seen:
            payment = Order.objects.get(number=way.number).payments.get()
            payments.confirm(payment=payment, paid_amount=payment.amount, at=timezone.now(), external_id=way.number)
            return pay()

        way.pay = paid  # type: ignore[method-assign]  # the bank is nobody's door
        return scenarios.play(found, way)

    def end(self) -> dict[str, dict[str, int]]:
        stock = {
            name: Product.objects.values_list("stock", flat=True).get(pk=each.pk) for name, each in self.goods.items()
        }
        used = {
            code: Coupon.objects.values_list("used_count", flat=True).get(pk=each.pk)
            for code, each in self.coupons.items()
        }
        return {"stock": stock, "coupons": used}


@pytest.mark.parametrize("found", BOOK.scenarios, ids=lambda found: found.name)
def test_pages_and_api_tell_the_same(found: Scenario) -> None:
    FreightRate.objects.all().delete()
    for each in BOOK.freight:
        buying.rate(method=each["method"], name=each["method"].title(), price=Decimal(each["price"]))
    pages, api = Stage(BOOK, ByPages, "p"), Stage(BOOK, ByApi, "a")
    by_pages = pages.play(found)
    assert pages.end() == found.end
    by_api = api.play(found)
    assert api.end() == found.end
    assert by_pages == by_api
    assert list(audit.violations(at=timezone.now())) == []


def test_the_file_tells_of_every_kind_of_step() -> None:
    told = {step.do for found in BOOK.scenarios for step in found.steps}
    assert told == scenarios.STEPS.keys()
    assert len({found.name for found in BOOK.scenarios}) == len(BOOK.scenarios) == 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("form = 2", "form 1"),
        ("form = 1\n[[shops]]\nname = 'a'", "Unknown: shops"),
        ("form = 1\n[[scenario]]\nname='a'\ntitle='a'\nend={}\n[[scenario.step]]\ndo='add'", "add is told as"),
        ("form = 1\n[[scenario]]\nname='a'\ntitle='a'\nend={}\n[[scenario.step]]\ndo='fly'", "fly is told as"),
    ],
)
def test_a_word_the_file_does_not_know_is_a_mistake(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        scenarios.read(text)


def test_what_is_expected_must_be_so() -> None:
    class Empty:
        def look(self, product: str) -> Seen:
            return {"sale_price": "1.00"}

    step = scenarios.Step("look", {"product": "x"}, {"sale_price": "2.00"})
    with pytest.raises(AssertionError, match=r"odd, step 1 \(look\)"):
        scenarios.play(Scenario("odd", "", [step], {}), Empty())  # type: ignore[arg-type]  # it needs one of the acts alone
