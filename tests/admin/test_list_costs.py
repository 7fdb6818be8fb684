"""Every list of the back office, also those to come: as many queries for a hundred rows as for ten, and few.

A desk that is registered is measured without being named here. Rows are made by hand where a table has its rules, else
from its columns, each row with other rows of its own behind every link, so that a list which asks row by row is caught.
"""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import activity
from accounts.models import Activity, User
from cart.models import Cart, Coupon, FreightRate
from catalog.models import Category, Product
from iluminacasa.money import MoneyField
from orders.models import Order, Payment
from tests import make
from tests.admin.test_lists import FILLERS

pytestmark = pytest.mark.django_db
MOST = 12
NUMBERS = itertools.count(1)
DESKS = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}
# Lists that show only some of their rows unless asked for all.
ASKED = {"orders_order": "?aba=todos"}


# --- Rows ----------------------------------------------------------------------------------------
def order() -> Order:
    made = Order.objects.create(
        email=f"p{next(NUMBERS)}@example.com", name="Ana", payment_method="pix", freight_method="economico", state="SP",
        lines_total=10, total=10, user=make.user(), cart=Cart.objects.create(),
    )  # fmt: skip
    made.lines.create(product=make.product(), slug="s", title="t", quantity=1, list_price=10, unit_price=10, total=10)
    return made


def act() -> Any:
    return activity.record(by=make.user(), obj=make.product(), verb="changed", at=timezone.now(), note="Contado.")


BY_HAND: dict[type[models.Model], Callable[[], Any]] = {
    Activity: act,
    User: make.user,
    Product: make.product,
    Category: make.category,
    Order: order,
    Payment: lambda: Payment.objects.create(order=order(), method="pix", provider="pix", amount=10),
    Coupon: lambda: Coupon.objects.create(code=f"C{next(NUMBERS)}", kind="percent", percentage=10),
    FreightRate: lambda: FreightRate.objects.create(
        method="m",
        name=f"F{next(NUMBERS)}",
        cep_from="01000000",
        cep_to="02000000",
        weight_to=9,
        price=1,
        business_days=2,
    ),
    Group: lambda: Group.objects.create(name=f"G{next(NUMBERS)}"),
}


def row(model: Any) -> Any:
    """One row of a table, with rows of its own in every table it points to."""
    model = model._meta.concrete_model
    if model in BY_HAND:
        return BY_HAND[model]()
    if model is ContentType:
        return ContentType.objects.get_for_model(Product)
    fields = [field for field in model._meta.concrete_fields if not field.auto_created and field.editable]
    hidden = [f for f in model._meta.concrete_fields if not f.editable and not f.has_default() and not f.null]
    return model.objects.create(**{f.name: value_for(f) for f in [*fields, *hidden] if needs_value(f)})


def needs_value(field: Any) -> bool:
    own_link = field.is_relation and field.related_model is field.model
    return not own_link and (field.is_relation or field.unique or not (field.has_default() or field.null))


def value_for(field: Any) -> Any:
    number = next(NUMBERS)
    if field.is_relation:
        return row(field.related_model)
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, MoneyField | models.DecimalField):
        return Decimal(number % 90 + 1)
    if isinstance(field, models.DateTimeField):
        return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=number)
    if isinstance(field, models.DateField):
        return datetime(2026, 3, 1, tzinfo=UTC).date()
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.IntegerField):
        return number % 30_000
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, models.UUIDField):
        return field.get_default()
    return f"{'x' if field.max_length and field.max_length < 6 else field.name}-{number}"[: field.max_length or 80]


def fill(name: str, count: int) -> None:
    model = DESKS[name]._meta.concrete_model
    known = f"{model._meta.app_label}_{model._meta.model_name}"
    if known in FILLERS and model not in BY_HAND:
        FILLERS[known](count)
    else:
        for _ in range(count):
            row(model)


# --- Lists ---------------------------------------------------------------------------------------
def look(boss, name: str) -> tuple[int, int]:
    """Queries, and rows shown."""
    address = reverse(f"admin:{name}_changelist") + ASKED.get(name, "")
    boss.get(address)  # what is kept per process is read here
    with CaptureQueriesContext(connection) as caught:
        response = boss.get(address)
    assert response.status_code == 200
    return len(caught), len(response.context["cl"].result_list)


@pytest.mark.parametrize("name", sorted(DESKS))
def test_a_list_costs_the_same_for_ten_rows_and_for_a_hundred(boss, name: str) -> None:
    fill(name, 10)
    few, shown = look(boss, name)
    assert shown >= 10
    fill(name, 90)
    many, shown_later = look(boss, name)
    assert shown_later > shown
    assert (few, many) == (many, many)
    assert many <= MOST


@pytest.mark.parametrize("name", sorted(DESKS))
def test_a_list_costs_as_little_for_a_colleague_with_single_permissions(boss, staff, name: str) -> None:
    """Two more queries read what this person may do; none is asked for a row."""
    fill(name, 10)
    model = DESKS[name]
    browser = staff(f"{model._meta.app_label}.view_{model._meta.model_name}")
    few, _ = look(browser, name)
    fill(name, 20)
    many, _ = look(browser, name)
    assert few == many <= MOST
