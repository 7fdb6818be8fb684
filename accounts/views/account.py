"""The account of a signed-in person: data, password, e-mail, sessions."""

import uuid
from typing import Any

from django.contrib import auth, messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import addresses, sessions, signin, signup, tokens
from accounts.forms import EmailChangeForm, PasswordChangeForm, ProfileForm
from accounts.models import User
from accounts.permissions import signed_in
from iluminacasa.errors import Missing, Unauthenticated
from iluminacasa.limits import client_address
from iluminacasa.returning import posted_from, see_other

METHODS = ["GET", "HEAD", "POST"]
MAX_ROW = 2**63 - 1


def page(request: HttpRequest, template: str, title: str, form: Form | None = None, **more: Any) -> HttpResponse:
    """A page inside the account; refused input comes back with 422 and all that was typed."""
    crumbs = [{"name": _("Minha conta"), "url": reverse("accounts:home")}]
    if request.path != crumbs[0]["url"]:
        crumbs.append({"name": title, "url": request.path})
    context = {
        "form": form,
        "page_title": title,
        "meta": {"title": title, "robots": "noindex,nofollow"},
        "breadcrumbs": crumbs,
        **more,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, template, context, status=status)


def person_of(request: HttpRequest) -> User:
    """The signed-in person; only behind `signed_in`."""
    if not isinstance(request.user, User):
        raise Unauthenticated
    return request.user


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    main = next((each for each in addresses.of(user=person_of(request)) if each.is_default), None)
    return page(request, "accounts/home.html", _("Minha conta"), main_address=main)


@require_http_methods(METHODS)
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    initial = {"nome": user.name, "telefone": user.phone, "documento": user.document}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        signup.change_profile(user=user, name=data["nome"], phone=data["telefone"], document=data["documento"])
        messages.success(request, _("Seus dados foram guardados."))
        return see_other(reverse("accounts:profile"))
    return page(request, "accounts/profile.html", _("Meus dados"), form)


@sensitive_post_parameters("senha", "senha_atual")
@require_http_methods(METHODS)
@signed_in
def password_change(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    form = PasswordChangeForm(request.POST if request.method == "POST" else None, person=user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            signup.change_password(user=user, current=data["senha_atual"], password=data["senha"], at=timezone.now())
        except signin.WrongPassword as error:
            form.add_error("senha_atual", error.message)
        else:
            auth.update_session_auth_hash(request, user)
            messages.success(request, _("Sua senha mudou. Os outros aparelhos saíram da conta."))
            return see_other(reverse("accounts:home"))
    return page(request, "accounts/password_change.html", _("Mudar senha"), form)


@sensitive_post_parameters("senha")
@require_http_methods(METHODS)
@signed_in
def email_change(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    form = EmailChangeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            signup.change_email(
                user=user, password=data["senha"], new_email=data["email"], address=client_address(request)
            )
        except signin.WrongPassword as error:
            form.add_error("senha", error.message)
        else:
            messages.success(request, _("Mandamos um link para o novo e-mail. A troca vale quando você o abrir."))
            return see_other(reverse("accounts:profile"))
    return page(request, "accounts/email_change.html", _("Trocar e-mail"), form)


@posted_from("accounts:home")
@signed_in
def verification_again(request: HttpRequest) -> HttpResponse:
    signup.ask_verification(user=person_of(request))
    messages.success(request, _("Mandamos o link de confirmação de novo."))
    return see_other(reverse("accounts:home"))


# --- Where this person is signed in --------------------------------------------------------------
@require_safe
@signed_in
def session_list(request: HttpRequest) -> HttpResponse:
    user, now = person_of(request), timezone.now()
    browsers = [
        {
            "id": each.pk,
            "name": sessions.describe(each.agent),
            "is_here": each.session_key == request.session.session_key,
            "seen_at": each.seen_at,
            "started_at": each.started_at,
            "address": each.address,
        }
        for each in sessions.of(user=user, at=now)
    ]
    apps = [
        {"id": each.pk, "name": sessions.describe(each.agent), "started_at": each.started_at, "address": each.address}
        for each in tokens.families(user=user, at=now)
    ]
    return page(request, "accounts/sessions.html", _("Sessões"), browsers=browsers, apps=apps)


@posted_from("accounts:sessions")
@signed_in
def session_end(request: HttpRequest, number: int) -> HttpResponse:
    if number > MAX_ROW:
        raise Missing
    sessions.end(user=person_of(request), session_id=number)
    messages.success(request, _("A sessão foi encerrada."))
    return see_other(reverse("accounts:sessions"))


@posted_from("accounts:sessions")
@signed_in
def app_end(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    tokens.end_family(user=person_of(request), family_id=family, at=timezone.now())
    messages.success(request, _("O aplicativo saiu da sua conta."))
    return see_other(reverse("accounts:sessions"))


@posted_from("accounts:sessions")
@signed_in
def sessions_end_all(request: HttpRequest) -> HttpResponse:
    """Everywhere, here too."""
    tokens.end_everything(user=person_of(request), at=timezone.now())
    auth.logout(request)
    messages.success(request, _("Você saiu da conta em todos os aparelhos."))
    return see_other(reverse("accounts:sign_in"))
