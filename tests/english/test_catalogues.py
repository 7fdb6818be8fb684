"""Every marked text has its English, and the catalogues are those of today's texts."""

import pytest

from tools import messages

pytestmark = pytest.mark.once


def test_every_text_has_its_english() -> None:
    assert messages.problems() == []
