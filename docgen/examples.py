"""The examples of a contract: where a body stands in it, and the envelope of an error code."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from docgen.model.config import Config
from docgen.model.source import Pointer
from docgen.model.spec import Operation, Spec


class Example(msgspec.Struct, frozen=True):
    """An example of a body: its value, the media type's schema (unresolved) and its place in the document."""

    value: Any
    schema: Any
    pointer: Pointer
    operation: Operation
    status: str


def response_examples(spec: Spec) -> Iterator[Example]:
    """Every example of every response body, those behind a `$ref` too, once an operation."""
    for operation in spec.operations():
        for status, listed in (operation.node.get("responses") or {}).items():
            for media_type, media in (spec.resolve(listed).get("content") or {}).items():
                pointer = (*operation.pointer, "responses", str(status), "content", media_type)
                for name, value in media_examples(spec, media):
                    yield Example(value, media.get("schema"), (*pointer, *name), operation, str(status))


def media_examples(spec: Spec, media: Mapping[str, Any]) -> Iterator[tuple[Pointer, Any]]:
    """The examples of one media type with their place in it: `example`, and each of `examples`."""
    if "example" in media:
        yield ("example",), media["example"]
    for name, listed in (media.get("examples") or {}).items():
        example = spec.resolve(listed)
        if "value" in example:
            yield ("examples", name, "value"), example["value"]


def field(value: Any, path: str) -> Any:  # noqa: ANN401 - a field of JSON can be anything
    """The field of a value under a dotted path such as `error.code`, or None."""
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def envelope(spec: Spec, config: Config, code: str) -> Mapping[str, Any] | None:
    """The first example of an error envelope with this code, or None where the contract shows none."""
    for example in response_examples(spec):
        found = field(example.value, config.errors.code)
        if found is not None and str(found) == code and isinstance(example.value, Mapping):
            return example.value
    return None
