"""What the shop writes to a buyer at each step of an order. Text and HTML are printed from the same letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings

from iluminacasa.brazil import SHOP_ZONE
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
    button: str = "Ver o pedido"
    code: str = ""  # Pix, to copy
    shows_order: bool = False  # with items, totals and where they go
    links: Sequence[tuple[str, str]] = field(default_factory=list)
    opt_out: str = ""  # address that ends letters of this kind


def clock(moment: datetime | None) -> str:
    """`22:45 de 10/03/2026`, in shop time."""
    return f"{moment.astimezone(SHOP_ZONE):%H:%M de %d/%m/%Y}" if moment else ""


def day(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHOP_ZONE):%d/%m/%Y}" if moment else ""


def promise(order: Order) -> str:
    if order.promised_on is None:
        return ""
    if order.is_pickup:
        return f"Você pode retirar na loja a partir de {order.promised_on:%d/%m/%Y}: {settings.STORE_ADDRESS}."
    return f"A entrega chega até {order.promised_on:%d/%m/%Y}."


def goes_back(order: Order) -> bool:
    """Money of this order is promised back."""
    return Refund.objects.filter(payment__order=order).exclude(status=Refund.Status.FAILED).exists()


def amount(event: OrderEvent) -> str:
    return brl(Decimal(event.data.get("amount", "0")))


# --- One writer for each event -------------------------------------------------------------------
def placed(about: About) -> Letter:
    order = about.order
    until = clock(order.expires_at)
    code = str(about.payment.instructions.get("copy_paste", "")) if about.payment and about.is_payable else ""
    if not about.is_payable:
        todo, subject, button = "", "Recebemos seu pedido", "Ver o pedido"
    elif order.payment_method == Method.PICKUP:
        todo = f"Você paga {brl(order.total)} na retirada. Avisamos quando seus produtos estiverem prontos."
        subject, button = "Recebemos seu pedido", "Ver o pedido"
    elif order.payment_method == Method.PIX:
        todo = f"Falta pagar {brl(order.total)} com Pix até {until}. Copie o código abaixo, ou abra a página do pedido "
        todo += "para ler o código QR."
        subject, button = "Recebemos seu pedido: falta pagar o Pix", "Pagar e acompanhar"
    else:
        todo = f"Falta pagar {brl(order.total)} com cartão até {until}, na página do pedido."
        subject, button = "Recebemos seu pedido: falta pagar", "Pagar e acompanhar"
    texts = [f"Recebemos seu pedido {order.number}.", todo]
    if about.is_payable or (order.paid_at is not None and order.status != Order.Status.CANCELED):
        texts.append(promise(order))
        texts.append(
            "Depois de receber, você tem 7 dias corridos para desistir, sem dizer por quê, na página do pedido."
        )
    terms = ("Termos e privacidade aceitos nesta compra", f"{access.link_to(order)}textos/")
    return Letter(subject, texts, button=button, code=code, shows_order=True, links=[terms])


def expiring(about: About) -> Letter | None:
    order = about.order
    if not about.is_payable:
        return None
    code = str(about.payment.instructions.get("copy_paste", "")) if about.payment else ""
    texts = [
        f"Guardamos seus produtos só até {clock(order.expires_at)}. Depois disso o pedido é cancelado sozinho.",
        f"Falta pagar {brl(order.total)}. Se você acabou de pagar, não precisa fazer nada.",
    ]
    return Letter("Seu pedido está quase vencendo", texts, button="Pagar agora", code=code)


def expired(about: About) -> Letter:
    texts = [
        "O prazo de pagamento terminou e o pedido foi cancelado." + ("" if about.goes_back else " Nada foi cobrado."),
        "Ainda quer os produtos? A página do pedido põe todos no carrinho de novo, com um botão.",
        "Se você pagou depois do prazo, não se preocupe: o dinheiro é conferido, e o pedido volta ou o valor volta.",
    ]
    return Letter("Seu pedido foi cancelado: o prazo terminou", texts, button="Refazer o pedido")


def paid(about: About) -> Letter:
    order = about.order
    moment = f" às {clock(order.paid_at)}" if order.paid_at else ""
    texts = [f"Recebemos {brl(order.total)}{moment}. Obrigado!", promise(order)]
    texts.append("O recibo para imprimir está na página do pedido.")
    return Letter("Pagamento confirmado", texts, shows_order=True)


def short(about: About) -> Letter:
    texts = [
        "Seu pagamento chegou depois do prazo, quando um produto do pedido já tinha acabado.",
        "Estamos procurando outro para você. Em até 2 dias úteis confirmamos o envio ou devolvemos o valor inteiro.",
    ]
    return Letter("Recebemos seu pagamento, mas falta um produto", texts)


def declined(about: About) -> Letter | None:
    if not about.is_payable:
        return None
    texts = [
        "O pagamento não foi aprovado, e nada foi cobrado.",
        f"Guardamos seus produtos até {clock(about.order.expires_at)}: tente de novo ou escolha outra forma.",
    ]
    return Letter("O pagamento não foi aprovado", texts, button="Tentar de novo")


def late_money(about: About) -> Letter:
    texts = ["Recebemos um pagamento deste pedido, que já estava cancelado. Devolvemos o valor inteiro."]
    return Letter("Recebemos um pagamento de um pedido cancelado", texts)


def shipped(about: About) -> Letter:
    data = about.event.data
    carrier = f"Transportadora: {data['carrier']}." if data.get("carrier") else ""
    code = f"Código de rastreio: {data['tracking_code']}." if data.get("tracking_code") else ""
    url = about.shipment.tracking_url if about.shipment else ""
    links = [("Acompanhar na transportadora", url)] if url else []
    return Letter(
        "Seu pedido está a caminho", ["Seu pedido saiu da loja.", carrier, code, promise(about.order)], links=links
    )


def ready(about: About) -> Letter:
    order = about.order
    texts = [
        "Seu pedido está pronto para retirar.",
        f"{settings.STORE_ADDRESS}. {settings.STORE_HOURS}.",
        "Traga um documento com foto e o número do pedido.",
    ]
    if order.paid_at is None:
        texts.append(f"O pagamento de {brl(order.total)} é no balcão. Guardamos até {day(order.expires_at)}.")
    return Letter("Pronto para retirar", texts)


def delivered(about: About) -> Letter:
    moment = about.order.delivered_at or about.event.at
    last = lifecycle.withdrawal_ends(moment) - timedelta(seconds=1)
    texts = [
        "Seu pedido foi entregue. Esperamos que a luz fique do jeito que você imaginou.",
        f"Mudou de ideia? Você pode desistir até {day(last)}, sem dizer por quê, na página do pedido.",
    ]
    return Letter("Seu pedido foi entregue", texts)


def canceled(about: About) -> Letter:
    texts = ["O pedido foi cancelado."]
    if about.event.message:
        texts.append(f"Motivo: {about.event.message}")
    back = about.order.paid_at is not None or about.goes_back
    texts.append("O valor pago volta inteiro. Avisamos quando sair daqui." if back else "Nada foi cobrado.")
    return Letter("Seu pedido foi cancelado", texts)


def withdrawal(about: About) -> Letter:
    order, event = about.order, about.event
    texts = [
        f"Recebemos sua desistência às {clock(event.at)}. Protocolo: {order.number}-{event.pk}. Esta mensagem é o seu "
        "comprovante.",
        f"O valor pago volta inteiro, com o frete: {brl(order.total)}.",
        "Para devolver, responda a esta mensagem: mandamos buscar sem custo, ou você traz à loja.",
        f"Endereço da loja: {settings.STORE_ADDRESS}.",
    ]
    return Letter("Recebemos sua desistência", texts, shows_order=True)


def refused(about: About) -> Letter:
    reason = f"Motivo: {about.event.message}" if about.event.message else ""
    return Letter("Sobre a sua devolução", ["Não foi possível aceitar a devolução deste pedido.", reason,
                  "Não concorda? Responda a esta mensagem e conversamos."])  # fmt: skip


def returned(about: About) -> Letter:
    return Letter("Recebemos sua devolução", ["Os produtos chegaram de volta. O reembolso sai em seguida."])


def refund_on_its_way(about: About) -> Letter:
    texts = [f"Vamos devolver {amount(about.event)} pelo mesmo meio do pagamento. Avisamos quando sair daqui."]
    return Letter("Seu reembolso está a caminho", texts)


def refunded(about: About) -> Letter:
    texts = [f"Devolvemos {amount(about.event)}."]
    if about.payment is not None and about.payment.method == Method.CARD:
        texts.append("No cartão, o valor aparece em até duas faturas, conforme o banco.")
    return Letter("Reembolso feito", texts)


def review(about: About) -> Letter:
    texts = ["O que achou da luz? Sua opinião ajuda quem está escolhendo agora."]
    opt_out = f"{access.link_to(about.order)}{REVIEW_OPT_OUT}"
    return Letter("Como ficou a sua luz?", texts, links=about.product_links, opt_out=opt_out)


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
    return replace(letter, subject=subject, paragraphs=[text for text in letter.paragraphs if text])


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
    return About(
        order=order, event=event, payment=payment, lines=[line], product_links=[(line.title, settings.SITE_URL)]
    )
