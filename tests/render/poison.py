"""A project with other texts wherever a person or a contract may write one."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec

from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions.source import Source

_WRITTEN = {
    "title", "summary", "areas", "steps", "note", "because", "today", "change", "for_", "cause", "text", "owner",
    "evidence", "label", "backoff", "idempotency", "aliases", "api",
}  # fmt: skip
_NUMBERS = count()
_OF_CONTRACT = {"summary", "description", "message", "prompt", "title"}


def poisoned(project: Project, supply: Iterator[str]) -> Project:
    """The project with the next text of `supply` in every free text of its entries, pins, error pages and contracts."""
    return msgspec.structs.replace(
        project,
        config=msgspec.structs.replace(project.config, api=next(supply)),
        entries=tuple(_struct(entry, supply) for entry in project.entries),
        errors=tuple(_struct(page, supply) for page in project.errors),
        pins=tuple(_pin(pin, supply) for pin in project.pins),
    )


def _pin(pin: Pin, supply: Iterator[str]) -> Pin:
    assert pin.spec is not None
    spec = msgspec.structs.replace(pin.spec, document=_contract(pin.spec.document, supply))
    return msgspec.structs.replace(_struct(pin, supply), spec=spec)


def _struct(node: Any, supply: Iterator[str], name: str = "") -> Any:  # noqa: ANN401 - any part
    if isinstance(node, Source):
        return node
    if isinstance(node, msgspec.Struct):
        fields = {field: _struct(getattr(node, field), supply, field) for field in node.__struct_fields__}
        return msgspec.structs.replace(node, **{key: value for key, value in fields.items() if key != "spec"})
    if isinstance(node, tuple):
        return tuple(_struct(item, supply, name) for item in node)
    if not isinstance(node, str) or name not in _WRITTEN:
        return node
    # a summary that says no more than its title is not shown
    return f"{next(supply)} besides" if name == "summary" else next(supply)


def _contract(node: Any, supply: Iterator[str], name: str = "") -> Any:  # noqa: ANN401 - any part
    if isinstance(node, dict):
        # The description of an operation is CommonMark, which may have blocks: tests of prose have it.
        kept = {"description"} & node.keys() if "requestBody" in node else set()
        return {key: value if key in kept else _contract(value, supply, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_contract(item, supply, name) for item in node]
    if not isinstance(node, str) or name not in _OF_CONTRACT:
        return node
    # messages of one word, and those that are equal as plain text, are not shown
    return f"{next(supply)} besides {next(_NUMBERS)}" if name == "message" else next(supply)
