"""Doors to the tables of Django itself: redirects; what nobody needs to see is closed."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.redirects import admin as redirects_admin  # registers what is replaced below
from django.contrib.redirects.models import Redirect
from django.contrib.sites import admin as sites_admin
from django.contrib.sites.models import Site
from django.db.models import QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_totp import admin as otp_admin
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db import admin as tasks_admin
from django_tasks_db.models import DBTaskResult

REPLACED = (
    redirects_admin.RedirectAdmin,
    sites_admin.SiteAdmin,
    tasks_admin.DBTaskResultAdmin,
    otp_admin.TOTPDeviceAdmin,
)
LOCAL = re.compile(r"/(?![/\\])[^\s\\]*")  # an address of this shop, never `//elsewhere`

for model in (Redirect, Site, DBTaskResult, TOTPDevice):
    admin.site.unregister(model)


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ("old_path", "new_path")
        labels = {"old_path": "endereço antigo", "new_path": "endereço novo"}
        help_texts = {
            "old_path": "Começa com /, sem o nome do site. Exemplo: /lustres-2019/.",
            "new_path": "Começa com /. Vazio: a página responde que não existe mais (410).",
        }

    def clean_old_path(self) -> str:
        return self.local("old_path")

    def clean_new_path(self) -> str:
        return self.local("new_path") if self.cleaned_data.get("new_path") else ""

    def local(self, name: str) -> str:
        address: str = self.cleaned_data[name].strip()
        if not LOCAL.fullmatch(address):
            raise forms.ValidationError("Escreva um endereço desta loja, começando com uma barra.")
        return address

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        old = data.get("old_path")
        if old and old == data.get("new_path"):
            raise forms.ValidationError("O endereço novo é o mesmo que o antigo.")
        others = Redirect.objects.filter(old_path=old, site_id=settings.SITE_ID).exclude(pk=self.instance.pk)
        if old and others.exists():
            self.add_error("old_path", "Este endereço já tem um redirecionamento.")
        onwards = Redirect.objects.filter(old_path=data.get("new_path") or "", site_id=settings.SITE_ID)
        if onwards.exclude(pk=self.instance.pk).exists():
            self.add_error("new_path", "Este endereço também é redirecionado. Escreva o destino final.")
        return data


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    form = RedirectForm
    list_display = ("old_path", "new_path")
    search_fields = ("old_path", "new_path")
    search_help_text = "Procure por um pedaço do endereço."
    fields = ("old_path", "new_path")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Redirect]:
        return super().get_queryset(request).filter(site_id=settings.SITE_ID)

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        obj.site_id = settings.SITE_ID
        super().save_model(request, obj, form, change)
