"""What the page of an order prints."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cart import visitor
from catalog import cards
from catalog.models import ProductCard
from iluminacasa import freshness
from iluminacasa.brazil import mask_document
from iluminacasa.money import brl
from orders import access, letters, lifecycle, timeline
from orders.envelope import address_lines
from orders.forms import InviteForm
from orders.models import Order, OrderEvent, Payment
from orders.payments import attempts, brcode, qr

S = Order.Status
OVER = frozenset({S.CANCELED, S.RETURNED})
LATE = gettext_noop("O prazo de pagamento terminou")
INVITED = "account_invited"  # event: a guest asked for an account


def private(response: HttpResponse) -> HttpResponse:
    """The address is a key: it is not indexed, not kept by caches, and not told to other sites."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def page(request: HttpRequest, order: Order, template: str, title: str, **more: Any) -> HttpResponse:
    is_own = visitor.of(request).user is not None and order.user_id == getattr(request.user, "pk", None)
    crumbs = [{"name": _("Pedidos"), "url": reverse("orders:order_list")}] if is_own else []
    if crumbs:
        crumbs.insert(0, {"name": _("Minha conta"), "url": reverse("accounts:home")})
        crumbs.append({"name": order.number, "url": access.path_of(order)})
    context = {
        "order": order,
        "token": access.token_of(order),
        "page_title": title,
        "meta": {"title": title, "robots": "noindex,nofollow"},
        "breadcrumbs": crumbs,
        "is_own": is_own,
        **more,
    }
    form = more.get("form")
    status = 422 if form is not None and form.is_bound else 200
    response = render(request, template, context, status=status)
    freshness.compress(request, response)
    return private(response)


def whole(request: HttpRequest, order: Order, *, at: datetime, form: InviteForm | None = None) -> HttpResponse:
    """The page that carries an order from its payment to its end."""
    prefetch_related_objects([order], "payments__refunds")  # each part of the page asks for them
    payment = attempts.latest(order)
    events = list(OrderEvent.objects.filter(order=order, is_public=True).order_by("id"))
    title, text = head(order, at)
    return page(
        request, order, "orders/order.html", _("Pedido {number}").format(number=order.number),
        head_title=title, head_text=text, pay=paying(order, payment, at=at), payment=payment, form=form,
        lines=with_pictures(order),
        timeline=timeline.steps(
            order=order, events=events, shipments=list(order.shipments.order_by("pk")), is_over=is_late(order, at)
        ),
        address=address_lines(order), document=mask_document(order.document), can=may(order, at=at),
        withdrawal=next((each for each in reversed(events) if each.kind == "request_withdrawal"), None),
        last_day=last_day(order), prints_receipt=prints_receipt(order),
        refunds=[refund for each in order.payments.all() for refund in each.refunds.all()],
    )  # fmt: skip


def missing(request: HttpRequest) -> HttpResponse:
    """The same for a wrong number and a wrong key; the address, which may hold a key, is not searched for."""
    context = {
        "page_title": access.OrderMissing().message.rstrip("."),
        "meta": {"title": _("Pedido não encontrado"), "robots": "noindex,nofollow"},
    }
    return private(render(request, "orders/missing.html", context, status=404))


def prints_receipt(order: Order) -> bool:
    """What is printed is a receipt only while the shop holds the money; else a summary."""
    return order.paid_at is not None and order.status not in OVER


def paper_of(order: Order) -> str:
    return _("Recibo do pedido") if prints_receipt(order) else _("Resumo do pedido")


def invites(order: Order, *, at: datetime) -> bool:
    """Whether a guest is offered an account: once, and with an order that stands."""
    is_open = order.user_id is None and order.status not in OVER and not is_late(order, at)
    return is_open and not order.events.filter(kind=INVITED).exists()


def with_pictures(order: Order) -> list[dict[str, Any]]:
    """Lines with the sizes of their pictures; of what left the window, the one picture that was kept."""
    lines = list(order.lines.order_by("position"))
    views = ProductCard.objects.filter(pk__in=[line.product_id for line in lines]).values_list("pk", "view")
    shown: dict[int | None, Any] = {pk: cards.read_view(view)["day"] for pk, view in views}
    return [
        {"line": line, "picture": shown.get(line.product_id) or ({"src": line.picture} if line.picture else None)}
        for line in lines
    ]


