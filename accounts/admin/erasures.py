"""Who asked to be forgotten, until when it can be undone, and what it waits for. Read, never written."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts import masking, privacy
from accounts.models import Erasure

OPEN, DONE, UNDONE = "abertas", "feitas", "desfeitas"


class StateFilter(admin.SimpleListFilter):
    title = "situação"
    parameter_name = "situacao"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in (OPEN, DONE, UNDONE)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Erasure]) -> QuerySet[Erasure]:
        found = {
            OPEN: queryset.filter(done_at=None, undone_at=None),
            DONE: queryset.exclude(done_at=None),
            UNDONE: queryset.exclude(undone_at=None),
        }
        return found.get(self.value() or "", queryset)


@admin.register(Erasure)
class ErasureAdmin(admin.ModelAdmin[Erasure]):
    list_display = ("requested", "due", "state", "done", "undone")
    list_filter = (StateFilter,)
    ordering = ("-pk",)
    show_full_result_count = False
    fields = ("requested", "due", "state", "waits", "done", "undone")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Erasure]:
        return super().get_queryset(request).select_related("user")

    def get_list_display(self, request: HttpRequest) -> Any:
        eyes = masking.lens(request.user)

        @admin.display(description="pessoa")
        def person(erasure: Erasure) -> str:
            return eyes.email(erasure.user.email) if erasure.user else "esquecida"

        return (self.list_display[0], person, *self.list_display[1:])

    @admin.display(description="pedida em", ordering="requested_at")
    def requested(self, erasure: Erasure) -> str:
        return moment(erasure.requested_at)

    @admin.display(description="a partir de", ordering="due_at")
    def due(self, erasure: Erasure) -> str:
        return moment(erasure.due_at)

    @admin.display(description="feita em", ordering="done_at")
    def done(self, erasure: Erasure) -> str:
        return moment(erasure.done_at)

    @admin.display(description="desfeita em", ordering="undone_at")
    def undone(self, erasure: Erasure) -> str:
        return moment(erasure.undone_at)

    @admin.display(description="situação")
    def state(self, erasure: Erasure) -> SafeString:
        name, label = "pending", "no prazo de desistir"
        if erasure.done_at is not None:
            name, label = "done", "feita"
        elif erasure.undone_at is not None:
            name, label = "canceled", "desfeita pela pessoa"
        elif erasure.due_at <= timezone.now():
            name, label = "held", "na fila"
        return format_html('<span class="chip chip-{}">{}</span>', name, label)

    @admin.display(description="espera por")
    def waits(self, erasure: Erasure) -> SafeString | str:
        if erasure.user is None or erasure.done_at or erasure.undone_at:
            return "–"
        reasons = privacy.waits_for(user=erasure.user, at=timezone.now())
        if not reasons:
            return "nada: será feita no prazo, sozinha"
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", [(each,) for each in reasons]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def moment(at: datetime | None) -> str:
    return "–" if at is None else f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
