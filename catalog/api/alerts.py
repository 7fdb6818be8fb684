"""Alerts: asked for a product, confirmed and ended by the links of letters, listed for their owner."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from accounts.models import User
from accounts.permissions import BearerAuthentication, SignedIn
from catalog import alerts, details
from catalog.api.reviews import NUMBER, PRODUCT, customer, row_id
from catalog.models import Alert, Product
from catalog.serializers import AlertAskedSerializer, AlertInput, AlertListSerializer, LinkInput
from iluminacasa.errors import Invalid
from iluminacasa.freshness import private_answer
from iluminacasa.limits import client_address

CONFIRMED = gettext_noop("Aviso guardado. Escrevemos quando acontecer.")
CHECK_MAIL = gettext_noop("Mandamos um e-mail para confirmar o aviso.")


class ProductAlertViewSet(ViewSet):
    """With a token or without."""

    authentication_classes = [BearerAuthentication]
    http_method_names = ["post"]

    @extend_schema(
        operation_id="alert_ask", parameters=[PRODUCT], request=AlertInput, responses={201: AlertAskedSerializer},
        extensions={"x-refusals": ["401", "409"]},
    )  # fmt: skip
    def create(self, request: Request, slug: str) -> HttpResponse:
        """Be told when it is back or cheaper. A mailbox that is not the token's own, proven one confirms by letter."""
        user = request.user if isinstance(request.user, User) else None
        data = valid(AlertInput, request)
        email = data.get("email") or (user.email if user else "")
        if not email:
            raise Invalid(_("Informe o e-mail."), field="email")
        product = Product.objects.get(pk=details.shown(slug).pk)
        is_sure = alerts.ask(
            product=product, email=email, kind=data["kind"], user=user, address=client_address(request),
            at=timezone.now(),
        )  # fmt: skip
        body = {"email": email, "kind": data["kind"], "confirmed": is_sure}
        return private_answer(request, body | {"detail": _(CONFIRMED if is_sure else CHECK_MAIL)}, status=201)


class AlertLinkViewSet(ViewSet):
    """What the links of the letters do."""

    authentication_classes = []
    http_method_names = ["post"]

    @extend_schema(operation_id="alert_confirm", request=LinkInput, responses={204: None})
    @action(detail=False, methods=["post"])
    def confirm(self, request: Request) -> HttpResponse:
        """Yes, write to this mailbox. Again is no error."""
        alerts.confirm(token=valid(LinkInput, request)["token"], at=timezone.now())
        return HttpResponse(status=204)

    @extend_schema(operation_id="alert_cancel", request=LinkInput, responses={204: None})
    @action(detail=False, methods=["post"])
    def cancel(self, request: Request) -> HttpResponse:
        """No more of this one."""
        alerts.cancel(token=valid(LinkInput, request)["token"])
        return HttpResponse(status=204)


class OwnAlertViewSet(ViewSet):
    """What waits under the proven mailbox of the person a token speaks for."""

    authentication_classes = [BearerAuthentication]
    permission_classes = [SignedIn]
    http_method_names = ["get", "head", "delete"]
    lookup_field = "id"

    @extend_schema(operation_id="alerts", responses=AlertListSerializer)
    def list(self, request: Request) -> HttpResponse:
        """On one page, the last asked first."""
        found = [alert_object(each) for each in alerts.of(user=customer(request))]
        return private_answer(request, {"count": len(found), "next": None, "previous": None, "results": found})

    @extend_schema(operation_id="alert_remove", parameters=[NUMBER], responses={204: None})
    def destroy(self, request: Request, id: str) -> HttpResponse:
        """Wait for it no longer."""
        alerts.remove(user=customer(request), alert_id=row_id(id))
        return HttpResponse(status=204)


def valid(shape: Any, request: Request) -> dict[str, Any]:
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    data: dict[str, Any] = serializer.validated_data
    return data


def alert_object(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.pk, "product": alert.product.slug, "kind": alert.kind,
        "price_seen": None if alert.price_seen is None else f"{alert.price_seen:.2f}",
        "requested_at": alert.requested_at,
    }  # fmt: skip
