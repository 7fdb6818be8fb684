"""The client in Python: shapes as TypedDict, one method for each operation, nothing but the standard library."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from textwrap import fill

from tools.clients.document import REFERENCE, Document, Operation, Parameter, Schema, operations, shapes

PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None", "object": "object"}
TYPING = ("Any", "Literal", "NotRequired", "TypedDict", "cast")
SHAPES_HEAD = '''"""What the API of Ilumina Casa asks and answers. Written by `python -m tools.clients`; do not edit."""

from __future__ import annotations

from typing import {names}
'''
CLIENT_HEAD = '''"""Every operation of the API of Ilumina Casa. Written by `python -m tools.clients`; do not edit."""

from collections.abc import Mapping
from typing import {names}

from . import shapes
from .sending import Sender


class ShopApi(Sender):
    """`url` is the shop's address; set `bearer` to an access token after `auth_login`."""
'''


def shapes_file(document: Document) -> str:
    return formed(SHAPES_HEAD, "".join(f"\n\n{_shape(name, schema)}" for name, schema in shapes(document)))


def client_file(document: Document) -> str:
    return formed(CLIENT_HEAD, "".join(f"\n{_method(each)}" for each in operations(document)))


def formed(head: str, body: str) -> str:
    """In the form `ruff format` gives all code here, importing what it uses."""
    used = [name for name in TYPING if re.search(rf"\b{name}\b", body)]
    code = head.replace("{names}", ", ".join(used)) + body
    command = [sys.executable, "-m", "ruff", "format", "--line-length", "120", "-"]
    return subprocess.run(command, input=code, capture_output=True, text=True, check=True).stdout


# --- Shapes --------------------------------------------------------------------------------------
def _shape(name: str, schema: Schema) -> str:
    if schema.get("type") != "object" or "properties" not in schema:
        return f"type {name} = {told(schema, '')}\n"
    needed = set(schema.get("required", []))
    lines = [f"class {name}(TypedDict):"]
    lines += [*_doc(schema.get("description", ""), "    "), ""]
    for key, part in schema["properties"].items():
        kind = told(part, "")
        lines.append(f"    {key}: {kind if key in needed else f'NotRequired[{kind}]'}")
    return "\n".join(lines if schema["properties"] else [*lines, "    pass"]) + "\n"


def told(schema: Schema, prefix: str) -> str:
    """The type of a value of this schema. `prefix`: of the module the shapes are in."""
    if "$ref" in schema:
        return prefix + schema["$ref"].removeprefix(REFERENCE)
    for key in ("oneOf", "anyOf", "allOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(told(part, prefix) for part in schema[key]))
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(value, ensure_ascii=False) for value in schema['enum'])}]"
    kinds = schema.get("type", [])
    return " | ".join(_plain(kind, schema, prefix) for kind in ([kinds] if isinstance(kinds, str) else kinds)) or "Any"


def _plain(kind: str, schema: Schema, prefix: str) -> str:
    if kind == "array":
        return f"list[{told(schema.get('items', {}), prefix)}]"
    if kind == "object":
        return f"dict[str, {told(schema.get('additionalProperties') or {}, prefix)}]"
    return PLAIN[kind]


def _doc(text: str, margin: str) -> Iterator[str]:
    if text:
        words = " ".join(text.replace("\\", "\\\\").split())
        closing = f"\n{margin}" if len(words) > 110 - len(margin) else ""
        yield fill(f'"""{words}', 118, initial_indent=margin, subsequent_indent=margin) + f'{closing}"""'


# --- Operations ----------------------------------------------------------------------------------
def _method(operation: Operation) -> str:
    answer = told(operation.answer, "shapes.") if operation.answer is not None else "None"
    asks = "Mapping[str, str] | None"
    named = [_argument(each) for each in operation.parameters if each.place != "path"]
    if operation.placed("query"):
        named.append(f"more: {asks} = None")
    given = ["self", *(f"{each.name}: {told(each.schema, 'shapes.')}" for each in operation.placed("path"))]
    if operation.body is not None:
        given.append(f"body: {told(operation.body, 'shapes.')}")
    signature = ", ".join([*given, *(["*", *named] if named else [])])
    lines = [f"    def {operation.name}({signature}) -> {answer}:", *_doc(operation.about, " " * 8)]
    call = f"self.send({_sent(operation)})"
    lines.append(f"        return cast({json.dumps(answer)}, {call})" if answer != "None" else f"        {call}")
    return "\n".join(lines) + "\n"


def _argument(parameter: Parameter) -> str:
    kind = told(parameter.schema, "shapes.")
    return f"{parameter.name}: {kind}" if parameter.is_required else f"{parameter.name}: {kind} | None = None"


def _sent(operation: Operation) -> str:
    path = json.dumps(operation.path)
    for each in operation.placed("path"):
        path = path.replace("{" + each.written + "}", "{self.quoted(" + each.name + ")}")
    parts = [json.dumps(operation.verb), ("f" if operation.placed("path") else "") + path]
    if operation.body is not None:
        parts.append("body=body")
    for place, word in (("query", "query"), ("header", "headers")):
        written = [f"{json.dumps(each.written)}: {each.name}" for each in operation.placed(place)]
        if written:
            parts.append(f"{word}={{{', '.join(written + (['**(more or {})'] if place == 'query' else []))}}}")
    if not operation.takes_bearer:
        parts.append("as_anybody=True")
    return ", ".join(parts)
