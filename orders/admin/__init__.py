"""The desks of orders and money: everything is read here, and changed only by named acts."""

from orders.admin import customers, orders, payments

__all__ = ["customers", "orders", "payments"]
