"""Who waits for what: the wishes behind "avise-me", read by those who buy and those who answer."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import masking
from catalog.models import Alert

WAITING, UNPROVEN, TOLD = "esperando", "sem-confirmar", "avisados"


class StateFilter(admin.SimpleListFilter):
    title = "situação"
    parameter_name = "situacao"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(WAITING, "esperando"), (UNPROVEN, "e-mail não confirmado"), (TOLD, "avisados")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Alert]) -> QuerySet[Alert]:
        found = {
            WAITING: queryset.filter(told_at=None, confirmed_at__isnull=False),
            UNPROVEN: queryset.filter(told_at=None, confirmed_at=None),
            TOLD: queryset.exclude(told_at=None),
        }
        return found.get(self.value() or "", queryset)


@admin.register(Alert)
class AlertAdmin(admin.ModelAdmin):
    list_display = ("product_link", "waiting_with", "kind", "requested", "confirmed", "told")
    list_display_links = None
    list_filter = (StateFilter, "kind")
    list_select_related = ("product",)
    search_fields = ("product__title",)
    search_help_text = "Procure por produto, SKU ou e-mail."
    ordering = ("-pk",)
    fields = ("product", "kind", "price_seen", "requested_at", "confirmed_at", "told_at")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alert]:
        same = Alert.objects.filter(product=OuterRef("product"), told_at=None, confirmed_at__isnull=False)
        counted = same.order_by().values("product").annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).annotate(waiting=Subquery(counted))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Alert], search_term: str
    ) -> tuple[QuerySet[Alert], bool]:
        sees_people = masking.lens(request.user).sees_all
        for word in search_term.split():
            wanted = Q(product__title__icontains=word) | Q(product__sku__icontains=word)
            queryset = queryset.filter(wanted | Q(email__icontains=word) if sees_people else wanted)
        return queryset, False

    def get_list_display(self, request: HttpRequest) -> Any:
        eyes = masking.lens(request.user)

        @admin.display(description="e-mail")
        def mail(alert: Alert) -> str:
            return eyes.email(alert.email)

        return (*self.list_display[:2], mail, *self.list_display[2:])

    @admin.display(description="produto", ordering="product__title")
    def product_link(self, alert: Alert) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:catalog_product_change", args=[alert.product_id]), alert.product
        )

    @admin.display(description="pessoas esperando", ordering="waiting")
    def waiting_with(self, alert: Any) -> int:
        return int(alert.waiting or 0)

    @admin.display(description="pedido em", ordering="requested_at")
    def requested(self, alert: Alert) -> str:
        return moment(alert.requested_at)

    @admin.display(description="confirmado em", ordering="confirmed_at")
    def confirmed(self, alert: Alert) -> str:
        return moment(alert.confirmed_at)

    @admin.display(description="avisado em", ordering="told_at")
    def told(self, alert: Alert) -> str:
        return moment(alert.told_at)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def moment(at: datetime | None) -> str:
    return "–" if at is None else f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
