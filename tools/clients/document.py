"""What an OpenAPI 3.1 document says, in the few terms a client is written from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
Document = dict[str, Any]
VERBS = ("get", "post", "put", "patch", "delete")
NOT_FOR_APPS = {"docs", "schema", "payment_notice"}  # for people, for tools, for the bank's relay
REFERENCE = "#/components/schemas/"


@dataclass(frozen=True)
class Parameter:
    written: str  # as it travels: `X-Cart-Token`
    place: str  # path, query, header
    schema: Schema
    is_required: bool

    @property
    def name(self) -> str:
        """As a program calls it: `cart_token`."""
        return self.written.removeprefix("X-").replace("-", "_").lower()


@dataclass(frozen=True)
class Operation:
    name: str
    verb: str
    path: str
    about: str
    parameters: tuple[Parameter, ...]  # those that must be given come first
    body: Schema | None
    answer: Schema | None  # None: an answer without content
    takes_bearer: bool

    def placed(self, place: str) -> list[Parameter]:
        return [each for each in self.parameters if each.place == place]


def operations(document: Document) -> Iterator[Operation]:
    for path, verbs in sorted(document["paths"].items()):
        for verb in VERBS:
            if verb in verbs and verbs[verb]["operationId"] not in NOT_FOR_APPS:
                yield _operation(path, verb, verbs[verb])


def _operation(path: str, verb: str, written: Schema) -> Operation:
    parameters = [
        Parameter(each["name"], each["in"], each["schema"], bool(each.get("required")))
        for each in written.get("parameters", [])
    ]
    return Operation(
        name=written["operationId"],
        verb=verb.upper(),
        path=path,
        about=written.get("description", ""),
        parameters=tuple(sorted(parameters, key=lambda each: (not each.is_required, each.name))),
        body=_json(written.get("requestBody", {})),
        answer=_json(min((code, told) for code, told in written["responses"].items() if code.startswith("2"))[1]),
        takes_bearer=any("bearer" in way for way in written.get("security", [{"bearer": []}])),
    )


def _json(part: Schema) -> Schema | None:
    found: Schema | None = part.get("content", {}).get("application/json", {}).get("schema")
    return found


def shapes(document: Document) -> list[tuple[str, Schema]]:
    """Those an app meets, by name."""
    wanted: set[str] = set()
    waiting = [REFERENCE + "Problem"]
    for operation in operations(document):
        for part in (operation.body, operation.answer, *(each.schema for each in operation.parameters)):
            waiting += _references(part)
    known = document["components"]["schemas"]
    while waiting:
        name = waiting.pop().removeprefix(REFERENCE)
        if name not in wanted:
            wanted.add(name)
            waiting += _references(known[name])
    return [(name, known[name]) for name in sorted(wanted)]


def _references(part: object) -> list[str]:
    if isinstance(part, list):
        return [found for each in part for found in _references(each)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + [found for value in part.values() for found in _references(value)]
