"""The address book: at most one main address, always this person's own, CEP and state in agreement."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Address, User
from iluminacasa.brazil import UF_NAMES, mask_cep, uf_of_cep
from iluminacasa.errors import Conflict, Invalid, Missing

MAX_ADDRESSES = 20
WITHOUT_NUMBER = re.compile(r"s\s*[/.\-]?\s*n\s*[º°o.]?", re.IGNORECASE)


class AddressBookFull(Conflict):
    code = "address_book_full"
    title = gettext_lazy("Muitos endereços")
    default_message = format_lazy(
        gettext_lazy("Você já tem {most} endereços. Apague um para guardar outro."), most=MAX_ADDRESSES
    )


class StateMismatch(Invalid):
    code = "state_mismatch"
    title = gettext_lazy("CEP e estado não combinam")


@dataclass(frozen=True)
class AddressFields:
    recipient: str
    postal_code: str  # eight digits
    street: str
    number: str
    district: str
    city: str
    state: str
    complement: str = ""
    reference: str = ""
    phone: str = ""  # E.164
    label: str = ""


def house_number(text: str) -> str:
    """A house without a number has the number S/N."""
    return "S/N" if WITHOUT_NUMBER.fullmatch(text.strip()) else text.strip()


def check_state(*, postal_code: str, state: str) -> None:
    """`StateMismatch` when the postal code lies in another state, or nowhere."""
    found = uf_of_cep(postal_code)
    if found is None:
        raise StateMismatch(_("Este CEP não existe. Confira os oito números."), field="postal_code")
    if found != state:
        raise StateMismatch(
            _("O CEP {cep} fica em {state}. Confira o CEP ou o estado.").format(
                cep=mask_cep(postal_code), state=UF_NAMES[found]
            ),
            field="state",
        )


def of(*, user: User) -> Sequence[Address]:
    """The main one first."""
    return list(Address.objects.filter(user=user).order_by("-is_default", "-pk"))


def get(*, user: User, address_id: int) -> Address:
    """`Missing` for what is not this person's, as for what is not there."""
    found = Address.objects.filter(user=user, pk=address_id).first()
    if found is None:
        raise Missing(_("Não encontramos este endereço."))
    return found


@transaction.atomic
def add(*, user: User, fields: AddressFields, is_default: bool = False) -> Address:
    """The first address is the main one."""
    check_state(postal_code=fields.postal_code, state=fields.state)
    _lock(user)
    count = Address.objects.filter(user=user).count()
    if count >= MAX_ADDRESSES:
        raise AddressBookFull
    made = Address.objects.create(user=user, **asdict(fields))
    if is_default or not count:
        _make_default(made)
    return made


@transaction.atomic
def change(*, user: User, address_id: int, fields: AddressFields, is_default: bool = False) -> Address:
    """A main address stays so until another one becomes it."""
    check_state(postal_code=fields.postal_code, state=fields.state)
    _lock(user)
    address = get(user=user, address_id=address_id)
    for name, value in asdict(fields).items():
        setattr(address, name, value)
    address.save(update_fields=[*asdict(fields), "updated_at"])
    if is_default and not address.is_default:
        _make_default(address)
    return address


@transaction.atomic
def set_default(*, user: User, address_id: int) -> Address:
    _lock(user)
    address = get(user=user, address_id=address_id)
    _make_default(address)
    return address


@transaction.atomic
def remove(*, user: User, address_id: int) -> None:
    """When the main address goes, the newest of the others takes its place."""
    _lock(user)
    address = get(user=user, address_id=address_id)
    was_default = address.is_default
    address.delete()
    following = Address.objects.filter(user=user).order_by("-pk").first()
    if was_default and following is not None:
        _make_default(following)


def _lock(user: User) -> None:
    """One change of one person's book at a time."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)


def _make_default(address: Address) -> None:
    Address.objects.filter(user_id=address.user_id, is_default=True).exclude(pk=address.pk).update(is_default=False)
    Address.objects.filter(pk=address.pk).update(is_default=True)
    address.is_default = True
