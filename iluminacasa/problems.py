"""Turns what went wrong into an answer, once for pages and once for the API (RFC 9457)."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    ValidationError,
)
from django.db import DataError, InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions as drf
from rest_framework.views import set_rollback

from iluminacasa import languages
from iluminacasa.errors import (
    Denied,
    Invalid,
    Missing,
    ShopError,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
    Unsupported,
)
from iluminacasa.logs import request_id

logger = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"
DATABASE_DOWN = (OperationalError, InterfaceError)  # stopped, paused, locked too long, or its disk is full
RETRY_AFTER = 10  # seconds
UNREADABLE = (DataError, OverflowError, RecursionError, UnicodeError)


class InternalError(ShopError):
    code = "internal_error"
    status = 500
    title = _("Erro interno")
    default_message = _("Algo deu errado do nosso lado. Já registramos o ocorrido.")


class MethodNotAllowed(ShopError):
    code = "method_not_allowed"
    status = 405
    title = _("Método não aceito")
    default_message = _("Este endereço não aceita esse método.")


class NotAcceptable(ShopError):
    code = "not_acceptable"
    status = 406
    title = _("Formato indisponível")
    default_message = _("A resposta só existe em JSON.")


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


# --- API -----------------------------------------------------------------------------------------
def problem_json(error: ShopError, *, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": f"{settings.SITE_URL}/api/v1/docs/#{error.code}",
        "title": str(error.title),
        "status": error.status,
        "detail": error.message,
        "code": error.code,
        "request_id": request_id.get(),
    }
    if errors is None:
        errors = error.data.get("errors")
    if errors is None and error.field:
        errors = [{"field": error.field, "code": error.code, "message": error.message}]
    if errors:
        body["errors"] = errors
    return body | {name: value for name, value in error.data.items() if name not in body}


def json_response(error: ShopError, *, errors: list[dict[str, str]] | None = None) -> JsonResponse:
    response = JsonResponse(
        problem_json(error, errors=errors),
        status=error.status,
        content_type=PROBLEM_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


def flatten(detail: Any, path: str = "") -> list[dict[str, str]]:
    """DRF's nested error detail as a flat list of {field, code, message}."""
    if isinstance(detail, dict):
        return [item for key, value in detail.items() for item in flatten(value, f"{path}.{key}" if path else str(key))]
    if isinstance(detail, list):
        return [
            item
            for index, value in enumerate(detail)
            for item in flatten(value, f"{path}.{index}" if isinstance(value, dict) else path)
        ]
    return [
        {
            "field": path or "non_field_errors",
            "code": getattr(detail, "code", "invalid"),
            "message": str(detail),
        }
    ]


def from_drf(error: drf.APIException) -> tuple[ShopError, list[dict[str, str]] | None]:
    if isinstance(error, drf.ValidationError):
        return Invalid(), flatten(error.detail)
    if isinstance(error, drf.ParseError):
        return Invalid(gettext("O corpo não é um JSON válido.")), None
    if isinstance(error, drf.NotAuthenticated | drf.AuthenticationFailed):
        return Unauthenticated(str(error.detail)), None
    if isinstance(error, drf.Throttled):
        return TooMany(retry_after=int(getattr(error, "wait", None) or 1)), None
    kinds: dict[type[drf.APIException], type[ShopError]] = {
        drf.PermissionDenied: Denied,
        drf.NotFound: Missing,
        drf.MethodNotAllowed: MethodNotAllowed,
        drf.NotAcceptable: NotAcceptable,
        drf.UnsupportedMediaType: Unsupported,
    }
    return kinds.get(type(error), InternalError)(), None


def as_shop_error(error: Exception) -> tuple[ShopError, list[dict[str, str]] | None] | None:
    """The refusal behind any exception a client can cause; None means a bug of ours."""
    if isinstance(error, ShopError):
        return error, None
    if isinstance(error, drf.APIException):
        return from_drf(error)
    if isinstance(error, Http404):
        return Missing(), None
    if isinstance(error, PermissionDenied):
        return Denied(), None
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent):
        return TooLarge(), None
    if isinstance(error, ValidationError):
        return Invalid(), flatten(error.messages)
    if isinstance(error, (BadRequest, SuspiciousOperation, *UNREADABLE)):
        return Invalid(), None
    return None


def api_problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's EXCEPTION_HANDLER. None lets the bug through to the 500 handler."""
    known = as_shop_error(error)
    if known is None:
        return None
    set_rollback()
    refusal, errors = known
    response = json_response(refusal, errors=errors)
    if isinstance(error, drf.MethodNotAllowed) and (view := context.get("view")) is not None:
        response.headers["Allow"] = ", ".join(view.allowed_methods)
    return response


# --- Pages ---------------------------------------------------------------------------------------
def page_response(request: HttpRequest, error: ShopError) -> HttpResponse:
    name = f"errors/{error.status}.html" if error.status in (400, 403, 404, 409, 429) else "errors/400.html"
    response = render(request, name, {"error": error}, status=error.status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def problem_response(request: HttpRequest, error: ShopError) -> HttpResponse:
    return json_response(error) if is_api(request) else page_response(request, error)


def back_to(request: HttpRequest) -> str | None:
    """The same-origin page the form was on."""
    referer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()})
    return referer if safe and referer else None


class ProblemMiddleware:
    """A ShopError out of a page: after a POST a message on the page it came from, else an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        known = as_shop_error(error)
        if known is None and settings.DEBUG and is_api(request):
            logger.error("%s %s failed", request.method, request.path, exc_info=error)
            return json_response(InternalError())  # a program wants no debug page
        if known is None or isinstance(error, Http404 | PermissionDenied):
            return None
        refusal, _ = known
        if is_api(request):
            return json_response(refusal)
        back = back_to(request)
        if request.method == "POST" and back and isinstance(error, ShopError) and refusal.status in (400, 409):
            messages.error(request, refusal.message)
            return HttpResponseRedirect(back, status=303)
        return page_response(request, refusal)


# --- Django's handlers ---------------------------------------------------------------------------
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(request, Invalid())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(request, Denied())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(request, Missing())


@csrf_exempt  # it has no effect, so there is nothing to forge
def unknown_resource(request: HttpRequest) -> HttpResponse:
    """Whatever below /api/ is no resource: a missing slash at the end is added, the rest is not there."""
    lacks_slash = request.method in ("GET", "HEAD") and not request.path_info.endswith("/")
    if lacks_slash and resolve(f"{request.path_info}/").func is not unknown_resource:
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return json_response(Missing(gettext("Este endereço não existe na API.")))


def server_error(request: HttpRequest) -> HttpResponse:
    """Nothing here may touch the database or the session: they may be what is broken."""
    if isinstance(sys.exception(), DATABASE_DOWN):
        refusal: ShopError = Unavailable(retry_after=RETRY_AFTER)
    else:
        refusal = InternalError()
    if is_api(request):
        return json_response(refusal)
    page = get_template(f"errors/{refusal.status}.html").render(
        {"request_id": request_id.get(), "home": languages.address("/", languages.current())}
    )
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return HttpResponse(page, status=refusal.status, headers=headers)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    logger.warning("csrf refused", extra={"reason": reason, "path": request.path})
    if is_api(request):
        return json_response(Denied(gettext("A origem da requisição não foi reconhecida.")))
    return render(request, "errors/403_csrf.html", status=403)
