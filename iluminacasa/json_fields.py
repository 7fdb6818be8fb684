"""What a client sends, taken as JSON has it: no number for a text, no text for a number, no 0 for false.

REST framework reads generously, as forms need it; here a value of another type than the API's document names is a
mistake of the client and told to its author, before it means something nobody meant.
"""

from typing import Any

from rest_framework import serializers


class Exact(serializers.Field):
    """Before the field it is mixed into reads a value: is it of this very type? (A bool is no int here.)"""

    json_type: type = str
    refusal = "invalid"

    def to_internal_value(self, data: Any) -> Any:
        if type(data) is not self.json_type:
            self.fail(self.refusal, input=data)
        return super().to_internal_value(data)


class Text(Exact, serializers.CharField):
    pass


class Pattern(Exact, serializers.RegexField):
    pass


class Mailbox(Exact, serializers.EmailField):
    pass


class Whole(Exact, serializers.IntegerField):
    json_type = int


class YesNo(Exact, serializers.BooleanField):
    json_type = bool


class Choice(Exact, serializers.ChoiceField):
    """One of some texts."""

    refusal = "invalid_choice"
