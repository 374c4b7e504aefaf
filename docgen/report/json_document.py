"""The text of a JSON document, for all formats based on JSON."""

from typing import Any

import msgspec


def document(content: Any) -> str:  # noqa: ANN401 - JSON can be anything
    """The content as JSON, indented by two spaces, with a newline at its end.

    A lone surrogate, which JSON and YAML can escape but UTF-8 cannot encode, stays an escape.
    """
    try:
        encoded = msgspec.json.encode(content)
    except UnicodeEncodeError:
        import json  # rarely needed, and slow to import

        return json.dumps(msgspec.to_builtins(content), indent=2) + "\n"
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
