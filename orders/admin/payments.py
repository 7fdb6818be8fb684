"""Money: payments, what waits in quarantine, refunds, the providers' notices and the bank's statement."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts import masking
from accounts.models import User
from accounts.permissions import actor
from iluminacasa.errors import ShopError
from iluminacasa.money import brl
from orders import payments
from orders.admin.acts import PAY, REFUND, ReasonForm
from orders.admin.reading import BIGGEST, Act, ActForm, ReadOnly, buttons, chip, link, moment, money, perform
from orders.models import Payment, PaymentNotice, Refund
from orders.payments import giving_back, statement

SALT = "orders.statement"
KEPT = 3600  # seconds a checked statement may wait to be taken in
WORDS = {
    PaymentNotice.Outcome.APPLIED: "paga o pedido",
    PaymentNotice.Outcome.REPEATED: "já constava",
    PaymentNotice.Outcome.QUARANTINED: "fica em análise: valor diferente ou segundo pagamento",
    PaymentNotice.Outcome.IGNORED: "sem efeito",
    statement.UNKNOWN: "nenhum pedido com este código",
    statement.SKIPPED: "não é entrada de dinheiro",
}


# --- Acts ----------------------------------------------------------------------------------------
class GiveBackForm(ReasonForm):
    chave = forms.CharField(widget=forms.HiddenInput, max_length=50)

    def __init__(self, *args: Any, subject: Payment, **options: Any) -> None:
        super().__init__(*args, subject=subject, **({"initial": {"chave": giving_back.new_word()}} | options))


def refund_rest(payment: Payment, data: dict[str, Any], by: User) -> str:
    made = payments.refund(
        payment=payment, amount=payments.refundable(payment), reason=data["motivo"],
        key=giving_back.key_of(data["chave"]), at=timezone.now(), by=by,
    )  # fmt: skip
    return f"Reembolso de {brl(made.amount)}: {made.get_status_display()}."


def ask(payment: Payment, data: dict[str, Any], by: User) -> str:
    return f"O provedor diz: {payments.look(payment=payment, at=timezone.now()).get_status_display()}."


ACTS = {
    act.name: act
    for act in (
        Act("devolver", "Devolver o que resta", REFUND, GiveBackForm,
            lambda p: payments.refundable(p) > 0, refund_rest),
        Act("consultar", "Consultar o provedor", PAY, ActForm,
            lambda p: p.provider == "stripe" and p.status not in payments.HOLDS_MONEY, ask),
    )
}  # fmt: skip


class RefundInline(ReadOnly, admin.TabularInline[Refund, Payment]):
    model = Refund
    fields = ("value", "status", "reason", "requested_at", "requested_by", "done_at", "external_id")
    readonly_fields = fields
    extra = 0

    @admin.display(description="valor")
    def value(self, refund: Refund) -> str:
        return money(refund.amount)


@admin.register(Payment)
class PaymentAdmin(ReadOnly, admin.ModelAdmin[Payment]):
    list_display = ("number", "order_link", "method", "state", "asked", "received", "provider", "created_at")
    list_filter = ("status", "method", "provider")
    list_select_related = ("order",)
    search_fields = ("order__number", "txid", "external_id")
    search_help_text = "Procure por pedido, txid ou código no provedor."
    ordering = ("-pk",)
    show_full_result_count = False
    inlines = (RefundInline,)
    change_form_template = "admin/orders/order/change_form.html"
    change_list_template = "admin/orders/payment/change_list.html"
    fields = (
        "order_link", "method", "provider", "state", "asked", "received", "left", "txid", "external_id", "expires_at",
        "created_at", "confirmed_at", "confirmed_by",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="nº", ordering="pk")
    def number(self, payment: Payment) -> int:
        return payment.pk

    @admin.display(description="pedido", ordering="order__number")
    def order_link(self, payment: Payment) -> SafeString:
        return link(payment.order)

    @admin.display(description="situação", ordering="status")
    def state(self, payment: Payment) -> SafeString:
        return chip(payment.status, payment.get_status_display())

    @admin.display(description="valor", ordering="amount")
    def asked(self, payment: Payment) -> str:
        return money(payment.amount)

    @admin.display(description="recebido", ordering="paid_amount")
    def received(self, payment: Payment) -> str:
        return money(payment.paid_amount)

    @admin.display(description="pode ser devolvido")
    def left(self, payment: Payment) -> str:
        return money(payments.refundable(payment))

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Who may not see an address does not find it either."""
        by_address = ("order__email",) if masking.lens(request.user).sees_all else ()
        return (*self.search_fields, *by_address)

    # --- Pages -----------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("extrato/", wrap(self.statement_view), name="orders_payment_statement"),
            path("<int:pk>/acao/<slug:name>/", wrap(self.act_view), name="orders_payment_act"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra = {"aside": giving_back.held_aside(), "may_import": request.user.has_perm(PAY)}
        response: HttpResponse = super().changelist_view(request, (extra_context or {}) | extra)
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        payment = self.get_object(request, object_id)
        acts = buttons(ACTS, request, payment) if payment is not None else []
        response: HttpResponse = super().change_view(
            request, object_id, form_url, (extra_context or {}) | {"acts": acts}
        )
        return response

    def act_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        payment = get_object_or_404(Payment, pk=min(pk, BIGGEST))
        if name not in ACTS:
            raise Http404
        return perform(request, self, ACTS[name], payment, template="admin/orders/act.html")

    def statement_view(self, request: HttpRequest) -> HttpResponse:
        """First a check that changes nothing, then the same file taken in."""
        if not request.user.has_perm(PAY):
            raise PermissionDenied
        form = StatementForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        shown: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid():
            shown = take_in(request, form)
        context = {
            **self.admin_site.each_context(request), "title": "Extrato do banco", "opts": self.opts, "form": form,
            **shown,
        }  # fmt: skip
        return TemplateResponse(
            request, "admin/orders/payment/statement.html", context, status=422 if form.errors else 200
        )


# --- The bank's statement ------------------------------------------------------------------------
class StatementForm(forms.Form):
    extrato = forms.FileField(label="Extrato em CSV", required=False, help_text="Com as colunas data, valor e txid.")
    conferido = forms.CharField(widget=forms.HiddenInput, required=False)  # the checked file, signed

    def clean_extrato(self) -> bytes:
        sent = self.cleaned_data["extrato"]
        if sent is not None and sent.size > statement.MAX_BYTES:
            raise forms.ValidationError("O arquivo passa de 1 MB. Divida o extrato por período.")
        return sent.read() if sent is not None else b""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        checked = data.get("conferido", "")
        try:
            content = data["extrato"] or signing.loads(checked, salt=SALT, max_age=KEPT).encode("latin-1")
        except signing.BadSignature as error:
            raise forms.ValidationError("Escolha o arquivo do extrato.") from error
        try:
            rows = statement.read(content)
        except ShopError as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return data | {"rows": rows, "content": content, "is_trial": bool(data["extrato"])}


def take_in(request: HttpRequest, form: StatementForm) -> dict[str, Any]:
    data = form.cleaned_data
    results = statement.take_in(
        rows=data["rows"], at=timezone.now(), by=actor(request), is_trial=data["is_trial"]
    )  # fmt: skip
    told = [
        {"row": each.row, "words": WORDS[each.outcome], "outcome": each.outcome, "order": each.order,
         "amount": money(each.row.amount), "candidates": each.candidates}
        for each in results
        if each.outcome != statement.SKIPPED
    ]  # fmt: skip
    paid = sum(each.outcome == PaymentNotice.Outcome.APPLIED for each in results)
    if not data["is_trial"]:
        messages.success(request, f"Extrato importado: {paid} pagamentos confirmados.")
    again = signing.dumps(data["content"].decode("latin-1"), salt=SALT, compress=True) if data["is_trial"] else ""
    return {"results": told, "paid": paid, "again": again, "skipped": len(results) - len(told)}


# --- Refunds and notices -------------------------------------------------------------------------
@admin.register(Refund)
class RefundAdmin(ReadOnly, admin.ModelAdmin[Refund]):
    list_display = ("number", "order_link", "value", "state", "reason", "requested_at", "done_at")
    list_filter = ("status", "payment__method")
    list_select_related = ("payment__order",)
    search_fields = ("payment__order__number", "reason", "external_id")
    search_help_text = "Procure por pedido, motivo ou código no provedor."
    ordering = ("-pk",)
    show_full_result_count = False
    actions = ("finish", "send")
    fields = (
        "order_link", "payment_link", "value", "state", "reason", "parts", "includes_freight", "requested_at",
        "requested_by", "done_at", "external_id",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="nº", ordering="pk")
    def number(self, refund: Refund) -> int:
        return refund.pk

    @admin.display(description="pedido")
    def order_link(self, refund: Refund) -> SafeString:
        return link(refund.payment.order)

    @admin.display(description="pagamento")
    def payment_link(self, refund: Refund) -> SafeString:
        return link(refund.payment)

    @admin.display(description="valor", ordering="amount")
    def value(self, refund: Refund) -> str:
        return money(refund.amount)

    @admin.display(description="situação", ordering="status")
    def state(self, refund: Refund) -> SafeString:
        return chip(refund.status, refund.get_status_display())

    @admin.display(description="itens")
    def parts(self, refund: Refund) -> str:
        titles = dict(refund.payment.order.lines.values_list("pk", "title"))
        return "; ".join(f"{each['quantity']} x {titles.get(each['line'], '?')}" for each in refund.lines) or "–"

    def has_act_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("orders.change_refund"))

    @admin.action(description="Marcar como devolvido ao cliente", permissions=["act"])
    def finish(self, request: HttpRequest, queryset: QuerySet[Refund]) -> None:
        """What a person has paid out by the bank's app or at the counter."""
        done = 0
        for refund in queryset.select_related("payment__order").order_by("pk"):
            if (
                refund.status != Refund.Status.REQUESTED
                or not payments.PROVIDERS[refund.payment.provider].refunds_by_hand
            ):
                messages.warning(request, f"{refund.payment.order}: {brl(refund.amount)} não se marca à mão.")
                continue
            payments.finish_refund(refund=refund, at=timezone.now(), by=actor(request))
            self.log_change(request, refund, "Marcado como devolvido.")
            done += 1
        if done:
            messages.success(request, f"Reembolsos marcados: {done}.")

    @admin.action(description="Pedir de novo ao provedor", permissions=["act"])
    def send(self, request: HttpRequest, queryset: QuerySet[Refund]) -> None:
        waiting = queryset.filter(status=Refund.Status.REQUESTED).select_related("payment").order_by("pk")
        sent = [payments.send_refund(refund=refund, at=timezone.now()) for refund in waiting]
        done = sum(each.status == Refund.Status.DONE for each in sent)
        messages.success(request, f"Reembolsos feitos pelo provedor: {done} de {len(sent)}.")


