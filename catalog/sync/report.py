"""What happened: counted exactly, listed up to a limit, for people and for programs."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from catalog.dummyjson import Issue, Kind
from catalog.dummyjson.faults import shown
from catalog.models import SyncIssue, SyncRun

from .options import Exit

COUNTS = (
    "created", "updated", "unchanged", "reactivated", "deactivated", "rejected", "held", "conflicts", "images",
    "warnings", "seen", "requests", "retries", "bytes", "queries", "chunks",
)  # fmt: skip
LISTED = 2000  # issues of one kind kept in the report and in the database
DIFF_LISTED = 5000
STATES = {
    Exit.IN_SYNC: SyncRun.State.DONE, Exit.WITH_REFUSALS: SyncRun.State.PARTIAL, Exit.STOPPED: SyncRun.State.STOPPED,
    Exit.INTERRUPTED: SyncRun.State.INTERRUPTED,
}  # fmt: skip
LISTS = {"rejected": "rejects", "held": "holds", "conflicts": "conflict_rows", "warnings": "warning_rows"}
KINDS = {
    Kind.ROW: ("rejected", SyncIssue.Kind.REJECTED), Kind.HOLD: ("held", SyncIssue.Kind.HELD),
    Kind.FIELD: ("warnings", SyncIssue.Kind.WARNING), Kind.NOTE: ("warnings", SyncIssue.Kind.WARNING),
}  # fmt: skip


@dataclass
class Report:
    source: str = ""
    address: str = ""
    dry_run: bool = False
    exit_code: Exit = Exit.IN_SYNC
    reason: str = ""
    message: str = ""
    flag: str = ""
    run_id: int | None = None
    exchange_rate: str = ""
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    diff: list[dict[str, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        return STATES.get(self.exit_code, SyncRun.State.FAILED)

    def add(self, issue: Issue) -> None:
        self._list(KINDS[issue.kind][0], issue.as_dict())

    def conflict(self, external_id: str, name: str, mine: object, theirs: object) -> None:
        message = f"A loja tem {shown(mine, 60)}; a origem passou a dizer {shown(theirs, 60)}. Fica o da loja."
        row = {"id": external_id, "field": name, "code": "both_changed", "value": shown(theirs), "message": message}
        self._list("conflicts", row)

    def note(self, external_id: str, name: str, code: str, value: str, message: str) -> None:
        self.add(Issue(Kind.NOTE, external_id, name, code, shown(value), message))

    def _list(self, name: str, row: dict[str, str]) -> None:
        self.counts[name] += 1
        if len(self.rows[name]) < LISTED:
            self.rows[name].append(row)

    def take_lists(self, other: "Report") -> None:
        """What another look at the same source had to tell."""
        for name, rows in other.rows.items():
            self.counts[name] += other.counts[name]
            self.rows[name] = [*self.rows[name], *rows][:LISTED]

    def changed(self, external_id: str, name: str, old: object, new: object) -> None:
        if len(self.diff) < DIFF_LISTED:
            self.diff.append({"id": external_id, "field": name, "old": shown(old), "new": shown(new)})

    @property
    def is_clean(self) -> bool:
        return not (self.counts["rejected"] or self.counts["held"])

    def as_dict(self) -> dict[str, Any]:
        return {
            "schema": 1,
            "source": self.source,
            "address": shown(self.address, 500),
            "dry_run": self.dry_run,
            "run": self.run_id,
            "exit_code": int(self.exit_code),
            "state": self.state,
            "reason": self.reason,
            "message": self.message,
            "flag": self.flag,
            "exchange_rate": self.exchange_rate,
            **{name: self.counts[name] for name in COUNTS},
            "seconds": round(self.seconds, 3),
            **{key: self.rows[name] for name, key in LISTS.items()},
            "diff": self.diff,
        }

    def issue_rows(self, run: SyncRun) -> list[SyncIssue]:
        kinds = {"rejected": "rejected", "held": "held", "conflicts": "conflict", "warnings": "warning"}
        return [
            SyncIssue(
                run=run, kind=kinds[name], external_id=row["id"][:80], field=row["field"][:60], code=row["code"][:40],
                value=row["value"][:80], message=row["message"][:300],
            )
            for name, rows in self.rows.items()
            for row in rows
        ]  # fmt: skip
