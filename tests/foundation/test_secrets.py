"""No key was ever written into the project, and the one who looks for them finds them."""

import pytest

from tests.full import secrets

BODY = "Zq7Lw2Vb9Xk4Tn6Rj8Hd3Fm5Gc1Py0Ua"
KEYS = {
    "private key": f"-----BEGIN {'RSA '}PRIVATE KEY-----\n{BODY}{BODY}\n",
    "Stripe key": f"stripe = '{'sk'}_live_{BODY}'",
    "Stripe webhook secret": f"{'whsec'}_{BODY}",
    "AWS key": f"id = {'AKI'}A{BODY.upper()[:16]}",
    "GitHub token": f"{'gh'}p_{BODY}",
    "Google key": f"{'AIz'}a{BODY}{BODY}"[:39],
    "Slack token": f"{'xox'}b-{BODY}",
    "signed token": f"{'ey'}J{BODY}.{'ey'}J{BODY}.{BODY}",
    "password in an address": f"DATABASE_URL=postgres://{'shop'}:{BODY}@db.internal/shop",
    "set to a value": f"SECRET_{'KEY'} = '{BODY}'",
}


@pytest.mark.parametrize("name", secrets.PATTERNS)
def test_each_kind_of_key_is_found(name: str) -> None:
    text = f"first line\n{KEYS[name]}\n".encode()
    assert (name, 2) in list(secrets.found(text))


def test_words_are_excused_in_tests_alone() -> None:
    text = f"{'PASS'}WORD = 'luz-quente-na-sala-42'".encode()
    assert list(secrets.found(text, place="tests/people.py")) == []
    assert list(secrets.found(text, place="iluminacasa/settings.py")) == [("set to a value", 1)]


@pytest.mark.house
def test_no_file_holds_a_key() -> None:
    looked_at = [(place, list(secrets.found(content, place=place))) for place, content in secrets.now()]
    assert len(looked_at) > 1000
    assert [each for each in looked_at if each[1]] == []
