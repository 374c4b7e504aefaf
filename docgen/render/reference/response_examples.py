"""The examples of an operation's responses."""

from collections.abc import Iterator
from typing import Final

from docgen.model.statuses import status_line
from docgen.openapi.nodes import Node
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Operation
from docgen.openapi.survey import media_examples
from docgen.render.reference.operation import Code, is_good
from docgen.render.reference.sample import NO_SAMPLE, sample
from docgen.render.template import indented_json

_MAX_HIGHLIGHTED: Final = 150  # lines: colours make them six times as long


def response_examples(resolver: Resolver, operation: Operation) -> Iterator[Code]:
    """An example of each response: the contract's, or for the first good one without, one made from its schema."""
    has_sample = False
    for status, response in operation.responses.items():
        good = is_good(status)
        for media_type, media in (resolver.spec.resolve(response).get("content") or {}).items():
            if "json" not in str(media_type):
                continue
            described = resolver.spec.resolve(media)
            value = next((value for _, value in media_examples(resolver.spec, media)), NO_SAMPLE)
            if value is NO_SAMPLE and good and not has_sample and described.get("schema") is not None:
                value = sample(resolver, Node(described["schema"], (*operation.pointer, "x-answer")), "response")
            if value is not NO_SAMPLE:
                has_sample = has_sample or good
                yield _example(status_line(status), indented_json(value))
            break


def _example(title: str, text: str) -> Code:
    return Code(title, "json" if text.count("\n") < _MAX_HIGHLIGHTED else "text", text)
