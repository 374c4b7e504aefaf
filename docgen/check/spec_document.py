"""The contract on its own: valid OpenAPI whose examples match, the envelope of its errors, and dates in headers."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import msgspec

from docgen.check.rule import Findings, Rule, error_rule, found, found_at, pin_rule
from docgen.claims.contract import error_responses
from docgen.claims.response import other_body
from docgen.facts.samples.http_text import is_http_date
from docgen.facts.texts.passages import published_texts
from docgen.markdown.fences import fences
from docgen.model.finding import Severity
from docgen.model.project import Project
from docgen.openapi.examples import examples
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.openapi.validation import problems as problems_of
from docgen.openapi.validation.problem import Problem
from docgen.records import RecordCache, digest

Problems = Mapping[str, tuple[Problem, ...]]
"""What is wrong in the contract of each pin, by the id of the pin."""


class Validated(msgspec.Struct, frozen=True):
    """What an earlier run found in a contract."""

    problems: tuple[Problem, ...]


def contract_problems(project: Project, known: RecordCache | None = None, validator: str = "") -> Problems:
    """What is wrong in the contracts of a project on their own, as it is `known` of the same contract and validator."""
    return {pin.id: _problems(pin.spec, known, validator) for pin in project.pins if pin.spec}


def _problems(spec: Spec, known: RecordCache | None, validator: str) -> tuple[Problem, ...]:
    if known is None:
        return problems_of(spec)
    text = spec.source.data
    # its text lacks the parts of other files, and those may change alone
    if spec.refs is None:
        text = msgspec.json.encode(spec.written)
    key = digest("contract", validator, spec.source.path, text)
    # validation takes longer than all else of a check, and contracts of old pins never change
    earlier = known.get(key, Validated)
    if earlier is not None:
        return earlier.problems
    problems = problems_of(spec)
    known.put(key, Validated(problems))
    return problems


def _with_id(id_: str, project: Project, problems: Problems) -> Findings:
    for pin in project.pins:
        for problem in problems.get(pin.id, ()):
            if problem.id == id_:
                yield found(pin.contract.source, problem.pointer, problem.message, problem.hint)


UNUSABLE: Final = (Rule("spec-invalid", _with_id), Rule("unresolved-ref", _with_id))
"""The rules on contracts that no pin gets."""

RULES: Final = (*UNUSABLE, Rule("example-invalid", _with_id), Rule("unchecked-pattern", _with_id, Severity.INFO))
"""The rules on a contract on its own."""

_DATES: Final = ("sunset", "date", "expires", "last-modified")
_HEADER: Final = re.compile(rf"({'|'.join(_DATES)}):(.*)", re.I)


@error_rule
def error_without_envelope(project: Project) -> Findings:
    """An error response of the contract does not use the error envelope: clients cannot read its code."""
    if project.config.errors is None:
        return
    name = project.config.errors.envelope
    for spec in project.specs().values():
        # an older contract may be from before the envelope
        if name not in spec.schemas():
            continue
        resolver = Resolver(spec)
        for operation, response in error_responses(spec):
            # without JSON, nothing in a response could be the envelope
            if other_body(resolver, response, name):
                message = f"the response {response.pointer[-1]} of `{operation.name}` does not use `{name}`"
                hint = f"reference `#/components/schemas/{name}` in its body"
                yield found(spec.source, response.pointer, message, hint)


@pin_rule
def malformed_http_date(project: Project) -> Findings:
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
            headers = (name for above, name in pairwise(example.pointer) if above == "headers")
            if any(str(name).lower() in _DATES for name in headers) and not is_http_date(example.value):
                message = f"the example `{example.value}` is not a valid HTTP date"
                yield found(spec.source, example.pointer, message, hint)
