"""Orders by telephone: staff put them together, `checkout.place_order` places them, the customer pays by a link.

Prices, stock, coupons and freight are those of the shop; nothing of a total can be typed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Address, User, normalize_email
from cart import pricing
from cart.models import Cart
from catalog.models import Product
from catalog.search.query import ProductQuery
from iluminacasa.brazil import bare
from iluminacasa.errors import Missing
from orders import checkout, drafts, payments
from orders.checkout import ADDRESS_FIELDS, Buyer, Delivery, Placed
from orders.models import Order, PhoneDraft

KEPT = timedelta(days=7)  # like any checkout nobody finished
MOST_FOUND, SHORTEST = 12, 3
HOLDS = {"": None, "4": timedelta(hours=4), "24": timedelta(hours=24)}  # a card's page stays open a day at most


class BuyerMissing(checkout.AddressIncomplete):
    code = "buyer_missing"
    title = "Faltam dados do cliente"
    default_message = "Grave os dados do cliente antes de fechar o pedido."


class DeliveryMissing(checkout.AddressIncomplete):
    code = "delivery_missing"
    title = "Falta a entrega"
    default_message = "Grave a entrega antes de fechar o pedido."


# --- Drafts --------------------------------------------------------------------------------------
@transaction.atomic
def begin(*, by: User, at: datetime, like: Order | None = None) -> PhoneDraft:
    """A new one; with the person and the address of an earlier order, if one is named."""
    cart = Cart.objects.create(created_at=at, updated_at=at)
    draft = PhoneDraft.objects.create(cart=cart, made_by=by, created_at=at)
    if like is not None:
        buyer = Buyer(email=like.email, name=like.name, phone=like.phone, document=like.document)
        drafts.keep_buyer(cart=cart, buyer=buyer, at=at)
        if not like.is_pickup and like.postal_code:
            drafts.keep_delivery(cart=cart, delivery=Delivery(method="", address=_address_of(like)), at=at)
    return draft


def _address_of(like: Order | Address) -> dict[str, str]:
    found = {name: str(getattr(like, name)) for name in ADDRESS_FIELDS}
    return found | ({"number": like.street_number} if isinstance(like, Order) else {})


def open_drafts() -> "QuerySet[PhoneDraft]":
    """Those that are no order yet, newest first, with `kinds` and `units` of goods."""
    drafted = PhoneDraft.objects.filter(cart__ordered_at__isnull=True).select_related("cart__checkout_draft", "made_by")
    return drafted.annotate(kinds=Count("cart__lines"), units=Sum("cart__lines__quantity")).order_by("-pk")


def find(draft_id: int) -> PhoneDraft:
    found = PhoneDraft.objects.select_related("cart", "made_by").filter(pk=draft_id).first()
    if found is None:
        raise Missing("Este pedido por telefone não existe mais.")
    return found


def order_of(draft: PhoneDraft) -> Order | None:
    """What became of it."""
    return Order.objects.filter(cart_id=draft.cart_id).first()


@transaction.atomic
def discard(*, draft: PhoneDraft) -> None:
    """Only what is no order yet; the cart goes too."""
    Cart.objects.filter(pk=draft.cart_id, ordered_at__isnull=True).delete()


def drop_old(*, at: datetime) -> int:
    """Drafts nobody finished go with their carts; of those that became orders only the draft goes."""
    old = PhoneDraft.objects.filter(created_at__lt=at - KEPT)
    count = old.count()
    Cart.objects.filter(phone_draft__in=old, ordered_at__isnull=True).delete()
    PhoneDraft.objects.filter(created_at__lt=at - KEPT).delete()
    return count


# --- What is said on the telephone ---------------------------------------------------------------
def goods(text: str) -> Sequence[Product]:
    """What the shop's own search finds, the best first."""
    if not text.strip():
        return []
    ids = ProductQuery.from_params({"q": text[:200]}).page(1, MOST_FOUND).ids
    found = Product.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def people(text: str) -> list[User]:
    """Accounts with that in their name or address, or with that document."""
    text = text.replace("\x00", "").strip()[:100]
    if len(text) < SHORTEST:
        return []
    known = Q(name__icontains=text) | Q(email__icontains=text)
    known |= Q(document=digits) if (digits := bare(text)) else Q()
    return list(User.objects.filter(known, is_active=True).order_by("name", "pk")[:MOST_FOUND])


def use_person(*, draft: PhoneDraft, user: User, at: datetime) -> None:
    """Take the person and the main address from an account."""
    buyer = Buyer(email=user.email, name=user.name, phone=user.phone, document=user.document)
    drafts.keep_buyer(cart=draft.cart, buyer=buyer, at=at)
    address = Address.objects.filter(user=user).order_by("-is_default", "-pk").first()
    if address is not None:
        drafts.keep_delivery(cart=draft.cart, delivery=Delivery(method="", address=_address_of(address)), at=at)


def keep_payment(*, draft: PhoneDraft, method: str, note: str) -> None:
    PhoneDraft.objects.filter(pk=draft.pk).update(method=method, note=note[:500])
    draft.refresh_from_db(fields=["method", "note"])


def quote(*, draft: PhoneDraft, at: datetime) -> pricing.Quote:
    """What it costs now, by the method that was chosen and may be chosen."""
    draft.cart.refresh_from_db()
    method = draft.method or pricing.CARD
    found = pricing.quote(cart=draft.cart, at=at, method=method)
    if method in methods(found) or not methods(found):
        return found
    return pricing.quote(cart=draft.cart, at=at, method=methods(found)[0])


def methods(found: pricing.Quote) -> Sequence[str]:
    return payments.offered(is_pickup=found.freight is not None and found.freight.is_pickup)


def missing(*, draft: PhoneDraft, quote: pricing.Quote) -> list[str]:
    """What keeps this draft from being an order, in the words of the page."""
    told = drafts.of(cart=draft.cart, user=None)
    parts = {
        "produtos": bool(quote.counted) and quote.can_be_ordered, "cliente": told.buyer is not None,
        "entrega": told.delivery is not None and quote.freight is not None,
    }  # fmt: skip
    return [name for name, is_there in parts.items() if not is_there]


def place(
    *, draft: PhoneDraft, expected_total: Decimal, at: datetime, by: User, hold: timedelta | None = None,
    installments: int = 1,
) -> Placed:  # fmt: skip
    """The order, at the total that was read out; the letter with the link to pay follows by itself.

    It joins the account of the same proven address. Raises what `checkout.place_order` does, and `BuyerMissing`,
    `DeliveryMissing`.
    """
    told = drafts.of(cart=draft.cart, user=None)
    if told.buyer is None:
        raise BuyerMissing
    if told.delivery is None or not told.delivery.method:
        raise DeliveryMissing
    account = User.objects.filter(email=normalize_email(told.buyer.email), email_verified_at__isnull=False).first()
    buyer = Buyer(
        email=told.buyer.email, name=told.buyer.name, phone=told.buyer.phone, document=told.buyer.document,
        user=account,
    )  # fmt: skip
    placed = checkout.place_order(
        cart=draft.cart, buyer=buyer, delivery=told.delivery, method=quote(draft=draft, at=at).method,
        expected_total=expected_total, at=at, note=draft.note, installments=installments, by=by, hold=hold,
    )  # fmt: skip
    drafts.forget(cart=draft.cart)
    return placed
