"""`sync_products --dry-run --diff` as a page: what the source would change, and "apply these"."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import actor
from catalog import tasks
from catalog.models import SyncDifference, SyncRehearsal
from catalog.sync import rehearsals
from catalog.sync.options import DEMO, DUMMYJSON
from iluminacasa.errors import Conflict, Invalid, ShopError

SOURCES = {DEMO: "catálogo de demonstração", DUMMYJSON: "DummyJSON"}
FILE = "arquivo"
SEE, RUN_PERMISSION = "catalog.view_syncrun", "catalog.add_syncrun"
LONGEST_NUMBER = 18  # digits
PAGE, LATEST = 100, 20
State = SyncRehearsal.State
CHIPS: dict[str, str] = {
    State.READING: "running", State.READY: "pending", State.STOPPED: "failed", State.APPLYING: "running",
    State.APPLIED: "applied",
}  # fmt: skip
ROW_CHIPS = {"new": "applied", "changed": "pending", "jump": "failed", "back": "applied", "gone": "canceled"}
ISSUES = {"rejected": "Recusadas", "held": "Retidas", "conflicts": "Conflitos com a loja", "warnings": "Avisos"}


class RehearsalForm(forms.Form):
    source = forms.ChoiceField(
        label="Origem", choices=[*SOURCES.items(), (FILE, "arquivo de produtos do DummyJSON")],
        help_text="As origens são as que a loja tem configuradas.",
    )  # fmt: skip
    file = forms.FileField(
        label="Arquivo", required=False, max_length=200, widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={"empty": "O arquivo está vazio."},
        help_text="Só para a última opção: uma resposta salva de /products?limit=0, em JSON, de até 16 MB.",
    )  # fmt: skip
    accepts_jumps = forms.BooleanField(
        label="Aceitar preços que mudam mais da metade", required=False,
        help_text="Sem isto, esses preços ficam retidos e a loja mantém os seus.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file, is_file = data.get("file"), data.get("source") == FILE
        if is_file and file is None and "file" not in self.errors:
            self.add_error("file", "Escolha o arquivo.")
        if file is not None and not is_file:
            self.add_error("source", "Com um arquivo, a origem é o arquivo.")
        if file is not None and file.size > rehearsals.MOST_BYTES:
            self.add_error("file", "O arquivo passa de 16 MB.")
        return data


def urls(model_admin: admin.ModelAdmin) -> list[URLPattern]:
    """Below the runs, for whoever reads them."""
    desk = Desk(model_admin)
    wrap = model_admin.admin_site.admin_view
    acts = {"aplicar": desk.apply, "ler": desk.again}
    return [
        path("ensaios/", wrap(require_http_methods(["GET", "HEAD", "POST"])(desk.begin)), name="catalog_rehearsals"),
        path("ensaios/<int:rehearsal_id>/", wrap(require_safe(desk.show)), name="catalog_rehearsal"),
        *[
            path(
                f"ensaios/<int:rehearsal_id>/{word}/", wrap(require_POST(act)), name=f"catalog_rehearsal_{act.__name__}"
            )
            for word, act in acts.items()
        ],
    ]


class Desk:
    def __init__(self, model_admin: admin.ModelAdmin) -> None:
        self.model_admin = model_admin

    # --- All of them, and a new one ----------------------------------------------------------------
    def begin(self, request: HttpRequest) -> HttpResponse:
        ask_for(request, SEE)
        form = RehearsalForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            ask_for(request, RUN_PERMISSION)
            if form.is_valid() and (made := asked(request, form)):
                return to(made.pk)
        latest = SyncRehearsal.objects.select_related("by").defer("content", "issues").order_by("-pk")[:LATEST]
        context = {
            "title": "Ensaios de sincronização",
            "form": form,
            "rehearsals": [{"row": row, "chip": CHIPS[row.state], "origin": origin(row)} for row in latest],
            "may_begin": request.user.has_perm(RUN_PERMISSION),
        }
        return self.page(request, "list", context)

    # --- One ---------------------------------------------------------------------------------------
    def show(self, request: HttpRequest, rehearsal_id: int) -> HttpResponse:
        ask_for(request, SEE)
        found = get_object_or_404(
            SyncRehearsal.objects.select_related("by", "applied_by").defer("content"), pk=rehearsal_id
        )  # fmt: skip
        kind = request.GET.get("tipo", "")
        kind = kind if kind in SyncDifference.Kind.values else ""
        rows = found.rows.filter(kind=kind) if kind else found.rows.all()
        page = Paginator(rows.order_by("pk"), PAGE).get_page(request.GET.get("p"))
        may_apply = request.user.has_perms(rehearsals.NEEDED) and found.state == State.READY
        context = {
            "title": f"Ensaio de {origin(found)}",
            "rehearsal": found,
            "chip": CHIPS[found.state],
            "page": page,
            "rows": [{"row": row, "chip": ROW_CHIPS[row.kind]} for row in page],
            "waiting": found.rows.filter(state="pending").count(),
            "kind": kind,
            "kinds": [
                (value, label, found.counts.get(value, 0)) for value, label in SyncDifference.Kind.choices
                if found.counts.get(value)
            ],
            "issues": [
                {"title": title, "count": found.counts.get(name, 0), "rows": told}
                for name, title in ISSUES.items()
                if (told := [row for row in found.issues if row["kind"] == name])
            ],
            "is_busy": found.state in (State.READING, State.APPLYING),
            "may_apply": may_apply,
            "may_read": request.user.has_perm(RUN_PERMISSION) and found.state in (State.READY, State.STOPPED),
        }  # fmt: skip
        return self.page(request, "page", context)

    def apply(self, request: HttpRequest, rehearsal_id: int) -> HttpResponse:
        ask_for(request, *rehearsals.NEEDED)
        is_all = request.POST.get("quais") == "todas"
        rows = None if is_all else [number(key) for key in request.POST.getlist("linha")]
        told = request.POST.get("leitura", "")
        try:
            rehearsals.confirm(
                rehearsal_id=rehearsal_id, seen_round=number(told), by=actor(request),
                rows=rows, later=tasks.apply_rehearsal.enqueue,
            )  # fmt: skip
        except (Conflict, Invalid) as refusal:
            messages.error(request, refusal.message)
        return to(rehearsal_id)

    def again(self, request: HttpRequest, rehearsal_id: int) -> HttpResponse:
        ask_for(request, RUN_PERMISSION)
        try:
            rehearsals.ask_again(rehearsal_id=rehearsal_id, later=tasks.read_rehearsal.enqueue)
        except Conflict as refusal:
            messages.error(request, refusal.message)
        return to(rehearsal_id)

    def page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        shown = {**self.model_admin.admin_site.each_context(request), "opts": self.model_admin.opts, **context}
        return TemplateResponse(request, f"admin/catalog/rehearsal/{name}.html", shown)


def asked(request: HttpRequest, form: RehearsalForm) -> SyncRehearsal | None:
    data = form.cleaned_data
    file = data["file"]
    try:
        return rehearsals.ask(
            source=DUMMYJSON if file else data["source"], by=actor(request), at=timezone.now(),
            later=tasks.read_rehearsal.enqueue, accepts_jumps=data["accepts_jumps"],
            content=file.read() if file else b"", filename=PurePath(file.name).name if file else "",
        )  # fmt: skip
    except ShopError as refusal:
        form.add_error("file" if file else "source", refusal.message)
        return None


def ask_for(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def number(text: str) -> int:
    """What was sent as one; 0, which is nobody's, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def origin(found: SyncRehearsal) -> str:
    return found.filename or SOURCES.get(found.source, found.source)


def to(rehearsal_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:catalog_rehearsal", args=[rehearsal_id]))
