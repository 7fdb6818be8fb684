"""What staff decide about prices beside the goods: coupons, one by one or many at once, and freight."""

from cart.admin import batches, coupons, freight

__all__ = ["batches", "coupons", "freight"]
