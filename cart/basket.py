"""Whose cart this is, and what goes in and out of it.

A guest's cart is known by a token that only its holder has; the database keeps a hash. When a request carries
both a person and a guest's token, the guest cart is folded into the person's here and nowhere else: quantities
are summed and capped at what may be bought, and what changed is noted for the next time the cart is shown.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cart import coupons, freight, notices, repeats
from cart.models import MAX_QUANTITY, Cart, CartLine, Coupon
from catalog.models import Product
from catalog.prices import offer
from catalog.stock import OutOfStock
from iluminacasa.errors import Conflict, Invalid, Missing

TOKEN_BYTES = 24
MAX_LINES = 100
GUEST_KEPT = timedelta(days=90)  # an untouched cart of nobody in particular


class QuantityRefused(Invalid):
    code = "invalid_quantity"
    title = gettext_lazy("Quantidade inválida")
    default_message = format_lazy(gettext_lazy("Escolha uma quantidade de 1 a {most}."), most=MAX_QUANTITY)


class CartFull(Conflict):
    code = "cart_full"
    title = gettext_lazy("Carrinho cheio")
    default_message = format_lazy(gettext_lazy("O carrinho já tem {most} produtos diferentes."), most=MAX_LINES)


class NotForSale(Conflict):
    code = "product_unavailable"
    title = gettext_lazy("Produto indisponível")
    default_message = gettext_lazy("Este produto não está mais à venda.")


class AlreadyAnOrder(Conflict):
    default_message = gettext_lazy("Este carrinho já virou um pedido.")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


# --- Whose ---------------------------------------------------------------------------------------
def find(*, user: User | None, token: str | None) -> Cart | None:
    """The open cart as it is, without folding: for reading."""
    if user is not None:
        return Cart.objects.filter(user=user, ordered_at__isnull=True).first()
    return _of_guest(token)


def _of_guest(token: str | None) -> Cart | None:
    if not token:
        return None
    return Cart.objects.filter(token_hash=hash_of(token), user__isnull=True, ordered_at__isnull=True).first()


def with_token(token: str) -> Cart | None:
    """A guest's cart, open or already an order: to find what a repeated request did the first time."""
    return Cart.objects.filter(token_hash=hash_of(token)).first() if token else None


def current(*, user: User | None, token: str | None, at: datetime) -> Cart | None:
    """The open cart of whoever asks. Folds a guest's cart into the person's when both are shown."""
    if user is None:
        return _of_guest(token)
    guest = _of_guest(token)
    if guest is None:
        return find(user=user, token=None)
    return _fold(guest_id=guest.pk, user=user, at=at)


def open_for(*, user: User | None, token: str | None, at: datetime) -> tuple[Cart, str | None]:
    """The current cart, made if need be; with it the token a guest has to keep when it is new."""
    cart = current(user=user, token=token, at=at)
    if cart is not None:
        return cart, None
    if user is not None:
        return _open_own(user, at), None
    fresh = new_token()
    told = Cart.objects.filter(token_hash=hash_of(token)).last_told_voltage() if token else ""
    return Cart.objects.create(token_hash=hash_of(fresh), home_voltage=told, created_at=at, updated_at=at), fresh


def _open_own(user: User, at: datetime) -> Cart:
    """Two first requests at once make one cart: the unique constraint refuses the second."""
    try:
        with transaction.atomic():
            told = Cart.objects.filter(user=user).last_told_voltage()
            return Cart.objects.create(user=user, home_voltage=told, created_at=at, updated_at=at)
    except IntegrityError:
        return Cart.objects.get(user=user, ordered_at__isnull=True)


@transaction.atomic
def _fold(*, guest_id: int, user: User, at: datetime) -> Cart:
    # Without NO KEY an order being written for this person would wait for us, and we for its cart.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    locked = Cart.objects.select_for_update(no_key=True).filter(ordered_at__isnull=True)
    guest = locked.filter(pk=guest_id, user__isnull=True).first()
    own = locked.filter(user=user).first()
    if guest is None:
        return own or _open_own(user, at)
    if own is None:
        Cart.objects.filter(pk=guest.pk).update(user=user, token_hash=None, updated_at=at, version=F("version") + 1)
        return Cart.objects.get(pk=guest.pk)
    Cart.objects.filter(pk=own.pk).update(
        notices=notices.with_newer(own.notices, _fold_lines(guest, own)),
        coupon=own.coupon_id or guest.coupon_id,
        postal_code=own.postal_code or guest.postal_code,
        freight_method=own.freight_method or guest.freight_method,
        home_voltage=guest.home_voltage or own.home_voltage,
        keys=[*guest.keys, *own.keys][-repeats.KEPT :],
        updated_at=at,
        version=F("version") + 1,
    )
    guest.delete()
    own.refresh_from_db()
    return own


