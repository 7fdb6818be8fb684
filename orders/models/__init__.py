"""What was agreed, and what happened after."""

from orders.models.customer import Customer, CustomerNote
from orders.models.desk import PhoneDraft, SavedFilter
from orders.models.draft import CheckoutDraft
from orders.models.money_flow import Payment, PaymentNotice, Refund, Shipment
from orders.models.order import IdempotencyKey, LegalText, Order, OrderEvent, OrderLine, new_number

__all__ = [
    "CheckoutDraft",
    "Customer",
    "CustomerNote",
    "IdempotencyKey",
    "LegalText",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Payment",
    "PaymentNotice",
    "PhoneDraft",
    "Refund",
    "SavedFilter",
    "Shipment",
    "new_number",
]
