"""The text of a JSON document, for all formats based on JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from docgen.wording import visible


def document(content: Any) -> str:  # noqa: ANN401 - JSON can be anything
    """The content as JSON, indented by two spaces, with a newline at its end; a hidden character is an escape."""
    return _encoded(content, indent=2) + "\n"


def records(content: Mapping[str, Any]) -> str:
    """An object as JSON with a line for each record in its lists and mappings: long ones stay small and comparable."""
    return "{\n" + ",\n".join(f"{_encoded(key)}: {_lines(value)}" for key, value in content.items()) + "\n}\n"


def picked(record: msgspec.Struct, keys: Iterable[str]) -> dict[str, Any]:
    """Some fields of a record by their names, in that order."""
    return {key: getattr(record, key) for key in keys}


def _lines(value: Any) -> str:  # noqa: ANN401 - JSON can be anything
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_encoded, value)) + "\n]"
    if isinstance(value, dict) and any(isinstance(item, dict) for item in value.values()):
        return "{\n" + ",\n".join(f"{_encoded(key)}: {_encoded(item)}" for key, item in value.items()) + "\n}"
    return _encoded(value)


def _encoded(content: Any, indent: int | None = None) -> str:  # noqa: ANN401 - JSON can be anything
    try:
        data = msgspec.json.encode(content)
        text = (msgspec.json.format(data, indent=indent) if indent else data).decode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON and YAML can escape but UTF-8 cannot encode
        text = ""
    if text and visible(text) == text:
        return text
    # rarely needed, and slow to import; it escapes what msgspec writes as it is
    import json

    return json.dumps(msgspec.to_builtins(content), indent=indent).replace("\x7f", "\\u007f")
