"""Values of another JSON type than the document names are refused; those of the right one are taken as they are."""

from typing import Any

import pytest
from rest_framework.exceptions import ValidationError
from rest_framework.fields import Field

from iluminacasa.json_fields import Choice, Mailbox, Pattern, Text, Whole, YesNo

pytestmark = pytest.mark.once
COLOURS = ["2700", "4000"]
TAKEN: list[tuple[Field, Any, Any]] = [
    (Text(), " pendente ", "pendente"),
    (Text(), "0", "0"),
    (Pattern(r"^[a-z]+$"), "moderno", "moderno"),
    (Mailbox(), "ana@ilumina.example", "ana@ilumina.example"),
    (Whole(), 3, 3),
    (YesNo(), True, True),
    (YesNo(), False, False),
    (Choice(choices=COLOURS), "2700", "2700"),
]
REFUSED: list[tuple[Field, Any, str]] = [
    *[(Text(), value, "invalid") for value in (0, 7, 1.5, True, [], {})],
    *[(Pattern(r"^[a-z0-9]+$"), value, "invalid") for value in (5, True, "A B")],
    *[(Mailbox(), value, "invalid") for value in (5, False, "ana")],
    *[(Whole(), value, "invalid") for value in ("3", 3.0, True, "")],
    *[(YesNo(), value, "invalid") for value in (0, 1, "true", "false", "", [])],
    *[(Choice(choices=COLOURS), value, "invalid_choice") for value in (2700, 2700.0, "3000")],
]


@pytest.mark.parametrize(("field", "value", "read"), TAKEN, ids=repr)
def test_the_right_type_is_taken(field: Field, value: Any, read: Any) -> None:
    taken = field.run_validation(value)
    assert (taken, type(taken)) == (read, type(read))


@pytest.mark.parametrize(("field", "value", "code"), REFUSED, ids=repr)
def test_another_type_is_refused(field: Field, value: Any, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        field.run_validation(value)
    assert refusal.value.get_codes() == [code]
