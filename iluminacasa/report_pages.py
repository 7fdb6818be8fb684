"""The reports as pages and as files: one table each, the same columns in both."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from iluminacasa import charts, spreadsheets
from iluminacasa.money import brl, grouped
from orders import reports
from orders.reports import CHOICES, Period, UnknownPeriod
from orders.reports.goods import goods_total
from orders.reports.period import DEFAULT
from orders.reports.sales import total
from orders.reports.stock_value import stock_total

PERMISSION = "orders.view_reports"
SHOWN = 100  # rows on a page; the file has all
COUNT, MONEY, TEXT = "count", "money", "text"


# --- What each report is -------------------------------------------------------------------------
@dataclass(frozen=True)
class Field:
    """One column: its head, its kind, and where its value is."""

    head: str
    kind: str
    attribute: str

    def of(self, row: Any) -> Any:
        return attrgetter(self.attribute)(row)

    def shown(self, row: Any) -> str:
        value = self.of(row)
        if self.kind == MONEY:
            return brl(value).replace("R$\u00a0", "")  # the page says once that these are reais
        return grouped(value) if self.kind == COUNT else str(value)


ORDER_FIELDS = (
    Field("Pedidos", COUNT, "orders"), Field("Unidades", COUNT, "units"), Field("Produtos", MONEY, "goods"),
    Field("Descontos", MONEY, "discounts"), Field("Frete", MONEY, "freight"), Field("Vendas", MONEY, "gross"),
    Field("Devoluções", MONEY, "refunds"), Field("Líquido", MONEY, "net"), Field("Ticket médio", MONEY, "ticket"),
)  # fmt: skip
GOODS_FIELDS = (
    Field("Pedidos", COUNT, "orders"), Field("Unidades", COUNT, "units"), Field("Devolvidas", COUNT, "returned"),
    Field("Vendas", MONEY, "gross"), Field("Devoluções", MONEY, "refunds"), Field("Líquido", MONEY, "net"),
)  # fmt: skip
SHELF_FIELDS = (
    Field("Produtos", COUNT, "products"), Field("Unidades", COUNT, "units"),
    Field("A preço de tabela", MONEY, "at_list_price"), Field("A preço de venda", MONEY, "at_sale_price"),
)  # fmt: skip
STOCK_HEADS = (
    "SKU", "Produto", "Categoria", "Unidades", "Preço de venda", "Valor a preço de tabela", "Valor a preço de venda",
)  # fmt: skip
Rows = Sequence[Any]


@dataclass(frozen=True)
class Report:
    name: str  # in the address
    title: str
    about: str
    head: str  # over the labels
    fields: tuple[Field, ...]
    rows: Callable[[Period], Rows]
    sum: Callable[[Rows, Period], Any]
    bar: str = "net"  # what the bars measure
    has_period: bool = True
    is_by_day: bool = False


def order_sum(rows: Rows, period: Period) -> Any:
    return total(rows)


def goods_sum(rows: Rows, period: Period) -> Any:
    """An order is in the rows of all its goods; it is counted once in the sum."""
    return goods_total(rows, orders=reports.count_orders(period=period))


REPORTS = {
    report.name: report
    for report in (
        Report("dia", "Vendas por dia", "O que foi pago e o que voltou em cada dia.", "Dia", ORDER_FIELDS,
               lambda period: reports.by_day(period=period), order_sum, is_by_day=True),
        Report("produto", "Vendas por produto", "O que cada produto trouxe, sem os descontos.", "Produto",
               (Field("SKU", TEXT, "sku"), *GOODS_FIELDS), lambda period: reports.by_product(period=period), goods_sum),
        Report("categoria", "Vendas por categoria", "O mesmo, pela categoria em que o produto está hoje.", "Categoria",
               GOODS_FIELDS, lambda period: reports.by_category(period=period), goods_sum),
        Report("uf", "Vendas por UF", "Para onde os pedidos foram enviados.", "UF", ORDER_FIELDS,
               lambda period: reports.by_state(period=period), order_sum),
        Report("cupom", "Vendas por cupom", "Quanto cada cupom trouxe e quanto custou.", "Cupom", ORDER_FIELDS,
               lambda period: reports.by_coupon(period=period), order_sum),
        Report("pagamento", "Vendas por meio de pagamento", "Como os pedidos foram pagos.", "Meio", ORDER_FIELDS,
               lambda period: reports.by_method(period=period), order_sum),
        Report("estoque", "Valor do estoque", "Quanto valem hoje os produtos em estoque.", "Categoria", SHELF_FIELDS,
               lambda period: reports.stock_by_category(), lambda rows, period: stock_total(list(rows)),
               bar="at_sale_price", has_period=False),
    )
}  # fmt: skip


def titles() -> list[tuple[str, str]]:
    return [(report.name, report.title) for report in REPORTS.values()]


def may_read(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(PERMISSION))


def urls(site: AdminSite) -> list[URLPattern]:
    """`site` draws the frame and keeps strangers out."""

    def wrap(view: Callable[..., Any]) -> Any:
        return site.admin_view(partial(view, site=site))

    return [
        path("relatorios/", wrap(index), name="reports"),
        path("relatorios/<slug:name>/", wrap(report), name="report"),
        path("relatorios/<slug:name>/csv/", wrap(sheet), name="report_csv"),
    ]


# --- Which days ----------------------------------------------------------------------------------
class PeriodForm(forms.Form):
    de = forms.DateField(label="De", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ate = forms.DateField(
        label="Até (inclusive)", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("de"), data.get("ate")
        if first and last:
            try:
                data["period"] = Period.between(first, last)
            except UnknownPeriod as refusal:
                raise forms.ValidationError(refusal.message) from refusal
        elif (first or last) and not self.errors:
            raise forms.ValidationError("Informe os dois dias.")
        return data


@dataclass(frozen=True)
class Choice:
    """What a request asks for: a named period, two days, or what could not be read."""

    period: Period
    name: str
    form: PeriodForm

    @property
    def query(self) -> str:
        if self.name:
            return urlencode({"periodo": self.name})
        return urlencode({"de": self.period.first.isoformat(), "ate": self.period.last.isoformat()})


def chosen(request: HttpRequest) -> Choice:
    """Two days win over a name; what makes no sense is said and shows the usual days."""
    at = timezone.now()
    if request.GET.get("de") or request.GET.get("ate"):
        form = PeriodForm(request.GET)
        if form.is_valid():
            return Choice(form.cleaned_data["period"], "", form)
        return Choice(Period.named(DEFAULT, at=at), DEFAULT, form)
    name = request.GET.get("periodo", DEFAULT)
    name = name if name in CHOICES else DEFAULT
    period = Period.named(name, at=at)
    return Choice(period, name, PeriodForm(initial={"de": period.first, "ate": period.last}))


# --- Pages ---------------------------------------------------------------------------------------
def check(request: HttpRequest, name: str = "") -> Report | None:
    if not may_read(request):
        raise PermissionDenied
    if name and name not in REPORTS:
        raise Http404
    return REPORTS.get(name)


def index(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    check(request)
    context = site.each_context(request) | {"title": "Relatórios", "reports": list(REPORTS.values())}
    return TemplateResponse(request, "admin/reports/index.html", context)


def report(request: HttpRequest, name: str, *, site: AdminSite) -> HttpResponse:
    wanted = check(request, name)
    if wanted is None:
        raise Http404
    choice = chosen(request)
    rows = wanted.rows(choice.period)
    sum_of_all = wanted.sum(rows, choice.period)
    query = f"?{choice.query}" if wanted.has_period else ""
    context = site.each_context(request) | {
        "title": wanted.title,
        "report": wanted,
        "choice": choice,
        "periods": [(key, label, key == choice.name) for key, label in CHOICES.items()],
        "tabs": [(each, reverse("admin:report", args=[each.name]) + f"?{choice.query}") for each in REPORTS.values()],
        "csv_url": reverse("admin:report_csv", args=[name]) + query,
        "rows": drawn(wanted, rows[:SHOWN]),
        "left_out": max(0, len(rows) - SHOWN),
        "total": [(field.kind, field.shown(sum_of_all)) for field in wanted.fields],
        "chart": by_day(rows) if wanted.is_by_day and len(rows) > 1 else None,
    }
    return TemplateResponse(request, "admin/reports/report.html", context)


@dataclass(frozen=True)
class Drawn:
    label: str
    cells: Sequence[tuple[str, str]]  # kind, text
    bar: str  # length in percent


def drawn(wanted: Report, rows: Rows) -> list[Drawn]:
    lengths = [getattr(row, wanted.bar) for row in rows]
    longest = max(lengths, default=Decimal(0))
    return [
        Drawn(row.label, [(field.kind, field.shown(row)) for field in wanted.fields], charts.share(length, longest))
        for row, length in zip(rows, lengths, strict=True)
    ]


def by_day(rows: Rows) -> charts.Columns:
    return charts.columns([charts.Point(f"{row.key:%d/%m}", row.net, brl(row.net)) for row in rows])


# --- Files ---------------------------------------------------------------------------------------
def sheet(request: HttpRequest, name: str, *, site: AdminSite) -> StreamingHttpResponse:
    """The whole table, without its sum: what a spreadsheet adds up by itself."""
    wanted = check(request, name)
    if wanted is None:
        raise Http404
    if name == "estoque":
        return download(STOCK_HEADS, reports.stock_by_product(), f"estoque-{timezone.localdate()}")
    period = chosen(request).period
    heads = [wanted.head, *(field.head for field in wanted.fields)]
    return download(heads, cells(wanted, wanted.rows(period)), f"vendas-por-{name}-{period.first}-a-{period.last}")


def cells(wanted: Report, rows: Rows) -> Iterator[list[object]]:
    for row in rows:
        label = row.key if wanted.is_by_day else row.label
        yield [label, *(field.of(row) for field in wanted.fields)]


def download(heads: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(spreadsheets.csv_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
