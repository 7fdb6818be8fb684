"""When a code holds, what it takes off, and how it is shared over the lines."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from cart import coupons
from cart.models import Coupon, CouponUse
from iluminacasa.brazil import SHOP_ZONE
from tests import make
from tests.buying import coupon

D = Decimal
KINDS = Coupon.Kind


def refusal(code: Coupon, now, *, total: str = "100.00", **who) -> str | None:
    try:
        coupons.check(coupon=code, eligible_total=D(total), customer=coupons.Customer(**who), at=now)
    except coupons.CouponRefused as error:
        return str(error.data["reason"])
    return None


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["LUZ10", "luz10", "  Luz10 "])
def test_a_code_is_found_however_it_is_typed(text: str) -> None:
    code = coupon("LUZ10")
    assert coupons.find(text) == code


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "LUZ", "LUZ10 OU 1=1", "X" * 5000, "OFF"])
def test_an_unknown_or_switched_off_code_is_refused(text: str) -> None:
    coupon("LUZ10")
    coupon("OFF", is_active=False)
    with pytest.raises(coupons.CouponRefused) as error:
        coupons.find(text)
    assert error.value.data == {"reason": "unknown"}


@pytest.mark.django_db
def test_the_window_is_half_open_in_shop_time() -> None:
    start = datetime(2026, 11, 27, 0, 0, tzinfo=SHOP_ZONE)
    end = datetime(2026, 11, 30, 0, 0, tzinfo=SHOP_ZONE)  # the 29th is the last day
    code = coupon("BLACK", starts_at=start, ends_at=end)
    moments = [start - timedelta(seconds=1), start, end - timedelta(microseconds=1), end]
    assert [refusal(code, moment) for moment in moments] == ["not_started", None, None, "expired"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "total", "reason"),
    [
        ({}, "0.01", None),
        ({}, "0.00", "no_product"),
        ({"minimum_total": D("150.00")}, "149.99", "minimum"),
        ({"minimum_total": D("150.00")}, "150.00", None),
        ({"usage_limit": 3, "used_count": 2}, "10.00", None),
        ({"usage_limit": 3, "used_count": 3}, "10.00", "used_up"),
        ({"is_active": False}, "10.00", "unknown"),
    ],
)
def test_the_rules_of_a_coupon(now, fields: dict[str, object], total: str, reason: str | None) -> None:
    assert refusal(coupon(**fields), now, total=total) == reason


@pytest.mark.django_db
def test_a_customer_is_counted_by_mailbox_document_and_account(now) -> None:
    code, ana = coupon(per_customer_limit=1), make.user("ana@example.com")
    who = coupons.Customer(email="Ana+Casa@Example.com", document="52998224725", user=ana)
    coupons.redeem(coupon=code, customer=who, order_number="IC1", at=now)
    same = [
        {"email": "ana@example.com"}, {"email": "ANA@EXAMPLE.COM"}, {"email": "ana+2@example.com"},
        {"email": "eva@example.com", "document": "52998224725"}, {"email": "eva@example.com", "user": ana},
    ]  # fmt: skip
    other = [
        {}, {"email": "bia@example.com"}, {"email": "ana@example.org"}, {"email": "anab@example.com"},
        {"email": "a%@example.com"}, {"email": "_na@example.com"}, {"email": "+1@example.com"},
        {"document": "39053344705", "user": make.user("eva@example.com")},
    ]  # fmt: skip
    assert [refusal(code, now, **each) for each in same] == ["used_by_customer"] * 5
    assert [refusal(code, now, **each) for each in other] == [None] * 8
    with pytest.raises(coupons.CouponRefused):
        coupons.redeem(coupon=code, customer=coupons.Customer("ana@example.com"), order_number="IC2", at=now)
    assert Coupon.objects.get().used_count == CouponUse.objects.count() == 1


@pytest.mark.django_db
def test_what_is_proven_before_buying_is_the_account_and_its_confirmed_mailbox(now) -> None:
    told = make.user("ana@example.com", document="52998224725")
    assert coupons.proven(None) == coupons.NOBODY
    assert coupons.proven(told) == coupons.Customer(user=told)
    told.email_verified_at = now
    assert coupons.proven(told) == coupons.Customer(email="ana@example.com", user=told)


@pytest.mark.parametrize(
    ("fields", "eligible", "value"),
    [
        ({"kind": KINDS.PERCENT, "percentage": D("10.00")}, "99.95", "10.00"),  # 9.995 rounds half up
        ({"kind": KINDS.PERCENT, "percentage": D("33.33")}, "10.00", "3.33"),
        ({"kind": KINDS.PERCENT, "percentage": D("100.00")}, "10.00", "10.00"),
        ({"kind": KINDS.PERCENT, "percentage": D("50.00"), "maximum_discount": D("30.00")}, "100.00", "30.00"),
        ({"kind": KINDS.PERCENT, "percentage": D("20.00"), "maximum_discount": D("30.00")}, "100.00", "20.00"),
        ({"kind": KINDS.FIXED, "amount": D("25.00")}, "100.00", "25.00"),
        ({"kind": KINDS.FIXED, "amount": D("25.00")}, "19.90", "19.90"),
        ({"kind": KINDS.FREE_FREIGHT}, "100.00", "0"),
    ],
)
def test_what_a_coupon_takes_off(fields: dict[str, object], eligible: str, value: str) -> None:
    assert coupons.value_of(Coupon(**fields), D(eligible)) == D(value)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        ("10.00", ["1", "1", "1"], ["3.34", "3.33", "3.33"]),
        ("0.01", ["5", "5"], ["0.01", "0.00"]),
        ("0.05", ["70.00", "20.00", "10.00"], ["0.04", "0.01", "0.00"]),  # 3.5, 1.0, 0.5: equal remainders go first
        ("5.00", ["0", "10.00"], ["0.00", "5.00"]),
        ("0.00", ["0", "0"], ["0.00", "0.00"]),
        ("0.00", [], []),
    ],
)
def test_shares_by_largest_remainder(total: str, weights: list[str], shares: list[str]) -> None:
    assert coupons.share_out(D(total), [D(weight) for weight in weights]) == [D(share) for share in shares]


MONEY = st.integers(0, 10_000_00).map(lambda centavos: D(centavos).scaleb(-2))


@effort(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(weights=st.lists(MONEY, min_size=1, max_size=40).filter(any), share=st.integers(0, 100))
def test_shares_sum_exactly_and_never_pass_their_line(weights: list[Decimal], share: int) -> None:
    total = (sum(weights, D(0)) * share / 100).quantize(D("0.01"))
    shares = coupons.share_out(total, weights)
    assert sum(shares) == total
    assert all(0 <= part <= weight for part, weight in zip(shares, weights, strict=True))
    exact = [total * weight / sum(weights) for weight in weights]
    assert all(abs(part - fair) < D("0.01") for part, fair in zip(shares, exact, strict=True))


@pytest.mark.django_db
def test_a_use_goes_back_once_and_can_be_claimed_again_while_there_is_one(now) -> None:
    code = coupon(usage_limit=1)
    coupons.redeem(coupon=code, customer=coupons.Customer("a@example.com"), order_number="IC1", at=now)
    assert [coupons.release(order_number="IC1", at=now) for _ in range(2)] == [True, False]
    assert Coupon.objects.get().used_count == 0
    assert [coupons.reclaim(order_number="IC1", at=now) for _ in range(2)] == [True, False]
    assert Coupon.objects.get().used_count == 1
    coupons.release(order_number="IC1", at=now)
    coupons.redeem(coupon=code, customer=coupons.Customer("b@example.com"), order_number="IC2", at=now)
    assert coupons.reclaim(order_number="IC1", at=now) is False
    assert Coupon.objects.get().used_count == 1
