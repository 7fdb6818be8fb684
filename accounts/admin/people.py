"""People and what they may do."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import second_factor, signup, tokens
from accounts.models import Address, BrowserSession, Consent, TokenFamily, User, normalize_email
from accounts.permissions import actor

VERBS = {"add": "criar", "change": "mudar", "delete": "apagar", "view": "ver"}
NOBODYS = ("admin", "contenttypes", "sessions", "sites", "otp_totp")  # tables no desk is about
POWERS = ("is_superuser", "groups", "user_permissions", "is_staff")  # only a superuser hands these out


class PermissionsField(forms.ModelMultipleChoiceField):
    """Django writes permissions in English; here they are named in the words of the screens."""

    def label_from_instance(self, obj: Any) -> str:
        verb = VERBS.get(obj.codename.partition("_")[0], "")
        return f"{obj.content_type.name}: {verb or obj.name}"


def permissions_field(field: Any) -> PermissionsField:
    return PermissionsField(
        queryset=Permission.objects.exclude(content_type__app_label__in=NOBODYS)
        .select_related("content_type")
        .order_by("content_type__model", "codename"),
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


class ReadOnlyInline(admin.TabularInline[Any, User]):
    """Shown, never changed here: it belongs to the person."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("accounts.view_user") or request.user.has_perm("accounts.change_user"))


class AddressInline(ReadOnlyInline):
    model = Address
    fields = ("label", "recipient", "street", "number", "district", "city", "state", "postal_code", "is_default")


class BrowserSessionInline(ReadOnlyInline):
    model = BrowserSession
    fields = ("agent", "address", "started_at", "seen_at")


class TokenFamilyInline(ReadOnlyInline):
    model = TokenFamily
    fields = ("agent", "address", "started_at", "expires_at", "revoked_at")


class ConsentInline(ReadOnlyInline):
    model = Consent
    fields = ("kind", "is_granted", "text_version", "origin", "at")


@admin.register(User)
class UserAdmin(auth_admin.UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "joined_at")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    search_help_text = "Procure por e-mail ou nome."
    readonly_fields = ("joined_at", "last_login", "email_verified_at", "second_factor")
    inlines = (AddressInline, BrowserSessionInline, TokenFamilyInline, ConsentInline)
    actions = ("end_sessions", "reset_second_factor")
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "phone", "document")}),
        (
            "Acesso",
            {"fields": ("second_factor", "is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        ("Datas", {"fields": ("joined_at", "last_login", "email_verified_at")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "name", "usable_password", "password1", "password2")}),
    )

    @admin.action(description="Encerrar todas as sessões", permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Every browser and app of these people has to sign in again."""
        people = [user for user in queryset if self.has_change_permission(request, user)]
        for user in people:
            tokens.end_everything(user=user, at=timezone.now())
            self.log_change(request, user, "Todas as sessões encerradas.")
        messages.success(request, f"Sessões encerradas: {len(people)}.")

    @admin.action(description="Redefinir o segundo fator", permissions=["superuser"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For a lost telephone: the next sign-in sets it up anew."""
        people = list(queryset.exclude(second_factor_at=None))
        for user in people:
            second_factor.reset(user=user, by=actor(request), at=timezone.now())
        messages.success(request, f"Segundo fator redefinido: {len(people)}.")

    def has_superuser_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    @admin.display(description="segundo fator")
    def second_factor(self, user: User) -> str:
        if user.second_factor_at is None:
            return "desligado"
        left = second_factor.codes_left(user=user)
        return f"desde {timezone.localtime(user.second_factor_at):%d/%m/%Y %H:%M}; códigos de recuperação: {left}"

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> Any:
        return () if obj is None else self.inlines

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Who is deactivated here is out everywhere at once."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            signup.deactivate(user=obj, at=timezone.now())

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """A password set by staff ends what was opened with the old one."""
        person = self.get_object(request, id)
        before = person.password if person is not None else ""
        response = super().user_change_password(request, id, form_url)
        if person is not None and User.objects.values_list("password", flat=True).get(pk=person.pk) != before:
            tokens.end_everything(user=person, at=timezone.now())
        return response

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
