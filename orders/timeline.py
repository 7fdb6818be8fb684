"""What happened to an order, in the customer's words, and what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from iluminacasa.money import brl
from orders.models import Order, OrderEvent, Shipment

S = Order.Status
TITLES = {
    "placed": "Pedido recebido",
    "pay": "Pagamento confirmado",
    "pay_at_counter": "Pagamento recebido na loja",
    "payment_declined": "Pagamento recusado",
    "pay_short": "Pagamento recebido, produto em falta",
    "revive": "Pagamento confirmado",
    "supply": "Produto separado para você",
    "paid_after_cancel": "Pagamento recebido depois do cancelamento",
    "pick": "Em separação",
    "ship": "Pedido enviado",
    "ready": "Pronto para retirar",
    "deliver": "Pedido entregue",
    "cancel": "Pedido cancelado",
    "expire": "Pedido cancelado por falta de pagamento",
    "request_withdrawal": "Desistência recebida",
    "refuse_withdrawal": "Devolução não aceita",
    "receive_return": "Devolução recebida",
    "refund_requested": "Reembolso a caminho",
    "refunded": "Reembolso feito",
}
REASONED = frozenset({"cancel", "request_withdrawal", "refuse_withdrawal"})  # their messages say why
QUIET = frozenset({"expire", "pay_short"})  # their messages are for staff or say the title again
HEADS = {
    S.PENDING: ("Falta pagar", "Guardamos seus produtos até o prazo do pagamento."),
    S.PAID: ("Pagamento confirmado", "Obrigado! Agora é com a gente: separamos e enviamos seu pedido."),
    S.PICKING: ("Em separação", "Seus produtos estão sendo embalados."),
    S.SHIPPED: ("A caminho", "Seu pedido saiu da loja."),
    S.READY: ("Pronto para retirar", "Traga um documento com foto e o número do pedido."),
    S.DELIVERED: ("Entregue", "Esperamos que a luz fique do jeito que você imaginou."),
    S.WITHDRAWAL: (
        "Desistência recebida",
        "Mandamos por e-mail como devolver. O valor pago volta inteiro, com o frete.",
    ),
    S.RETURNED: ("Devolvido", "Recebemos seus produtos de volta."),
    S.CANCELED: ("Cancelado", "Este pedido não vale mais."),
    S.SHORT: ("Pago, produto em falta", "Estamos procurando seus produtos. Falamos com você em até 2 dias úteis."),
}
IN_QUESTION = (
    "Estamos conferindo o pagamento",
    "Recebemos um valor diferente do total. Não pague de novo: seus produtos continuam guardados, e escrevemos a você.",
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
FUTURE = {"pay": "Pagamento", "ship": "Envio", "ready": "Pronto para retirar", "deliver": "Entrega"}
COMES_AFTER = {
    S.PENDING: ("pay", "ship", "ready", "deliver"), S.PAID: ("ship", "ready", "deliver"),
    S.PICKING: ("ship", "ready", "deliver"), S.SHIPPED: ("deliver",), S.READY: ("deliver",),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    title: str
    text: str = ""
    at: datetime | None = None  # None: still to come
    by: date | None = None  # until when it should
    url: str = ""


def steps(
    *, order: Order, events: Sequence[OrderEvent], shipments: Sequence[Shipment], is_over: bool = False
) -> list[Step]:
    """The past with its moments, then what comes next with its dates; nothing does when it `is_over`."""
    past = [_past(event, shipments) for event in events if event.is_public and event.kind in TITLES]
    return past if is_over else past + _ahead(order)


def _past(event: OrderEvent, shipments: Sequence[Shipment]) -> Step:
    text, url = ("" if event.kind in QUIET else event.message), ""
    if text and event.kind in REASONED:
        text = f"Motivo: {text}"
    if event.kind == "ship":
        text = " · ".join(filter(None, (event.data.get("carrier", ""), event.data.get("tracking_code", ""))))
        url = next((shipment.tracking_url for shipment in shipments if shipment.tracking_url), "")
    if "amount" in event.data and event.kind in ("refund_requested", "refunded"):
        text = brl(Decimal(event.data["amount"]))
    return Step(title=TITLES[event.kind], text=text, at=event.at, url=url)


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
        event=event, title=STAFF_TITLES.get(event.kind, event.kind), side=side, who=who,
        text=_told(event) if sees_words or side != CUSTOMER else "",
        moved=(S(left).label if left else "", S(reached).label) if is_move else None,
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
        parts.append(TITLES.get(data.get("kind", ""), STAFF_TITLES.get(data.get("kind", ""), "")))
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
    return "Retirada" if kind == "deliver" and order.is_pickup else FUTURE[kind]
