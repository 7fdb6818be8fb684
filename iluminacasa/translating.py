"""Finds out in which language a request is to be answered: pages by their address, the API by its header."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_vary_headers

from iluminacasa import languages

API = "/api/"


class LanguageMiddleware:
    """Behind it an English page is found at its Portuguese address: `path_info` loses the prefix, `path` keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(API):
            return self.program(request)
        if request.path_info == languages.PREFIXES[languages.ENGLISH]:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{request.path_info}/{'?' if query else ''}{query}")
        plain = languages.behind_prefix(request.path_info)
        if plain is None:
            return self.get_response(request)
        request.path_info = request.META["PATH_INFO"] = plain
        with languages.speaking(languages.ENGLISH):
            return self.get_response(request)

    def program(self, request: HttpRequest) -> HttpResponse:
        """Facts are the same for everybody; what is said about a refusal is said in the language asked for."""
        asked = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
        language = languages.accepted(asked) if asked else languages.PORTUGUESE
        with languages.saying(language):  # addresses of the API have no prefix
            response = self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            response.headers["Content-Language"] = languages.TAGS[language]
            patch_vary_headers(response, ["Accept-Language"])
        return response