@admin.register(PaymentNotice)
class PaymentNoticeAdmin(ReadOnly, admin.ModelAdmin[PaymentNotice]):
    list_display = ("received", "provider", "kind", "state", "payment_link", "event_id")
    list_filter = ("outcome", "provider")
    list_select_related = ("payment__order",)
    search_fields = ("event_id", "payment__order__number", "payment__txid")
    search_help_text = "Procure por evento, pedido ou txid."
    ordering = ("-pk",)
    show_full_result_count = False
    fields = ("received", "provider", "event_id", "kind", "state", "payment_link", "body")
    readonly_fields = fields

    def get_fields(self, request: HttpRequest, obj: PaymentNotice | None = None) -> Any:
        """A provider's own words may name the payer."""
        sees_all = masking.lens(request.user).sees_all
        return [name for name in self.fields if sees_all or name != "body"]

    @admin.display(description="recebida em", ordering="received_at")
    def received(self, notice: PaymentNotice) -> str:
        return moment(notice.received_at)

    @admin.display(description="efeito", ordering="outcome")
    def state(self, notice: PaymentNotice) -> SafeString:
        return chip(notice.outcome, notice.get_outcome_display())

    @admin.display(description="pedido")
    def payment_link(self, notice: PaymentNotice) -> SafeString | str:
        return link(notice.payment, notice.payment.order.number) if notice.payment else "–"
