"""Coming in and going out: sign-in, registration, forgotten passwords, confirmed addresses."""

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

from accounts import proofs, sessions, signin, signup
from accounts.forms import ForgottenForm, NewPasswordForm, PasswordAgainForm, SignInForm, SignUpForm
from accounts.models import User
from iluminacasa import languages
from iluminacasa.limits import client_address
from iluminacasa.returning import own_path, posted_from, see_other

METHODS = ["GET", "HEAD", "POST"]


def page(request: HttpRequest, template: str, title: str, form: Form | None = None, **more: Any) -> HttpResponse:
    """A page around one form; refused input comes back with 422 and all that was typed."""
    context = {
        "form": form,
        "page_title": title,
        "meta": {"title": title, "robots": "noindex,follow"},
        "breadcrumbs": [{"name": title, "url": request.path}],
        **more,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, template, context, status=status)


def wanted_page(request: HttpRequest) -> str:
    """The page to go to afterwards: one of ours, or ""."""
    given = request.POST if request.method == "POST" else request.GET
    return own_path(given.get("next", ""), default="")


@sensitive_post_parameters("senha")
@require_http_methods(METHODS)
def sign_in(request: HttpRequest) -> HttpResponse:
    goal = wanted_page(request)
    if request.user.is_authenticated:
        return see_other(goal or reverse("accounts:home"))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            user = signin.sign_in(
                email=data["email"], password=data["senha"], address=client_address(request), at=timezone.now(),
                language=languages.current(),
            )  # fmt: skip
        except signin.WrongCredentials as error:
            form.add_error(None, error.message)
        else:
            auth.login(request, user)
            return see_other(goal or reverse("accounts:home"))
    return page(request, "accounts/sign_in.html", _("Entrar"), form, next=goal)


@posted_from("accounts:home")
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.session.session_key:
        sessions.close(session_key=request.session.session_key)
    auth.logout(request)
    messages.success(request, _("Você saiu da sua conta."))
    return see_other(reverse("catalog:home"))


@sensitive_post_parameters("senha")
@require_http_methods(METHODS)
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return see_other(reverse("accounts:home"))
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        signup.register(
            email=data["email"], password=data["senha"], name=data["nome"], wants_news=data["novidades"],
            address=client_address(request), at=timezone.now(), language=languages.current(),
        )  # fmt: skip
        return see_other(reverse("accounts:sign_up_sent"))
    return page(request, "accounts/sign_up.html", _("Criar conta"), form, next=wanted_page(request))


@require_safe
def sign_up_sent(request: HttpRequest) -> HttpResponse:
    return page(request, "accounts/sign_up_sent.html", _("Confira seu e-mail"))


@require_http_methods(METHODS)
def password_forgotten(request: HttpRequest) -> HttpResponse:
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        signup.ask_reset(email=form.cleaned_data["email"], address=client_address(request))
        return see_other(f"{reverse('accounts:password_forgotten')}?enviada=1")
    is_sent = request.GET.get("enviada") == "1"
    return page(request, "accounts/password_forgotten.html", _("Esqueci a senha"), form, sent=is_sent)


@sensitive_post_parameters("senha")
@require_http_methods(METHODS)
def password_new(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: set a new password, then sign in with it."""
    try:
        person = proofs.read_reset(token)
    except proofs.ProofRefused as error:
        return refused(request, error, again=reverse("accounts:password_forgotten"))
    form = NewPasswordForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        password, address = form.cleaned_data["senha"], client_address(request)
        signup.reset_password(token=token, password=password, address=address, at=timezone.now())
        messages.success(request, _("Sua senha mudou. Entre com a nova."))
        return see_other(reverse("accounts:sign_in"))
    return page(request, "accounts/password_new.html", _("Criar nova senha"), form)


@sensitive_post_parameters("senha")
@require_http_methods(METHODS)
def email_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link shows a button, because mail scanners follow links; and asks who is not signed in for the password."""
    by = request.user if isinstance(request.user, User) else None
    form = PasswordAgainForm(request.POST if request.method == "POST" else None)
    try:
        person, email = proofs.read_email(token)
        is_own = by is not None and by.pk == person.pk
        if request.method == "POST" and (is_own or form.is_valid()):
            password = "" if is_own else form.cleaned_data["senha"]
            return confirmed(request, token, by, password)
    except proofs.ProofRefused as error:
        return refused(request, error, again="")
    except signin.WrongPassword as error:
        form.add_error("senha", error.message)
    shown = None if is_own else form
    return page(request, "accounts/email_confirm.html", _("Confirmar e-mail"), shown, email=email)


def confirmed(request: HttpRequest, token: str, by: User | None, password: str) -> HttpResponse:
    """Who has shown letter and password is signed in as well."""
    address = client_address(request)
    person = signup.confirm_email(token=token, by=by, password=password, address=address, at=timezone.now())
    if by is None:
        auth.login(request, person)
    messages.success(request, _("E-mail confirmado. Obrigado!"))
    return see_other(reverse("accounts:home"))


def refused(request: HttpRequest, error: proofs.ProofRefused, *, again: str) -> HttpResponse:
    response = page(request, "accounts/link_dead.html", str(error.title), error=error, again=again)
    response.status_code = error.status
    return response
