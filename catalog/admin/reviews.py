"""Moderation: what a customer wrote is read and judged, never rewritten."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.permissions import actor
from catalog import reviews
from catalog.models import Review

BOTH = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
STARS = 5


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ("short", "stars", "state_chip", "product", "author_name", "created_at")
    list_display_links = ("short",)
    list_filter = ("state", "rating", "is_verified")
    list_select_related = ("product",)
    search_fields = ("title", "text", "author_name", "product__title", "product__sku")
    search_help_text = "Procure por texto, nome ou produto."
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    show_full_result_count = False
    actions = ("approve", "reject")
    fields = (
        "product", "stars", "title", "text", "author_name", "is_verified", "created_at", "state_chip", "moderation",
        "reply",
    )  # fmt: skip
    readonly_fields = fields[:-1]

    @admin.display(description="avaliação")
    def short(self, review: Review) -> str:
        return review.title or Truncator(review.text).words(10) or "(sem texto)"

    @admin.display(description="nota", ordering="rating")
    def stars(self, review: Review) -> SafeString:
        full = "★" * review.rating + "☆" * (STARS - review.rating)
        return format_html('<span class="stars" aria-label="{} de 5">{}</span>', review.rating, full)

    @admin.display(description="situação", ordering="state")
    def state_chip(self, review: Review) -> SafeString:
        return format_html('<span class="chip chip-{}">{}</span>', review.state, review.get_state_display())

    @admin.display(description="moderação")
    def moderation(self, review: Review) -> str:
        if review.moderated_at is None:
            return "ainda não moderada"
        by = review.moderated_by.get_full_name() if review.moderated_by else "pessoa removida"
        return f"{timezone.localtime(review.moderated_at):%d/%m/%Y %H:%M}, por {by}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Review, form: Any, change: bool) -> None:
        reviews.answer(review=obj, text=obj.reply, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Review) -> None:
        reviews.remove(review_ids=[obj.pk], at=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        reviews.remove(review_ids=list(queryset.values_list("pk", flat=True)), at=timezone.now())

    @admin.action(description="Publicar avaliação", permissions=["change"], location=BOTH)
    def approve(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        self.moderate(request, queryset, Review.State.APPROVED)

    @admin.action(description="Recusar avaliação", permissions=["change"], location=BOTH)
    def reject(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        self.moderate(request, queryset, Review.State.REJECTED)

    def moderate(self, request: HttpRequest, queryset: QuerySet[Review], state: str) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        changed = reviews.moderate(review_ids=ids, state=state, by=actor(request), at=timezone.now())
        self.log_moderation(request, ids, state)
        messages.success(request, f"Avaliações mudadas: {changed} de {len(ids)}.")

    def log_moderation(self, request: HttpRequest, ids: list[int], state: str) -> None:
        label = Review.State(state).label
        for review in Review.objects.filter(pk__in=ids, state=state):
            self.log_change(request, review, f"Moderada: {label}.")
