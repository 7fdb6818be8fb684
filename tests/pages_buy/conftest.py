"""Shoppers at the checkout, with and without an account."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from cart.models import FreightRate
from catalog.models import Product
from tests import buying, make
from tests.pages_buy.shopper import Shopper


@pytest.fixture(autouse=True)
def _pix_is_set_up(settings: Any) -> None:
    settings.PIX_KEY = "123e4567-e12b-12d1-a456-426655440000"
    settings.PIX_MERCHANT_NAME, settings.PIX_MERCHANT_CITY = "Ilumina Casa", "São Paulo"


@pytest.fixture
def lamp(db: None) -> Product:
    """R$ 100,00, by Pix R$ 95,00; to São Paulo for R$ 16,70 or in a hurry for R$ 27,90, to Rio for R$ 22,30."""
    FreightRate.objects.all().delete()
    buying.rate(price=Decimal("16.70"))
    buying.rate(method="expresso", name="Expresso", price=Decimal("27.90"), business_days=1)
    buying.rate(cep_from="20000000", cep_to="28999999", price=Decimal("22.30"), business_days=6)
    return buying.goods(price="100.00", title="Pendente Cúpula", at=timezone.now())


@pytest.fixture
def guest(lamp: Product) -> Shopper:
    """A guest with two lamps in the cart."""
    return Shopper.as_guest({lamp: 2})


@pytest.fixture
def ana(db: None) -> User:
    return make.user(
        "ana@example.com", name="Ana Souza", phone="+5511912345678", document="52998224725",
        email_verified_at=timezone.now(),
    )  # fmt: skip
