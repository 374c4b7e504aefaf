"""The schema of a value as JSON Schema that stands alone: Draft 2020-12, with what it refers to under `$defs`."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from docgen.openapi.pointers import json_pointer, pointer_of
from docgen.openapi.schema import one_dialect
from docgen.openapi.spec import Spec
from docgen.openapi.validation.json_schema import JsonSchema, JsonSchemas

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

_Used = dict[str, None]
"""The references in a schema."""


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
        self._used: _Used = {}
        self._made: dict[str, tuple[JsonSchema, _Used]] = {}  # events share most of what they refer to

    def document(self, node: object, head: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON Schema of a schema, with the keywords of `head` first and what it refers to last."""
        schema, used = self._read(node)
        definitions: dict[str, JsonSchema] = {}
        waiting = list(used)
        while waiting:
            ref = waiting.pop(0)
            if ref not in self._made:
                self._made[ref] = self._read(self._target(ref))
            if self._names[ref] not in definitions:
                definitions[self._names[ref]], used = self._made[ref]
                waiting += used
        self._leave_out_unevaluated()
        own = schema if isinstance(schema, dict) else {} if schema else {"not": {}}
        return {**head, **own, **head, **({"$defs": definitions} if definitions else {})}

    def _read(self, node: object) -> tuple[JsonSchema, _Used]:
        self._used = {}
        return self.schema(node), self._used

    def _reference(self, ref: str) -> dict[str, Any]:
        self._used[ref] = None
        if ref not in self._names:
            keys = pointer_of(ref)
            names = (str(keys[-1]), *(f"{keys[-1]}.{number}" for number in range(2, len(self._taken) + 3)))
            self._names[ref] = next(name for name in names if name not in self._taken)
            self._taken.add(self._names[ref])
        return {"$ref": f"#/$defs/{quote(json_pointer((self._names[ref],))[1:], safe='~')}"}

    def _converted(self, node: Mapping[str, Any]) -> dict[str, Any]:
        converted = one_dialect(super()._converted(node))
        for name in [name for name in converted.get("properties", ()) if self._is_one_way(node, name)]:
            del converted["properties"][name]
        if isinstance(values := converted.get("enum"), list) and len(values) == 1:
            converted = {"const" if key == "enum" else key: value for key, value in converted.items()}
            converted["const"] = values[0]
        notes = {key: node[key] for key, kind in _ANNOTATIONS.items() if key in node and isinstance(node[key], kind)}
        if isinstance(name := node.get("format"), str):
            notes |= {"format": name} if name in _FORMATS else {"$comment": f"format: {name}"}
        if "example" in node:
            notes.setdefault("examples", [node["example"]])
        return {**notes, **(_or_null(converted) if node.get("nullable") is True else converted)}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that takes null, too."""
    if not _COMBINED.isdisjoint(schema) or not {"type", "enum", "const"} & schema.keys():
        return {"anyOf": [schema, {"type": "null"}]} if schema else schema
    listed = schema.get("type", [])
    types = [listed] if isinstance(listed, str) else listed
    found = {**schema, **({"type": [*dict.fromkeys((*types, "null"))]} if types else {})}
    values = found.pop("enum", None) or ([found.pop("const")] if "const" in found else None)
    return {**found, "enum": [*values, *(() if None in values else (None,))]} if values else found
