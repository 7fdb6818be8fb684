"""What the cart holds of a person."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.holdings import Chapter, Section, section
from accounts.models import User
from cart.models import Cart, CartLine, CouponUse


def own_uses(user: User) -> Q:
    return Q(user=user) | Q(email=user.email) if user.is_verified else Q(user=user)


def export(user: User) -> list[Section]:
    carts = Cart.objects.filter(user=user).order_by("pk")
    lines = CartLine.objects.filter(cart__user=user).order_by("cart_id", "pk")
    uses = CouponUse.objects.filter(own_uses(user))
    return [
        section(
            "carts", _("Carrinhos"), carts, "postal_code", "freight_method", "home_voltage", "created_at",
            "updated_at", "ordered_at", number="id", coupon="coupon__code",
        ),
        section(
            "cart_lines", _("Itens dos carrinhos"), lines, "quantity", "seen_price", "is_saved", "zone", "added_at",
            cart="cart_id", product="product__slug",
        ),
        section(
            "coupon_uses", _("Cupons usados"), uses.order_by("pk"), "email", "document", "order_number", "used_at",
            "released_at", coupon="coupon__code",
        ),
    ]  # fmt: skip


def erase(user: User, at: datetime) -> None:
    """Carts go; a coupon's use stays counted, for nobody."""
    Cart.objects.filter(user=user).delete()
    CouponUse.objects.filter(own_uses(user)).update(email="", document="", user=None)


CHAPTER = Chapter("cart", export=export, erase=erase)
