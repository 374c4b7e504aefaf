"""A file of JSON, as docgen publishes it."""

from typing import Any

import msgspec

from docgen.wording import visible


def json_file(value: object) -> str:
    """A record or a schema as JSON indented by two, with a newline at its end."""
    return msgspec.json.format(encoded(value), indent=2).decode() + "\n"


def encoded(value: object) -> bytes:
    r"""A record as JSON whose texts and names have no hidden character, also none that JSON writes as `\u001b`."""
    data = msgspec.json.encode(value)
    text = data.decode()
    if visible(text) is text and "\\u" not in text:  # most files: no value is walked through
        return data
    return msgspec.json.encode(all_visible(msgspec.json.decode(data)))


def all_visible(node: Any) -> Any:  # noqa: ANN401 - any JSON
    """A JSON value without hidden characters in its texts and names."""
    if isinstance(node, str):
        return visible(node)
    if isinstance(node, list):
        return [all_visible(item) for item in node]
    if isinstance(node, dict):
        return {visible(name): all_visible(value) for name, value in node.items()}
    return node