def head(order: Order, at: datetime) -> tuple[str, str]:
    title, text = map(str, timeline.IN_QUESTION if attempts.is_in_question(order) else timeline.HEADS[S(order.status)])
    if attempts.is_in_question(order):
        return title, text
    if order.status == S.PENDING and order.payment_method == Order.Method.PICKUP:
        return _("Reservado para você"), _("Avisamos por e-mail quando estiver pronto. O pagamento é na retirada.")
    if order.status == S.PAID and order.is_pickup:
        return title, _("Obrigado! Avisamos por e-mail assim que seu pedido estiver pronto para retirar.")
    if is_late(order, at):
        return _(LATE), _("Seus produtos voltaram para a loja. Você pode pedir de novo.")
    last = order.events.filter(to_status=S.CANCELED).order_by("-id").first() if order.status == S.CANCELED else None
    if last is not None and last.kind == "expire":
        if letters.goes_back(order):
            return _(LATE), _("O que recebemos volta inteiro, e seus produtos voltaram para a loja.")
        return _(LATE), _("Nada foi cobrado, e seus produtos voltaram para a loja.")
    return title, text


def last_day(order: Order) -> datetime | None:
    """A moment of the last day of withdrawal, once it is known."""
    return lifecycle.withdrawal_ends(order.delivered_at) - timedelta(seconds=1) if order.delivered_at else None


def is_late(order: Order, at: datetime) -> bool:
    """Nobody paid in time, whether or not the job that cancels such orders has come by."""
    is_over = order.status == S.PENDING and order.expires_at is not None and order.expires_at <= at
    return is_over and not attempts.is_in_question(order)


def paying(order: Order, payment: Payment | None, *, at: datetime) -> dict[str, Any] | None:
    """What the customer needs to pay now; None when there is nothing (more) to pay here."""
    if payment is None or not attempts.can_pay(order, at=at):
        return None
    told = payment.instructions if payment.status == Payment.Status.PENDING else {}
    begins_anew = payment.status in (Payment.Status.PENDING, Payment.Status.QUARANTINED)
    kind = told.get("kind", "") if begins_anew else "declined"
    kind = "" if kind == attempts.FOR_APPS else kind  # begun in the app: here it begins anew
    shown: dict[str, Any] = {
        "kind": kind, "amount": payment.amount, "expires_at": order.expires_at,
        "others": [each for each in attempts.methods(order) if each != payment.method or kind in ("", "declined")],
        "is_demo": settings.DEBUG and payment.status == Payment.Status.PENDING,
        "method": payment.method,
        "status": payment.status,
    }  # fmt: skip
    shown["others"] = [{"value": each, "label": way_to_pay(order, payment, each)} for each in shown["others"]]
    if kind == "pix":
        receiver = brcode.fold(settings.PIX_MERCHANT_NAME, brcode.MAX_NAME)
        shown |= {"code": told["copy_paste"], "drawing": qr.draw(told["copy_paste"]), "receiver": receiver}
    if told.get("url"):
        shown["url"] = told["url"]
    return shown


def way_to_pay(order: Order, payment: Payment, method: str) -> str:
    """The words of its button. The total was agreed when the order was placed, so Pix makes it no cheaper now."""
    if method == payment.method:
        return _("Tentar de novo com {method}").format(method=Order.Method(method).label)
    is_cheaper_elsewhere = method == Order.Method.PIX and settings.PIX_DISCOUNT_PERCENT
    if method == Order.Method.PICKUP:
        text = _("Pagar {amount} na retirada")
    elif is_cheaper_elsewhere and not order.pix_discount_total:
        text = _("Pagar {amount} com {method}, sem o desconto")
    else:
        text = _("Pagar {amount} com {method}")
    return text.format(amount=brl(payment.amount), method=Order.Method(method).label)


def may(order: Order, *, at: datetime) -> dict[str, bool]:
    """Which doors the page shows."""
    in_time = order.delivered_at is None or at < lifecycle.withdrawal_ends(order.delivered_at)
    return {
        "cancel": lifecycle.allows(order, "cancel") and not is_late(order, at),
        "withdraw": lifecycle.allows(order, "request_withdrawal") and in_time,
        "review": order.status == S.DELIVERED and order.user_id is not None,
        "restore": order.status in OVER or is_late(order, at),
    }