def _fold_lines(guest: Cart, own: Cart) -> list[dict[str, Any]]:
    """Move the guest's lines over; returns what the customer should be told."""
    mine = {line.product_id: line for line in own.lines.all()}
    told: list[dict[str, Any]] = []
    for line in guest.lines.select_related("product").order_by("pk"):
        product = line.product
        known = mine.get(product.pk)
        wanted = _sum(line, known)
        allowed = min(wanted, MAX_QUANTITY, max(product.stock, known.quantity if known else 0, 1))
        if known is None:
            CartLine.objects.filter(pk=line.pk).update(cart=own, quantity=allowed)
        else:
            CartLine.objects.filter(pk=known.pk).update(quantity=allowed, is_saved=known.is_saved and line.is_saved)
        if allowed < wanted:
            told.append(notices.noted(notices.CAPPED, notices.SHRANK, product, wanted=wanted, quantity=allowed))
        elif known is not None:
            told.append(notices.noted(notices.MERGED, notices.GREW, product, quantity=allowed))
    return told


def _sum(line: CartLine, known: CartLine | None) -> int:
    """Units wanted by both lines; what one of them only set aside is not added to what the other wants now."""
    if known is None:
        return line.quantity
    if known.is_saved != line.is_saved:
        return line.quantity if known.is_saved else known.quantity
    return line.quantity + known.quantity


# --- What goes in and out ------------------------------------------------------------------------
def check_quantity(quantity: int) -> None:
    """Whole numbers only: neither `True` nor `2.0` is a quantity."""
    if type(quantity) is not int or not 1 <= quantity <= MAX_QUANTITY:
        raise QuantityRefused(field="quantity")


@transaction.atomic
def add(*, cart: Cart, product_id: int, quantity: int, at: datetime) -> CartLine:
    """Put units in; the line's quantity never passes the stock. Refusals say what is left."""
    check_quantity(quantity)
    line = _put_in(lock(cart), _held(cart), product_id=product_id, quantity=quantity, at=at)
    _touch(cart, at)
    return line


def _held(cart: Cart) -> dict[int, CartLine]:
    """The cart's lines by product."""
    return {line.product_id: line for line in CartLine.objects.filter(cart=cart)}


def _put_in(
    locked: Cart, held: dict[int, CartLine], *, product_id: int, quantity: int, at: datetime
) -> CartLine:  # fmt: skip
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise Missing(_("Não encontramos este produto."), field="product")
    line = held.get(product_id)
    wanted = quantity + (line.quantity if line and not line.is_saved else 0)
    _check_available(product, wanted)
    price = offer(product, at=at).sale_price
    if line is None:
        if len(held) >= MAX_LINES:
            raise CartFull
        line = CartLine.objects.create(cart=locked, product=product, quantity=wanted, seen_price=price, added_at=at)
    else:
        line.quantity, line.is_saved, line.seen_price = wanted, False, price
        line.save(update_fields=["quantity", "is_saved", "seen_price"])
    _forget_notice(locked, product)
    return line


@dataclass(frozen=True)
class Put:
    cart: Cart
    token: str | None  # of a new guest cart: whoever asked has to keep it
    is_replay: bool


@transaction.atomic
def put(*, user: User | None, token: str | None, product_id: int, quantity: int, at: datetime, key: str = "") -> Put:
    """`add` to the cart of whoever asks, which is made if need be; a refusal leaves no cart behind.

    The same `key` has its effect once per cart. `KeyReused` when it comes with other goods.
    """
    repeats.check_key(key)
    check_quantity(quantity)
    cart, fresh = open_for(user=user, token=token, at=at)
    if fresh is not None:  # nobody else knows of this cart yet, and nothing is in it
        _put_in(cart, {}, product_id=product_id, quantity=quantity, at=at)
    else:
        locked = lock(cart)
        meaning = [product_id, quantity]
        if key and repeats.known(cart=cart, key=key, meaning=meaning) is not None:
            return Put(cart=cart, token=None, is_replay=True)
        _put_in(locked, _held(cart), product_id=product_id, quantity=quantity, at=at)
        _touch(cart, at)
    if key:
        repeats.remember(cart=cart, key=key, kept=[product_id, quantity])
    return Put(cart=cart, token=fresh, is_replay=False)


def _check_available(product: Product, wanted: int) -> None:
    if not product.is_visible:
        raise NotForSale(field="product")
    if wanted < product.minimum_order_quantity:
        text = _("A compra mínima deste produto é de {least} unidades.").format(least=product.minimum_order_quantity)
        raise QuantityRefused(text, field="quantity", data={"minimum": product.minimum_order_quantity})
    if wanted > MAX_QUANTITY:
        text = _("O limite é de {most} unidades por produto.").format(most=MAX_QUANTITY)
        raise QuantityRefused(text, field="quantity")
    if wanted > product.stock:
        left = max(0, product.stock)
        text = _("Só temos {left} em estoque.").format(left=left) if left else _("Este produto está esgotado.")
        raise OutOfStock(text, field="quantity", data={"product": product.slug, "available": left})


@transaction.atomic
def set_quantity(*, cart: Cart, line_id: int, quantity: int, at: datetime) -> CartLine:
    check_quantity(quantity)
    locked = lock(cart)
    line = _line(cart, line_id)
    if quantity > line.quantity or quantity < line.product.minimum_order_quantity:
        _check_available(line.product, quantity)
    line.quantity = quantity
    line.save(update_fields=["quantity"])
    _forget_notice(locked, line.product)
    _touch(cart, at)
    return line


