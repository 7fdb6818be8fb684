"""Refuses, before any view, requests whose form alone is an attack or a mistake."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from iluminacasa.charsets import PUT_ASIDE, is_text
from iluminacasa.errors import Invalid, LengthMissing, ShopError, TooLarge, Unsupported
from iluminacasa.problems import problem_response

API_BODY_LIMIT = 256 * 1024  # bytes
FORM_LIMIT = 1024 * 1024  # of a page's form
UPLOAD_LIMIT = 20 * 1024 * 1024  # pictures and bank statements, by staff
BACK_OFFICE = "/admin/"
MAX_QUERY = 8 * 1024  # characters of a query string: four screens of filters fit in a quarter of it
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class GuardMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            check(request)
        except ShopError as error:
            return problem_response(request, error)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:  # fmt: skip
        """Before anything reads the body, and after it is known who asks: only staff sends files."""
        if body_size(request) > FORM_LIMIT and not (request.user.is_active and request.user.is_staff):
            return problem_response(request, TooLarge())
        return None


def check(request: HttpRequest) -> None:
    if request.method in UNSAFE:
        check_charset(request)
        check_length(request)
        check_size(request)
    if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY * 4:
        raise TooLarge(_("O endereço é longo demais."))
    if "\x00" in request.path_info:
        raise Invalid(_("O endereço contém caracteres que não existem aqui."))


def check_charset(request: HttpRequest) -> None:
    charset = request.META.get(PUT_ASIDE) or (request.content_params or {}).get("charset")
    if charset and not is_text(charset):
        raise Unsupported(_("Conjunto de caracteres não aceito; use UTF-8."))


def check_length(request: HttpRequest) -> None:
    """A body in chunks of unknown length would be taken for none at all, past every other check."""
    if request.headers.get("Transfer-Encoding"):
        raise LengthMissing


def body_size(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def check_size(request: HttpRequest) -> None:
    size, is_api = body_size(request), request.path_info.startswith("/api/")
    limit = UPLOAD_LIMIT if request.path_info.startswith(BACK_OFFICE) else FORM_LIMIT
    if size > (API_BODY_LIMIT if is_api else limit):
        raise TooLarge
    if is_api and size and request.content_type != "application/json":
        raise Unsupported(_("Envie o corpo como application/json."))
