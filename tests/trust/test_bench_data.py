"""What `bench.seed` and `bench.orders` make is a sound shop: the drill of the backup is judged on it."""

from datetime import datetime

import pytest

from bench import orders as bench_orders
from bench import seed as bench_goods
from orders import audit
from orders.models import Order

pytestmark = pytest.mark.django_db


def test_a_measured_shop_breaks_no_rule(now: datetime) -> None:
    bench_goods.seed(30)
    bench_orders.seed(120, now=now)
    made = Order.objects.filter(number__startswith="BN")
    assert made.count() == 120
    assert {"canceled", "delivered", "returned"} <= set(made.values_list("status", flat=True))
    assert made.exclude(coupon_code="").exists()
    assert list(audit.violations(at=now)) == []
