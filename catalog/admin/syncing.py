"""Runs of `sync_products`: what they did, what they refused, and one button to begin another."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from catalog import tasks
from catalog.admin import rehearsing
from catalog.admin.rehearsing import RUN_PERMISSION, SOURCES
from catalog.models import SyncIssue, SyncRun

PAGE = 50
COUNTS = {
    "created": "criados", "updated": "atualizados", "unchanged": "sem mudança", "reactivated": "reativados",
    "deactivated": "desativados", "rejected": "recusados", "held": "retidos", "conflicts": "conflitos",
    "warnings": "avisos", "images": "imagens", "requests": "pedidos à origem", "retries": "novas tentativas",
    "bytes": "bytes", "queries": "consultas", "seconds": "segundos",
}  # fmt: skip


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are read, under their own name: there is nothing to choose for changing."""

    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        response: HttpResponse = super().changelist_view(request, title | (extra_context or {}))
        return response

    @admin.display(description="quem")
    def who(self, row: Any) -> str:
        """A colleague by name."""
        return str(row.by.get_full_name() or row.by.email) if row.by else "–"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SyncRun)
class SyncRunAdmin(ReadOnlyAdmin):
    list_display = ("begun", "source", "state_chip", "created", "updated", "refused", "took")
    list_filter = ("state", "source", "is_dry_run")
    ordering = ("-started_at", "-pk")
    change_list_template = "admin/catalog/syncrun/change_list.html"
    change_form_template = "admin/catalog/syncrun/change_form.html"
    fields = (
        "source", "address", "state_chip", "message", "is_dry_run", "started_at", "finished_at", "took", "exit_code",
        "exchange_rate", "table", "chosen", "owner",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="começou", ordering="started_at")
    def begun(self, run: SyncRun) -> str:
        return f"{timezone.localtime(run.started_at):%d/%m/%Y %H:%M:%S}"

    @admin.display(description="situação", ordering="state")
    def state_chip(self, run: SyncRun) -> SafeString:
        return format_html('<span class="chip chip-{}">{}</span>', run.state, run.get_state_display())

    @admin.display(description="criados")
    def created(self, run: SyncRun) -> int:
        return int(run.counts.get("created", 0))

    @admin.display(description="atualizados")
    def updated(self, run: SyncRun) -> int:
        return int(run.counts.get("updated", 0))

    @admin.display(description="recusados e retidos")
    def refused(self, run: SyncRun) -> int:
        return int(run.counts.get("rejected", 0)) + int(run.counts.get("held", 0))

    @admin.display(description="duração")
    def took(self, run: SyncRun) -> str:
        if run.finished_at is None:
            return "–"
        return f"{(run.finished_at - run.started_at).total_seconds():.1f} s".replace(".", ",")

    @admin.display(description="contagem")
    def table(self, run: SyncRun) -> SafeString:
        rows = [(label, run.counts[key]) for key, label in COUNTS.items() if key in run.counts]
        body = format_html_join("", "<tr><th scope='row'>{}</th><td>{}</td></tr>", rows)
        return format_html("<table class='counts'><tbody>{}</tbody></table>", body)

    @admin.display(description="opções")
    def chosen(self, run: SyncRun) -> str:
        return ", ".join(f"{key}: {value}" for key, value in sorted(run.options.items())) or "–"

    # --- Pages -----------------------------------------------------------------------------------
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra = {"sources": SOURCES if request.user.has_perm(RUN_PERMISSION) else {}, "is_syncing": tasks.is_syncing()}
        response: HttpResponse = super().changelist_view(request, (extra_context or {}) | extra)
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        issues = SyncIssue.objects.filter(run_id=int(object_id) if object_id.isdecimal() else 0).order_by("kind", "pk")
        page = Paginator(issues, PAGE).get_page(request.GET.get("p"))
        everything = f"{reverse('admin:catalog_syncissue_changelist')}?{urlencode({'run__id__exact': object_id})}"
        extra = {"issues": page, "issues_url": everything}
        response: HttpResponse = super().change_view(request, object_id, form_url, (extra_context or {}) | extra)
        return response

    def get_urls(self) -> list[URLPattern]:
        begin = self.admin_site.admin_view(require_POST(self.begin))
        own = [path("rodar/", begin, name="catalog_syncrun_begin"), *rehearsing.urls(self)]
        return [*own, *super().get_urls()]

    def begin(self, request: HttpRequest) -> HttpResponse:
        """Hand a run to the background; refused while one is at work or waits."""
        if not request.user.has_perm(RUN_PERMISSION):
            raise PermissionDenied
        source = request.POST.get("source", "")
        if source not in SOURCES:
            messages.error(request, "Escolha uma origem da lista.")
        elif tasks.is_syncing():
            messages.warning(request, "Outra sincronização está em andamento. Espere ela terminar.")
        else:
            tasks.sync_source.enqueue(source)
            messages.success(request, f"Sincronização de {SOURCES[source]} pedida. Ela começa em instantes.")
        return HttpResponseRedirect(reverse("admin:catalog_syncrun_changelist"))


@admin.register(SyncIssue)
class SyncIssueAdmin(ReadOnlyAdmin):
    """Values of a source are printed as text, escaped like any other."""

    list_display = ("kind", "external_id", "field", "value", "message", "run")
    list_display_links = None
    list_select_related = ("run",)
    list_filter = ("kind", "code")
    asked_by = ("run",)
    search_fields = ("external_id", "code", "message")
    search_help_text = "Procure por código na origem, motivo ou mensagem."
    ordering = ("-run_id", "kind", "pk")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "run__id__exact" or bool(super().lookup_allowed(lookup, value, request))
