"""The log "Atividade": who changed what, from which value to which. Read, never written; catalogue fields go back."""

import uuid
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from accounts import activity, masking
from accounts.models import Activity, User
from accounts.permissions import actor

MOST_SHOWN = 200  # rows of one act on its page
IN_LIST = 3  # changes of one row in the list
BEYOND_DESKS = ("orders.customernote",)  # told of, without a desk of their own


class UndoForm(forms.Form):
    leave_changed = forms.BooleanField(
        label="Deixar como estão os que alguém mudou depois", required=False,
        help_text="Sem marcar, um único conflito impede tudo.",
    )  # fmt: skip


class KindFilter(admin.SimpleListFilter):
    title = "assunto"
    parameter_name = "assunto"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(((kind, kind_in_words(kind)) for kind in kinds_for(request.user)), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Activity]) -> QuerySet[Activity]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class PersonFilter(admin.SimpleListFilter):
    title = "pessoa"
    parameter_name = "pessoa"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        staff = User.objects.filter(Q(is_staff=True) | Q(is_superuser=True)).order_by("name", "email")
        return [(str(person.pk), person.get_full_name()) for person in staff[:100]] + [("loja", "a própria loja")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Activity]) -> QuerySet[Activity]:
        value = self.value() or ""
        if value == "loja":
            return queryset.filter(actor=None)
        return queryset.filter(actor_id=int(value)) if value.isascii() and value.isdigit() else queryset


def kinds_for(user: Any) -> list[str]:
    """Whoever may not read a thing does not read what was done to it."""
    models = [model for model in admin.site._registry if model is not Activity]
    models += [apps.get_model(kind) for kind in BEYOND_DESKS]
    return [
        model._meta.label_lower
        for model in models
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
        or user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
    ]


def kind_in_words(kind: str) -> str:
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except LookupError:
        return kind


def object_in_words(row: Activity, eyes: masking.Lens) -> str:
    return eyes.words(row.object_text) if row.is_personal else row.object_text


def object_link(row: Activity, eyes: masking.Lens) -> SafeString | str:
    text = object_in_words(row, eyes) or row.object_key
    if row.verb == Activity.Verb.DELETED:
        return text
    try:
        address = reverse(f"admin:{row.kind.replace('.', '_')}_change", args=[row.object_key])
    except NoReverseMatch:
        return text
    return format_html('<a href="{}">{}</a>', address, text)


def changes_of(row: Activity, eyes: masking.Lens) -> list[tuple[str, str, str]]:
    """(label, old, new) as this pair of eyes may see them."""
    return [
        (each["label"], *(eyes.words(each[key]) if each["personal"] else each[key] for key in ("old_text", "new_text")))
        for each in row.changes
    ]


