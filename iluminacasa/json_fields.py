"""What a client sends, taken as JSON has it: no number for a text, no text for a number, no 0 for false.

REST framework reads generously, as forms need it; here a value of another type than the API's document names is a
mistake of the client and told to its author, before it means something nobody meant.
"""

from typing import Any

from rest_framework import serializers


class Text(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        if type(data) is not str:
            self.fail("invalid")
        return super().to_internal_value(data)


class Pattern(serializers.RegexField):
    def to_internal_value(self, data: Any) -> str:
        if type(data) is not str:
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Mailbox(serializers.EmailField):
    def to_internal_value(self, data: Any) -> str:
        if type(data) is not str:
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Whole(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return int(super().to_internal_value(data))


class YesNo(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if type(data) is not bool:
            self.fail("invalid", input=data)
        return data


class Choice(serializers.ChoiceField):
    """One of some texts."""

    def to_internal_value(self, data: Any) -> Any:
        if type(data) is not str:
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)
