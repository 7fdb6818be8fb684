"""The form of a new row may be filled by its address: with what a row can have, whatever the address says."""

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db
ODD = ("=1+1", "99999999999999999999999")
FORMS = (
    ("catalog_category", "parent"), ("catalog_product", "category"), ("catalog_product", "brand"),
    ("cart_coupon", "categories"), ("cart_coupon", "products"), ("catalog_homesection", "category"),
)  # fmt: skip


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize(("desk", "name"), FORMS)
def test_an_address_that_names_no_row_opens_the_empty_form(boss, desk: str, name: str, value: str) -> None:
    assert boss.get(reverse(f"admin:{desk}_add"), {name: value}).status_code == 200


def test_an_address_that_names_a_row_chooses_it(boss) -> None:
    parent = make.category("Luz")
    shown = boss.get(reverse("admin:catalog_category_add"), {"parent": parent.pk}).content.decode()
    assert f'<option value="{parent.pk}" selected' in shown
