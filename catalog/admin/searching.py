"""What customers search: the words that mean the same, and what was not found."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import publication
from catalog.models import SearchMiss, Synonym


class SynonymForm(forms.ModelForm):
    class Meta:
        model = Synonym
        fields = ("words", "is_active")

    def clean_words(self) -> str:
        words = list(
            dict.fromkeys(word.strip().lower() for word in self.cleaned_data["words"].split(",") if word.strip())
        )
        if len(words) < len(("this", "that")):
            raise forms.ValidationError("Escreva pelo menos duas palavras, separadas por vírgula.")
        return ", ".join(words)


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    """A new content version tells every process to read the words again."""

    form = SynonymForm
    list_display = ("words", "is_active")
    list_filter = ("is_active",)
    search_fields = ("words",)
    search_help_text = "Procure por palavra."
    ordering = ("words",)
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        publication.touch()

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        super().delete_model(request, obj)
        publication.touch()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Synonym]) -> None:
        super().delete_queryset(request, queryset)
        publication.touch()


@admin.register(SearchMiss)
class SearchMissAdmin(admin.ModelAdmin):
    list_display = ("query", "count", "last_at", "first_at", "teach")
    list_display_links = None
    search_fields = ("query",)
    search_help_text = "Procure por palavra."
    ordering = ("-count", "-last_at")
    show_full_result_count = False

    @admin.display(description="sinônimo")
    def teach(self, miss: SearchMiss) -> SafeString:
        address = f"{reverse('admin:catalog_synonym_add')}?{urlencode({'words': miss.query + ', '})}"
        return format_html('<a href="{}">Criar sinônimo</a>', address)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
