"""What may be asked of a run, and how it can end."""

import re
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

from catalog.dummyjson import Scope
from iluminacasa.errors import Conflict, Invalid

DEMO = "demo"
DUMMYJSON = "dummyjson"
FORCEABLE = frozenset(
    "title summary description category brand family tags price discount_percentage sku weight width height depth"
    " warranty shipping_note return_policy minimum_order_quantity images specs stock title_en summary_en description_en"
    " warranty_en shipping_note_en return_policy_en".split()
)
_SOURCE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Exit(IntEnum):
    IN_SYNC = 0
    BROKEN = 1
    USAGE = 2
    WITH_REFUSALS = 3
    UPSTREAM = 4
    STOPPED = 5
    BUSY = 6
    INTERRUPTED = 130


class Pictures(StrEnum):
    NONE = "none"
    LINK = "link"
    COPY = "copy"


class Usage(Invalid):
    code = "sync_usage"


class Stop(Conflict):
    """Nothing was written because something looks wrong; `flag` is what would allow it."""

    code = "sync_stopped"

    def __init__(self, reason: str, message: str, *, flag: str) -> None:
        super().__init__(f"{message} Nada foi gravado. Para aceitar: {flag}.", data={"reason": reason, "flag": flag})
        self.reason = reason
        self.flag = flag


class Busy(Conflict):
    code = "sync_running"
    default_message = "Outra sincronização está em andamento."


@dataclass(frozen=True, slots=True)
class Options:
    source: str = ""  # "" = dummyjson
    url: str = ""
    file: str = ""
    categories: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    limit: int | None = None
    page_size: int = 250
    full: bool = False
    dry_run: bool = False
    diff: bool = False
    on_error: str = "reject"
    max_rejects: Decimal = Decimal(5)  # per cent of the rows read
    max_held: Decimal = Decimal(5)
    max_deactivate: Decimal = Decimal(10)  # per cent of the source's active products
    deactivate: bool = True
    accept_shrink: bool = False
    accept_identity_change: bool = False
    accept_price_change: bool = False
    allow_drift: bool = False
    rename_categories: dict[str, str] = field(default_factory=dict)
    force_fields: frozenset[str] = frozenset()
    images: str = ""  # "" = copy for the demo catalogue, link otherwise
    chunk: int = 500
    timeout: float = 30
    deadline: float = 900
    max_rps: float = 5
    strict: bool = False

    def __post_init__(self) -> None:
        if self.url and self.file:
            raise Usage("Use --url ou --file, não os dois.")
        if self.source and not _SOURCE.fullmatch(self.source):
            raise Usage("O nome da origem tem letras minúsculas, números e hífens.")
        unknown = self.force_fields - FORCEABLE
        if unknown:
            raise Usage(f"Campo desconhecido em --force-fields: {', '.join(sorted(unknown))}.")
        for name, low, high in (("page_size", 1, 5000), ("chunk", 1, 5000), ("limit", 1, 10_000_000)):
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise Usage(f"--{name.replace('_', '-')} precisa estar entre {low} e {high}.")
        for name in ("timeout", "deadline", "max_rps"):
            if not 0 < getattr(self, name) <= 86_400:
                raise Usage(f"--{name.replace('_', '-')} precisa ser maior que zero.")
        if self.images not in ("", *Pictures):
            raise Usage("--images é none, link ou copy.")
        if self.ids and self.categories:
            raise Usage("Use --id ou --category, não os dois.")

    @property
    def name(self) -> str:
        return self.source or DUMMYJSON

    @property
    def is_demo(self) -> bool:
        return self.name == DEMO

    @property
    def pictures(self) -> Pictures:
        return Pictures(self.images or ("copy" if self.is_demo else "link"))

    @property
    def scope(self) -> Scope:
        return Scope(categories=self.categories, ids=self.ids, limit=self.limit)

    def as_json(self) -> dict[str, Any]:
        """What is kept on the SyncRun: only what differs from the default, and whether the scope was whole."""
        defaults = asdict(Options())
        chosen = {key: value for key, value in asdict(self).items() if value != defaults[key]}
        plain = {
            key: sorted(value) if isinstance(value, frozenset) else str(value) if isinstance(value, Decimal) else value
            for key, value in chosen.items()
        }
        return {**plain, "whole": self.scope.is_whole}
