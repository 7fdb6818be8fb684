"""What a person's name may be: it is printed in letters the shop writes, so it carries nobody's advert."""

import re
import unicodedata

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from iluminacasa.errors import Invalid

ENDINGS = (
    "app|art|biz|br|cc|click|club|cn|co|com|dev|eu|example|fun|gg|icu|info|io|ir|link|live|ly|me|mobi|name|net|ng|"
    "online|org|page|pro|pt|pw|ru|shop|site|sh|space|store|tech|tk|to|top|tv|uk|us|vip|website|work|ws|xyz|zip"
)
LINK = re.compile(
    rf"[a-z][a-z0-9+.-]*:\s*//|//|\bwww\s*\.|\bhttps?\b|@|(?<![a-z0-9-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:{ENDINGS})(?![a-z])"
)


class NameRefused(Invalid):
    code = "invalid_name"
    title = _("Este nome não serve")
    default_message = _("Escreva só o nome, sem endereços da internet nem e-mails.")


def check(text: str) -> None:
    """`NameRefused` for what holds an address of the internet or of a mailbox, however it is spelled, or no letter."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf").casefold()
    if LINK.search(_without_accents(plain)):
        raise NameRefused
    if text.strip() and not any(c.isalpha() for c in plain):
        raise NameRefused(gettext("Escreva o nome com letras."))


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
