"""What staff may do with an order, each by its name in the table of states."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from iluminacasa.money import brl
from iluminacasa.money_forms import MoneyFormField
from orders import invoices, lifecycle, notices, payments
from orders.admin.reading import Act, ActForm, moment
from orders.models import Order, Payment, PaymentNotice
from orders.payments import attempts, giving_back
from orders.payments.giving_back import Part
from orders.timeline import STAFF_TITLES

CHANGE, PAY, REFUND = "orders.change_order", "orders.change_payment", "orders.add_refund"
CANCEL = "orders.cancel_order"  # decides over money and over what a customer may do
REASON = 500  # characters


def reason_field(*, required: bool, label: str = "Motivo", help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=REASON, required=required, help_text=help_text)


class NoteForm(ActForm):
    motivo = reason_field(required=False, label="Anotação", help_text="Fica na história do pedido, só para a equipe.")


class ReasonForm(ActForm):
    motivo = reason_field(required=True, help_text="O cliente vê este texto.")


class RemarkForm(ActForm):
    motivo = forms.CharField(
        label="Anotação", max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Só a equipe vê. Fica na história do pedido.",
    )  # fmt: skip


class InvoiceForm(ActForm):
    chave = forms.CharField(
        label="Chave de acesso", max_length=60, help_text="Os 44 números da nota fiscal. O cliente vê na página dele.",
        widget=forms.TextInput(attrs={"size": 50, "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, subject: Order, **options: Any) -> None:
        super().__init__(*args, subject=subject, **({"initial": {"chave": subject.invoice_key}} | options))


class AgainForm(ActForm):
    """Which letter, the newest chosen; what it says is shown before it goes out."""

    carta = forms.TypedChoiceField(label="E-mail", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, subject: Order, **options: Any) -> None:
        super().__init__(*args, subject=subject, **options)
        events = notices.tellable(subject)
        field = self.fields["carta"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(event.pk, f"{STAFF_TITLES[event.kind]} · {moment(event.at)}") for event in events]
        field.initial = events[0].pk if events else None


class CancelForm(ReasonForm):
    estoque = forms.BooleanField(label="As unidades voltam ao estoque", required=False, initial=True)


class ShipForm(ActForm):
    transportadora = forms.CharField(label="Transportadora", max_length=60)
    codigo = forms.CharField(label="Código de rastreio", max_length=60, required=False)
    endereco = forms.URLField(label="Endereço de rastreio", max_length=200, required=False, assume_scheme="https")


class ConfirmForm(ActForm):
    valor = MoneyFormField(label="Valor recebido")
    recibo = forms.CharField(
        label="Identificação no banco", max_length=64, required=False, help_text="Do extrato: E1234… (endToEndId)."
    )
    motivo = reason_field(required=False, label="Anotação")

    def __init__(self, *args: Any, subject: Order, **options: Any) -> None:
        super().__init__(*args, subject=subject, **({"initial": {"valor": subject.total}} | options))

    def clean_valor(self) -> Decimal:
        amount = self.cleaned_data["valor"]
        if amount is None or amount < 0:
            raise forms.ValidationError("Informe quanto foi recebido.")
        return Decimal(amount)


class LinesForm(ActForm):
    """A number of units for each line of the order."""

    subject: Order
    units_head = "Unidades"

    def add_units(self, label: str, left: dict[int, int], *, initial: bool) -> None:
        for line in self.subject.lines.order_by("position"):
            if left[line.pk] > 0:
                self.fields[f"linha_{line.pk}"] = forms.IntegerField(
                    label=f"{line.title}: {label}", min_value=0, max_value=left[line.pk], required=False,
                    initial=left[line.pk] if initial else 0, help_text=f"De 0 a {left[line.pk]}.",
                )  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What a table of lines prints."""
        shown = []
        for line in self.subject.lines.order_by("position"):
            if f"linha_{line.pk}" in self.fields:
                box = self[f"estoque_{line.pk}"] if f"estoque_{line.pk}" in self.fields else None
                shown.append({"line": line, "units": self[f"linha_{line.pk}"], "box": box})
        return shown

    @property
    def others(self) -> list[forms.BoundField]:
        """What stands below the table."""
        return [each for each in self.visible_fields() if not each.name.startswith(("linha_", "estoque_"))]

    def units(self) -> dict[int, int]:
        return {
            int(name.removeprefix("linha_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("linha_") and value
        }


class ReturnForm(LinesForm):
    motivo = reason_field(required=False, label="Anotação")
    units_head = "Voltam ao estoque"

    def __init__(self, *args: Any, subject: Order, **options: Any) -> None:
        super().__init__(*args, subject=subject, **options)
        left = {line.pk: line.quantity - line.restocked_quantity for line in subject.lines.all()}
        self.add_units("unidades que voltam ao estoque", left, initial=True)

    @property
    def lead(self) -> str:
        left = sum(map(payments.refundable, self.subject.payments.all()), payments.ZERO)
        return (
            f"O cliente recebe de volta tudo o que pagou, com o frete: {brl(left)}. "
            "Diga só quantas unidades podem ser vendidas de novo."
        )

    def clean(self) -> dict[str, Any]:
        return (super().clean() or {}) | {"restock": self.units()}


class RefundForm(LinesForm):
    units_head = "Unidades a reembolsar"
    chave = forms.CharField(widget=forms.HiddenInput, max_length=50)
    frete = forms.BooleanField(label="Devolver também o frete", required=False)
    motivo = reason_field(required=True, help_text="O cliente vê este texto.")

    def __init__(self, *args: Any, subject: Order, **options: Any) -> None:
        super().__init__(*args, subject=subject, **({"initial": {"chave": giving_back.new_word()}} | options))
        left = {line.pk: line.left_quantity for line in subject.lines.all()}
        self.fields["frete"].label = f"Devolver também o frete, {brl(subject.freight_total)}"
        if not subject.freight_total:
            del self.fields["frete"]
        self.add_units("unidades a reembolsar", left, initial=False)
        for line in subject.lines.order_by("position"):
            if left[line.pk] > 0:
                self.fields[f"estoque_{line.pk}"] = forms.BooleanField(
                    label=f"{line.title}: voltam ao estoque", required=False
                )

    @property
    def lead(self) -> str:
        """How much money there is to speak of."""
        paid = self.subject.payments.filter(status=Payment.Status.CONFIRMED).first()
        if paid is None:
            return "Este pedido não tem pagamento confirmado."
        return f"Pago: {brl(paid.paid_amount or paid.amount)}. Pode ser devolvido: {brl(payments.refundable(paid))}."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        units = self.units()
        if not units and not data.get("frete") and not self.errors:
            raise forms.ValidationError("Escolha as unidades ou o frete a devolver.")
        parts = [Part(pk, count, bool(data.get(f"estoque_{pk}"))) for pk, count in units.items()]
        return data | {"parts": parts}


# --- What happens --------------------------------------------------------------------------------
def note(order: Order, text: str, by: User) -> None:
    if text:
        lifecycle.note(order, "staff_note", at=timezone.now(), by=by, message=text, is_public=False)


def confirm(order: Order, data: dict[str, Any], by: User) -> str:
    payment = attempts.existing(order)
    outcome = payments.confirm(
        payment=payment, paid_amount=data["valor"], at=timezone.now(), by=by, external_id=data["recibo"]
    )
    note(order, data["motivo"], by)
    if outcome == PaymentNotice.Outcome.QUARANTINED:
        return f"O valor não confere com {brl(order.total)}: ficou em análise, e o pedido continua aguardando."
    return "Este recebimento já constava." if outcome == PaymentNotice.Outcome.REPEATED else "Pagamento confirmado."


def pick(order: Order, data: dict[str, Any], by: User) -> str:
    lifecycle.pick(order=order, at=timezone.now(), by=by)
    note(order, data["motivo"], by)
    return "Pedido em separação."


def ship(order: Order, data: dict[str, Any], by: User) -> str:
    lifecycle.ship(
        order=order, carrier=data["transportadora"], tracking_code=data["codigo"], tracking_url=data["endereco"],
        at=timezone.now(), by=by,
    )  # fmt: skip
    return "Envio registrado; o cliente será avisado."


def ready(order: Order, data: dict[str, Any], by: User) -> str:
    lifecycle.ready(order=order, at=timezone.now(), by=by)
    note(order, data["motivo"], by)
    return "Pronto para retirada; o cliente será avisado."


def deliver(order: Order, data: dict[str, Any], by: User) -> str:
    lifecycle.deliver(order=order, at=timezone.now(), by=by)
    note(order, data["motivo"], by)
    return "Entrega registrada."


def supply(order: Order, data: dict[str, Any], by: User) -> str:
    lifecycle.supply(order=order, at=timezone.now(), by=by)
    note(order, data["motivo"], by)
    return "Unidades separadas para este pedido."


def cancel(order: Order, data: dict[str, Any], by: User) -> str:
    payments.cancel(order=order, at=timezone.now(), by=by, reason=data["motivo"], restock=data["estoque"])
    return "Pedido cancelado; o que foi pago será devolvido."


def withdraw(order: Order, data: dict[str, Any], by: User) -> str:
    lifecycle.request_withdrawal(order=order, reason=data["motivo"], at=timezone.now(), by=by)
    return "Arrependimento registrado."


def take_return(order: Order, data: dict[str, Any], by: User) -> str:
    giving_back.take_return(order=order, restock=data["restock"], at=timezone.now(), by=by)
    note(order, data["motivo"], by)
    return "Devolução recebida; o valor pago, com o frete, será devolvido."


def refuse(order: Order, data: dict[str, Any], by: User) -> str:
    lifecycle.refuse_withdrawal(order=order, reason=data["motivo"], at=timezone.now(), by=by)
    return "Devolução recusada; o cliente será avisado do motivo."


def refund(order: Order, data: dict[str, Any], by: User) -> str:
    made = giving_back.give_back(
        order=order, parts=data["parts"], with_freight=data.get("frete", False), reason=data["motivo"],
        key=giving_back.key_of(data["chave"]), at=timezone.now(), by=by,
    )  # fmt: skip
    return f"Reembolso de {brl(made.amount)}: {made.get_status_display()}."


def remark(order: Order, data: dict[str, Any], by: User) -> str:
    note(order, data["motivo"], by)
    return "Anotação guardada."


def keep_invoice(order: Order, data: dict[str, Any], by: User) -> str:
    invoices.keep(order=order, key=data["chave"], at=timezone.now(), by=by)
    return "Nota fiscal guardada."


def send_again(order: Order, data: dict[str, Any], by: User) -> str:
    notices.send_again(order=order, event_id=data["carta"], at=timezone.now(), by=by)
    return "E-mail enviado de novo ao cliente."


# --- When it makes sense -------------------------------------------------------------------------
def waits_for_hand(order: Order) -> bool:
    """Nobody has paid yet, and the money comes in a way only people see."""
    payment = attempts.latest(order)
    return order.paid_at is None and payment is not None and payment.provider in ("pix", "pickup", "fake")


def has_money(order: Order) -> bool:
    paid = order.payments.filter(status=Payment.Status.CONFIRMED).first()
    return paid is not None and payments.refundable(paid) > 0


def always(_order: Order) -> bool:
    return True


def allowed(verb: str) -> Any:
    return lambda order: lifecycle.allows(order, verb)


ACTS = {
    act.name: act
    for act in (
        Act("confirmar", "Confirmar pagamento", PAY, ConfirmForm, waits_for_hand, confirm, letter="pay"),
        Act("separar", "Separar", CHANGE, NoteForm, allowed("pick"), pick),
        Act("enviar", "Enviar", CHANGE, ShipForm,
            lambda o: lifecycle.allows(o, "ship") and not o.is_pickup, ship, letter="ship"),
        Act("pronto", "Pronto para retirada", CHANGE, NoteForm,
            lambda o: lifecycle.allows(o, "ready") and o.is_pickup, ready, letter="ready"),
        Act("entregar", "Entregue", CHANGE, NoteForm,
            lambda o: lifecycle.allows(o, "deliver") and o.paid_at is not None, deliver, letter="deliver"),
        Act("abastecer", "Estoque chegou", CHANGE, NoteForm, allowed("supply"), supply, letter="supply"),
        Act("arrependimento", "Registrar arrependimento", CANCEL, ReasonForm, allowed("request_withdrawal"), withdraw,
            letter="request_withdrawal"),
        Act("receber", "Receber devolução", CHANGE, ReturnForm, allowed("receive_return"), take_return,
            letter="receive_return"),
        Act("recusar", "Recusar devolução", CANCEL, ReasonForm, allowed("refuse_withdrawal"), refuse,
            letter="refuse_withdrawal", is_grave=True),
        Act("reembolsar", "Reembolsar itens", REFUND, RefundForm, has_money, refund, letter="refund_requested"),
        Act("cancelar", "Cancelar pedido", CANCEL, CancelForm, allowed("cancel"), cancel, letter="cancel",
            is_grave=True),
        Act("anotar", "Anotar", CHANGE, RemarkForm, always, remark, is_aside=True),
        Act("nota", "Informar nota fiscal", CHANGE, InvoiceForm, lambda o: o.paid_at is not None, keep_invoice,
            is_aside=True),
        Act("reenviar", "Reenviar e-mail", CHANGE, AgainForm, lambda o: bool(o.email), send_again, is_aside=True),
    )
}  # fmt: skip
