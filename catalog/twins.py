"""The addresses of one page, for search engines: its own, and those of the same page in each language."""

from typing import Any

from catalog import pictures
from iluminacasa import languages

ANY_LANGUAGE = "x-default"  # for who speaks neither


def of(address: str) -> dict[str, Any]:
    """`address` in either language; with the query that belongs to its name, if any."""
    found = {languages.TAGS[each]: languages.address(address, each) for each in languages.PREFIXES}
    found[ANY_LANGUAGE] = found[languages.TAGS[languages.PORTUGUESE]]
    return {
        "canonical": pictures.absolute(languages.address(address, languages.current())),
        "alternates": [{"tag": tag, "url": pictures.absolute(each)} for tag, each in found.items()],
    }
