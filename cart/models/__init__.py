"""What it would cost, without commitment."""

from cart.models.basket import MAX_QUANTITY, Cart, CartLine
from cart.models.coupon import Coupon, CouponBatch, CouponUse
from cart.models.freight import FreightRate

__all__ = ["MAX_QUANTITY", "Cart", "CartLine", "Coupon", "CouponBatch", "CouponUse", "FreightRate"]
