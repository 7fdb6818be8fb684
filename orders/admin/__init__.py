"""The desks of orders and money: everything is read here, and changed only by named acts."""

from orders.admin import orders, payments

__all__ = ["orders", "payments"]
