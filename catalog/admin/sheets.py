"""Spreadsheets of products: out as the list is filtered, in after a look at what they would do."""

import io
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from accounts.permissions import actor
from catalog import ripples, spreadsheet, tasks
from catalog.admin.syncing import ReadOnlyAdmin
from catalog.models import Product, SheetImport

SEND, WRITE = "catalog.add_sheetimport", "catalog.change_product"
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_XLSX = 20_000
PAGE = 100
State = SheetImport.State
CHIPS: dict[str, str] = {
    State.CHECKING: "running",
    State.FAULTY: "failed",
    State.CHECKED: "pending",
    State.WAITING: "running",
    State.APPLIED: "applied",
    State.REFUSED: "failed",
}


# --- Out -----------------------------------------------------------------------------------------
def export_view(request: HttpRequest, kind: str, *, model_admin: admin.ModelAdmin) -> HttpResponse | FileResponse:
    """The products the list's filters leave, in the list's order."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if kind not in ("csv", "xlsx"):
        raise Http404
    try:
        chosen: QuerySet[Product] = model_admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(reverse("admin:catalog_product_changelist"))
    chosen = chosen.prefetch_related(None)
    if kind == "xlsx" and chosen.count() > MOST_XLSX:
        messages.error(request, f"Mais de {MOST_XLSX} produtos só cabem em CSV.")
        return HttpResponseRedirect(f"{reverse('admin:catalog_product_changelist')}?{request.GET.urlencode()}")
    headers, rows = spreadsheet.export_rows(chosen)
    name = f"produtos-{timezone.localtime():%Y-%m-%d}.{kind}"
    if kind == "csv":
        answer = StreamingHttpResponse(spreadsheet.csv_lines(headers, rows), content_type=CSV)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return private(answer)
    file = io.BytesIO()
    spreadsheet.write_xlsx(headers, rows, file)
    file.seek(0)
    return private(FileResponse(file, as_attachment=True, filename=name, content_type=XLSX))


def private(response: Any) -> Any:
    response["Cache-Control"] = "private, no-store"
    return response


# --- In ------------------------------------------------------------------------------------------
class SheetForm(forms.Form):
    file = forms.FileField(
        label="Planilha",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        max_length=200,
        error_messages={"empty": "O arquivo está vazio.", "required": "Escolha a planilha."},
        help_text="CSV ou XLSX de até 10 MB e 20.000 linhas, com os nomes das colunas da exportação na primeira linha. "
        "Coluna que falta não muda; célula vazia apaga o valor.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > spreadsheet.MOST_BYTES:
            raise forms.ValidationError("A planilha passa de 10 MB.")
        return file


@admin.register(SheetImport)
class SheetImportAdmin(ReadOnlyAdmin):
    list_display = ("filename", "state_chip", "rows", "changed", "new", "faulty", "who", "created_at")
    list_filter = ("state",)
    list_select_related = ("by",)
    search_fields = ("filename",)
    search_help_text = "Procure por nome do arquivo."
    ordering = ("-pk",)
    change_form_template = "admin/catalog/sheetimport/change_form.html"
    fields = (
        ("filename", "state_chip", "who", "created_at", "applied_at"),
        ("rows", "new", "changed", "unchanged", "faulty"),
    )
    readonly_fields = tuple(name for line in fields for name in line)

    class Media:
        css = {"all": ("admin/catalog.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[SheetImport]:
        return super().get_queryset(request).defer("content", "faults", "changes")

    @admin.display(description="situação", ordering="state")
    def state_chip(self, sheet: SheetImport) -> SafeString:
        return format_html('<span class="chip chip-{}">{}</span>', CHIPS[sheet.state], sheet.get_state_display())

    @admin.display(description="linhas")
    def rows(self, sheet: SheetImport) -> int:
        return int(sheet.counts.get("rows", 0))

    @admin.display(description="novos")
    def new(self, sheet: SheetImport) -> int:
        return int(sheet.counts.get("new", 0))

    @admin.display(description="mudados")
    def changed(self, sheet: SheetImport) -> int:
        return int(sheet.counts.get("changed", 0))

    @admin.display(description="sem mudança")
    def unchanged(self, sheet: SheetImport) -> int:
        return int(sheet.counts.get("unchanged", 0))

    @admin.display(description="falhas")
    def faulty(self, sheet: SheetImport) -> int:
        return int(sheet.counts.get("faults", 0))

    # --- Sending ---------------------------------------------------------------------------------
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perms((SEND, WRITE))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = SheetForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and (sheet := received(request, form)):
            return self.back(sheet)
        context = {
            **self.admin_site.each_context(request),
            "title": "Importar produtos",
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/catalog/sheetimport/add.html", context)

    # --- One import ------------------------------------------------------------------------------
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        sheet = SheetImport.objects.filter(pk=int(object_id) if object_id.isdecimal() else 0).first()
        extra = self.told(request, sheet) if sheet and self.has_view_permission(request) else {}
        response: HttpResponse = super().change_view(request, object_id, form_url, extra | (extra_context or {}))
        return response

    def told(self, request: HttpRequest, sheet: SheetImport) -> dict[str, Any]:
        may = self.has_add_permission(request) and sheet.content is not None
        moves = bool(sheet.counts.get("new", 0) or sheet.counts.get("changed", 0))
        total = int(sheet.counts.get("new", 0)) + int(sheet.counts.get("changed", 0))
        return {
            "title": f"Importação: {sheet.filename}",
            "subtitle": None,
            "sheet": sheet,
            "page": Paginator(sheet.faults, PAGE).get_page(request.GET.get("p")),
            "more": max(0, total - len(sheet.changes)),
            "total": total,
            "done": min(spreadsheet.progress(sheet.pk), total),
            "is_busy": sheet.state in (State.WAITING, State.CHECKING),
            "is_checking": sheet.state == State.CHECKING,
            "may_apply": may and moves and sheet.state == State.CHECKED,
            "may_check": may and sheet.state in (State.CHECKED, State.FAULTY, State.REFUSED),
            "nothing": sheet.state == State.CHECKED and not moves,
        }

    def get_urls(self) -> list[URLPattern]:
        acts = {"aplicar": self.apply, "conferir": self.recheck}
        own = [
            path(
                f"<int:sheet_id>/{word}/",
                self.admin_site.admin_view(require_POST(act)),
                name=f"catalog_sheetimport_{act.__name__}",
            )
            for word, act in acts.items()
        ]
        return [*own, *super().get_urls()]

    def apply(self, request: HttpRequest, sheet_id: int) -> HttpResponse:
        sheet = spreadsheet.confirm(sheet_id=self.asked(request, sheet_id).pk)
        if sheet.counts.get("new", 0) + sheet.counts.get("changed", 0) > ripples.AT_ONCE:
            tasks.apply_sheet.enqueue(sheet.pk)
            messages.info(request, "São muitas linhas: a importação foi para o segundo plano.")
            return self.back(sheet)
        sheet = spreadsheet.carry_out(sheet_id=sheet.pk, at=timezone.now(), later=tasks.publish.enqueue)
        if sheet.state == State.APPLIED:
            messages.success(
                request, f"Produtos mudados: {sheet.counts['changed']}. Produtos novos: {sheet.counts['new']}."
            )
        else:
            messages.error(request, sheet.message)
        return self.back(sheet)

    def recheck(self, request: HttpRequest, sheet_id: int) -> HttpResponse:
        sheet = self.asked(request, sheet_id)
        return self.back(spreadsheet.ask_recheck(sheet_id=sheet.pk, later=tasks.check_sheet.enqueue))

    def asked(self, request: HttpRequest, sheet_id: int) -> SheetImport:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return get_object_or_404(SheetImport.objects.defer("content"), pk=sheet_id)

    def back(self, sheet: SheetImport) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:catalog_sheetimport_change", args=[sheet.pk]))


def received(request: HttpRequest, form: SheetForm) -> SheetImport | None:
    file = form.cleaned_data["file"]
    try:
        return spreadsheet.receive(
            content=file.read(),
            filename=PurePath(file.name).name,
            by=actor(request),
            at=timezone.now(),
            later=tasks.check_sheet.enqueue,
        )
    except spreadsheet.SheetRefused as refusal:
        form.add_error("file", refusal.message)
        return None
