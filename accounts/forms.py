"""What may come in through the forms of the account."""

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import addresses, signin
from accounts.models import User
from iluminacasa import names
from iluminacasa.brazil import (
    CEP_LENGTH,
    UF_NAMES,
    bare,
    is_cnpj,
    is_cpf,
    mask_document,
    phone_as_written,
    phone_e164,
    uf_of_cep,
)
from iluminacasa.limits import client_address

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Text = StrOrPromise  # also one that is translated when it is shown
FULL_NAME, NAME_MISSING, EMAIL, PASSWORD = _("Nome completo"), _("Informe seu nome."), _("E-mail"), _("Senha")
MAX_PASSWORD = 128
EMAIL_INVALID = _("Informe um e-mail completo, como nome@exemplo.com.br.")
NEW_HINT = _("Ao menos 8 letras, números ou sinais, e não uma senha muito usada. Frases são boas senhas.")


class OneLine(forms.CharField):
    """Text without line breaks or control characters."""

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text).split())


class NameField(OneLine):
    """Of a person or a firm."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            names.check(text)
        except names.NameRefused as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return text


def text_field(
    label: Text, *, required: Text = "", autocomplete: str = "", hint: Text = "", kind: type[OneLine] = OneLine,
    **options: Any,
) -> OneLine:  # fmt: skip
    attrs: dict[str, Any] = {"class": "input"} | ({"autocomplete": autocomplete} if autocomplete else {})
    attrs |= options.pop("attrs", {})
    return kind(
        label=label, required=bool(required), help_text=hint, widget=forms.TextInput(attrs=attrs),
        error_messages={"required": required} if required else None, **options,
    )  # fmt: skip


def name_field(
    label: Text = FULL_NAME, *, required: Text = NAME_MISSING, max_length: int = 150
) -> OneLine:  # fmt: skip
    return text_field(label, required=required, autocomplete="name", kind=NameField, max_length=max_length)


def email_field(label: Text = EMAIL, *, autocomplete: str = "username", hint: Text = "") -> forms.EmailField:
    return forms.EmailField(
        label=label, max_length=254, help_text=hint,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": autocomplete}),
        error_messages={"required": _("Informe seu e-mail."), "invalid": EMAIL_INVALID},
    )  # fmt: skip


def password_field(label: Text = PASSWORD, *, is_new: bool = False) -> forms.CharField:
    """Taken as typed: no trimming, any characters, pasting allowed."""
    purpose = "new-password" if is_new else "current-password"
    options: dict[str, Any] = {
        "label": label,
        "strip": False,
        "max_length": MAX_PASSWORD,
        "help_text": NEW_HINT if is_new else "",
        "widget": forms.PasswordInput(attrs={"class": "input", "autocomplete": purpose}),
        "template_name": "components/password.html",
        "error_messages": {"required": _("Crie uma senha.") if is_new else _("Informe a senha.")},
    }
    return forms.CharField(**options)


def check_box(label: Text) -> forms.BooleanField:
    options: dict[str, Any] = {"label": label, "required": False, "template_name": "components/check.html"}
    return forms.BooleanField(**options)


def digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


class PostalCodeField(OneLine):
    """Eight digits, with or without the hyphen."""

    def __init__(self, **options: Any) -> None:
        attrs = {"class": "input", "autocomplete": "postal-code", "inputmode": "numeric"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        options.setdefault("error_messages", {"required": _("Informe o CEP.")})
        super().__init__(label=options.pop("label", _("CEP")), max_length=20, **options)

    def clean(self, value: Any) -> str:
        text = bare(super().clean(value))
        if text and (not digits(text, CEP_LENGTH) or uf_of_cep(text) is None):
            raise forms.ValidationError(_("Este CEP não existe. Confira os oito números."), code="invalid")
        return text

    def prepare_value(self, value: Any) -> Any:
        return f"{value[:5]}-{value[5:]}" if isinstance(value, str) and digits(value, CEP_LENGTH) else value


class PhoneField(OneLine):
    def __init__(self, **options: Any) -> None:
        attrs = {"class": "input", "autocomplete": "tel", "inputmode": "tel", "type": "tel"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        options.setdefault("error_messages", {"required": _("Informe um telefone com DDD.")})
        super().__init__(label=options.pop("label", _("Telefone")), max_length=30, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        number = phone_e164(text)
        if number is None:
            raise forms.ValidationError(_("Informe o telefone com DDD, como (11) 91234-5678."), code="invalid")
        return number

    def prepare_value(self, value: Any) -> Any:
        return phone_as_written(value) if isinstance(value, str) else value


class DocumentField(OneLine):
    """CPF or CNPJ, the one with letters too."""

    def __init__(self, **options: Any) -> None:
        attrs = {"class": "input", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        options.setdefault("error_messages", {"required": _("Informe seu CPF ou CNPJ.")})
        super().__init__(label=options.pop("label", _("CPF ou CNPJ")), max_length=30, **options)

    def clean(self, value: Any) -> str:
        text = bare(super().clean(value))
        if text and not (is_cpf(text) or is_cnpj(text)):
            raise forms.ValidationError(_("Este CPF ou CNPJ não existe. Confira os números e letras."), code="invalid")
        return text

    def prepare_value(self, value: Any) -> Any:
        return mask_document(value) if isinstance(value, str) else value


class NewPasswordForm(forms.Form):
    """`person`: whose password it will be, so that it may not resemble their name or e-mail."""

    senha = password_field(_("Nova senha"), is_new=True)

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def owner(self, data: dict[str, Any]) -> User:
        return self.person or User(email=data.get("email") or "", name=data.get("nome") or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("senha"):
            try:
                validate_password(data["senha"], user=self.owner(data))
            except forms.ValidationError as error:
                self.add_error("senha", error)
        return data


# --- Signing in and up ---------------------------------------------------------------------------
class SignInForm(forms.Form):
    email = email_field()
    senha = password_field()


class SignUpForm(NewPasswordForm):
    nome = name_field()
    email = email_field(hint=_("Mandamos para ele um link de confirmação."))
    senha = password_field(is_new=True)
    novidades = check_box(_("Quero receber ofertas e novidades por e-mail"))

    field_order = ["nome", "email", "senha", "novidades"]


class ForgottenForm(forms.Form):
    email = email_field()


class AdminSignInForm(AdminAuthenticationForm):
    """The door of the back office counts attempts together with all other doors."""

    def clean(self) -> dict[str, Any]:
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password and self.request is not None:
            try:
                user = signin.sign_in(
                    email=email, password=password, address=client_address(self.request), at=timezone.now()
                )
            except signin.WrongCredentials as error:
                raise self.get_invalid_login_error() from error
            self.confirm_login_allowed(user)
            self.user_cache = user
        return self.cleaned_data


# --- The account ---------------------------------------------------------------------------------
class ProfileForm(forms.Form):
    nome = name_field()
    telefone = PhoneField(required=False, help_text=_("Com DDD, para falar da entrega."))
    documento = DocumentField(required=False, help_text=_("Vai na nota fiscal. Mostramos antes de cada compra."))


class PasswordChangeForm(NewPasswordForm):
    senha_atual = password_field(_("Senha atual"))
    senha = password_field(_("Nova senha"), is_new=True)

    field_order = ["senha_atual", "senha"]


class EmailChangeForm(forms.Form):
    email = email_field(_("Novo e-mail"), autocomplete="email", hint=_("A troca vale quando você confirmar por ele."))
    senha = password_field(_("Senha atual"))


class MarketingForm(forms.Form):
    novidades = check_box(_("Quero receber ofertas e novidades por e-mail"))


class PasswordAgainForm(forms.Form):
    """Before something that needs more than an open browser."""

    senha = password_field(_("Sua senha"))


STATES = [("", _("Escolha")), *sorted(UF_NAMES.items(), key=lambda pair: pair[1])]


class PostalAddressForm(forms.Form):
    """A Brazilian address in the order it is asked; `cleaned_address` gives it to the rooms."""

    destinatario = name_field(_("Quem recebe"), required=_("Informe quem recebe."), max_length=120)
    cep = PostalCodeField()
    rua = text_field(_("Rua ou avenida"), required=_("Informe a rua."), autocomplete="address-line1", max_length=160)
    numero = text_field(
        _("Número"), required=_("Informe o número, ou S/N."), hint=_("Sem número? Escreva S/N."), max_length=20
    )
    complemento = text_field(
        _("Complemento"), autocomplete="address-line2", hint=_("Apartamento, bloco."), max_length=80
    )
    bairro = text_field(_("Bairro"), required=_("Informe o bairro."), autocomplete="address-level3", max_length=80)
    cidade = text_field(_("Cidade"), required=_("Informe a cidade."), autocomplete="address-level2", max_length=80)
    estado = forms.ChoiceField(
        label=_("Estado"), choices=STATES,
        widget=forms.Select(attrs={"class": "input", "autocomplete": "address-level1"}),
        error_messages={"required": _("Escolha o estado."), "invalid_choice": _("Escolha um estado da lista.")},
    )  # fmt: skip
    referencia = text_field(_("Ponto de referência"), hint=_("Ajuda quem entrega."), max_length=120)
    telefone = PhoneField(required=False, help_text=_("De quem recebe, com DDD."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("cep") and data.get("estado"):
            try:
                addresses.check_state(postal_code=data["cep"], state=data["estado"])
            except addresses.StateMismatch as error:
                self.add_error("estado" if error.field == "state" else "cep", error.message)
        return data

    @property
    def cleaned_address(self) -> addresses.AddressFields:
        data = self.cleaned_data
        return addresses.AddressFields(
            recipient=data["destinatario"], postal_code=data["cep"], street=data["rua"],
            number=addresses.house_number(data["numero"]), complement=data["complemento"], district=data["bairro"],
            city=data["cidade"], state=data["estado"], reference=data["referencia"], phone=data["telefone"],
            label=data.get("apelido", ""),
        )  # fmt: skip


class AddressForm(PostalAddressForm):
    apelido = text_field(_("Apelido do endereço"), hint=_("Casa, trabalho."), max_length=40)
    principal = check_box(_("Usar como endereço principal"))
