"""People and what they may do."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest

from accounts.models import User, normalize_email

VERBS = {"add": "criar", "change": "mudar", "delete": "apagar", "view": "ver"}
POWERS = ("is_superuser", "groups", "user_permissions", "is_staff")  # only a superuser hands these out


class PermissionsField(forms.ModelMultipleChoiceField):
    """Django writes permissions in English; here they are named in the words of the screens."""

    def label_from_instance(self, obj: Any) -> str:
        verb = VERBS.get(obj.codename.partition("_")[0], "")
        return f"{obj.content_type.name}: {verb or obj.name}"


def permissions_field(field: Any) -> PermissionsField:
    return PermissionsField(
        queryset=Permission.objects.select_related("content_type").order_by("content_type__model", "codename"),
        widget=FilteredSelectMultiple(field.verbose_name, False),
        required=False,
        label=field.verbose_name.capitalize(),
    )


class PersonChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"  # narrowed by the fieldsets


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, Any] = {}

    def clean_email(self) -> str:
        email = normalize_email(self.cleaned_data["email"])
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("Já existe uma pessoa com este e-mail.")
        return email


@admin.register(User)
class UserAdmin(auth_admin.UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "joined_at")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    search_help_text = "Procure por e-mail ou nome."
    readonly_fields = ("joined_at", "last_login")
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("email", "password", "name")}),
        ("Acesso", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Datas", {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "name", "usable_password", "password1", "password2")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        extra = () if request.user.is_superuser else POWERS
        return (*self.readonly_fields, *extra)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser changes a colleague: another's address or password would be the way up."""
        is_colleague = obj is not None and (obj.is_superuser or obj.is_staff) and obj != request.user
        if is_colleague and not request.user.is_superuser:
            return False
        return bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are deactivated; erasing one belongs to the privacy rules."""
        return False

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user_permissions":
            return permissions_field(db_field)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(auth_admin.GroupAdmin):
    """What a group may do is what its people may do: only a superuser decides on it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        if db_field.name == "permissions":
            return permissions_field(db_field)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
