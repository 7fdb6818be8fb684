"""How the list of orders is narrowed: the tab, the age, the state it goes to."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from orders import queue
from orders.models import Order

TAB = "aba"
PICKUP = "retirada"
AGES = (("1", "há mais de 1 dia"), ("2", "há mais de 2 dias"), ("7", "há mais de 7 dias"))


def tab_of(request: HttpRequest) -> str:
    """Whoever searches or names a state looks in all orders; nobody who asks for nothing does."""
    asked = request.GET
    is_narrowed = any(key.startswith("status") for key in asked) or asked.get("q", "").strip()
    name = asked.get(TAB) or (queue.ALL if is_narrowed else queue.TO_PICK)
    return name if name in queue.TABS else queue.ALL


class TabFilter(SimpleListFilter):
    """Drawn above the list."""

    title = "fila"
    parameter_name = TAB
    template = "admin/orders/order/tab_filter.html"

    def __init__(
        self, request: HttpRequest, params: dict[str, list[str]], model: type[Order], model_admin: ModelAdmin[Order]
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.tab = tab_of(request)

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Order]) -> list[tuple[str, str]]:
        return [(tab.name, tab.label) for tab in queue.TABS.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        return queue.in_tab(queryset, self.tab)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Asked once, however often the tabs are drawn."""
        return queue.counts()

    def choices(self, changelist: ChangeList) -> Any:
        for tab in queue.TABS.values():
            yield {
                "label": tab.label,
                "count": self.counts[tab.name],
                "is_selected": tab.name == self.tab,
                "query_string": changelist.get_query_string({self.parameter_name: tab.name}, ["p"]),
            }

    def has_output(self) -> bool:
        return True


class AgeFilter(SimpleListFilter):
    title = "idade"
    parameter_name = "idade"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Order]) -> tuple[tuple[str, str], ...]:
        return AGES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        value = self.value()
        if value not in dict(AGES):
            return queryset
        return queue.older_than(queryset, days=int(value), at=timezone.now())


class StateFilter(SimpleListFilter):
    title = "UF"
    parameter_name = "uf"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Order]) -> list[tuple[str, str]]:
        return [(PICKUP, "retirada na loja"), *((state, state) for state in queue.states())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        if self.value() == PICKUP:
            return queryset.filter(is_pickup=True)
        return queryset.filter(state=self.value()) if self.value() else queryset
