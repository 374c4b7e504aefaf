"""A schema as the rows of a table, and its example."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from docgen.openapi.examples import media_examples
from docgen.openapi.spec import Spec

_DEPTH: Final = 3


class Row(msgspec.Struct, frozen=True):
    """One field: its path with dots, its type, whether it is required, and what the contract says."""

    path: str
    type: str
    required: bool
    description: str
    enum: tuple[str, ...]


def rows(spec: Spec, schema: Any, prefix: str = "", depth: int = _DEPTH) -> tuple[Row, ...]:  # noqa: ANN401
    """The fields of an object, those of nested objects included to a depth of three."""
    merged = _merged(spec, schema)
    found: list[Row] = []
    for name, node in (merged.get("properties") or {}).items():
        field = _merged(spec, node)
        path, values = f"{prefix}{name}", tuple(str(value) for value in field.get("enum") or ())
        required = name in (merged.get("required") or ())
        found.append(Row(path, _type(spec, field), required, str(field.get("description") or ""), values))
        if depth > 1:
            found += rows(spec, field, f"{path}.", depth - 1)
    return tuple(found)


def _merged(spec: Spec, schema: Any) -> Mapping[str, Any]:  # noqa: ANN401
    node = spec.resolve(schema)
    merged: dict[str, Any] = dict(node)
    for part in node.get("allOf") or ():
        inner = spec.resolve(part)
        merged = {
            **inner,
            **merged,
            "properties": {**(inner.get("properties") or {}), **(merged.get("properties") or {})},
            "required": [*(inner.get("required") or ()), *(merged.get("required") or ())],
        }
    return merged


def _type(spec: Spec, field: Mapping[str, Any]) -> str:
    kind = field.get("type")
    if "const" in field:
        return f'"{field["const"]}"'
    if kind == "array":
        return f"array of {_type(spec, _merged(spec, field.get('items')))}"
    if isinstance(kind, list):
        return " or ".join(str(part) for part in kind)
    detail = f" ({field['format']})" if "format" in field else ""
    return f"{kind or 'object'}{detail}"


def example(spec: Spec, media: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an example is any JSON
    """The example of a body, from where the contract keeps it; None without one."""
    for _, value in media_examples(spec, media):
        return value
    schema = spec.resolve(media.get("schema"))
    listed = schema.get("examples")
    return schema.get("example", next(iter(listed if isinstance(listed, list) else ()), None))
