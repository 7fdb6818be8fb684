"""The page of one order, opened by its link: pay, follow, give up, get a receipt, order again."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import signup
from accounts.models import User
from cart import visitor
from catalog import content
from iluminacasa import languages
from iluminacasa.errors import Missing, ShopError
from iluminacasa.limits import client_address
from iluminacasa.returning import see_other
from orders import access, legal, lifecycle, notices, payments, reorder
from orders.envelope import address_lines
from orders.forms import InviteForm, ReasonForm
from orders.models import LegalText, Order, OrderEvent
from orders.payments import attempts
from orders.payments.base import ProviderDown
from orders.views import leaving, sheet

METHODS = ["GET", "HEAD", "POST"]


def with_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the order the address opens; what it refuses is said on its page."""

    @wraps(view)
    def inner(request: HttpRequest, number: str, token: str) -> HttpResponse:
        try:
            order = access.by_token(number=number, token=token, at=timezone.now())
        except access.OrderMissing:
            return sheet.missing(request)
        try:
            return leaving.allow(sheet.private(view(request, order)))
        except ShopError as error:
            if request.method != "POST":
                raise
            messages.error(request, error.message)
            return see_other(access.path_of(order))

    return inner


def posted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the address of a form of the order's page: who opens it (a refused form, loaded again) is led to the page."""

    @require_http_methods(METHODS)
    @with_link
    @wraps(view)
    def inner(request: HttpRequest, order: Order) -> HttpResponse:
        return view(request, order) if request.method == "POST" else see_other(access.path_of(order))

    return inner


def actor(request: HttpRequest) -> User | None:
    return visitor.of(request).user


@require_safe
@with_link
def order(request: HttpRequest, order: Order) -> HttpResponse:
    at = timezone.now()
    leaving.welcome_back(request, order, at=at)
    if attempts.can_pay(order, at=at):
        payments.try_to_start(order=order, at=at)
        order.refresh_from_db()
    form = InviteForm() if sheet.invites(order, at=at) else None
    return sheet.whole(request, order, at=at, form=form)


@require_safe
@with_link
def status(request: HttpRequest, order: Order) -> HttpResponse:
    """What a page that waits for a payment asks every few seconds."""
    payment = attempts.latest(order)
    is_payable = attempts.can_pay(order, at=timezone.now())
    return JsonResponse({"status": order.status, "payment": payment.status if payment else "", "payable": is_payable})


@require_safe
@with_link
def receipt(request: HttpRequest, order: Order) -> HttpResponse:
    events = OrderEvent.objects.filter(order=order, is_public=True, kind="request_withdrawal").order_by("id")
    title = f"{sheet.paper_of(order)} {order.number}"
    return sheet.page(
        request, order, "orders/receipt.html", title, paper=sheet.paper_of(order),
        lines=list(order.lines.order_by("position")), address=address_lines(order), payment=attempts.latest(order),
        document=sheet.mask_document(order.document), withdrawals=list(events), now=timezone.now(),
    )  # fmt: skip


@require_safe
@with_link
def terms(request: HttpRequest, order: Order) -> HttpResponse:
    """The words as they were when the order agreed to them."""
    versions = {"terms": order.terms_version, "privacy": order.privacy_version}
    texts = [
        {"title": title, "version": found.version, "html": content.render(languages.spoken(found.body, "")).html}
        for kind, title in legal.TITLES.items()
        if (found := LegalText.objects.filter(kind=kind, version=versions[kind]).first()) is not None
    ]
    return sheet.page(request, order, "orders/terms.html", _("Textos aceitos neste pedido"), texts=texts)


# --- Paying --------------------------------------------------------------------------------------
@posted
def pay(request: HttpRequest, order: Order) -> HttpResponse:
    """Another try, or another way."""
    method = request.POST.get("forma", "")
    try:
        payment = attempts.open_again(order=order, at=timezone.now(), method=method[:20])
    except ProviderDown as error:
        messages.warning(request, error.message)
        return see_other(access.path_of(order))
    return see_other(str(payment.instructions.get("url") or access.path_of(order)))


