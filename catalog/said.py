"""What a row of the catalogue says in the language of the moment: English where somebody wrote it, else Portuguese.

A row keeps its English beside its Portuguese, in the column of the same name with `_en` behind it.
"""

from typing import Any

from iluminacasa import languages

SUFFIX = "_en"
LEFT_EMPTY = "O que ficar vazio aparece em português."  # where staff write it


def english(row: Any, name: str) -> str:
    """What it says in English; empty where nobody wrote it, and for no row."""
    return str(getattr(row, f"{name}{SUFFIX}")) if row is not None else ""


def of(row: Any, name: str) -> str:
    """`of(product, "title")`: that column, as the language of the moment has it; `Foreign` where it is Portuguese."""
    return languages.spoken(getattr(row, name), english(row, name))
