"""The errors of the contract: their envelope and `doc_url`; and dates in headers."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from docgen.check.rule import found, found_at, rule
from docgen.claims.contract import Contract, is_error
from docgen.claims.response import refers_to
from docgen.facts.samples.http_text import is_http_date
from docgen.facts.texts.passages import published_texts
from docgen.markdown.fences import fences
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.openapi.examples import examples
from docgen.openapi.resolver import Resolver
from docgen.positions.source import Pointer

_DATES: Final = ("sunset", "date", "expires", "last-modified")
_HEADER: Final = re.compile(rf"({'|'.join(_DATES)}):(.*)", re.I)


@rule(Severity.ERROR)
def error_without_envelope(project: Project) -> Iterator[Finding]:
    """An error response of the contract does not use the error envelope: clients cannot read its code."""
    if project.config.errors is None:
        return
    name = project.config.errors.envelope
    yield from _unknown_envelope(project, name)
    for spec in project.specs().values():
        if name not in spec.schemas():
            continue
        contract = Contract(spec, project.config)
        for operation in contract.operations:
            for status, response, pointer in contract.responses(operation):
                if is_error(status) and not _has_envelope(contract.resolver, response, name):
                    message = f"the response {status} of `{operation.name}` does not use `{name}`"
                    yield found(spec.source, pointer, message, f"reference `#/components/schemas/{name}` in its body")


def _unknown_envelope(project: Project, name: str) -> Iterator[Finding]:
    specs = project.specs().values()
    if specs and all(name not in spec.schemas() for spec in specs):
        yield found(
            project.config_source,
            ("tool", "docgen", "errors", "envelope"),
            f"the error envelope `{name}` is not found in any spec, so errors cannot be checked",
            "set `envelope` to the name of a schema under `components.schemas`",
        )


def _has_envelope(resolver: Resolver, response: Mapping[str, Any], envelope: str) -> bool:
    media = [medium for name, medium in (response.get("content") or {}).items() if "json" in name]
    return bool(media) and all(refers_to(resolver, medium.get("schema"), envelope) for medium in media)


@rule(Severity.ERROR, by_pin=True)
def malformed_http_date(project: Project) -> Iterator[Finding]:
    """A date in a header is not a valid HTTP date (RFC 9110), or has the wrong weekday: clients ignore it."""
    hint = "write it as `Tue, 04 Aug 2026 00:00:00 GMT`, with the weekday of the date"
    for text in published_texts(project):
        for fence in fences(text.text):
            lines = fence.text.split("\n") if fence.language == "http" else ()
            for number, line in enumerate(lines, text.first_line + fence.line + 1):
                match = _HEADER.match(line)
                if match and not is_http_date(match[2].strip(" ")):
                    message = f"{match[1]}: `{match[2].strip(' ')}` is not a valid HTTP date"
                    yield found_at(text.source.path, number, 1, message, hint)
    for spec in project.specs().values():
        for example in examples(spec):
            if _is_date(example.pointer) and not is_http_date(example.value):
                message = f"the example `{example.value}` is not a valid HTTP date"
                yield found(spec.source, example.pointer, message, hint)


def _is_date(example: Pointer) -> bool:
    """Whether an example is that of a header whose value is a date."""
    return any(above == "headers" and str(name).lower() in _DATES for above, name in pairwise(example))