@posted
def pay_demo(request: HttpRequest, order: Order) -> HttpResponse:
    """Only with DEBUG: pretend that the money came."""
    payment = attempts.latest(order)
    if not settings.DEBUG or payment is None:
        raise Missing
    payments.confirm(payment=payment, paid_amount=payment.amount, at=timezone.now(), external_id=f"demo-{payment.pk}")
    return see_other(access.path_of(order))


# --- Giving up -----------------------------------------------------------------------------------
@require_http_methods(METHODS)
@with_link
def cancel(request: HttpRequest, order: Order) -> HttpResponse:
    if request.method != "POST" and not sheet.may(order, at=timezone.now())["cancel"]:
        return see_other(access.path_of(order))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        payments.cancel(order=order, at=timezone.now(), by=actor(request), reason=form.cleaned_data["motivo"])
        messages.success(request, _("Pedido cancelado. Se você já pagou, o valor volta inteiro."))
        return see_other(access.path_of(order))
    title = _("Cancelar o pedido {number}").format(number=order.number)
    return sheet.page(request, order, "orders/cancel.html", title, form=form)


@require_http_methods(METHODS)
@with_link
def withdraw(request: HttpRequest, order: Order) -> HttpResponse:
    """Seven days to change one's mind, by the way one bought (CDC art. 49, Decreto 7.962 art. 5)."""
    at = timezone.now()
    if request.method != "POST" and not sheet.may(order, at=at)["withdraw"]:
        return see_other(access.path_of(order))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["motivo"]
        lifecycle.request_withdrawal(order=order, reason=reason, at=at, by=actor(request))
        messages.success(request, _("Recebemos sua desistência. O comprovante está nesta página e no seu e-mail."))
        return see_other(access.path_of(order))
    title = _("Desistir do pedido {number}").format(number=order.number)
    return sheet.page(request, order, "orders/withdraw.html", title, form=form, last_day=sheet.last_day(order))


# --- And then ------------------------------------------------------------------------------------
@posted
def again(request: HttpRequest, order: Order) -> HttpResponse:
    """The same things into the cart."""
    at = timezone.now()
    cart, token = visitor.open_cart(request, at)
    told = reorder.reorder(cart=cart, order=order, at=at)
    for left in told.left_out:
        is_gone = left.quantity == left.line.quantity
        text = _("{title}: não está disponível agora.") if is_gone else _("{title}: não tem estoque para tudo.")
        messages.warning(request, text.format(title=left.line.title))
    if told.units:
        reorder.carry(order=order, cart=cart, user=actor(request), at=at)
        messages.success(request, _("Colocamos os produtos deste pedido no carrinho, com os preços de hoje."))
    response = see_other(reverse("cart:page"))
    visitor.keep(response, token)
    return response


@sensitive_post_parameters("senha")
@posted
def invite(request: HttpRequest, order: Order) -> HttpResponse:
    """A guest needs only a password to have an account; the order joins it once the mailbox is confirmed."""
    at = timezone.now()
    if not sheet.invites(order, at=at):
        return see_other(access.path_of(order))
    form = InviteForm(request.POST, person=User(email=order.email, name=order.name))
    if not form.is_valid():
        return sheet.whole(request, order, at=at, form=form)
    signup.register(
        email=order.email, password=form.cleaned_data["senha"], name=order.name, origin="pedido",
        address=client_address(request), at=at, language=order.language,
    )  # fmt: skip
    lifecycle.note(order, sheet.INVITED, at=at, is_public=False)
    text = _("Mandamos um link para {email}. Confirme por ele, e este pedido entra na sua conta.")
    messages.success(request, text.format(email=order.email))
    return see_other(access.path_of(order))


@require_http_methods(METHODS)
@with_link
def no_reviews(request: HttpRequest, order: Order) -> HttpResponse:
    """A button, because mail scanners follow links."""
    if request.method == "POST":
        notices.refuse_reviews(order=order, at=timezone.now())
        messages.success(request, _("Pronto: não mandamos mais convites para avaliar."))
        return see_other(access.path_of(order))
    return sheet.page(request, order, "orders/no_reviews.html", _("Convites para avaliar"))
