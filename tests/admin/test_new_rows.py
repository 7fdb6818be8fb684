"""A row named in a form or in its address: one that can be, or a form that says so and loses nothing."""

import pytest
from django.urls import reverse

from catalog.models import Related
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


SENT = (*ODD, "null", "1e+308", "-1", "0", "\x00", "1 or 1=1", "²")


@pytest.mark.parametrize("value", SENT)
@pytest.mark.parametrize(
    ("desk", "name"), [*(form for form in FORMS if form[0] != "cart_coupon"), ("catalog_banner", "product")]
)
def test_a_form_that_names_no_row_comes_back_with_its_error(boss, desk: str, name: str, value: str) -> None:
    answer = boss.post(reverse(f"admin:{desk}_add"), {name: value, "title": "Luz acesa"})
    assert answer.status_code == 200
    assert name in answer.context["adminform"].form.errors


@pytest.mark.parametrize("value", SENT)
def test_a_related_product_that_is_none_comes_back_with_its_error(boss, value: str) -> None:
    product = make.product()
    sent = {f"related_links-{name}": number for name, number in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))}
    answer = boss.post(
        reverse("admin:catalog_product_change", args=[product.pk]),
        sent | {"related_links-0-other": value, "related_links-0-kind": "similar"},
    )
    assert answer.status_code == 200
    (related,) = [each.formset for each in answer.context["inline_admin_formsets"] if each.opts.model is Related]
    assert "other" in related.forms[0].errors


def test_a_form_with_another_fault_keeps_the_chosen_row(boss) -> None:
    parent = make.category("Luz")
    shown = boss.post(reverse("admin:catalog_category_add"), {"name": "", "parent": parent.pk}).content.decode()
    assert f'<option value="{parent.pk}" selected' in shown


def test_an_address_that_names_a_row_chooses_it(boss) -> None:
    parent = make.category("Luz")
    shown = boss.get(reverse("admin:catalog_category_add"), {"parent": parent.pk}).content.decode()
    assert f'<option value="{parent.pk}" selected' in shown
