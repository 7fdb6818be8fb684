"""What was sold, told to the catalogue below."""

from django.db.models import F, Sum

from catalog import bestsellers
from orders.models import Order, OrderLine

S = Order.Status
SOLD = (S.PAID, S.PICKING, S.SHIPPED, S.READY, S.DELIVERED, S.WITHDRAWAL)


def push_down() -> int:
    """Units of paid orders, without what was given back; returns how many products moved. Repeating is harmless."""
    lines = OrderLine.objects.filter(product__isnull=False, order__paid_at__isnull=False, order__status__in=SOLD)
    sums = lines.order_by().values_list("product_id").annotate(units=Sum(F("quantity") - F("refunded_quantity")))
    return bestsellers.write(sold={pk: units for pk, units in sums if pk is not None and units > 0})
