"""HTTP and JSON examples on pages and in entries, checked against the contract of their pin."""

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import msgspec

from docgen.check.bounded_validation import Budget, bounded_validator
from docgen.check.rule import Facts, Findings, found_at, pin_rule
from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.knowledge.vocabulary import Contracts
from docgen.facts.samples.http_text import SERVER, header, openapi_request, openapi_response
from docgen.facts.samples.json_text import has_placeholder
from docgen.facts.samples.shell import SHELLS
from docgen.facts.samples.ties import Tied, tied
from docgen.facts.texts.passages import Passage, published_texts
from docgen.facts.verdict import Sample
from docgen.markdown.fences import Fence, fences
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.pointers import value_at
from docgen.openapi.spec import Spec
from docgen.openapi.validation import reference_problems
from docgen.openapi.validation.values import ValueValidator

if TYPE_CHECKING:
    from openapi_core import OpenAPI

_HINT = "change the example to match the contract"
_MOST: Final = 3  # errors of one example
_UNIONS: Final = ("oneOf", "anyOf")
_FORMS: Final = ("format", "pattern")
"""The keywords that ids of samples seldom match."""
_OF_WHOLE: Final = ("required", "minItems", "minProperties", "dependentRequired", "discriminator", "not", "if")
"""The keywords that a part of a value need not match."""


@pin_rule
def example_in_docs_invalid(project: Project, facts: Facts) -> Findings:
    """An HTTP or JSON example on a page does not match the contract: it fails for customers who copy it."""
    named = {(fact.source.path, fact.line) for fact in facts if fact.state in ("contradicted", "unbound")}
    checkers: dict[str, _Examples] = {}
    scope = Scope(Vocabularies(project), None)
    for text in published_texts(project):
        pin = text.pin
        if pin is None or pin.spec is None or not fences(text.text):
            continue
        if pin.id not in checkers:
            checkers[pin.id] = _Examples(scope, pin)
        for fence, message, hint in checkers[pin.id].errors(text):
            path, line = text.source.path, text.first_line + fence.line
            # what is wrong with a name is told at the name
            if not any((path, line + at) in named for at in range(fence.text.count("\n") + 2)):
                yield found_at(path, line, 1, message, hint)


class _Examples:
    """One contract, prepared once for all examples."""

    def __init__(self, scope: Scope, pin: Pin) -> None:
        self._scope, self._pin = scope, pin
        # validators raise where a reference leads nowhere, and unresolved-ref says so
        self._broken_references = any(reference_problems(pin.contract))
        self._contract = cache(partial(_Contract, pin.contract, Budget()))

    def errors(self, text: Passage) -> Iterator[tuple[Fence, str, str]]:
        """Each error of a fence of a text, with a hint; nothing where the spec has broken references."""
        if self._broken_references:
            return
        around = self._scope, Contracts((self._scope.shared.of_pins[self._pin.id],))
        listed = fences(text.text)
        samples = (Sample(*around, fence=fence, text=text.text, is_strict=text.is_strict) for fence in listed)
        for sample, shown in tied(samples):
            for tie in shown:
                # what cannot be read is not compared
                if tie.problem and (sample.is_strict or sample.fence.language != "http" or tie.message.method):
                    yield sample.fence, tie.problem, "write what a reader can copy and run"
                    continue
                for error in self._errors(tie, sample):
                    yield sample.fence, error, _HINT

    def _errors(self, shown: Tied, sample: Sample) -> Iterator[str]:
        language, asks = sample.fence.language, bool(shown.message.method)
        is_exact = sample.is_strict and language == "http"
        contract = self._contract(is_exact, shown.is_partial)
        if shown.schemas:
            yield from contract.of_schemas(shown)
        elif shown.asked and (not asks or language in ("http", *SHELLS)):  # of a program, only the address is read
            name = self._pin.text.version_header  # a request has to say which version it is for
            if is_exact and asks and name and header(shown.message, name) is None:
                yield f"the request lacks the header `{name}`"
            yield from contract.of_message(shown)


