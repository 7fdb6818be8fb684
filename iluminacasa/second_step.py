"""The second step into the back office: a code beside the password, its first day and its codes for bad days.

These pages stand before the door, so they ask for a signed-in member of staff and nothing else.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin, auth, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csp import get_nonce
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import second_factor
from accounts.models import User
from accounts.permissions import PASSED, has_passed, mark_of
from iluminacasa.limits import client_address
from iluminacasa.returning import own_path
from orders.payments import qr

SHOWN = "second_factor_shown"  # in the session: which secret this browser was shown
Step = Callable[[HttpRequest, User], HttpResponse]


class CodeForm(forms.Form):
    codigo = forms.CharField(
        label="Código",
        max_length=second_factor.MAX_TYPED,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
        error_messages={"required": "Digite o código."},
    )


# --- Who has passed ------------------------------------------------------------------------------
def let_in(request: HttpRequest, user: User) -> None:
    request.session[PASSED] = mark_of(user)


def stay_in(request: HttpRequest, user: User) -> None:
    """Every other session of this person has ended; this one goes on."""
    auth.update_session_auth_hash(request, user)
    let_in(request, user)


def is_at_the_door(request: HttpRequest) -> bool:
    """Staff who have shown the password and owe the code."""
    user = request.user
    return isinstance(user, User) and user.is_active and user.is_staff and not has_passed(request)


def goal_of(request: HttpRequest) -> str:
    given = request.POST if request.method == "POST" else request.GET
    return own_path(given.get("next", ""), default=reverse("admin:index"))


def to_the_step(request: HttpRequest, goal: str = "") -> HttpResponse:
    return redirect_to_login(goal or goal_of(request), reverse("admin:second_factor"))


# --- The pages -----------------------------------------------------------------------------------
def step(view: Step) -> Callable[[HttpRequest], HttpResponse]:
    """For staff with a password shown: never kept, safe against other sites, the code never in a report."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not user.is_active or not user.is_staff:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request, user)

    guarded = sensitive_post_parameters("codigo")(require_http_methods(["GET", "HEAD", "POST"])(inner))
    return never_cache(csrf_protect(guarded))


def draw(request: HttpRequest, template: str, title: str, form: CodeForm | None = None, **more: Any) -> HttpResponse:
    context = {
        **admin.site.each_context(request), "title": title, "csp_nonce": get_nonce(request), "form": form,
        "goal": goal_of(request), **more,
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return TemplateResponse(request, f"admin/second_factor/{template}.html", context, status=status)


def bound(request: HttpRequest) -> CodeForm:
    return CodeForm(request.POST if request.method == "POST" else None)


def ask(request: HttpRequest, user: User) -> HttpResponse:
    """The code of every sign-in."""
    if has_passed(request):
        return HttpResponseRedirect(goal_of(request))
    if user.second_factor_at is None:
        return redirect_to_login(goal_of(request), reverse("admin:second_factor_on"))
    form = bound(request)
    if form.is_valid():
        try:
            was_recovery = second_factor.check(
                user=user, code=form.cleaned_data["codigo"], address=client_address(request), at=timezone.now()
            )
        except second_factor.WrongCode as refusal:
            form.add_error("codigo", refusal.message)
        else:
            let_in(request, user)
            if was_recovery:
                left = second_factor.codes_left(user=user)
                messages.warning(request, f"Você usou um código de recuperação; restam {left}.")
            return HttpResponseRedirect(goal_of(request))
    return draw(request, "ask", "Confirme que é você", form)


def turn_on(request: HttpRequest, user: User) -> HttpResponse:
    """The square for the camera and the first code; then the codes for bad days, shown once."""
    if user.second_factor_at is not None:
        return HttpResponseRedirect(reverse("admin:second_factor_codes"))
    form = bound(request)
    if form.is_valid():
        try:
            codes = second_factor.turn_on(
                user=user, code=form.cleaned_data["codigo"], address=client_address(request), at=timezone.now()
            )
        except second_factor.WrongCode as refusal:
            form.add_error("codigo", refusal.message)
        else:
            stay_in(request, user)
            return draw(request, "codes", "Guarde seus códigos de recuperação", codes=codes)
    secret = second_factor.begin(user=user, keep=request.session.get(SHOWN))
    request.session[SHOWN] = secret.number
    return draw(request, "on", "Ative o segundo fator", form, secret=secret, drawing=qr.draw(secret.uri))


def codes(request: HttpRequest, user: User) -> HttpResponse:
    """What is left, and ten new ones against a code of the app."""
    if not has_passed(request):
        return to_the_step(request, request.get_full_path())
    if user.second_factor_at is None:
        return HttpResponseRedirect(reverse("admin:second_factor_on"))
    form = bound(request)
    if form.is_valid():
        at, address, code = timezone.now(), client_address(request), form.cleaned_data["codigo"]
        try:
            if "desligar" in request.POST:
                second_factor.turn_off(user=user, code=code, address=address, at=at)
                stay_in(request, user)
                messages.success(request, "Segundo fator desligado.")
                return HttpResponseRedirect(reverse("admin:index"))
            made = second_factor.renew_codes(user=user, code=code, address=address, at=at)
        except (second_factor.WrongCode, second_factor.Demanded) as refusal:
            form.add_error("codigo", refusal.message)
        else:
            return draw(request, "codes", "Guarde seus códigos de recuperação", codes=made)
    left = second_factor.codes_left(user=user)
    return draw(
        request, "own", "Segundo fator", form, left=left, since=user.second_factor_at,
        may_turn_off=not second_factor.is_demanded(user),
    )  # fmt: skip


PAGES = (
    ("", "second_factor", ask),
    ("ativar/", "second_factor_on", turn_on),
    ("codigos/", "second_factor_codes", codes),
)


def urls(wrap: Callable[[Any], Any]) -> list[URLPattern]:
    return [path(f"segundo-fator/{place}", wrap(step(view)), name=name) for place, name, view in PAGES]
