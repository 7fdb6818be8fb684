"""What the shop writes to a buyer at each step of an order. Text and HTML are printed from the same letter.

Written and printed in the language spoken: that of the order, which `notices` speaks meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from iluminacasa import dates, languages
from iluminacasa.money import brl
from orders import access, lifecycle
from orders.models import Order, OrderEvent, OrderLine, Payment, Refund, Shipment

Method = Order.Method
REVIEW_OPT_OUT = "sem-convites/"


@dataclass(frozen=True)
class About:
    """All a letter may speak of."""

    order: Order
    event: OrderEvent
    payment: Payment | None = None
    lines: Sequence[OrderLine] = ()
    shipment: Shipment | None = None
    product_links: Sequence[tuple[str, str]] = ()  # (title, address) of what may be reviewed
    goes_back: bool = False  # money came, and is promised back
    is_payable: bool = True  # when the letter is written, which may be after more has happened


@dataclass(frozen=True)
class Letter:
    subject: str
    paragraphs: Sequence[str]
    button: str = ""  # "Ver o pedido", unless it says more
    code: str = ""  # Pix, to copy
    shows_order: bool = False  # with items, totals and where they go
    links: Sequence[tuple[str, str]] = field(default_factory=list)
    opt_out: str = ""  # address that ends letters of this kind


def promise(order: Order) -> str:
    if order.promised_on is None:
        return ""
    if order.is_pickup:
        text = _("Você pode retirar na loja a partir de {day}: {address}.")
        return text.format(day=dates.day(order.promised_on), address=settings.STORE_ADDRESS)
    return _("A entrega chega até {day}.").format(day=dates.day(order.promised_on))


def goes_back(order: Order) -> bool:
    """Money of this order is promised back."""
    return Refund.objects.filter(payment__order=order).exclude(status=Refund.Status.FAILED).exists()


def amount(event: OrderEvent) -> str:
    return brl(Decimal(event.data.get("amount", "0")))


def reason(event: OrderEvent) -> str:
    return _("Motivo: {reason}").format(reason=event.message) if event.message else ""


# --- One writer for each event -------------------------------------------------------------------
def placed(about: About) -> Letter:
    order = about.order
    code = str(about.payment.instructions.get("copy_paste", "")) if about.payment and about.is_payable else ""
    subject, todo, button = _what_to_do(about)
    texts = [_("Recebemos seu pedido {number}.").format(number=order.number), todo]
    if about.is_payable or (order.paid_at is not None and order.status != Order.Status.CANCELED):
        texts.append(promise(order))
        texts.append(
            _("Depois de receber, você tem 7 dias corridos para desistir, sem dizer por quê, na página do pedido.")
        )
    terms = (_("Termos e privacidade aceitos nesta compra"), f"{access.link_to(order)}textos/")
    return Letter(subject, texts, button=button, code=code, shows_order=True, links=[terms])


def _what_to_do(about: About) -> tuple[str, str, str]:
    """(subject, sentence, button) of an order that was just placed."""
    order = about.order
    sum_and_end = {"total": brl(order.total), "until": dates.clock_and_day(order.expires_at)}
    if not about.is_payable:
        return _("Recebemos seu pedido"), "", ""
    if order.payment_method == Method.PICKUP:
        text = _("Você paga {total} na retirada. Avisamos quando seus produtos estiverem prontos.")
        return _("Recebemos seu pedido"), text.format(total=brl(order.total)), ""
    if order.payment_method == Method.PIX:
        text = _(
            "Falta pagar {total} com Pix até {until}. Copie o código abaixo, ou abra a página do pedido para ler o "
            "código QR."
        )
        return _("Recebemos seu pedido: falta pagar o Pix"), text.format(**sum_and_end), _("Pagar e acompanhar")
    text = _("Falta pagar {total} com cartão até {until}, na página do pedido.")
    return _("Recebemos seu pedido: falta pagar"), text.format(**sum_and_end), _("Pagar e acompanhar")


def expiring(about: About) -> Letter | None:
    order = about.order
    if not about.is_payable:
        return None
    code = str(about.payment.instructions.get("copy_paste", "")) if about.payment else ""
    texts = [
        _("Guardamos seus produtos só até {until}. Depois disso o pedido é cancelado sozinho.").format(
            until=dates.clock_and_day(order.expires_at)
        ),
        _("Falta pagar {total}. Se você acabou de pagar, não precisa fazer nada.").format(total=brl(order.total)),
    ]
    return Letter(_("Seu pedido está quase vencendo"), texts, button=_("Pagar agora"), code=code)


def expired(about: About) -> Letter:
    if about.goes_back:
        over = _("O prazo de pagamento terminou e o pedido foi cancelado.")
    else:
        over = _("O prazo de pagamento terminou e o pedido foi cancelado. Nada foi cobrado.")
    texts = [
        over,
        _("Ainda quer os produtos? A página do pedido põe todos no carrinho de novo, com um botão."),
        _("Se você pagou depois do prazo, não se preocupe: o dinheiro é conferido, e o pedido volta ou o valor volta."),
    ]
    return Letter(_("Seu pedido foi cancelado: o prazo terminou"), texts, button=_("Refazer o pedido"))


def paid(about: About) -> Letter:
    order = about.order
    thanks = _("Recebemos {total} às {moment}. Obrigado!") if order.paid_at else _("Recebemos {total}. Obrigado!")
    thanks = thanks.format(total=brl(order.total), moment=dates.clock_and_day(order.paid_at))
    texts = [thanks, promise(order), _("O recibo para imprimir está na página do pedido.")]
    return Letter(_("Pagamento confirmado"), texts, shows_order=True)


def short(about: About) -> Letter:
    texts = [
        _("Seu pagamento chegou depois do prazo, quando um produto do pedido já tinha acabado."),
        _("Estamos procurando outro para você. Em até 2 dias úteis confirmamos o envio ou devolvemos o valor inteiro."),
    ]
    return Letter(_("Recebemos seu pagamento, mas falta um produto"), texts)


def declined(about: About) -> Letter | None:
    if not about.is_payable:
        return None
    texts = [
        _("O pagamento não foi aprovado, e nada foi cobrado."),
        _("Guardamos seus produtos até {until}: tente de novo ou escolha outra forma.").format(
            until=dates.clock_and_day(about.order.expires_at)
        ),
    ]
    return Letter(_("O pagamento não foi aprovado"), texts, button=_("Tentar de novo"))


def late_money(about: About) -> Letter:
    texts = [_("Recebemos um pagamento deste pedido, que já estava cancelado. Devolvemos o valor inteiro.")]
    return Letter(_("Recebemos um pagamento de um pedido cancelado"), texts)


def shipped(about: About) -> Letter:
    data = about.event.data
    carrier = _("Transportadora: {name}.").format(name=data["carrier"]) if data.get("carrier") else ""
    code = _("Código de rastreio: {code}.").format(code=data["tracking_code"]) if data.get("tracking_code") else ""
    url = about.shipment.tracking_url if about.shipment else ""
    links = [(_("Acompanhar na transportadora"), url)] if url else []
    texts = [_("Seu pedido saiu da loja."), carrier, code, promise(about.order)]
    return Letter(_("Seu pedido está a caminho"), texts, links=links)


def ready(about: About) -> Letter:
    order = about.order
    texts = [
        _("Seu pedido está pronto para retirar."),
        f"{settings.STORE_ADDRESS}. {languages.spoken(settings.STORE_HOURS, settings.STORE_HOURS_EN)}.",
        _("Traga um documento com foto e o número do pedido."),
    ]
    if order.paid_at is None:
        counter = _("O pagamento de {total} é no balcão. Guardamos até {day}.")
        texts.append(counter.format(total=brl(order.total), day=dates.day(order.expires_at)))
    return Letter(_("Pronto para retirar"), texts)


def delivered(about: About) -> Letter:
    moment = about.order.delivered_at or about.event.at
    last = lifecycle.withdrawal_ends(moment) - timedelta(seconds=1)
    texts = [
        _("Seu pedido foi entregue. Esperamos que a luz fique do jeito que você imaginou."),
        _("Mudou de ideia? Você pode desistir até {day}, sem dizer por quê, na página do pedido.").format(
            day=dates.day(last)
        ),
    ]
    return Letter(_("Seu pedido foi entregue"), texts)


def canceled(about: About) -> Letter:
    is_paid = about.order.paid_at is not None or about.goes_back
    back = _("O valor pago volta inteiro. Avisamos quando sair daqui.") if is_paid else _("Nada foi cobrado.")
    return Letter(_("Seu pedido foi cancelado"), [_("O pedido foi cancelado."), reason(about.event), back])


def withdrawal(about: About) -> Letter:
    order, event = about.order, about.event
    texts = [
        _("Recebemos sua desistência às {moment}. Protocolo: {number}. Esta mensagem é o seu comprovante.").format(
            moment=dates.clock_and_day(event.at), number=f"{order.number}-{event.pk}"
        ),
        _("O valor pago volta inteiro, com o frete: {total}.").format(total=brl(order.total)),
        _("Para devolver, responda a esta mensagem: mandamos buscar sem custo, ou você traz à loja."),
        _("Endereço da loja: {address}.").format(address=settings.STORE_ADDRESS),
    ]
    return Letter(_("Recebemos sua desistência"), texts, shows_order=True)


def refused(about: About) -> Letter:
    texts = [
        _("Não foi possível aceitar a devolução deste pedido."),
        reason(about.event),
        _("Não concorda? Responda a esta mensagem e conversamos."),
    ]
    return Letter(_("Sobre a sua devolução"), texts)


def returned(about: About) -> Letter:
    return Letter(_("Recebemos sua devolução"), [_("Os produtos chegaram de volta. O reembolso sai em seguida.")])


def refund_on_its_way(about: About) -> Letter:
    text = _("Vamos devolver {amount} pelo mesmo meio do pagamento. Avisamos quando sair daqui.")
    return Letter(_("Seu reembolso está a caminho"), [text.format(amount=amount(about.event))])


def refunded(about: About) -> Letter:
    texts = [_("Devolvemos {amount}.").format(amount=amount(about.event))]
    if about.payment is not None and about.payment.method == Method.CARD:
        texts.append(_("No cartão, o valor aparece em até duas faturas, conforme o banco."))
    return Letter(_("Reembolso feito"), texts)


def review(about: About) -> Letter:
    texts = [_("O que achou da luz? Sua opinião ajuda quem está escolhendo agora.")]
    opt_out = f"{access.link_to(about.order)}{REVIEW_OPT_OUT}"
    return Letter(_("Como ficou a sua luz?"), texts, links=about.product_links, opt_out=opt_out)


WRITERS: dict[str, Callable[[About], Letter | None]] = {
    "placed": placed,
    "expiring": expiring,
    "expire": expired,
    "pay": paid,
    "pay_at_counter": paid,
    "revive": paid,
    "supply": paid,
    "pay_short": short,
    "payment_declined": declined,
    "paid_after_cancel": late_money,
    "ship": shipped,
    "ready": ready,
    "deliver": delivered,
    "cancel": canceled,
    "request_withdrawal": withdrawal,
    "refuse_withdrawal": refused,
    "receive_return": returned,
    "refund_requested": refund_on_its_way,
    "refunded": refunded,
    "review_invited": review,
}


def write(about: About) -> Letter | None:
    """The letter about this event; None for what the customer need not be told."""
    writer = WRITERS.get(about.event.kind)
    if writer is None:
        return None
    letter = writer(about)
    if letter is None:
        return None
    subject = f"{letter.subject} · {about.order.number}"
    button = letter.button or _("Ver o pedido")
    return replace(letter, subject=subject, button=button, paragraphs=[text for text in letter.paragraphs if text])


def subject_of(kind: str, order: Order) -> str:
    """What the letter about such an event of this order would be called; "" when none would be written."""
    letter = WRITERS[kind](About(order=order, event=OrderEvent(order=order, kind=kind, at=order.placed_at)))
    return letter.subject if letter else ""


# --- Samples -------------------------------------------------------------------------------------
def samples(*, at: datetime) -> list[tuple[About, Letter]]:
    """Every letter about an order that nobody placed, for staff to read. Nothing is stored."""
    found = []
    for kind in WRITERS:
        about = sample(kind, at=at)
        letter = write(about)
        if letter is not None:
            found.append((about, letter))
    return found


def sample(kind: str, *, at: datetime) -> About:
    is_paid = kind not in ("placed", "expiring", "expire", "payment_declined")
    order = Order(
        number="IC0000000000000", email="cliente@example.com", name="Ana Souza", recipient="Ana Souza",
        postal_code="01310100", street="Avenida Paulista", street_number="1000", district="Bela Vista",
        city="São Paulo", state="SP", payment_method=Method.PIX, freight_method="economico",
        freight_name="Econômico", promised_on=(at + timedelta(days=7)).date(), lines_total=Decimal("319.90"),
        pix_discount_total=Decimal("15.99"), freight_total=Decimal("18.40"), total=Decimal("322.31"),
        placed_at=at, expires_at=at + timedelta(hours=1), paid_at=at if is_paid else None, delivered_at=at,
    )  # fmt: skip
    line = OrderLine(order=order, slug="", title="Pendente Cúpula Terracota 40 cm", quantity=1,
                     list_price=Decimal("399.90"), unit_price=Decimal("319.90"), total=Decimal("303.91"))  # fmt: skip
    data = {"amount": "322.31", "carrier": "Transportadora", "tracking_code": "IC123456789BR"}
    event = OrderEvent(pk=1, order=order, kind=kind, at=at, data=data)
    payment = Payment(order=order, method=Method.PIX, instructions={"copy_paste": "00020126...6304ABCD"})
    links = [(line.title, f"{settings.SITE_URL}{reverse('catalog:home')}")]
    return About(order=order, event=event, payment=payment, lines=[line], product_links=links)
