"""Filters of the product list that cost one query each, however many products there are."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest

from catalog import taxonomy
from catalog.models import Product


class AvailabilityFilter(admin.SimpleListFilter):
    title = "disponibilidade"
    parameter_name = "estoque"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("esgotado", "Esgotado"), ("baixo", "Últimas unidades"), ("sim", "Em estoque")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> QuerySet[Product]:
        if self.value() == "esgotado":
            return queryset.filter(stock__lte=0)
        if self.value() == "baixo":
            return queryset.filter(stock__gt=0, stock__lte=F("low_stock_threshold"))
        return queryset.filter(stock__gt=F("low_stock_threshold")) if self.value() == "sim" else queryset


class BranchFilter(admin.SimpleListFilter):
    """A category with everything below it."""

    title = "categoria"
    parameter_name = "categoria"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        tree = taxonomy.load()
        branches = sorted(tree.by_id.values(), key=lambda category: [step.name for step in tree.ancestors(category.pk)])
        return [(str(c.pk), "– " * (len(tree.ancestors(c.pk)) - 1) + c.name) for c in branches]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> QuerySet[Product]:
        chosen = self.value()
        tree = taxonomy.load()
        known = {str(pk): pk for pk in tree.by_id}
        if chosen not in known:
            return queryset
        return queryset.filter(category_id__in=tree.descendants(known[chosen]))


class SourceFilter(admin.SimpleListFilter):
    title = "origem"
    parameter_name = "origem"
    OWN = "propria"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = Product.objects.exclude(source="").order_by("source").values_list("source", flat=True).distinct()
        return [(self.OWN, "Da própria loja"), *((name, name) for name in names)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> QuerySet[Product]:
        if not self.value():
            return queryset
        return queryset.filter(source="" if self.value() == self.OWN else self.value())
