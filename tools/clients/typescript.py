"""The client in TypeScript: interfaces and one method for each operation, on the platform's own `fetch`."""

import json
from collections.abc import Iterator

from tools.clients.document import REFERENCE, Document, Operation, Parameter, Schema, operations, shapes

PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
SHAPES_HEAD = "// What the API of Ilumina Casa asks and answers. Written by `python -m tools.clients`; do not edit.\n"
CLIENT_HEAD = """// Every operation of the API of Ilumina Casa. Written by `python -m tools.clients`; do not edit.
import { Sender } from "./sending.js";
import type * as shapes from "./shapes.js";

/** `url` is the shop's address; set `bearer` to an access token after `authLogin`. */
export class ShopApi extends Sender {
"""


def shapes_file(document: Document) -> str:
    return SHAPES_HEAD + "".join(f"\n{_shape(name, schema)}" for name, schema in shapes(document))


def client_file(document: Document) -> str:
    return CLIENT_HEAD + "\n".join(_method(each) for each in operations(document)) + "}\n"


# --- Shapes --------------------------------------------------------------------------------------
def _shape(name: str, schema: Schema) -> str:
    about = "".join(_doc(schema.get("description", ""), ""))
    if schema.get("type") != "object" or "properties" not in schema:
        return f"{about}export type {name} = {told(schema, '')};\n"
    needed = set(schema.get("required", []))
    lines = [f"  {key}{'' if key in needed else '?'}: {told(part, '')};" for key, part in schema["properties"].items()]
    return "\n".join([f"{about}export interface {name} {{", *lines, "}"]) + "\n"


def told(schema: Schema, prefix: str) -> str:
    """The type of a value of this schema. `prefix`: of the module the shapes are in."""
    if "$ref" in schema:
        return prefix + schema["$ref"].removeprefix(REFERENCE)
    for key in ("oneOf", "anyOf", "allOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(told(part, prefix) for part in schema[key]))
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    kinds = schema.get("type", [])
    return (
        " | ".join(_plain(kind, schema, prefix) for kind in ([kinds] if isinstance(kinds, str) else kinds)) or "unknown"
    )


def _plain(kind: str, schema: Schema, prefix: str) -> str:
    if kind == "array":
        return f"Array<{told(schema.get('items', {}), prefix)}>"
    if kind == "object":
        return f"Record<string, {told(schema.get('additionalProperties') or {}, prefix)}>"
    return PLAIN[kind]


def _doc(text: str, margin: str) -> Iterator[str]:
    if text:
        yield f"{margin}/** {' '.join(text.replace('*/', '* /').split())} */\n"


# --- Operations ----------------------------------------------------------------------------------
def _method(operation: Operation) -> str:
    answer = told(operation.answer, "shapes.") if operation.answer is not None else "void"
    given = [f"{_camel(each.name)}: {told(each.schema, 'shapes.')}" for each in operation.placed("path")]
    if operation.body is not None:
        given.append(f"body: {told(operation.body, 'shapes.')}")
    named = [each for each in operation.parameters if each.place != "path"]
    if named:
        fields = [f"{_camel(each.name)}{'' if each.is_required else '?'}: {_kind(each)}" for each in named]
        fields += ["more?: Record<string, string>"] if operation.placed("query") else []
        given.append(f"options: {{ {'; '.join(fields)} }}" + ("" if any(e.is_required for e in named) else " = {}"))
    head = f"  {_camel(operation.name)}({', '.join(given)}): Promise<{answer}> {{\n"
    return f"{''.join(_doc(operation.about, '  '))}{head}    return this.send({_sent(operation)});\n  }}\n"


def _kind(parameter: Parameter) -> str:
    return told(parameter.schema, "shapes.")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _sent(operation: Operation) -> str:
    path = operation.path
    for each in operation.placed("path"):
        path = path.replace("{" + each.written + "}", "${encodeURIComponent(" + _camel(each.name) + ")}")
    parts = ["body"] if operation.body is not None else []
    for place, word in (("query", "query"), ("header", "headers")):
        written = [f"{json.dumps(each.written)}: options.{_camel(each.name)}" for each in operation.placed(place)]
        if written:
            parts.append(f"{word}: {{ {', '.join(written + (['...options.more'] if place == 'query' else []))} }}")
    if not operation.takes_bearer:
        parts.append("asAnybody: true")
    more = f", {{ {', '.join(parts)} }}" if parts else ""
    return f"{json.dumps(operation.verb)}, `{path}`{more}"