@transaction.atomic
def remove(*, cart: Cart, line_id: int, at: datetime) -> tuple[int, int]:
    """Take a line out; returns (product id, quantity) so that it can be undone."""
    locked = lock(cart)
    line = _line(cart, line_id)
    gone = (line.product_id, line.quantity)
    line.delete()
    _forget_notice(locked, line.product)
    _touch(cart, at)
    return gone


@transaction.atomic
def empty(*, cart: Cart, at: datetime) -> None:
    lock(cart)
    cart.lines.all().delete()
    Cart.objects.filter(pk=cart.pk).update(coupon=None, notices=[])
    _touch(cart, at)


@transaction.atomic
def keep_for_later(*, cart: Cart, line_id: int, saved: bool, at: datetime) -> CartLine:
    """Set a line aside, or bring it back."""
    lock(cart)
    line = _line(cart, line_id)
    line.is_saved = saved
    line.save(update_fields=["is_saved"])
    _touch(cart, at)
    return line


@transaction.atomic
def change(*, cart: Cart, line_id: int, quantity: int | None, saved: bool | None, at: datetime) -> None:
    """Both at once, or neither; None leaves a side as it is."""
    if saved is not None:
        keep_for_later(cart=cart, line_id=line_id, saved=saved, at=at)
    if quantity is not None:
        set_quantity(cart=cart, line_id=line_id, quantity=quantity, at=at)


@transaction.atomic
def accept_prices(*, cart: Cart, at: datetime) -> None:
    """The customer has seen what things cost now, and the notices."""
    lock(cart)
    for line in cart.lines.select_related("product"):
        price = offer(line.product, at=at).sale_price
        if line.seen_price != price:
            CartLine.objects.filter(pk=line.pk).update(seen_price=price)
    Cart.objects.filter(pk=cart.pk).update(notices=[])


@transaction.atomic
def apply_coupon(*, cart: Cart, coupon: Coupon, eligible_total: Decimal, at: datetime) -> None:
    """Put a coupon on the cart if it holds for what is in it now."""
    customer = coupons.proven(cart.user)
    coupons.check(coupon=coupon, eligible_total=eligible_total, customer=customer, at=at)
    lock(cart)
    Cart.objects.filter(pk=cart.pk).update(coupon=coupon)
    _touch(cart, at)


@transaction.atomic
def drop_coupon(*, cart: Cart, at: datetime) -> None:
    lock(cart)
    Cart.objects.filter(pk=cart.pk).update(coupon=None)
    _touch(cart, at)


def set_delivery(*, cart: Cart, postal_code: str, method: str, at: datetime) -> None:
    """Remember where to and how; the code is checked, the method is judged by the quote."""
    digits = freight.clean_postal_code(postal_code) if postal_code else ""
    changed = Cart.objects.filter(pk=cart.pk, ordered_at__isnull=True).update(
        postal_code=digits, freight_method=method[:40], updated_at=at, version=F("version") + 1
    )
    if not changed:
        raise AlreadyAnOrder


def drop_old(*, at: datetime) -> int:
    """Forget carts of guests nobody has touched for long; carts that became orders stay. Returns how many."""
    old = Cart.objects.filter(user__isnull=True, ordered_at__isnull=True, updated_at__lt=at - GUEST_KEPT)
    return old.delete()[1].get("cart.Cart", 0)


def count(cart: Cart | None) -> int:
    """Units in the cart, without those set aside."""
    if cart is None:
        return 0
    return sum(cart.lines.filter(is_saved=False).values_list("quantity", flat=True))


def product_of(*, cart: Cart, line_id: int) -> Product:
    """Of a line; `Missing` when the line is gone, or the product left the shop."""
    product = _line(cart, line_id).product
    if not product.is_visible:
        raise Missing(_("Este produto não está mais na loja."))
    return product


def _line(cart: Cart, line_id: int) -> CartLine:
    line = CartLine.objects.select_related("product").filter(cart=cart, pk=line_id).first()
    if line is None:
        raise Missing(_("Este item não está mais no carrinho."))
    return line


def _forget_notice(cart: Cart, product: Product) -> None:
    """What was said of a quantity is no longer so once it is another one."""
    kept = [notice for notice in cart.notices if notice["data"]["product"] != product.slug]
    if len(kept) < len(cart.notices):
        Cart.objects.filter(pk=cart.pk).update(notices=kept)


def lock(cart: Cart) -> Cart:
    """One change of a cart at a time; a cart that became an order meanwhile takes no more."""
    locked = Cart.objects.select_for_update(no_key=True).filter(pk=cart.pk, ordered_at__isnull=True).first()
    if locked is None:
        raise AlreadyAnOrder
    return locked


def _touch(cart: Cart, at: datetime) -> None:
    Cart.objects.filter(pk=cart.pk).update(updated_at=at, version=F("version") + 1)
