"""What is shown of a person to staff who need not know them.

Every desk, export and timeline of the back office reads personal data through a `Lens`.
"""

from dataclasses import dataclass
from typing import Any

from iluminacasa.brazil import mask_document, phone_as_written

FULL = "accounts.view_personal_data"
HIDDEN = "•••"
SHOWN_DIGITS = 2


@dataclass(frozen=True)
class Lens:
    """`sees_all`: may this pair of eyes see, and search, personal data?"""

    sees_all: bool

    def email(self, text: str) -> str:
        """`a•••@example.com`: the domain tells nothing of one person."""
        name, at, domain = text.partition("@")
        return text if self.sees_all or not text else f"{name[:1]}{HIDDEN}{at}{domain}"

    def name(self, text: str) -> str:
        """`Ana S.`"""
        first, *others = text.split() or [""]
        return text if self.sees_all or not others else f"{first} {others[-1][0]}."

    def phone(self, text: str) -> str:
        """As people write it, or its last digits alone."""
        if not text:
            return ""
        return phone_as_written(text) if self.sees_all else HIDDEN + text[-SHOWN_DIGITS:]

    def document(self, text: str) -> str:
        """As people write it, or its last digits alone."""
        if not text:
            return ""
        return mask_document(text) if self.sees_all else HIDDEN + text[-SHOWN_DIGITS:]

    def words(self, text: str) -> str:
        """Free text, streets, messages: all or nothing."""
        return text if self.sees_all or not text else HIDDEN


def lens(user: Any) -> Lens:
    """`user` is whoever looks: `request.user`."""
    return Lens(sees_all=bool(user.has_perm(FULL)))
