"""Where a colleague chooses the moment to see the shop from, and ends the look."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from catalog import foresight
from catalog.middleware import MOMENT_COOKIE, MOMENT_KEY, chosen
from iluminacasa.errors import Invalid
from iluminacasa.returning import own_path

SEE = "catalog.view_product"
TYPED = "%Y-%m-%dT%H:%M"


class MomentForm(forms.Form):
    at = forms.DateTimeField(
        label="Dia e hora", input_formats=[TYPED, f"{TYPED}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED),
        help_text="No horário da loja (Brasília).",
        error_messages={"required": "Escolha o dia e a hora.", "invalid": "Escreva o dia e a hora."},
    )  # fmt: skip

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        try:
            foresight.check(at, now=timezone.now())
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return at


def urls(site: AdminSite) -> list[URLPattern]:
    def choose(request: HttpRequest) -> HttpResponse:
        return page(request, site)

    wrap = site.admin_view
    return [
        path("momento/", wrap(require_http_methods(["GET", "HEAD", "POST"])(choose)), name="moment"),
        path("momento/encerrar/", wrap(require_POST(end)), name="moment_end"),
    ]


def may_look(request: HttpRequest) -> bool:
    return request.user.has_perm(SEE)


def page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    if not may_look(request):
        raise PermissionDenied
    form = MomentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return begun(request, form.cleaned_data["at"])
    now = timezone.now()
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": "Ver a loja em outro momento",
        "form": form,
        "turns": [(turn, timezone.localtime(turn.at).strftime(f"{TYPED}:%S")) for turn in foresight.turns(now=now)],
        "seen": chosen(request),
    }
    return TemplateResponse(request, "admin/moment.html", context)


def begun(request: HttpRequest, at: datetime) -> HttpResponse:
    request.session[MOMENT_KEY] = at.isoformat()
    response = HttpResponseRedirect(reverse("catalog:home"))
    response.set_cookie(MOMENT_COOKIE, "1", secure=settings.IS_HTTPS, httponly=True, samesite="Lax")
    return response


def end(request: HttpRequest) -> HttpResponse:
    """Anybody may stop looking."""
    request.session.pop(MOMENT_KEY, None)
    response = HttpResponseRedirect(own_path(request.POST.get("next", ""), default=reverse("admin:moment")))
    response.delete_cookie(MOMENT_COOKIE, samesite="Lax")
    return response
