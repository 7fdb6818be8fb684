"""What the catalogue holds of a person: favourites, alerts, reviews."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.holdings import Chapter, Section, section
from accounts.models import User
from catalog import publication
from catalog.models import Alert, Favorite, Purchase, Review

NAMELESS = "Cliente da loja"


def alerts_of(user: User) -> Q:
    """Only a proven mailbox owns what was asked for under its address."""
    return Q(email=user.email) if user.is_verified else Q(pk__in=())


def export(user: User) -> list[Section]:
    favorites = Favorite.objects.filter(user=user).order_by("-added_at", "-pk")
    alerts = Alert.objects.filter(alerts_of(user)).order_by("pk")
    purchases = Purchase.objects.filter(user=user).order_by("pk")
    reviews = Review.objects.filter(author=user).order_by("pk")
    return [
        section("favorites", _("Favoritos"), favorites, "added_at", product="product__slug", title="product__title"),
        section(
            "alerts", _("Avisos pedidos"), alerts, "email", "kind", "language", "price_seen", "requested_at",
            "confirmed_at", "told_at", product="product__slug",
        ),
        section("purchases", _("Recebidos"), purchases, "received_at", product="product__slug"),
        section(
            "reviews", _("Avaliações"), reviews, "author_name", "rating", "title", "text", "state", "reply",
            "created_at", product="product__slug",
        ),
    ]  # fmt: skip


def erase(user: User, at: datetime) -> None:
    """An opinion stays for the next customers, without its author; favourites go with the person's row."""
    Alert.objects.filter(alerts_of(user)).delete()
    if Review.objects.filter(author=user).update(author_name=NAMELESS, author=None):
        publication.touch()


CHAPTER = Chapter("catalog", export=export, erase=erase)
