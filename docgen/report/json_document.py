"""A JSON document as text, for every format that is one."""

from typing import Any

import msgspec


def document(content: Any) -> str:  # noqa: ANN401 - JSON can be anything
    """The content as JSON, two spaces deep, with a newline at its end.

    Half of a surrogate pair, which JSON and YAML can escape and UTF-8 cannot carry, stays an escape.
    """
    try:
        encoded = msgspec.json.encode(content)
    except UnicodeEncodeError:
        import json  # a second encoder is not worth its start for what hardly ever happens

        return json.dumps(msgspec.to_builtins(content), indent=2) + "\n"
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
