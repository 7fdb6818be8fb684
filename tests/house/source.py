"""The project's own Python files, parsed once for all house tests."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("accounts", "catalog", "cart", "orders")  # from below to above
FOUNDATION = (
    "errors",
    "money",
    "money_forms",
    "brazil",
    "limits",
    "names",
    "counters",
    "logs",
    "spreadsheets",
    "codes",
    "replicas",
    "measures",
    "json_fields",
    "languages",
    "dates",
)
SHAPES = ("forms", "serializers")
DOORS = ("views", "api", "admin", "webhooks", "tasks", "management")
WIRING = (
    "urls", "apps", "migrations", "templatetags", "context_processors", "middleware", "sitemaps", "permissions",
    "visitor",
)  # fmt: skip


@dataclass(frozen=True)
class Module:
    path: Path
    tree: ast.Module

    @property
    def dotted(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    @property
    def floor(self) -> str:
        return self.dotted.split(".")[0]

    @property
    def kind(self) -> str:
        """`door`, `shape`, `wiring` or `room`, by the second part of the dotted name."""
        return kind_of(self.dotted)

    def imports(self) -> list[tuple[int, str]]:
        """(line, dotted name) of everything imported, also inside functions."""
        found: list[tuple[int, str]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
        return found


def kind_of(dotted: str) -> str:
    parts = dotted.split(".")
    name = parts[1] if len(parts) > 1 else ""
    if name in DOORS:
        return "door"
    if name in SHAPES:
        return "shape"
    return "wiring" if name in WIRING else "room"


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the floors, without migrations."""
    found = []
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                found.append(Module(path, ast.parse(path.read_text())))
    return tuple(found)


@cache
def roof() -> tuple[Module, ...]:
    return tuple(Module(path, ast.parse(path.read_text())) for path in sorted((ROOT / "iluminacasa").rglob("*.py")))
