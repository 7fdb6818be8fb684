"""Prices of many products: asked for, looked at, applied, undone."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from accounts.permissions import actor
from catalog import price_batches, price_previews, ripples, tasks
from catalog.admin.syncing import ReadOnlyAdmin
from catalog.models import PriceBatch
from iluminacasa.errors import Invalid
from iluminacasa.money_forms import MoneyFormField

PLAN = "catalog.add_pricebatch"
UNDO = ("catalog.change_pricebatch", "catalog.change_product", "accounts.undo_activity")
PAGE = 100
State = PriceBatch.State
BUSY = frozenset({State.WAITING, State.REVERTING})
STARTS_HELP = "Vazio: vale na hora. Um desconto começa no segundo marcado; um preço de tabela, no minuto."


class PriceForm(forms.Form):
    kind = forms.ChoiceField(label="O que fazer", choices=PriceBatch.Kind.choices, widget=forms.RadioSelect)
    value = MoneyFormField(label="Valor", required=False, help_text="Em % ou em R$, conforme a escolha. Exemplo: 7,5.")
    rounding = forms.ChoiceField(
        label="Arredondar",
        choices=PriceBatch.Rounding.choices,
        initial=PriceBatch.Rounding.CENTAVO,
        help_text="Vale para o preço de tabela.",
    )
    starts_at = forms.SplitDateTimeField(
        label="Começa", required=False, widget=AdminSplitDateTime, help_text=STARTS_HELP
    )
    ends_at = forms.SplitDateTimeField(
        label="Termina",
        required=False,
        widget=AdminSplitDateTime,
        help_text="Vazio: fica até alguém mudar. No fim, o preço de antes volta sozinho.",
    )
    reason = forms.CharField(label="Motivo", max_length=200, required=False, help_text="Exemplo: reajuste de fábrica.")

    def terms(self) -> price_batches.Terms:
        return price_batches.Terms(**self.cleaned_data)


def price_view(request: HttpRequest, *, model_admin: admin.ModelAdmin) -> HttpResponse:
    """What shall happen to the prices of the products the list's filters (or ticks) leave."""
    if not (request.user.has_perm(PLAN) and model_admin.has_change_permission(request)):
        raise PermissionDenied
    try:
        chosen = model_admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(reverse("admin:catalog_product_changelist"))
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: price_batches.MOST + 1])
    form = PriceForm(request.POST or None, initial={"kind": PriceBatch.Kind.RAISE_PERCENT})
    if request.method == "POST" and form.is_valid() and (batch := planned(request, ids, form)):
        return HttpResponseRedirect(reverse("admin:catalog_pricebatch_change", args=[batch.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Mudar preços",
        "opts": model_admin.opts,
        "form": form,
        "media": model_admin.media + form.media,
        "count": len(ids),
        "too_many": len(ids) > price_batches.MOST,
        "most": price_batches.MOST,
        "back": f"{reverse('admin:catalog_product_changelist')}?{request.GET.urlencode()}",
    }
    return TemplateResponse(request, "admin/catalog/product/prices.html", context)


def planned(request: HttpRequest, ids: list[int], form: PriceForm) -> PriceBatch | None:
    try:
        return price_batches.plan(product_ids=ids, terms=form.terms(), by=actor(request), at=timezone.now())
    except Invalid as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
        return None


@admin.register(PriceBatch)
class PriceBatchAdmin(ReadOnlyAdmin):
    list_display = ("number", "what", "total", "state_chip", "who", "created_at", "starts_at", "ends_at")
    list_display_links = ("number", "what")
    list_filter = ("state", "kind")
    list_select_related = ("by",)
    search_fields = ("reason",)
    search_help_text = "Procure por motivo."
    ordering = ("-pk",)
    change_form_template = "admin/catalog/pricebatch/change_form.html"
    fields = (
        ("what", "state_chip", "total", "left_alone"),
        ("reason", "starts_at", "ends_at", "who"),
        ("created_at", "applied_at", "undone_at"),
    )
    readonly_fields = tuple(name for line in fields for name in line)

    class Media:
        css = {"all": ("admin/catalog.css",)}

    @admin.display(description="nº", ordering="pk")
    def number(self, batch: PriceBatch) -> int:
        return batch.pk

    @admin.display(description="mudança", ordering="kind")
    def what(self, batch: PriceBatch) -> str:
        return in_words(batch)

    @admin.display(description="situação", ordering="state")
    def state_chip(self, batch: PriceBatch) -> SafeString:
        return format_html('<span class="chip chip-{}">{}</span>', CHIPS[batch.state], batch.get_state_display())

    # --- The page of one batch -------------------------------------------------------------------
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        batch = PriceBatch.objects.filter(pk=int(object_id) if object_id.isdecimal() else 0).first()
        extra = self.preview(request, batch) if batch and self.has_view_permission(request) else {}
        response: HttpResponse = super().change_view(request, object_id, form_url, extra | (extra_context or {}))
        return response

    def preview(self, request: HttpRequest, batch: PriceBatch) -> dict[str, Any]:
        rows = batch.rows.select_related("product").order_by("product__title", "product_id")
        page = Paginator(rows, PAGE).get_page(request.GET.get("p"))
        changes = price_previews.changes(page.object_list, batch=batch, at=timezone.now())
        may_plan, may_undo = request.user.has_perm(PLAN), request.user.has_perms(UNDO)
        return {
            "title": f"Mudança de preços {batch.pk}",
            "subtitle": None,
            "batch": batch,
            "page": page,
            "changes": changes,
            "objections": sum(1 for change in changes if change.objection),
            "is_busy": batch.state in BUSY,
            "done": min(price_batches.progress(batch.pk), batch.total),
            "is_later": price_batches.is_later(batch, at=timezone.now()),
            "may_apply": may_plan and batch.state == State.DRAFT,
            "may_cancel": may_plan and batch.state in price_batches.OPEN,
            "may_undo": may_undo and batch.state == State.APPLIED,
        }

    def get_urls(self) -> list[URLPattern]:
        acts = {"aplicar": self.apply, "descartar": self.discard, "desfazer": self.undo}
        own = [
            path(
                f"<int:batch_id>/{word}/",
                self.admin_site.admin_view(require_POST(act)),
                name=f"catalog_pricebatch_{act.__name__}",
            )
            for word, act in acts.items()
        ]
        return [*own, *super().get_urls()]

    def apply(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        batch = self.asked(request, batch_id, PLAN, "catalog.change_product")
        batch = price_batches.confirm(batch_id=batch.pk, at=timezone.now())
        if batch.state == State.SCHEDULED:
            messages.success(request, f"Mudança agendada para {timezone.localtime(batch.starts_at):%d/%m/%Y %H:%M}.")
        elif batch.total > ripples.AT_ONCE:
            tasks.apply_prices.enqueue(batch.pk)
            messages.info(request, "São muitos produtos: a mudança foi para o segundo plano.")
        else:
            self.report(request, price_batches.carry_out(batch_id=batch.pk, at=timezone.now()))
        return self.back(batch)

    def discard(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        batch = price_batches.cancel(batch_id=self.asked(request, batch_id, PLAN).pk)
        messages.success(request, "Mudança cancelada. Nenhum preço mudou.")
        return self.back(batch)

    def undo(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        batch = price_batches.ask_undo(batch_id=self.asked(request, batch_id, *UNDO).pk)
        if batch.total > ripples.AT_ONCE:
            tasks.undo_prices.enqueue(batch.pk, actor(request).pk)
            messages.info(request, "São muitos produtos: os preços voltam em segundo plano.")
        else:
            done = price_batches.take_back(batch_id=batch.pk, by=actor(request), at=timezone.now())
            self.report(request, done)
        return self.back(batch)

    def asked(self, request: HttpRequest, batch_id: int, *permissions: str) -> PriceBatch:
        if not request.user.has_perms(permissions):
            raise PermissionDenied
        return get_object_or_404(PriceBatch, pk=batch_id)

    def report(self, request: HttpRequest, batch: PriceBatch) -> None:
        turned = batch.total - batch.left_alone
        if batch.state == State.APPLIED and not batch.message:
            messages.success(request, f"Preços mudados: {turned}.")
        elif batch.state == State.UNDONE:
            messages.success(request, f"Preços de volta: {turned}.")
            if batch.left_alone:
                messages.warning(request, f"Mudados depois disso e deixados como estão: {batch.left_alone}.")
        else:
            messages.error(request, batch.message)

    def back(self, batch: PriceBatch) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:catalog_pricebatch_change", args=[batch.pk]))


CHIPS: dict[str, str] = {
    State.DRAFT: "pending",
    State.SCHEDULED: "requested",
    State.WAITING: "running",
    State.APPLIED: "applied",
    State.REVERTING: "running",
    State.UNDONE: "undone",
    State.REFUSED: "failed",
    State.CANCELLED: "canceled",
}


def in_words(batch: PriceBatch) -> str:
    """`Aumentar o preço de tabela em 7,5 %`, as one says it."""
    text = batch.get_kind_display()
    text = text[:1].upper() + text[1:]
    if batch.value is None:
        return text
    number = f"{batch.value.normalize():f}".replace(".", ",")
    if text.endswith("%"):
        return f"{text.removesuffix('%')}{number} %"
    return f"{text.removesuffix('R$')}R$ {batch.value:.2f}".replace(".", ",")
