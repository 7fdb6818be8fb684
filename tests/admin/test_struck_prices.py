"""Staff is told when an offer will show no struck price, before it is on and when it is."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import PriceBatch, Product
from tests import make
from tests.admin.test_products import address, save

pytestmark = pytest.mark.django_db
TOO_YOUNG = "ficou 12 dias à venda antes da oferta, e são precisos 30"
NO_STRIKE = f"O preço de tabela não aparece riscado nesta oferta: {TOO_YOUNG}."


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def old(at: datetime) -> Product:
    return make.product("Aldeia", price="200.00", at=at - timedelta(days=31))


@pytest.fixture
def young(at: datetime) -> Product:
    return make.product("Brisa", price="200.00", at=at - timedelta(days=12, hours=2))


def told(browser, product: Product) -> list[str]:
    return [str(message) for message in browser.get(address(product)).context["messages"]]


def struck_line(browser, product: Product) -> str:
    shown = browser.get(address(product)).context["adminform"].model_admin
    return str(shown.struck(Product.objects.get(pk=product.pk)))


def test_saving_an_offer_says_why_nothing_is_struck(boss, young: Product) -> None:
    assert struck_line(boss, young) == "–"
    assert save(boss, young, discount_percentage="20").was_charged is False
    assert NO_STRIKE in told(boss, young)
    assert struck_line(boss, young) == f"Não aparece: {TOO_YOUNG}."


def test_saving_an_honest_offer_warns_of_nothing(boss, old: Product) -> None:
    assert save(boss, old, discount_percentage="20").was_charged is True
    assert [text for text in told(boss, old) if "riscado" in text] == []
    assert struck_line(boss, old) == "R$\u00a0200,00, cobrado antes da oferta."


def test_raising_within_an_offer_warns(boss, old: Product) -> None:
    save(boss, old, discount_percentage="20")
    told(boss, old)
    assert save(boss, old, price="250,00").was_charged is False
    reason = "foi vendido por R$\u00a0200,00 nos 30 dias à venda antes da oferta"
    assert f"O preço de tabela não aparece riscado nesta oferta: {reason}." in told(boss, old)


def test_the_preview_of_many_prices_names_those_that_break_the_rule(boss, old: Product, young: Product) -> None:
    asked = f"{reverse('admin:catalog_product_prices')}?id__in={old.pk},{young.pk}"
    assert "só aparece riscado na loja se foi cobrado de verdade" in boss.get(asked).content.decode()
    boss.post(asked, {"kind": "discount", "value": "20", "rounding": "centavo", "reason": ""})
    batch = PriceBatch.objects.get()
    page = boss.get(reverse("admin:catalog_pricebatch_change", args=[batch.pk]))
    assert [(change.product.title, change.objection) for change in page.context["changes"]] == [
        ("Aldeia", ""), ("Brisa", TOO_YOUNG),
    ]  # fmt: skip
    text = page.content.decode()
    assert "Sem preço riscado na loja: 1 de 2 nesta página." in text
    assert text.count("Sem preço riscado: ficou 12 dias") == 1


def test_a_preview_without_offers_warns_of_nothing(boss, young: Product) -> None:
    asked = f"{reverse('admin:catalog_product_prices')}?id__in={young.pk}"
    boss.post(asked, {"kind": "raise_percent", "value": "10", "rounding": "centavo", "reason": ""})
    page = boss.get(reverse("admin:catalog_pricebatch_change", args=[PriceBatch.objects.get().pk]))
    assert "Sem preço riscado" not in page.content.decode()
