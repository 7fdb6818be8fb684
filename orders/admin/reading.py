"""What every desk of this floor shares: rows are read, never typed over; people act by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.permissions import actor
from iluminacasa.errors import ShopError
from iluminacasa.money import brl
from orders import letters, lifecycle

BIGGEST = 2**63 - 1  # a row number


def money(amount: Any) -> str:
    return "–" if amount is None else brl(amount)


def moment(at: Any) -> str:
    return "–" if at is None else f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def chip(status: str, label: str) -> SafeString:
    return format_html('<span class="chip chip-{}">{}</span>', status, label)


def link(model: Model, text: str = "") -> SafeString:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[model.pk]), text or str(model))


class ReadOnly:
    """For admins and inlines alike."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ActForm(forms.Form):
    """What a person says when acting; `subject` is the row it is about."""

    def __init__(self, *args: Any, subject: Any, **options: Any) -> None:
        self.subject = subject
        super().__init__(*args, **options)


@dataclass(frozen=True)
class Act:
    """One thing staff may do: its button, who may, when it makes sense, what is asked, what happens."""

    name: str
    label: str
    permission: str
    form: type[ActForm]
    is_open: Callable[[Any], bool]
    run: Callable[[Any, dict[str, Any], User], str]  # returns what to tell
    letter: str = ""  # kind of the event the customer is written about
    is_aside: bool = False  # asked for at a place of its own on the page, not among the buttons
    is_grave: bool = False  # cannot be taken back


def open_acts(acts: dict[str, Act], request: HttpRequest, subject: Any) -> list[Act]:
    return [act for act in acts.values() if request.user.has_perm(act.permission) and act.is_open(subject)]


def buttons(acts: dict[str, Act], request: HttpRequest, subject: Any) -> list[dict[str, Any]]:
    """The open acts as a page shows them."""
    name = f"admin:{subject._meta.app_label}_{subject._meta.model_name}_act"
    return [
        {"name": act.name, "label": act.label, "url": reverse(name, args=[subject.pk, act.name]), "grave": act.is_grave}
        for act in open_acts(acts, request, subject)
        if not act.is_aside
    ]


def check_open(act: Act, subject: Any) -> None:
    """What a page offers no button for is not done by a form that was written by hand either."""
    if not act.is_open(subject):
        raise lifecycle.WrongState


def perform(
    request: HttpRequest, model_admin: admin.ModelAdmin[Any], act: Act, subject: Any, *, template: str
) -> HttpResponse:
    """Ask, then do; a refusal is said on the form and nothing typed is lost."""
    if not request.user.has_perm(act.permission):
        raise PermissionDenied
    back = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change", args=[subject.pk])
    form = act.form(request.POST if request.method == "POST" else None, subject=subject)
    if request.method == "POST" and form.is_valid():
        try:
            check_open(act, subject)
            told = act.run(subject, form.cleaned_data, actor(request))
        except ShopError as refusal:
            form.add_error(None, refusal.message)
        else:
            model_admin.log_change(request, subject, f"{act.label}. {form.cleaned_data.get('motivo', '')}".strip())
            messages.success(request, told)
            return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{act.label}: {subject}",
        "opts": model_admin.opts,
        "subject": subject,
        "act": act,
        "form": form,
        "back": back,
        "subject_of_letter": letters.subject_of(act.letter, subject) if act.letter else "",
    }
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)
