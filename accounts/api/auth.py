"""Registration, tokens, passwords and e-mail confirmation for apps."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from accounts import privacy, proofs, signin, signup, tokens
from accounts.api.answers import UNDER_REFUSED, agent_of, cleaned, pair, person
from accounts.models import User
from accounts.permissions import BearerAuthentication, SignedIn
from accounts.serializers import (
    DetailSerializer,
    EmailChangeSerializer,
    EmailSerializer,
    EmailVerifySerializer,
    LoggedInSerializer,
    LoginSerializer,
    PairSerializer,
    PasswordChangeSerializer,
    RefreshSerializer,
    RegisteredSerializer,
    RegisterSerializer,
    ResetConfirmSerializer,
    TokenSerializer,
    check_password,
)
from iluminacasa import languages
from iluminacasa.freshness import private_answer
from iluminacasa.limits import client_address

SENT = gettext_noop("Se este e-mail puder receber, a mensagem chega em instantes.")
WRONG = {UNDER_REFUSED: ["401"]}
BEARER: dict[str, Any] = {"authentication_classes": [BearerAuthentication], "permission_classes": [SignedIn]}


def nothing() -> HttpResponse:
    return HttpResponse(status=204)


class AuthViewSet(ViewSet):
    """Who the app speaks for. A cookie of the pages means nothing here."""

    authentication_classes = []
    http_method_names = ["post"]

    @extend_schema(operation_id="auth_register", request=RegisterSerializer, responses={201: RegisteredSerializer})
    @action(detail=False, methods=["post"])
    def register(self, request: Request) -> HttpResponse:
        """Open an account. The answer is the same for an address that has one; its owner is told by mail."""
        data = cleaned(RegisterSerializer, request)
        signup.register(
            email=data["email"], password=data["password"], name=data["name"], wants_news=data["marketing"],
            address=client_address(request), at=timezone.now(), origin="api",
            language=languages.wished(request.headers) or languages.PORTUGUESE,
        )  # fmt: skip
        return private_answer(request, {"email": data["email"], "detail": gettext(SENT)}, status=201)

    @extend_schema(
        operation_id="auth_login", request=LoginSerializer, responses={200: LoggedInSerializer}, extensions=WRONG
    )
    @action(detail=False, methods=["post"])
    def login(self, request: Request) -> HttpResponse:
        """Tokens for e-mail and password. Attempts are counted per account and per client, together with the pages."""
        data, now = cleaned(LoginSerializer, request), timezone.now()
        address = client_address(request)
        user = signin.sign_in(
            email=data["email"],
            password=data["password"],
            address=address,
            at=now,
            language=languages.wished(request.headers),
        )
        made = tokens.issue(user=user, agent=agent_of(request), address=address, at=now)
        return private_answer(request, pair(made) | {"user": person(user)})

    @extend_schema(
        operation_id="auth_refresh", request=RefreshSerializer, responses={200: PairSerializer}, extensions=WRONG
    )
    @action(detail=False, methods=["post"])
    def refresh(self, request: Request) -> HttpResponse:
        """The next pair of tokens. A refresh token works once; one that comes back later ends its whole family."""
        data = cleaned(RefreshSerializer, request)
        return private_answer(request, pair(tokens.rotate(refresh=data["refresh"], at=timezone.now())))

    @extend_schema(operation_id="auth_logout", request=RefreshSerializer, responses={204: None})
    @action(detail=False, methods=["post"])
    def logout(self, request: Request) -> HttpResponse:
        """End this sign-in: its refresh and access tokens stop at once. An ended one is no error."""
        tokens.revoke(refresh=cleaned(RefreshSerializer, request)["refresh"], at=timezone.now())
        return nothing()

    @extend_schema(operation_id="auth_logout_all", request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="logout-all", **BEARER)
    def logout_all(self, request: Request) -> HttpResponse:
        """End every app and every browser of this person."""
        tokens.end_everything(user=person_asking(request), at=timezone.now())
        return nothing()

    @extend_schema(
        operation_id="auth_password_change", request=PasswordChangeSerializer, responses={200: PairSerializer}
    )
    @action(detail=False, methods=["post"], url_path="password/change", **BEARER)
    def password_change(self, request: Request) -> HttpResponse:
        """Ends every other app and browser; the answer holds new tokens for this one."""
        user, now, address = person_asking(request), timezone.now(), client_address(request)
        data = cleaned(PasswordChangeSerializer, request, user=user)
        signup.change_password(user=user, current=data["current_password"], password=data["new_password"], at=now)
        return private_answer(request, pair(tokens.issue(user=user, agent=agent_of(request), address=address, at=now)))

    @extend_schema(operation_id="auth_password_reset", request=EmailSerializer, responses={200: DetailSerializer})
    @action(detail=False, methods=["post"], url_path="password/reset")
    def password_reset(self, request: Request) -> HttpResponse:
        """Mail a link to a new password. The answer is the same whether the address has an account or not."""
        signup.ask_reset(email=cleaned(EmailSerializer, request)["email"], address=client_address(request))
        return private_answer(request, {"detail": gettext(SENT)})

    @extend_schema(operation_id="auth_password_reset_confirm", request=ResetConfirmSerializer, responses={204: None})
    @action(detail=False, methods=["post"], url_path="password/reset/confirm")
    def password_reset_confirm(self, request: Request) -> HttpResponse:
        """Set a new password with the token of the letter: once, within the hour."""
        data = cleaned(ResetConfirmSerializer, request)
        check_password(data["password"], proofs.read_reset(data["token"]))
        signup.reset_password(
            token=data["token"], password=data["password"], address=client_address(request), at=timezone.now()
        )
        return nothing()

    @extend_schema(operation_id="auth_email_verify", request=EmailVerifySerializer, responses={204: None})
    @action(
        detail=False, methods=["post"], url_path="email/verify", authentication_classes=[BearerAuthentication]
    )  # fmt: skip
    def email_verify(self, request: Request) -> HttpResponse:
        """Confirm a mailbox with the token of the letter: after registration, or a changed address.

        The letter alone confirms nothing, since anybody may open an account in another's name: send the person's
        bearer token, or `password`. Without them 400 `password_needed`; 400 `wrong_password` if it is another one.
        Orders placed before as a guest join the account. Who has forgotten the password resets it, which confirms too.
        """
        data = cleaned(EmailVerifySerializer, request)
        signup.confirm_email(
            token=data["token"], by=request.user if isinstance(request.user, User) else None,
            password=data["password"], address=client_address(request), at=timezone.now(),
        )  # fmt: skip
        return nothing()

    @extend_schema(operation_id="auth_erasure_undo", request=TokenSerializer, responses={204: None})
    @action(detail=False, methods=["post"], url_path="erasure/undo")
    def erasure_undo(self, request: Request) -> HttpResponse:
        """Keep an account that was to be erased, with the token of the letter."""
        privacy.undo(token=cleaned(TokenSerializer, request)["token"], at=timezone.now())
        return nothing()

    @extend_schema(operation_id="auth_email_change", request=EmailChangeSerializer, responses={200: DetailSerializer})
    @action(detail=False, methods=["post"], url_path="email/change", **BEARER)
    def email_change(self, request: Request) -> HttpResponse:
        """Ask for another address: it counts once the new mailbox confirms; the old one is told."""
        data = cleaned(EmailChangeSerializer, request)
        signup.change_email(
            user=person_asking(request), password=data["password"], new_email=data["email"],
            address=client_address(request),
        )  # fmt: skip
        return private_answer(request, {"detail": gettext(SENT)})

    @extend_schema(operation_id="auth_email_send", request=None, responses={200: DetailSerializer})
    @action(detail=False, methods=["post"], url_path="email/send", **BEARER)
    def email_send(self, request: Request) -> HttpResponse:
        """The confirmation letter once more."""
        signup.ask_verification(user=person_asking(request))
        return private_answer(request, {"detail": gettext(SENT)})


def person_asking(request: Request) -> User:
    """Behind `SignedIn` there is one."""
    user = request.user
    if not isinstance(user, User):
        raise tokens.TokenRefused
    return user