@admin.register(Activity)
class ActivityAdmin(admin.ModelAdmin[Activity]):
    list_display = ("at",)
    list_filter = (PersonFilter, KindFilter, "verb")
    search_fields = ("object_text",)
    search_help_text = "Procure pelo nome do objeto ou pela anotação."
    date_hierarchy = "at"
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False

    class Media:
        css = {"all": ("admin/people.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Activity]:
        rows = super().get_queryset(request)
        if not request.user.is_superuser:
            rows = rows.filter(kind__in=kinds_for(request.user))
        return rows.select_related("undone_by")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Activity], search_term: str
    ) -> tuple[QuerySet[Activity], bool]:
        """Names of persons are not found by those who may not read them."""
        for word in search_term.split():
            queryset = queryset.filter(Q(object_text__icontains=word) | Q(note__icontains=word))
        if search_term and not masking.lens(request.user).sees_all:
            queryset = queryset.exclude(is_personal=True)
        return queryset, False

    def get_list_display(self, request: HttpRequest) -> Any:
        """An admin is shared by all requests, so the eyes go with the columns."""
        eyes = masking.lens(request.user)

        @admin.display(description="objeto")
        def subject(row: Activity) -> SafeString:
            return format_html("{} {}", kind_in_words(row.kind), object_link(row, eyes))

        @admin.display(description="o quê")
        def told(row: Activity) -> SafeString:
            changes = changes_of(row, eyes)
            shown = format_html_join("", "<li>{}: <del>{}</del> → <ins>{}</ins></li>", changes[:IN_LIST])
            rest = f"e mais {len(changes) - IN_LIST}" if len(changes) > IN_LIST else ""
            return format_html('{}<ul class="changes">{}</ul>{}', row.note, shown, rest)

        return (when, "actor_name", "verb", subject, told, whole_act)

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return list_display[:1]

    # --- One row, one act ------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        batch, undo = require_http_methods(["GET", "HEAD", "POST"])(self.batch_view), require_POST(self.undo_view)
        return [
            path("lote/<uuid:batch>/", wrap(batch), name="accounts_activity_batch"),
            path("<int:pk>/desfazer/", wrap(undo), name="accounts_activity_undo"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            missing: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
            return missing
        undo = reverse("admin:accounts_activity_undo", args=[row.pk]) if self.may_undo(request, [row]) else ""
        return self.page(request, [row], total=1, undo=undo, form=None)

    def batch_view(self, request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
        """Everything one act touched, before and after; and its way back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).filter(batch=batch).order_by("pk")
        total = rows.count()
        shown = list(rows[:MOST_SHOWN])
        if not shown:
            messages.warning(request, "Esta atividade não existe ou não é do seu trabalho.")
            return HttpResponseRedirect(reverse("admin:accounts_activity_changelist"))
        if request.method == "POST":
            form = UndoForm(request.POST)
            leave = form.is_valid() and form.cleaned_data["leave_changed"]
            done = activity.undo_batch(batch=batch, by=actor(request), at=timezone.now(), leave_changed=leave)
            kept = f" Ficaram como estavam: {len(done.kept)}." if done.kept else ""
            messages.success(request, f"Desfeito: {done.count}.{kept}")
            return HttpResponseRedirect(reverse("admin:accounts_activity_batch", args=[done.batch]))
        undo = request.path if self.may_undo(request, shown) else ""
        return self.page(request, shown, total=total, undo=undo, form=UndoForm() if total > 1 else None)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        done = activity.undo(activity=row, by=actor(request), at=timezone.now())
        messages.success(request, "Os valores antigos voltaram.")
        return HttpResponseRedirect(reverse("admin:accounts_activity_batch", args=[done.batch]))

    def may_undo(self, request: HttpRequest, rows: list[Activity]) -> bool:
        left = [row for row in rows if not hasattr(row, "undone_by")]
        return bool(left) and all(activity.can_undo(row, actor(request)) for row in left)

    def page(
        self, request: HttpRequest, rows: list[Activity], *, total: int, undo: str, form: UndoForm | None
    ) -> HttpResponse:
        eyes, first = masking.lens(request.user), rows[0]
        context = {
            **self.admin_site.each_context(request),
            "title": f"{first.actor_name} {first.get_verb_display()}: {kind_in_words(first.kind)}",
            "opts": self.opts,
            "first": first,
            "rows": [(row, object_link(row, eyes), changes_of(row, eyes)) for row in rows],
            "total": total,
            "undo": undo,
            "form": form,
        }
        return TemplateResponse(request, "admin/accounts/activity/act.html", context)

    # --- Only added to ---------------------------------------------------------------------------
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.display(description="quando", ordering="pk")
def when(row: Activity) -> str:
    return f"{timezone.localtime(row.at):%d/%m/%Y %H:%M:%S}"


@admin.display(description="ato inteiro")
def whole_act(row: Activity) -> SafeString:
    undone = " (desfeito)" if hasattr(row, "undone_by") else ""
    return format_html('<a href="{}">Ver</a>{}', reverse("admin:accounts_activity_batch", args=[row.batch]), undone)
