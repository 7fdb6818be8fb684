"""Where payment providers call. Only their signature opens this door; everything else is decided inside."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from iluminacasa.freshness import private_answer
from orders.payments import notices
from orders.serializers import ReceivedSerializer

PROVIDER = OpenApiParameter(
    "provider", {"type": "string", "pattern": "^[a-z]{1,20}$"}, OpenApiParameter.PATH, description="`pix` or `stripe`."
)


class PaymentNoticeViewSet(ViewSet):
    authentication_classes = []
    http_method_names = ["post"]

    @extend_schema(
        operation_id="payment_notice", parameters=[PROVIDER], request=OpenApiTypes.OBJECT, responses=ReceivedSerializer,
        extensions={"x-refusals": ["403"]},
    )  # fmt: skip
    @action(detail=False, methods=["post"], url_path="webhooks/(?P<provider>[a-z]{1,20})", url_name="notice")
    def notice(self, request: Request, provider: str) -> HttpResponse:
        """A provider tells that money came, was refused or went back.

        `pix`: `{"pix": [{"endToEndId", "txid", "valor", "horario"}]}` with `X-Pix-Timestamp` (seconds) and
        `X-Pix-Signature: v1=` and the HMAC-SHA256, in hex, of timestamp, a full stop and the body under
        PIX_WEBHOOK_SECRET; it counts for five minutes. `stripe`: as Stripe signs it. A repeated event is 200 and has
        no effect; anything unsigned is 403 `invalid_signature`.
        """
        told = notices.receive(provider=provider, body=request.body, headers=request.headers, at=timezone.now())
        return private_answer(request, {"received": len(told)})
