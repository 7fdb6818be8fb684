"""The signed-in person's own data: profile, addresses, sessions."""

import uuid

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from accounts import addresses, consents, privacy, sessions, signup, tokens
from accounts.api.answers import UNDER_BODY, UNDER_REFUSED, address, cleaned, person, row_id
from accounts.api.auth import nothing, person_asking
from accounts.permissions import BearerAuthentication, SignedIn
from accounts.serializers import (
    ADDRESS_FIELDS,
    AddressInput,
    AddressListSerializer,
    AddressSerializer,
    ExportSerializer,
    ExportTokenSerializer,
    PasswordAgainSerializer,
    PersonChangeSerializer,
    PersonSerializer,
    SessionListSerializer,
    fields_of,
)
from iluminacasa.errors import Missing
from iluminacasa.freshness import private_answer

ADDRESS_ID = OpenApiParameter("id", int, OpenApiParameter.PATH)
EXPORT_TOKEN = OpenApiParameter(
    "token", str, OpenApiParameter.QUERY, description="What POST to this address has answered."
)
SESSION_ID = OpenApiParameter("id", str, OpenApiParameter.PATH, description="As listed: a number or a UUID.")


class OwnViewSet(ViewSet):
    # Everything here belongs to who asks; what belongs to others is not there.

    authentication_classes = [BearerAuthentication]
    permission_classes = [SignedIn]


class PersonViewSet(OwnViewSet):
    http_method_names = ["get", "head", "post", "patch", "delete"]

    @extend_schema(methods=["GET"], operation_id="me", responses=PersonSerializer)
    @extend_schema(
        methods=["PATCH"], operation_id="me_change", request=PersonChangeSerializer, responses=PersonSerializer,
        description="Change name, phone, document or whether news may be mailed; what is not sent stays as it is.",
    )  # fmt: skip
    @extend_schema(
        methods=["DELETE"], operation_id="me_erase", request=None, responses={204: None},
        extensions={UNDER_REFUSED: ["409"], UNDER_BODY: "PasswordAgainRequest"},
        description="Close the account, with the password in the body: every token and session ends now, the data go "
        "in seven days. Until then the mailed link opens it again. Orders keep what the tax office wants. Another "
        "password is 400 `wrong_password`.",
    )  # fmt: skip
    @action(detail=False, methods=["get", "patch", "delete"])
    def me(self, request: Request) -> HttpResponse:
        """The person the token speaks for."""
        user = person_asking(request)
        if request.method == "DELETE":
            password = cleaned(PasswordAgainSerializer, request)["password"]
            privacy.ask_erasure_with_password(user=user, password=password, at=timezone.now())
            return nothing()
        if request.method == "PATCH":
            data = cleaned(PersonChangeSerializer, request)
            signup.change_profile(
                user=user,
                name=data.get("name", user.name),
                phone=data.get("phone", user.phone),
                document=data.get("document", user.document),
            )
            if "marketing" in data:
                consents.set_marketing(user=user, is_wanted=data["marketing"], origin="api", at=timezone.now())
        return private_answer(request, person(user))

    @extend_schema(
        operation_id="me_export", parameters=[EXPORT_TOKEN], responses=ExportSerializer,
        extensions={UNDER_REFUSED: ["403"]},
    )  # fmt: skip
    @action(detail=False, methods=["get"], url_path="me/export")
    def export(self, request: Request) -> HttpResponse:
        """Everything the shop knows of this person, by kind; at most twenty times an hour.

        A bearer token alone is not enough: POST the password here first. Without `token` 403 `password_needed`.
        """
        user = person_asking(request)
        privacy.check_export_link(user=user, token=request.query_params.get("token", ""))
        return private_answer(request, privacy.export(user=user, at=timezone.now()).as_dict())

    @extend_schema(
        operation_id="me_export_open", request=PasswordAgainSerializer, responses={200: ExportTokenSerializer}
    )
    @export.mapping.post
    def export_open(self, request: Request) -> HttpResponse:
        """Show the password; the answer opens the export for a quarter of an hour. 400 `wrong_password` otherwise."""
        password = cleaned(PasswordAgainSerializer, request)["password"]
        token = privacy.export_link(user=person_asking(request), password=password)
        body = {"token": token, "expires_in": int(privacy.EXPORT_AGE.total_seconds())}
        return private_answer(request, body)


