"""Which words a buyer agrees to: the terms and the privacy policy, kept version by version."""

import hashlib
from datetime import datetime

from catalog.models import Page
from iluminacasa.brazil import SHOP_ZONE
from iluminacasa.errors import Missing
from orders.models import LegalText

KINDS = {"terms": "termos", "privacy": "privacidade"}  # kind -> address of the page

TITLES = {"terms": "Termos de compra", "privacy": "Política de privacidade"}


def text(kind: str, *, version: str) -> LegalText:
    """The words of one version, as they were."""
    found = LegalText.objects.filter(kind=kind, version=version).first() if version.isprintable() else None
    if found is None:
        raise Missing("Não encontramos esta versão do texto.")
    return found


def current(*, at: datetime) -> tuple[str, str]:
    """(terms, privacy) versions in force; a text not seen before is put on record."""
    return version_of("terms", at), version_of("privacy", at)


def version_of(kind: str, at: datetime) -> str:
    """A version is the day it was first seen and the beginning of the text's hash."""
    body = Page.objects.filter(slug=KINDS[kind]).values_list("body", flat=True).first() or ""
    digest = hashlib.sha256(body.encode()).hexdigest()[:12]
    known = LegalText.objects.filter(kind=kind, version__endswith=digest).values_list("version", flat=True).first()
    if known is not None:
        return known
    text, _ = LegalText.objects.get_or_create(
        kind=kind, version=f"{at.astimezone(SHOP_ZONE):%Y-%m-%d}-{digest}", defaults={"body": body, "published_at": at}
    )
    return text.version
