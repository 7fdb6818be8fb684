"""The API's own description: what every operation may answer, said once; the document and its reader."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import filter_terms, publication
from iluminacasa import freshness, languages, problem_codes
from iluminacasa.problems import PROBLEM_TYPE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details. `code` is stable; `detail` is Portuguese fit for a customer.",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "code": {"type": "string", "pattern": "^[a-z0-9_]+$"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "Strong validator of this answer.", "schema": {"type": "string"}},
    "RateLimit": {"description": 'What is left: `"api";r=remaining;t=seconds`.', "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": 'The rule: `"api";q=quota;w=seconds`.', "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}},
    "X-Request-Id": {"description": "Quote it when you write to us.", "schema": {"type": "string"}},
}
ERRORS = {
    "400": ("BadRequest", "A parameter or the body makes no sense; `errors` names the fields."),
    "401": ("Unauthenticated", "Not signed in, or the token has ended; `WWW-Authenticate` names the scheme."),
    "403": ("Denied", "Signed in, but not allowed."),
    "404": ("NotFound", "Not there, or not yours: the same answer."),
    "406": ("NotAcceptable", "Answers exist only in the documented type."),
    "409": ("Conflict", "The state of things does not allow it; `code` says which."),
    "411": ("LengthRequired", "Send the body with Content-Length, not in chunks."),
    "413": ("TooLarge", "Address or body too long."),
    "415": ("UnsupportedMediaType", "Bodies are application/json."),
    "422": ("KeyReused", "This Idempotency-Key was used with another body."),
    "429": ("TooManyRequests", "Past the rate limit; wait `Retry-After` seconds."),
    "500": ("InternalError", "A mistake of ours, already noted under `request_id`."),
    "503": ("Unavailable", "Something outside the shop does not answer; nothing is lost, try again."),
}
ALWAYS = ("400", "404", "406", "413", "429", "500")
REFUSALS = "x-refusals"  # extend_schema(extensions={REFUSALS: ["409"]}): further answers of one operation
BODY = "x-body"  # extensions={BODY: "ThingRequest"}: the body of a DELETE, which the generator leaves out
COMMON_HEADERS = ("RateLimit", "RateLimit-Policy", "X-Request-Id")
FILTERED = ("products", "product_facets")
NEVER_KEPT = ("docs",)  # pages for people: no ETag, no 304
METHODS = ("get", "post", "put", "patch", "delete")


def header_refs(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def error_responses() -> dict[str, Any]:
    return {
        name: {
            "description": text,
            "headers": header_refs(*COMMON_HEADERS, *(["Retry-After"] if status == "429" else [])),
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, (name, text) in ERRORS.items()
    }


def document_answers(
    result: dict[str, Any], generator: SchemaGenerator, request: Request | None, public: bool
) -> dict[str, Any]:
    """Post-processing hook: the answers and headers every operation has."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = problem_codes.complete(PROBLEM)
    components["headers"] = HEADERS
    components["responses"] = error_responses() | {
        "NotModified": {
            "description": "You have it already.",
            "headers": header_refs("ETag", *COMMON_HEADERS),
        }
    }
    filters = filter_terms.parameters()
    for path in result["paths"].values():
        for method in METHODS:
            if method in path:
                complete(path[method], method)
                if path[method]["operationId"] in FILTERED:
                    path[method]["parameters"] = [*path[method].get("parameters", []), *filters]
    return result


def complete(operation: dict[str, Any], method: str) -> None:
    answers = operation["responses"]
    if shape := operation.pop(BODY, ""):
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
        operation["requestBody"] = {"content": content, "required": True}
    is_kept = method == "get" and operation["operationId"] not in NEVER_KEPT
    for status, answer in answers.items():
        names = ("ETag", *COMMON_HEADERS) if is_kept and status == "200" else COMMON_HEADERS
        if "$ref" not in answer:
            answer["headers"] = header_refs(*names) | answer.get("headers", {})
    wanted = [*ALWAYS, *operation.pop(REFUSALS, [])]
    if method != "get":
        wanted.append("411")
    if "requestBody" in operation:
        wanted.append("415")
    if operation.get("security"):
        wanted.append("401")
    for status in wanted:
        answers.setdefault(status, {"$ref": f"#/components/responses/{ERRORS[status][0]}"})
    if is_kept and "ETag" in answers.get("200", {}).get("headers", {}):
        answers.setdefault("304", {"$ref": "#/components/responses/NotModified"})
    operation["responses"] = dict(sorted(answers.items()))


@lru_cache(maxsize=2)
def document(version: int) -> str:
    """The document as it is at this content version: the filters on offer are part of it."""
    with languages.speaking(languages.PORTUGUESE):  # the same for whoever asks first
        schema = SchemaGenerator().get_schema(request=None, public=True)
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


class SchemaView(APIView):
    """This document: OpenAPI 3.1 as JSON."""

    http_method_names = ["get", "head"]
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer]

    @extend_schema(
        operation_id="schema",
        tags=["schema"],
        responses={(200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> HttpResponse:
        version = publication.version()
        return freshness.answer(request, freshness.tag("schema", version), lambda: document(version))


DOCS_CSP = settings.SECURE_CSP | {
    "style-src": ["'self'", "'unsafe-inline'"],  # Swagger UI styles itself
    "img-src": ["'self'", "data:"],
}


@method_decorator(csp_override(DOCS_CSP), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """The document made readable; every file it needs comes from this shop."""

    http_method_names = ["get", "head"]
    url_name = "api:schema"
    template_name = "api/docs.html"

    @extend_schema(
        operation_id="docs",
        tags=["schema"],
        responses={(200, "text/html"): OpenApiTypes.STR},
    )
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)
        response.data = {**(response.data or {}), "codes": problem_codes.known()}
        return response
