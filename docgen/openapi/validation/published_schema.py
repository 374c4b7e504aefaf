"""The schema of a value as JSON Schema that stands alone: Draft 2020-12, with what it refers to under `$defs`."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from docgen.openapi.nodes import JsonObject, as_list
from docgen.openapi.pointers import json_pointer, pointer_of
from docgen.openapi.schema import one_dialect
from docgen.openapi.spec import Spec
from docgen.openapi.validation.json_schema import Converted, JsonSchema, JsonSchemas

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ANNOTATIONS: Final[Mapping[str, type]] = {
    **dict.fromkeys(("title", "description", "contentEncoding", "contentMediaType"), str),
    **dict.fromkeys(("deprecated", "readOnly"), bool),
    **{"default": object, "examples": list},
}
# of JSON Schema (2020-12, 7.3) and OpenAPI (3.1, 4.4): strict validators refuse others
_FORMATS: Final = frozenset((
    "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri",
    "uri-reference", "iri", "iri-reference", "uuid", "uri-template", "json-pointer", "relative-json-pointer", "regex",
    "int32", "int64", "float", "double", "password", "byte", "binary",
))  # fmt: skip
_COMBINED: Final = frozenset(("$ref", "allOf", "anyOf", "oneOf", "not", "if"))


class PublishedSchemas(JsonSchemas):
    """The schemas of what the servers of one contract send, each to be a document of its own.

    They keep what people and generators of code read: titles, descriptions, formats, examples. What clients alone send
    (`writeOnly`) is left out.
    """

    _ONE_WAY = ("writeOnly",)

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        # events share most of what they refer to
        self._made: dict[str, Converted] = {}

    def document(self, node: object, head: JsonObject) -> dict[str, Any]:
        """The JSON Schema of a schema, with the keywords of `head` first and what it refers to last."""
        schema, used = self.converted(node)
        definitions: dict[str, JsonSchema] = {}
        waiting = list(used)
        while waiting:
            ref = waiting.pop(0)
            if ref not in self._made:
                self._made[ref] = self.converted(self._target(ref))
            if self._names[ref] not in definitions:
                definitions[self._names[ref]], used = self._made[ref]
                waiting += used
        self._leave_out_unevaluated()
        own: dict[str, Any] = {"not": {}} if schema is False else {}
        if isinstance(schema, dict):
            own = schema
        document = {**head, **own, **head}
        if definitions:
            document["$defs"] = definitions
        return document

    def _reference(self, ref: str) -> dict[str, Any]:
        self._used[ref] = None
        if ref not in self._names:
            stem = name = str(pointer_of(ref)[-1])
            number = 1
            while name in self._taken:
                number += 1
                name = f"{stem}.{number}"
            self._names[ref] = name
            self._taken.add(name)
        return {"$ref": f"#/$defs/{quote(json_pointer((self._names[ref],))[1:], safe='~')}"}

    def _converted(self, node: JsonObject) -> dict[str, Any]:
        converted = one_dialect(super()._converted(node))
        for name in list(converted.get("properties", ())):
            if self._is_one_way(node, name):
                del converted["properties"][name]
        if len(values := as_list(converted.get("enum"))) == 1:
            converted = {"const" if key == "enum" else key: value for key, value in converted.items()}
            converted["const"] = values[0]
        if node.get("nullable") is True:
            converted = _or_null(converted)
        return {**_annotations(node), **converted}


def _annotations(node: JsonObject) -> JsonObject:
    """What people and generators of code read in a schema."""
    notes = {key: node[key] for key, kind in _ANNOTATIONS.items() if key in node and isinstance(node[key], kind)}
    name = node.get("format")
    if isinstance(name, str):
        notes |= {"format": name} if name in _FORMATS else {"$comment": f"format: {name}"}
    if "example" in node:
        notes.setdefault("examples", [node["example"]])
    return notes


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that takes null, too."""
    if not schema:
        return schema
    if not _COMBINED.isdisjoint(schema) or not {"type", "enum", "const"} & schema.keys():
        return {"anyOf": [schema, {"type": "null"}]}
    nullable = dict(schema)
    if "type" in schema:
        types = as_list(schema["type"]) or [schema["type"]]
        nullable["type"] = [*dict.fromkeys((*types, "null"))]
    if "const" in nullable and "enum" not in nullable:
        nullable["enum"] = [nullable.pop("const")]
    if "enum" in nullable:
        values = nullable.pop("enum")
        nullable["enum"] = values if None in values else [*values, None]
    return nullable
