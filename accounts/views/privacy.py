"""What the shop knows and may: consents, the file with everything, the end of an account."""

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import consents, privacy, signin
from accounts.forms import MarketingForm, PasswordAgainForm
from accounts.models import Consent
from accounts.permissions import signed_in
from accounts.proofs import ProofRefused
from accounts.views.account import METHODS, page, person_of
from accounts.views.entrance import refused
from iluminacasa.returning import see_other


@require_http_methods(METHODS)
@signed_in
def consent(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    if request.method == "POST":
        form = MarketingForm(request.POST)
        if form.is_valid():
            wanted = form.cleaned_data["novidades"]
            consents.set_marketing(user=user, is_wanted=wanted, origin="conta", at=timezone.now())
            messages.success(request, _("Sua escolha foi guardada."))
            return see_other(reverse("accounts:privacy"))
    initial = {"novidades": consents.is_granted(user=user, kind=Consent.Kind.MARKETING)}
    form = MarketingForm(initial=initial)
    return page(request, "accounts/privacy.html", _("Privacidade"), form, log=consents.log(user=user))


@sensitive_post_parameters("senha")
@require_http_methods(METHODS)
@signed_in
def data(request: HttpRequest) -> HttpResponse:
    """The password opens the way to the file."""
    form = PasswordAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            token = privacy.export_link(user=person_of(request), password=form.cleaned_data["senha"])
        except signin.WrongPassword as error:
            form.add_error("senha", error.message)
        else:
            return see_other(reverse("accounts:data_file", args=[token]))
    return page(request, "accounts/data.html", _("Baixar meus dados"), form)


@require_safe
@signed_in
def data_file(request: HttpRequest, token: str) -> HttpResponse:
    user, now = person_of(request), timezone.now()
    try:
        privacy.check_export_link(user=user, token=token)
    except ProofRefused as error:
        return refused(request, error, again=reverse("accounts:data"))
    response = HttpResponse(privacy.archive(user=user, at=now), content_type="application/zip")
    name = f"ilumina-casa-dados-{timezone.localdate(now):%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@sensitive_post_parameters("senha")
@require_http_methods(METHODS)
@signed_in
def erasure(request: HttpRequest) -> HttpResponse:
    """The end of the account: closed at once, gone in seven days."""
    user = person_of(request)
    form = PasswordAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            privacy.ask_erasure_with_password(user=user, password=form.cleaned_data["senha"], at=timezone.now())
        except signin.WrongPassword as error:
            form.add_error("senha", error.message)
        except privacy.StaffStays as error:
            form.add_error(None, error.message)
        else:
            auth.logout(request)
            messages.success(request, _("Sua conta foi encerrada. Mandamos um e-mail com o prazo para voltar atrás."))
            return see_other(reverse("catalog:home"))
    shown = {"waits_for": privacy.waits_for(user=user, at=timezone.now()), "days": privacy.UNDO.days}
    return page(request, "accounts/erasure.html", _("Excluir conta"), form, **shown)


@require_http_methods(METHODS)
def erasure_undo(request: HttpRequest, token: str) -> HttpResponse:
    """The letter's way back shows a button, because mail scanners follow links."""
    try:
        if request.method != "POST":
            found = privacy.read_undo(token=token)
            return page(request, "accounts/erasure_undo.html", _("Manter minha conta"), due_at=found.due_at)
        privacy.undo(token=token, at=timezone.now())
    except ProofRefused as error:
        return refused(request, error, again=reverse("accounts:sign_up"))
    messages.success(request, _("Sua conta continua aberta. Entre de novo."))
    return see_other(reverse("accounts:sign_in"))
