"""Which words a buyer agrees to: the terms and the privacy policy, kept version by version."""

import hashlib
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Page
from iluminacasa.brazil import SHOP_ZONE
from iluminacasa.errors import Missing
from orders.models import LegalText

KINDS = {"terms": "termos", "privacy": "privacidade"}  # kind -> address of the page

TITLES = {"terms": gettext_lazy("Termos de compra"), "privacy": gettext_lazy("Política de privacidade")}


def text(kind: str, *, version: str) -> LegalText:
    """The words of one version, as they were."""
    found = LegalText.objects.filter(kind=kind, version=version).first() if version.isprintable() else None
    if found is None:
        raise Missing(_("Não encontramos esta versão do texto."))
    return found


def current(*, at: datetime) -> tuple[str, str]:
    """(terms, privacy) versions in force."""
    found = versions(at=at)
    return found["terms"], found["privacy"]


def versions(*, at: datetime) -> dict[str, str]:
    """By kind; a text not seen before is put on record. Two queries."""
    bodies = dict(Page.objects.filter(slug__in=KINDS.values()).values_list("slug", "body"))
    texts = {kind: bodies.get(slug, "") for kind, slug in KINDS.items()}
    wanted = {kind: Q(kind=kind, version__endswith=digest_of(body)) for kind, body in texts.items()}
    known = LegalText.objects.filter(reduce(or_, wanted.values())).order_by("-pk").values_list("kind", "version")
    recorded = dict(known)  # the first record of a text counts
    return {kind: recorded.get(kind) or put_on_record(kind, body, at) for kind, body in texts.items()}


def digest_of(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:12]


def put_on_record(kind: str, body: str, at: datetime) -> str:
    """A version is the day it was first seen and the beginning of the text's hash."""
    digest = digest_of(body)
    text, _ = LegalText.objects.get_or_create(
        kind=kind, version=f"{at.astimezone(SHOP_ZONE):%Y-%m-%d}-{digest}", defaults={"body": body, "published_at": at}
    )
    return text.version
