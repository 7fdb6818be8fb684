"""What can be wrong: with the way to the upstream, with the whole answer, or with one row of it."""

import re
from dataclasses import asdict, dataclass
from enum import StrEnum

from iluminacasa.errors import Unavailable

SHOWN = 80
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)


def shown(value: object, limit: int = SHOWN) -> str:
    """A value fit for a terminal, a log and a page: one line, no escapes, no direction tricks, short."""
    if isinstance(value, list | dict):
        value = "lista" if isinstance(value, list) else "objeto"  # repr() of a bottomless one would not end
    text = value if isinstance(value, str) else repr(value)
    text = _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text[: limit * 2])
    return text if len(text) <= limit else text[: limit - 1] + "…"


class UpstreamFault(Unavailable):
    """The upstream failed for good: nothing was written. `reason` names the failure for machines."""

    code = "upstream_unavailable"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message, data={"reason": reason})
        self.reason = reason


class Fault(Exception):
    """One failed attempt. `tries` says how often such a failure is tried in all; 1 = never again."""

    def __init__(self, code: str, message: str, *, tries: int = 1, wait: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.tries = tries
        self.wait = wait

    def final(self) -> UpstreamFault:
        return UpstreamFault(self.code, self.message)


class Kind(StrEnum):
    ROW = "row"  # the row is refused; what we had stays
    FIELD = "field"  # the field is left as it was
    HOLD = "hold"  # waits for a person
    NOTE = "note"  # worth telling, nothing was lost


@dataclass(frozen=True, slots=True)
class Issue:
    kind: Kind
    external_id: str
    field: str
    code: str
    value: str
    message: str

    def as_dict(self) -> dict[str, str]:
        row = asdict(self)
        row["kind"] = self.kind.value
        row["id"] = row.pop("external_id")
        return row
