"""Favourites that move from a browser into an account."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from catalog import choices, favorites
from catalog.choices import MAX_FAVORITES
from catalog.models import Favorite, Product
from tests import make
from tests.people import EMAIL, PASSWORD

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, tzinfo=UTC)
ROOT = "/api/v1/users/me/favorites/"


@pytest.fixture
def lamps(db: None) -> list[Product]:
    return [make.product(f"Luminária {n}", slug=f"luminaria-{n}") for n in range(4)]


def cookie(client: Client) -> tuple[int, ...]:
    found = client.cookies.get("escolhas")
    return choices.read(found.value if found else "").favorites


def test_what_a_guest_chose_is_in_the_account_after_signing_in(ana: User, lamps: list[Product]) -> None:
    client = Client()
    favorites.add(user=ana, product_id=lamps[0].pk, at=AT)
    for slug in ("luminaria-0", "luminaria-1", "luminaria-2"):
        client.post("/favoritos/adicionar/", {"produto": slug})
    client.post("/comparar/adicionar/", {"produto": "luminaria-3"})
    client.post("/entrar/", {"email": EMAIL, "senha": PASSWORD})
    assert 'aria-label="Favoritos, 3 produtos"' in client.get("/sobre/").content.decode()
    page = client.get("/favoritos/").content.decode()
    assert "Guardados na sua conta." in page
    assert favorites.of(ana) == (lamps[2].pk, lamps[1].pk, lamps[0].pk)
    assert cookie(client) == ()
    assert choices.read(client.cookies["escolhas"].value).compare == (lamps[3].pk,)
    client.get("/favoritos/")
    assert Favorite.objects.count() == 3
    other = Client()
    other.post("/entrar/", {"email": EMAIL, "senha": PASSWORD})
    assert "luminaria-2" in other.get("/favoritos/").content.decode()


def test_with_an_account_nothing_is_left_in_the_browser(ana: User, as_ana: Client, lamps: list[Product]) -> None:
    as_ana.post("/favoritos/adicionar/", {"produto": "luminaria-1"})
    assert (favorites.of(ana), cookie(as_ana)) == ((lamps[1].pk,), ())
    answer = as_ana.post("/favoritos/adicionar/", {"produto": "luminaria-2"}, headers={"X-Partial": "mark"})
    assert answer.json()["favorites"] == 2
    as_ana.post("/favoritos/remover/", {"produto": "luminaria-1"})
    assert favorites.of(ana) == (lamps[2].pk,)
    as_ana.post("/favoritos/limpar/")
    assert favorites.of(ana) == ()


def test_folding_stops_at_the_limit_and_never_fails(ana: User) -> None:
    many = make.products(MAX_FAVORITES + 5)
    favorites.fold(user=ana, guest=tuple(p.pk for p in many[:58]), at=AT)
    assert favorites.fold(user=ana, guest=tuple(p.pk for p in many[50:]), at=AT) == 2
    assert len(favorites.of(ana)) == MAX_FAVORITES
    with pytest.raises(choices.FavoritesFull):
        favorites.add(user=ana, product_id=many[-1].pk, at=AT)
    assert favorites.add(user=ana, product_id=many[0].pk, at=AT) is False


def test_what_is_no_longer_sold_is_not_folded_in(ana: User, lamps: list[Product]) -> None:
    assert favorites.fold(user=ana, guest=(lamps[0].pk, 10**9), at=AT) == 1


def test_an_app_keeps_favourites(ana: User, bearer: dict[str, str], lamps: list[Product]) -> None:
    client = Client()
    for _ in range(2):
        assert client.generic("PUT", f"{ROOT}luminaria-1/", headers=bearer).status_code == 204
    client.generic("PUT", f"{ROOT}luminaria-2/", headers=bearer)
    body = client.get(ROOT, headers=bearer).json()
    assert (body["count"], [item["slug"] for item in body["results"]]) == (2, ["luminaria-2", "luminaria-1"])
    assert client.get(f"{ROOT}luminaria-1/", headers=bearer).json()["slug"] == "luminaria-1"
    assert client.get(f"{ROOT}luminaria-3/", headers=bearer).status_code == 404
    for _ in range(2):
        assert client.delete(f"{ROOT}luminaria-1/", headers=bearer).status_code == 204
    assert client.generic("PUT", f"{ROOT}nao-existe/", headers=bearer).status_code == 404
    assert favorites.of(ana) == (lamps[2].pk,)


def test_the_list_of_an_account_is_nobody_elses(ana: User, lamps: list[Product], client: Client) -> None:
    favorites.add(user=ana, product_id=lamps[0].pk, at=AT)
    assert "luminaria-0" not in client.get("/favoritos/").content.decode()
