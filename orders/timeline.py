"""What happened to an order, in the customer's words, and what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from iluminacasa import languages
from iluminacasa.money import brl
from orders.models import Order, OrderEvent, Shipment

S = Order.Status
TITLES = {
    "placed": _("Pedido recebido"),
    "pay": _("Pagamento confirmado"),
    "pay_at_counter": _("Pagamento recebido na loja"),
    "payment_declined": _("Pagamento recusado"),
    "pay_short": _("Pagamento recebido, produto em falta"),
    "revive": _("Pagamento confirmado"),
    "supply": _("Produto separado para você"),
    "paid_after_cancel": _("Pagamento recebido depois do cancelamento"),
    "pick": _("Em separação"),
    "ship": _("Pedido enviado"),
    "ready": _("Pronto para retirar"),
    "deliver": _("Pedido entregue"),
    "cancel": _("Pedido cancelado"),
    "expire": _("Pedido cancelado por falta de pagamento"),
    "request_withdrawal": _("Desistência recebida"),
    "refuse_withdrawal": _("Devolução não aceita"),
    "receive_return": _("Devolução recebida"),
    "refund_requested": _("Reembolso a caminho"),
    "refunded": _("Reembolso feito"),
}
REASONED = frozenset({"cancel", "request_withdrawal", "refuse_withdrawal"})  # their messages say why
OURS = frozenset({"revive", "paid_after_cancel"})  # their messages are sentences of the shop's own
QUIET = frozenset({"expire", "pay_short"})  # their messages are for staff or say the title again
HEADS = {
    S.PENDING: (_("Falta pagar"), _("Guardamos seus produtos até o prazo do pagamento.")),
    S.PAID: (_("Pagamento confirmado"), _("Obrigado! Agora é com a gente: separamos e enviamos seu pedido.")),
    S.PICKING: (_("Em separação"), _("Seus produtos estão sendo embalados.")),
    S.SHIPPED: (_("A caminho"), _("Seu pedido saiu da loja.")),
    S.READY: (_("Pronto para retirar"), _("Traga um documento com foto e o número do pedido.")),
    S.DELIVERED: (_("Entregue"), _("Esperamos que a luz fique do jeito que você imaginou.")),
    S.WITHDRAWAL: (
        _("Desistência recebida"),
        _("Mandamos por e-mail como devolver. O valor pago volta inteiro, com o frete."),
    ),
    S.RETURNED: (_("Devolvido"), _("Recebemos seus produtos de volta.")),
    S.CANCELED: (_("Cancelado"), _("Este pedido não vale mais.")),
    S.SHORT: (
        _("Pago, produto em falta"),
        _("Estamos procurando seus produtos. Falamos com você em até 2 dias úteis."),
    ),
}
IN_QUESTION = (
    _("Estamos conferindo o pagamento"),
    _(
        "Recebemos um valor diferente do total. Não pague de novo: seus produtos continuam guardados, e escrevemos a "
        "você."
    ),
)
STAFF_TITLES = TITLES | {
    "staff_note": "Anotação da equipe",
    "payment_opened": "Nova tentativa de pagamento",
    "paid_again": "Segundo pagamento, em análise",
    "wrong_amount": "Valor diferente, em análise",
    "refund_failed": "Reembolso recusado pelo provedor",
    "mail_again": "E-mail enviado de novo",
    "invoice": "Nota fiscal informada",
    "expiring": "Lembrete de pagamento",
    "review_invited": "Convite para avaliar",
    "reviews_refused": "Não quer convites para avaliar",
}
CUSTOMER, STAFF, SYSTEM = "cliente", "equipe", "sistema"
BY_CUSTOMER = frozenset({"placed", "cancel", "request_withdrawal", "reviews_refused"})  # where nobody is named
AHEAD = {False: ("pay", "ship", "deliver"), True: ("pay", "ready", "deliver")}
FUTURE = {"pay": _("Pagamento"), "ship": _("Envio"), "ready": _("Pronto para retirar"), "deliver": _("Entrega")}
COMES_AFTER = {
    S.PENDING: ("pay", "ship", "ready", "deliver"), S.PAID: ("ship", "ready", "deliver"),
    S.PICKING: ("ship", "ready", "deliver"), S.SHIPPED: ("deliver",), S.READY: ("deliver",),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    title: str
    text: str = ""
    words: str = ""  # after the text: what a person wrote
    lang: str = ""  # of these words, where it is known to be another than the page's
    at: datetime | None = None  # None: still to come
    by: date | None = None  # until when it should
    url: str = ""


def steps(
    *, order: Order, events: Sequence[OrderEvent], shipments: Sequence[Shipment], is_over: bool = False
) -> list[Step]:
    """The past with its moments, then what comes next with its dates; nothing does when it `is_over`."""
    past = [_past(order, event, shipments) for event in events if event.is_public and event.kind in TITLES]
    return past if is_over else past + _ahead(order)


def _past(order: Order, event: OrderEvent, shipments: Sequence[Shipment]) -> Step:
    text, words, lang, url = ("" if event.kind in QUIET else event.message), "", "", ""
    if text and event.kind in OURS:
        text = gettext(text)
    if text and event.kind in REASONED:
        text, words, lang = gettext("Motivo:"), text, _language_of_words(order, event)
    if event.kind == "ship":
        text = " · ".join(filter(None, (event.data.get("carrier", ""), event.data.get("tracking_code", ""))))
        url = next((shipment.tracking_url for shipment in shipments if shipment.tracking_url), "")
    if "amount" in event.data and event.kind in ("refund_requested", "refunded"):
        text = brl(Decimal(event.data["amount"]))
    return Step(title=str(TITLES[event.kind]), text=text, words=words, lang=lang, at=event.at, url=url)


def _language_of_words(order: Order, event: OrderEvent) -> str:
    """Staff write Portuguese; customers write what they like."""
    is_foreign = languages.current() != languages.PORTUGUESE and side_of(order, event) == STAFF
    return languages.TAGS[languages.PORTUGUESE] if is_foreign else ""


@dataclass(frozen=True)
class Entry:
    """One line of the history staff read."""

    event: OrderEvent
    title: str
    side: str  # CUSTOMER, STAFF or SYSTEM
    who: str
    text: str
    moved: tuple[str, str] | None  # (from, to), where the state changed


def history(*, order: Order, events: Sequence[OrderEvent], sees_words: bool = True) -> list[Entry]:
    """Everything that happened, also what the customer does not see, newest first; their own words are for some."""
    return [_entry(order, event, sees_words) for event in sorted(events, key=lambda event: -event.pk)]


def _entry(order: Order, event: OrderEvent, sees_words: bool) -> Entry:
    side = side_of(order, event)
    who = event.actor.get_full_name() if event.actor is not None and side == STAFF else side
    left, reached = event.from_status, event.to_status
    is_move = reached and left != reached
    return Entry(
        event=event, title=str(STAFF_TITLES.get(event.kind, event.kind)), side=side, who=who,
        text=_told(event) if sees_words or side != CUSTOMER else "",
        moved=(str(S(left).label) if left else "", str(S(reached).label)) if is_move else None,
    )  # fmt: skip


def side_of(order: Order, event: OrderEvent) -> str:
    if event.actor_id is not None:
        return CUSTOMER if event.actor_id == order.user_id and event.data.get("channel") != "phone" else STAFF
    return CUSTOMER if event.kind in BY_CUSTOMER else SYSTEM


def _told(event: OrderEvent) -> str:
    """The message and what else is known of it, in words."""
    data, parts = event.data, [event.message]
    if event.kind == "ship":
        parts += [data.get("carrier", ""), data.get("tracking_code", "")]
    if event.kind == "mail_again":
        parts.append(str(STAFF_TITLES.get(data.get("kind", ""), "")))
    if "amount" in data:
        parts.append(brl(Decimal(data["amount"])))
    if "expected" in data:
        parts.append(f"esperado {brl(Decimal(data['expected']))}")
    if data.get("channel") == "phone":
        parts.append("por telefone")
    return " · ".join(filter(None, parts))


def _ahead(order: Order) -> list[Step]:
    kinds = [kind for kind in AHEAD[order.is_pickup] if kind in COMES_AFTER.get(S(order.status), ())]
    if order.paid_at is not None:
        kinds = [kind for kind in kinds if kind != "pay"]
    last = "ready" if order.is_pickup else "deliver"
    return [Step(title=_future(kind, order), by=order.promised_on if kind == last else None) for kind in kinds]


def _future(kind: str, order: Order) -> str:
    return gettext("Retirada") if kind == "deliver" and order.is_pickup else str(FUTURE[kind])
