"""What `run_jobs` does for carts and orders."""

from datetime import timedelta

import pytest

from cart.models import Cart
from iluminacasa import jobs
from orders.models import Order
from tests.buying import NOON, cart_with, goods, place


def test_the_jobs_of_buying_are_on_the_list_with_their_rhythm() -> None:
    rhythm = {name: jobs.JOBS[name].every for name in ("unpaid orders", "refunds", "old idempotency keys", "old carts")}
    assert rhythm == {
        "unpaid orders": timedelta(minutes=1),
        "refunds": timedelta(minutes=5),
        "old idempotency keys": timedelta(days=1),
        "old carts": timedelta(days=1),
    }


@pytest.mark.django_db
def test_each_job_does_its_work_and_nothing_the_second_time() -> None:
    place(cart_with({goods(): 1}))
    cart_with({goods(): 1})
    moment = NOON + timedelta(days=100)
    names = ("unpaid orders", "refunds", "old idempotency keys", "old carts")
    assert [jobs.JOBS[name].run(moment) for name in names] == [1, 0, 0, 1]
    assert [jobs.JOBS[name].run(moment) for name in names] == [0, 0, 0, 0]
    assert Order.objects.get().status == "canceled"
    assert Cart.objects.count() == 1  # the one that became an order
