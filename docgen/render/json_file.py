"""JSON: contracts as they are published, files for programs with their records, and what a page shows."""

import hashlib
import json
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar

import msgspec

from docgen.openapi.caching import once
from docgen.openapi.spec import Spec
from docgen.wording import visible

Record = TypeVar("Record", bound=msgspec.Struct)


class Document(msgspec.Struct, frozen=True):
    """A machine file: a reader checks `version` before anything else; states are those of the day `as_of`."""

    schema_url: str = msgspec.field(name="$schema")
    version: Literal[1]
    as_of: date


def indented_json(value: Any) -> str:  # noqa: ANN401 - any JSON
    """JSON indented for people; what YAML has and JSON has not is its text."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def record(kind: type[Record], /, *sources: object, **own: object) -> Record:
    """A record of some values; its other fields are the attributes of the last source that has their names."""
    shared: dict[str, object] = {}
    for source in sources:
        shared |= {name: getattr(source, name) for name in kind.__struct_fields__ if hasattr(source, name)}
    return kind(**{**shared, **own})


def json_file(value: object) -> str:
    """A record or a schema as JSON indented by two, with a newline at its end."""
    return msgspec.json.format(encoded(value), indent=2).decode() + "\n"


def encoded(value: object) -> bytes:
    r"""A record as JSON whose texts and names have no hidden character, also none that JSON writes as `\u001b`."""
    data = msgspec.json.encode(value)
    text = data.decode()
    # most files: no value is walked through
    if visible(text) is text and "\\u" not in text:
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


class Checksum(NamedTuple):
    """What a download is checked with: its SHA-256 in hexadecimal, its size in bytes."""

    sha256: str
    size: int


@once
def contract_json(spec: Spec) -> bytes:
    """The bytes of the download, in UTF-8, as the vendor wrote them; a YAML contract is converted to JSON."""
    if spec.source.path.endswith(".json"):
        return spec.source.data
    return (indented_json(spec.written) + "\n").encode()


@once
def checksum(spec: Spec) -> Checksum:
    """The checksum of `contract_json`."""
    content = contract_json(spec)
    return Checksum(hashlib.sha256(content).hexdigest(), len(content))
