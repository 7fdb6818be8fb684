"""Another try to pay: after a refusal, after the provider was away, or in another way."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iluminacasa.errors import Missing
from orders import lifecycle, payments
from orders.models import Order, Payment

PAYABLE = frozenset({Order.Status.PENDING, Order.Status.PICKING, Order.Status.READY})
FOR_PAGES, FOR_APPS = "card_page", "card_app"  # kinds of instructions only one kind of client can follow


class PayingInQuestion(lifecycle.WrongState):
    code = "payment_in_question"
    title = gettext_lazy("Pagamento em conferência")
    default_message = gettext_lazy(
        "Recebemos um valor diferente do total deste pedido. Estamos conferindo: não pague de novo."
    )


class PayingOver(lifecycle.WrongState):
    default_message = gettext_lazy("Este pedido não pode mais ser pago. Você pode pedir de novo os mesmos produtos.")


def latest(order: Order) -> Payment | None:
    """The payment that matters to the customer: the one that paid, else the last tried."""
    found = sorted(order.payments.all(), key=lambda each: -each.pk)
    return next((each for each in found if each.status == Payment.Status.CONFIRMED), found[0] if found else None)


def existing(order: Order) -> Payment:
    """The same where there must be one."""
    found = latest(order)
    if found is None:
        raise Missing(_("Este pedido não tem pagamento."))
    return found


def can_pay(order: Order, *, at: datetime) -> bool:
    is_open = order.expires_at is None or at < order.expires_at
    return order.paid_at is None and order.status in PAYABLE and is_open and not is_in_question(order)


def is_in_question(order: Order) -> bool:
    """Money of another amount came: nobody is asked to pay, and nothing expires, until a person has decided."""
    if order.paid_at is not None or order.status not in PAYABLE:
        return False
    if all(each.status != Payment.Status.QUARANTINED for each in order.payments.all()):
        return False
    found: bool = order.payments.undecided().exists()
    return found


def methods(order: Order) -> list[str]:
    """How this order may still be paid. Its total is agreed: the Pix price is for Pix."""
    offered = payments.offered(is_pickup=order.is_pickup)
    return [each for each in offered if each == Order.Method.PIX or not order.pix_discount_total]


def open_again(*, order: Order, at: datetime, method: str = "", for_app: bool = False) -> Payment:
    """The waiting payment, or a new one when it was refused or another method is wanted; started at the provider.

    Raises `PayingOver`, `payments.MethodNotOffered`, and `ProviderDown`: then the payment waits for the next try.
    """
    payment, replaced = _choose(order, method, for_app, at)
    for old in replaced:
        payments.close(old)
    return payments.start(payment=payment, at=at, for_app=for_app)


@transaction.atomic
def _choose(order: Order, method: str, for_app: bool, at: datetime) -> tuple[Payment, list[Payment]]:
    fresh = lifecycle.lock(order.pk)
    if is_in_question(fresh):
        raise PayingInQuestion(data={"status": fresh.status, "wanted": "pay"})
    if not can_pay(fresh, at=at):
        raise PayingOver(data={"status": fresh.status, "wanted": "pay"})
    last = latest(fresh)
    wanted = method or (last.method if last else fresh.payment_method)
    if wanted not in methods(fresh):
        raise payments.MethodNotOffered(field="method", data={"methods": methods(fresh)})
    waiting = list(fresh.payments.filter(status=Payment.Status.PENDING).order_by("-pk"))
    fitting = [each for each in waiting if each.method == wanted and _fits(each, for_app)]
    if fitting:
        return fitting[0], []
    fresh.payments.filter(status=Payment.Status.PENDING).update(status=Payment.Status.EXPIRED)
    provider = payments.provider_for(wanted)
    opened = Payment.objects.create(
        order=fresh, method=wanted, provider=provider.name, amount=fresh.total, expires_at=fresh.expires_at,
        created_at=at,
    )  # fmt: skip
    lifecycle.note(fresh, "payment_opened", at=at, data={"payment": opened.pk, "method": wanted}, is_public=False)
    refused = fresh.payments.filter(status=Payment.Status.DECLINED).order_by("-pk")
    return opened, [*waiting, *refused]


def _fits(payment: Payment, for_app: bool) -> bool:
    other = FOR_PAGES if for_app else FOR_APPS
    return payment.instructions.get("kind") != other
