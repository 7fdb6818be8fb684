"""What the shop sold, counted from what was agreed and paid. Reading only; `docs/backoffice.md` says what counts.

A sale belongs to the day its money was confirmed, with its whole total, and stays there. Money that goes back is
subtracted on the day it was promised. Orders nobody paid never count. So no day changes once it is over, and every
report of one period ends in the same three sums.
"""

from orders.reports.goods import by_category, by_product
from orders.reports.period import CHOICES, Period, UnknownPeriod
from orders.reports.pulse import Day, Window, best_sellers, conversion, pulse
from orders.reports.sales import Row, by_coupon, by_day, by_method, by_state, count_orders, total
from orders.reports.stock_value import Shelf, stock_by_category, stock_by_product

__all__ = [
    "CHOICES",
    "Day",
    "Period",
    "Row",
    "Shelf",
    "UnknownPeriod",
    "Window",
    "best_sellers",
    "by_category",
    "by_coupon",
    "by_day",
    "by_method",
    "by_product",
    "by_state",
    "conversion",
    "count_orders",
    "pulse",
    "stock_by_category",
    "stock_by_product",
    "total",
]
