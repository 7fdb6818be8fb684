"""The stock room: every count and minimum in one list, typed in place and never over somebody's sale."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.permissions import actor
from catalog import stocktaking
from catalog.admin.product_filters import BranchFilter
from catalog.models import StockLevel

LARGEST = 1_000_000
AVAILABILITY = {"in_stock": "em estoque", "low_stock": "baixo", "out_of_stock": "esgotado"}
LINE = "linha"
CONFLICT = 409


class MinimumFilter(admin.SimpleListFilter):
    title = "saldo"
    parameter_name = "saldo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("abaixo", "Abaixo do mínimo"), ("esgotado", "Esgotado"), ("acima", "Acima do mínimo")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "abaixo":
            return queryset.below_minimum()
        if self.value() == "esgotado":
            return queryset.filter(stock__lte=0)
        return queryset.filter(stock__gt=F("low_stock_threshold")) if self.value() == "acima" else queryset


class LineForm(forms.Form):
    """One row of the list: what was shown travels hidden beside what is typed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    counted = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)
    threshold_seen = forms.IntegerField(widget=forms.HiddenInput)
    threshold = forms.IntegerField(min_value=0, max_value=LARGEST)

    def __init__(self, data: Any = None, *, product: StockLevel) -> None:
        values = {"seen": product.stock, "threshold_seen": product.low_stock_threshold}
        values["threshold"] = product.low_stock_threshold
        super().__init__(data, initial=values, prefix=f"{LINE}-{product.pk}", use_required_attribute=False)
        self.product = product
        for name, word in (("counted", "Contado"), ("threshold", "Mínimo")):
            widget = self.fields[name].widget
            widget.attrs |= {"class": "level", "inputmode": "numeric", "aria-label": f"{word}: {product.title}"}

    def line(self) -> stocktaking.Line:
        return stocktaking.Line(product_id=self.product.pk, **self.cleaned_data)


@admin.register(StockLevel)
class StockLevelAdmin(admin.ModelAdmin):
    list_display_links = None
    list_filter = (MinimumFilter, BranchFilter, "is_published")
    list_per_page = 50
    list_max_show_all = 200
    list_select_related = ("brand",)
    search_fields = ("title", "sku", "slug")
    search_help_text = "Procure por nome, SKU ou endereço."
    ordering = ("title", "pk")
    actions = None
    show_full_result_count = False
    change_list_template = "admin/catalog/stocklevel/change_list.html"

    class Media:
        css = {"all": ("admin/catalog.css",)}

    # --- List ------------------------------------------------------------------------------------
    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        may_count = self.has_change_permission(request)
        columns = ("name", "level", *(("counted", "minimum") if may_count else ("low_stock_threshold",)))
        return (*columns, "ways") if request.user.has_perm("catalog.view_stockmove") else columns

    @admin.display(description="produto", ordering="title")
    def name(self, product: StockLevel) -> SafeString:
        facts = " · ".join(filter(None, (product.sku, product.brand.name if product.brand else "")))
        return format_html("{}<br><small>{}</small>", product.title, facts)

    @admin.display(description="saldo", ordering="stock")
    def level(self, product: StockLevel) -> SafeString:
        state = product.availability
        return format_html('{} <span class="chip chip-{}">{}</span>', product.stock, state, AVAILABILITY[state])

    @admin.display(description="contado agora")
    def counted(self, product: Any) -> SafeString:
        form = form_of(product)
        hidden = (form[part] for part in ("seen", "threshold_seen"))
        return format_html(
            '<input type="hidden" name="{}" value="{}">{}{}{}',
            LINE,
            product.pk,
            format_html_join("", "{}", ((field,) for field in hidden)),
            form["counted"],
            form["counted"].errors,
        )

    @admin.display(description="mínimo", ordering="low_stock_threshold")
    def minimum(self, product: Any) -> SafeString:
        form = form_of(product)
        return format_html("{}{}", form["threshold"], form["threshold"].errors)

    @admin.display(description="histórico")
    def ways(self, product: StockLevel) -> SafeString:
        moves = reverse("admin:catalog_stockmove_changelist")
        return format_html(
            '<a href="{}?product__id__exact={}">Ver<span class="visually-hidden"> movimentos de {}</span></a>',
            moves,
            product.pk,
            product.title,
        )

    # --- Pages -----------------------------------------------------------------------------------
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"title": "Estoque", "may_count": self.has_change_permission(request)} | (extra_context or {})
        if request.method != "POST":
            response: HttpResponse = super().changelist_view(request, context)
            return response
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self.count(request, context)

    def count(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Write the lines that still hold; the list comes again only where something needs another look."""
        forms_by_id = self.typed(request)
        wrong = [form for form in forms_by_id.values() if not form.is_valid()]
        reference = request.POST.get("reference", "").strip()[:120]
        outcome = stocktaking.settle(
            lines=[form.line() for form in forms_by_id.values() if form.is_valid() and is_typed(form)],
            by=actor(request),
            at=timezone.now(),
            reference=reference,
        )
        tell(request, outcome)
        if not wrong and not outcome.clashes:
            return HttpResponseRedirect(request.get_full_path())
        clashes = [(forms_by_id[clash.line.product_id].product, clash) for clash in outcome.clashes]
        context |= {"clashes": clashes, "wrong": len(wrong), "reference": reference}
        page: Any = super().changelist_view(request, context)
        again = {form.product.pk: form for form in wrong} | {c.line.product_id: renewed(p, c) for p, c in clashes}
        for product in page.context_data["cl"].result_list:
            product.line_form = again.get(product.pk)
        page.status_code = CONFLICT if clashes else 200
        response: HttpResponse = page
        return response

    def typed(self, request: HttpRequest) -> dict[int, LineForm]:
        ids = [int(pk) for pk in request.POST.getlist(LINE) if pk.isascii() and pk.isdecimal() and len(pk) < 19]
        products = self.get_queryset(request).filter(pk__in=ids[: self.list_max_show_all])
        return {product.pk: LineForm(request.POST, product=product) for product in products}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A product is counted in the list or on its own page; it has no third place."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:catalog_stocklevel_changelist"))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def form_of(product: Any) -> LineForm:
    form = getattr(product, "line_form", None)
    if form is None:
        form = product.line_form = LineForm(product=product)
    return form


def is_typed(form: LineForm) -> bool:
    data = form.cleaned_data
    return data["counted"] is not None or data["threshold"] != data["threshold_seen"]


def renewed(product: StockLevel, clash: stocktaking.Clash) -> LineForm:
    """The same line with what the system says now behind it, so that a second look can be saved."""
    line, prefix = clash.line, f"{LINE}-{product.pk}"
    return LineForm(
        {
            f"{prefix}-seen": clash.now,
            f"{prefix}-threshold_seen": clash.threshold_now,
            f"{prefix}-counted": "" if line.counted is None else line.counted,
            f"{prefix}-threshold": line.threshold if line.sets_threshold else clash.threshold_now,
        },
        product=product,
    )


def tell(request: HttpRequest, outcome: stocktaking.Outcome) -> None:
    if outcome.counted:
        messages.success(request, f"Contagens gravadas: {len(outcome.counted)}.")
    if outcome.thresholds:
        messages.success(request, f"Mínimos mudados: {len(outcome.thresholds)}.")
    if outcome.clashes:
        messages.warning(request, f"Linhas que mudaram enquanto você contava: {len(outcome.clashes)}. Nada se perdeu.")
