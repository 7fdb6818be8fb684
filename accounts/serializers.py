"""What may come in and go out through the account's part of the API. Reading shapes list their fields."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from accounts import addresses
from accounts.models import User
from iluminacasa import names
from iluminacasa.brazil import CEP_LENGTH, UF_NAMES, bare, is_cnpj, is_cpf, phone_e164, uf_of_cep
from iluminacasa.json_fields import Choice, Mailbox, Text, YesNo

MIN_PASSWORD, MAX_PASSWORD = 8, 128
MAX_TOKEN = 4096


def one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class Line(Text):
    """One line of text."""

    def to_internal_value(self, data: Any) -> str:
        raw = super().to_internal_value(data)
        if "\x00" in raw:
            raise serializers.ValidationError(
                _("Há caracteres que não existem aqui."), code="null_characters_not_allowed"
            )
        text = one_line(raw)
        if not text and not self.allow_blank:
            self.fail("blank")
        return text


class PersonName(Line):
    """Of a person or a firm."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            names.check(text)
        except names.NameRefused as error:
            raise serializers.ValidationError(error.message, code=error.code) from error
        return text


class Password(Text):
    """Taken as typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"trim_whitespace": False, "max_length": MAX_PASSWORD, "write_only": True} | options))


class LongEnough(MinLengthValidator):
    code = "weak_password"
    message = _("Esta senha é curta demais. Use ao menos %(limit_value)d caracteres.")


class NewPassword(Password):
    """A password to be; what makes one weak beside its length, `check_password` says."""

    def __init__(self, **options: Any) -> None:
        rule = (
            f"At least {MIN_PASSWORD} characters, any of them; neither a common password nor close to name or e-mail: "
            "400 `weak_password`."
        )
        super().__init__(**({"help_text": rule} | options))
        self.validators.append(LongEnough(MIN_PASSWORD))


class Email(Mailbox):
    def __init__(self, **options: Any) -> None:
        super().__init__(**({"max_length": 254} | options))


class PostalCode(Text):
    def to_internal_value(self, data: Any) -> str:
        text = bare(super().to_internal_value(data))
        if len(text) != CEP_LENGTH or uf_of_cep(text) is None:
            raise serializers.ValidationError(_("Este CEP não existe."), code="invalid")
        return text


class Phone(Text):
    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not text:
            return ""
        number = phone_e164(text)
        if number is None:
            raise serializers.ValidationError(_("Informe o telefone com DDD."), code="invalid")
        return number


class Document(Text):
    def to_internal_value(self, data: Any) -> str:
        text = bare(super().to_internal_value(data))
        if text and not (is_cpf(text) or is_cnpj(text)):
            raise serializers.ValidationError(_("Este CPF ou CNPJ não existe."), code="invalid")
        return text


def check_password(password: str, user: User, field: str = "password") -> None:
    try:
        validate_password(password, user=user)
    except ValidationError as error:
        raise serializers.ValidationError({field: error.messages}, code="weak_password") from error


# --- Auth ----------------------------------------------------------------------------------------
class RegisterSerializer(serializers.Serializer[Any]):
    email = Email()
    password = NewPassword()
    name = PersonName(max_length=150)
    marketing = YesNo(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_password(attrs["password"], User(email=attrs["email"], name=attrs["name"]))
        return attrs


class RegisteredSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    detail = serializers.CharField()


class DetailSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField()


class LoginSerializer(serializers.Serializer[Any]):
    email = Text(max_length=254)
    password = Password(max_length=1024)


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = Text(max_length=MAX_TOKEN, trim_whitespace=False)


class PairSerializer(serializers.Serializer[Any]):
    access = serializers.CharField(help_text="Send it as `Authorization: Bearer`.")
    refresh = serializers.CharField(help_text="Usable once: `auth/refresh/` gives the next one.")
    expires_in = serializers.IntegerField(help_text="Seconds the access token holds.")


class PasswordChangeSerializer(serializers.Serializer[Any]):
    current_password = Password(max_length=1024)
    new_password = NewPassword()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_password(attrs["new_password"], self.context["user"], "new_password")
        return attrs


class EmailSerializer(serializers.Serializer[Any]):
    email = Email()


class EmailChangeSerializer(serializers.Serializer[Any]):
    email = Email()
    password = Password(max_length=1024)


class ResetConfirmSerializer(serializers.Serializer[Any]):
    token = Text(max_length=1000, help_text="The part after `/senha/nova/` of the mailed link.")
    password = NewPassword()


class TokenSerializer(serializers.Serializer[Any]):
    token = Text(max_length=1000, help_text="The last part of the mailed link.")


class EmailVerifySerializer(TokenSerializer):
    password = Password(
        max_length=1024, allow_blank=True, default="", help_text="Of the account, for who sends no bearer token."
    )


class PasswordAgainSerializer(serializers.Serializer[Any]):
    password = Password(max_length=1024, help_text="Of the account: before something a stolen token must not do.")


# --- The person ----------------------------------------------------------------------------------
class PersonSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    email = serializers.EmailField()
    email_verified = serializers.BooleanField()
    name = serializers.CharField()
    phone = serializers.CharField(help_text="E.164, or empty.")
    document = serializers.CharField(help_text="CPF or CNPJ without mask, or empty.")
    marketing = serializers.BooleanField(help_text="Wants news by e-mail.")
    joined_at = serializers.DateTimeField()


class LoggedInSerializer(PairSerializer):
    user = PersonSerializer()


class PersonChangeSerializer(serializers.Serializer[Any]):
    name = PersonName(max_length=150, required=False)
    phone = Phone(max_length=30, allow_blank=True, required=False)
    document = Document(max_length=30, allow_blank=True, required=False)
    marketing = YesNo(required=False)


class ExportSerializer(serializers.Serializer[Any]):
    """Beside these, one list of rows for every kind of thing the shop keeps of a person: orders, addresses, ..."""

    generated_at = serializers.DateTimeField()
    controller = serializers.DictField(child=serializers.CharField(), help_text="Who keeps the data.")
    person = serializers.ListField(child=serializers.DictField())


class ExportTokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(help_text="For `GET users/me/export/?token=`, with this person's bearer token.")
    expires_in = serializers.IntegerField(help_text="Seconds it holds.")


class AddressSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name of a column, not of the form's label
    recipient = serializers.CharField()
    postal_code = serializers.CharField()
    street = serializers.CharField()
    number = serializers.CharField()
    complement = serializers.CharField()
    district = serializers.CharField()
    city = serializers.CharField()
    state = serializers.CharField()
    reference = serializers.CharField()
    phone = serializers.CharField()
    is_default = serializers.BooleanField()


@extend_schema_serializer(many=False)
class AddressListSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = AddressSerializer(many=True)


class PostalAddressInput(serializers.Serializer[Any]):
    """A Brazilian address. Postal code and state must agree."""

    recipient = PersonName(max_length=120)
    postal_code = PostalCode(max_length=20, help_text="Eight digits, with or without the hyphen.")
    street = Line(max_length=160)
    number = Line(max_length=20, help_text="`S/N` for a house without one.")
    complement = Line(max_length=80, allow_blank=True, default="")
    district = Line(max_length=80)
    city = Line(max_length=80)
    state = Choice(choices=sorted(UF_NAMES), help_text="Must be the one the postal code lies in.")
    reference = Line(max_length=120, allow_blank=True, default="")
    phone = Phone(max_length=30, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "postal_code" in attrs and "state" in attrs:
            try:
                addresses.check_state(postal_code=attrs["postal_code"], state=attrs["state"])
            except addresses.StateMismatch as error:
                raise serializers.ValidationError({error.field or "state": [error.message]}, code=error.code) from error
        return attrs


ADDRESS_FIELDS = (
    "recipient", "postal_code", "street", "number", "complement", "district", "city", "state", "reference", "phone",
    "label",
)  # fmt: skip


def fields_of(data: dict[str, Any]) -> addresses.AddressFields:
    given = {name: data[name] for name in ADDRESS_FIELDS if name in data}
    return addresses.AddressFields(**(given | {"number": addresses.house_number(given["number"])}))


class AddressInput(PostalAddressInput):
    label = Line(max_length=40, allow_blank=True, default="")  # type: ignore[assignment]  # as above
    is_default = YesNo(default=False)


class BrowserSessionSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    agent = serializers.CharField()
    address = serializers.CharField()
    started_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()


class AppSessionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    agent = serializers.CharField()
    address = serializers.CharField()
    started_at = serializers.DateTimeField()
    is_current = serializers.BooleanField()


@extend_schema_serializer(many=False)
class SessionListSerializer(serializers.Serializer[Any]):
    browsers = BrowserSessionSerializer(many=True)
    apps = AppSessionSerializer(many=True)
