"""Shapes of persons and addresses as they go out."""

from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from accounts import consents, tokens
from accounts.models import Address, Consent, User
from accounts.serializers import ADDRESS_FIELDS
from iluminacasa.errors import Missing

MAX_ROW = 2**63 - 1
UNDER_REFUSED = "x-refusals"  # further problem answers of one operation, see the API's description

UNDER_BODY = "x-body"  # shape of the body of a DELETE, which the generator leaves out


def cleaned(shape: type[Serializer[Any]], request: Request, **context: Any) -> dict[str, Any]:
    """The body in its shape; DRF's ValidationError otherwise."""
    serializer = shape(data=request.data, context=context)
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = serializer.validated_data
    return data


def agent_of(request: HttpRequest | Request) -> str:
    return request.headers.get("User-Agent", "")


def row_id(text: str) -> int:
    """An id from an address; what cannot be one is not there."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > MAX_ROW:
        raise Missing
    return int(text)


def pair(made: tokens.Pair) -> dict[str, Any]:
    return {"access": made.access, "refresh": made.refresh, "expires_in": made.expires_in}


def person(user: User) -> dict[str, Any]:
    return {
        "id": user.pk,
        "email": user.email,
        "email_verified": user.is_verified,
        "name": user.name,
        "phone": user.phone,
        "document": user.document,
        "marketing": consents.is_granted(user=user, kind=Consent.Kind.MARKETING),
        "joined_at": user.joined_at,
    }


def address(row: Address) -> dict[str, Any]:
    return {"id": row.pk, **{name: getattr(row, name) for name in ADDRESS_FIELDS}, "is_default": row.is_default}