class AddressViewSet(OwnViewSet):
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    lookup_field = "id"

    @extend_schema(operation_id="addresses", responses=AddressListSerializer)
    def list(self, request: Request) -> HttpResponse:
        """All of them on one page, the main one first."""
        found = [address(row) for row in addresses.of(user=person_asking(request))]
        return private_answer(request, {"count": len(found), "next": None, "previous": None, "results": found})

    @extend_schema(
        operation_id="address_add", request=AddressInput, responses={201: AddressSerializer},
        extensions={UNDER_REFUSED: ["409"]},
    )  # fmt: skip
    def create(self, request: Request) -> HttpResponse:
        """The first one becomes the main one."""
        data = cleaned(AddressInput, request)
        made = addresses.add(user=person_asking(request), fields=fields_of(data), is_default=data["is_default"])
        return private_answer(request, address(made), status=201)

    @extend_schema(operation_id="address", parameters=[ADDRESS_ID], responses=AddressSerializer)
    def retrieve(self, request: Request, id: str) -> HttpResponse:
        """One address of the book. Somebody else's is 404, as one that is not there."""
        return private_answer(request, address(addresses.get(user=person_asking(request), address_id=row_id(id))))

    @extend_schema(
        operation_id="address_replace", parameters=[ADDRESS_ID], request=AddressInput, responses=AddressSerializer
    )
    def update(self, request: Request, id: str) -> HttpResponse:
        """Write this address anew: what is not sent becomes empty."""
        user, number = person_asking(request), row_id(id)
        addresses.get(user=user, address_id=number)
        data = cleaned(AddressInput, request)
        changed = addresses.change(user=user, address_id=number, fields=fields_of(data), is_default=data["is_default"])
        return private_answer(request, address(changed))

    @extend_schema(
        operation_id="address_change", parameters=[ADDRESS_ID], request=AddressInput(partial=True),
        responses=AddressSerializer,
    )  # fmt: skip
    def partial_update(self, request: Request, id: str) -> HttpResponse:
        """Fields that are not sent stay as they are."""
        user = person_asking(request)
        row = addresses.get(user=user, address_id=row_id(id))
        present = {name: getattr(row, name) for name in ADDRESS_FIELDS}
        serializer = AddressInput(data=present | dict(request.data) if isinstance(request.data, dict) else request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        changed = addresses.change(user=user, address_id=row.pk, fields=fields_of(data), is_default=data["is_default"])
        return private_answer(request, address(changed))

    @extend_schema(operation_id="address_remove", parameters=[ADDRESS_ID], responses={204: None})
    def destroy(self, request: Request, id: str) -> HttpResponse:
        """Take it out of the book; if it was the main one, the newest of the others becomes it."""
        addresses.remove(user=person_asking(request), address_id=row_id(id))
        return nothing()


class SessionViewSet(OwnViewSet):
    http_method_names = ["get", "head", "delete"]
    lookup_field = "id"

    @extend_schema(operation_id="sessions", responses=SessionListSerializer)
    def list(self, request: Request) -> HttpResponse:
        """Browsers and apps this person is signed in with."""
        user, now = person_asking(request), timezone.now()
        current = tokens.family_of(access=str(request.auth))
        browsers = [
            {"id": each.pk, "agent": sessions.describe(each.agent), "address": each.address,
             "started_at": each.started_at, "seen_at": each.seen_at}
            for each in sessions.of(user=user, at=now)
        ]  # fmt: skip
        apps = [
            {"id": each.pk, "agent": sessions.describe(each.agent), "address": each.address,
             "started_at": each.started_at, "is_current": str(each.pk) == current}
            for each in tokens.families(user=user, at=now)
        ]  # fmt: skip
        return private_answer(request, {"browsers": browsers, "apps": apps})

    @extend_schema(operation_id="session_end", parameters=[SESSION_ID], responses={204: None})
    def destroy(self, request: Request, id: str) -> HttpResponse:
        """Sign a browser (number) or an app (UUID) out."""
        user = person_asking(request)
        if id.isdigit():
            sessions.end(user=user, session_id=row_id(id))
            return nothing()
        try:
            family = uuid.UUID(id)
        except ValueError as error:
            raise Missing from error
        tokens.end_family(user=user, family_id=family, at=timezone.now())
        return nothing()