class _Contract:
    """A contract as far as an example has to match it: exactly, as HTTP in a strict text, or as far as it shows.

    Its only server is `SERVER`, as examples have others.
    """

    def __init__(self, spec: Spec, budget: Budget, is_exact: bool, is_partial: bool) -> None:
        document = {**spec.document, "servers": [{"url": SERVER}]}
        if not is_exact:
            document = _without(document, (*_FORMS, *(_OF_WHOLE if is_partial else ())))
            document["components"] = {**(document.get("components") or {}), "securitySchemes": {}}
        self._spec = msgspec.structs.replace(spec, document=document)
        self._budget, self._is_exact = budget, is_exact
        self._openapi = cache(self._library)

    def of_schemas(self, shown: Tied) -> Iterator[str]:
        """The first error of a value that matches none of its schemas; of a part that is alike, its only one."""
        try:
            failures = {name: self._failures(name, shown.value) for name in shown.schemas}
        except UnicodeEncodeError:
            yield "the example has half of a character (RFC 8259, section 8.2)"
            return
        name, errors = min(failures.items(), key=lambda pair: len(pair[1]))
        if errors and not (shown.is_alike and shown.is_partial and len(errors) > 1):
            what = "looks like" if shown.is_alike else "is named"
            yield f"the example {what} `{name}` but {errors[0]}"

    def _failures(self, name: str, value: object) -> list[str]:
        errors = self._validator.errors(("components", "schemas", name), value)
        placed = ((value_at(value, where), message) for where, message in errors)
        return [message for at, message in placed if at is not None and not has_placeholder(at)]

    @cached_property
    def _validator(self) -> ValueValidator:
        return ValueValidator(self._spec, (("components", "schemas", name) for name in self._spec.schemas()))

    def of_message(self, shown: Tied) -> Iterator[str]:
        """The first thing in a request or a response that the operation does not have so."""
        from openapi_core.exceptions import OpenAPIError  # slow to import
        from openapi_core.templating.paths.exceptions import PathError  # as above

        try:
            for error in self._raised(shown):
                if isinstance(error, PathError):
                    continue  # facts say so
                if reason := self._reason(error):
                    yield f"the example does not match the contract: {reason}"
                    return
        except OpenAPIError as error:
            yield f"the example does not match the contract: {error}"
        except RecursionError:
            yield "the example cannot be checked: a schema is nested too deeply, or contains itself"
        except Exception as error:  # an invalid spec makes the library raise anything; spec-invalid says why
            if self._is_exact:
                yield f"the example cannot be checked: the contract is not valid: {str(error).partition(chr(10))[0]}"

    def _raised(self, shown: Tied) -> Iterator[Exception]:
        request, operation = shown.request or shown.message, shown.asked[0][1]
        body = shown.message.body.decode().strip()
        if not (self._is_exact and body):
            is_json = shown.value is not None and body[:1] in ("", "{", "[")
            body = json.dumps(shown.value) if is_json else ""
        asked = openapi_request(request, operation.path.count("/"), "" if shown.request else body)
        if shown.request is None:
            yield from self._openapi("OAS30WriteValidator").iter_request_errors(asked)
        elif body:  # without one, documentation often shows only some headers of a response
            answer = openapi_response(shown.message, body)
            yield from self._openapi("OAS30ReadValidator").iter_response_errors(asked, answer)

    def _library(self, oas30_validator: str) -> "OpenAPI":
        """The library for requests or for responses; only OpenAPI 3.0 has a validator for each."""
        import openapi_schema_validator as validators  # slow to import
        from openapi_core import Config, OpenAPI  # as above
        from openapi_core.validation.schemas.factories import SchemaValidatorsFactory  # as above

        is_old = str(self._spec.document.get("openapi")).startswith("3.0")
        kind = getattr(validators, oas30_validator if is_old else "OAS31Validator")
        # the formats of 3.0 count in 3.1 too, as the library has it
        formats = validators.OAS30ReadValidator.FORMAT_CHECKER
        factory = SchemaValidatorsFactory(bounded_validator(kind, self._budget), formats)
        # spec-invalid has validated the document, and once is enough; None is missing from the type's hints
        config = Config(spec_validator_cls=None, schema_validators_factory=factory)  # type: ignore[arg-type]
        return OpenAPI.from_dict(self._spec.written, config=config)

    def _reason(self, error: Exception) -> str:
        """Why an example does not match; empty where only what it does not show or a placeholder does not."""
        cause = error.__cause__ or error
        listed = getattr(cause, "schema_errors", None)
        is_parameter = hasattr(error, "location")
        if is_parameter and not self._is_exact and cause is not error:
            return ""  # the library does not read each form of a query
        if listed is not None:
            kept = listed if self._is_exact else filter(_is_meant, map(_within_union, listed))
            return "; ".join(sorted(map(_words, kept))[:_MOST])
        is_missing_header = cause is error and getattr(error, "location", "") == "header"
        if not (self._is_exact or is_missing_header):
            return ""
        return str(error) if cause is error else f"{error}: {cause}"


def _within_union(error: Any) -> Any:  # noqa: ANN401 - the library's errors have no types
    """What the alternative requires that a value matches but for that; the error itself where there is none."""
    alternatives: dict[int, list[Any]] = {}
    for inner in error.context if error.validator in _UNIONS else ():
        alternatives.setdefault(inner.relative_schema_path[0], []).append(inner)
    nearest = min(alternatives.values(), key=len, default=[])
    return nearest[0] if [inner.validator for inner in nearest] == ["required"] else error


def _is_meant(error: Any) -> bool:  # noqa: ANN401 - the library's errors have no types
    """Whether a value is meant to match its schema.

    Most contracts do not say what may be null, nor what any key has; and which alternative is meant is not known.
    """
    is_open = error.instance is None or "additionalProperties" in error.absolute_schema_path
    return error.validator not in (*_FORMS, *_UNIONS) and not is_open and not has_placeholder(error.instance)


def _words(error: Any) -> str:  # noqa: ANN401 - as above
    where = ".".join(str(step) for step in error.absolute_path) or "the body"
    return f"{where}: {error.message[:160]}"


def _without(node: Any, keywords: Collection[str], names: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """A contract without some keywords of its schemas; without those of whole values, one alternative or more match."""
    if isinstance(node, list):
        return [_without(child, keywords) for child in node]
    if not isinstance(node, Mapping):
        return node
    kept = {}
    for key, child in node.items():
        is_keyword = not names and (key != "required" or isinstance(child, list))
        if not (is_keyword and key in keywords):
            is_union = key == "oneOf" and "anyOf" not in node and not names and "required" in keywords
            kept["anyOf" if is_union else key] = _without(child, keywords, key == "properties" and not names)
    return kept
