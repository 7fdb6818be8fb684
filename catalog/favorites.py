"""Favourites of an account. A guest's own are folded in when a request shows both."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from catalog.choices import MAX_FAVORITES, FavoritesFull
from catalog.models import Favorite, Product


def of(user: User) -> tuple[int, ...]:
    """Product ids, the last chosen first."""
    rows = Favorite.objects.filter(user=user).order_by("-added_at", "-pk")
    return tuple(rows.values_list("product_id", flat=True)[:MAX_FAVORITES])


@transaction.atomic
def add(*, user: User, product_id: int, at: datetime) -> bool:
    """True if it was not there before; `FavoritesFull` past the limit."""
    _lock(user)
    if Favorite.objects.filter(user=user, product_id=product_id).exists():
        return False
    if Favorite.objects.filter(user=user).count() >= MAX_FAVORITES:
        raise FavoritesFull
    Favorite.objects.create(user=user, product_id=product_id, added_at=at)
    return True


def remove(*, user: User, product_id: int) -> None:
    Favorite.objects.filter(user=user, product_id=product_id).delete()


def clear(*, user: User) -> None:
    Favorite.objects.filter(user=user).delete()


@transaction.atomic
def fold(*, user: User, guest: tuple[int, ...], at: datetime) -> int:
    """Take over what a guest chose, newest first, as far as there is room; returns how many were new."""
    _lock(user)
    known = set(Favorite.objects.filter(user=user).values_list("product_id", flat=True))
    wanted = [pk for pk in guest if pk not in known]
    shown = set(Product.objects.visible().filter(pk__in=wanted).values_list("pk", flat=True))
    fitting = [pk for pk in wanted if pk in shown][: max(0, MAX_FAVORITES - len(known))]
    Favorite.objects.bulk_create(
        Favorite(user=user, product_id=pk, added_at=at - timedelta(microseconds=place))
        for place, pk in enumerate(fitting)
    )
    return len(fitting)


def _lock(user: User) -> None:
    """One change of one person's list at a time."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
