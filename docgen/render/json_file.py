"""A file of JSON, as docgen publishes it."""

import msgspec


def json_file(value: object) -> str:
    """A record or a schema as JSON indented by two, with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"
