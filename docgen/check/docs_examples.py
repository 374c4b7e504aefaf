"""HTTP and JSON examples on pages and in entries, checked against the contract of their pin."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

import msgspec

from docgen.check.bounded_validation import Budget, bounded_validator
from docgen.check.rule import found_at, rule
from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.samples.http_text import Message, header, openapi_request, openapi_response
from docgen.facts.samples.json_text import has_placeholder
from docgen.facts.samples.shell import SHELLS
from docgen.facts.samples.ties import Tied, tied
from docgen.facts.texts.passages import PublishedText, published_texts
from docgen.facts.verdict import Sample
from docgen.markdown.fences import Fence, fences
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.pointers import value_at
from docgen.openapi.spec import Operation, Spec
from docgen.openapi.validation.references import reference_problems
from docgen.openapi.validation.values import ValueValidator
from docgen.redirects.oracle import covers_url

if TYPE_CHECKING:
    from openapi_core import OpenAPI

_HINT = "change the example to match the contract"
_PARTS: Final = re.compile(r"[/?&=]")
_OF_WHOLE: Final = ("required", "minItems", "minProperties", "dependentRequired", "not", "if", "then", "else")
"""The keywords that a part of a value need not match."""


@rule(Severity.ERROR, by_pin=True)
def example_in_docs_invalid(project: Project) -> Iterator[Finding]:
    """An HTTP or JSON example on a page does not match the contract: it fails for customers who copy it.

    Compared are requests to an operation, in HTTP or as a command of curl or HTTPie; the response in the next fence;
    and JSON that names its schema, as in `{.json schema=Widget}`, or that has what identifies a schema. In a guide,
    other JSON may be anything, and JSON with comments or `...` is a part: nothing that it leaves out is missing.

    **Fails**

    ````diff title="docs/index.md"
    -{"id": "w_1", "status": "ready"}
    +{"id": "w_1", "status": "done"}
    ````

    **Passes**

    ````diff title="docs/index.md"
    -{"id": "w_1", "status": "ready"}
    +{"id": "w_1", "status": "making"}
    ````
    """
    checkers: dict[str, _Examples] = {}
    scope = Scope(Vocabularies(project), None)
    for text in published_texts(project):
        spec = text.pin.spec if text.pin else None
        if text.pin is None or spec is None or not fences(text.text):
            continue
        if text.pin.id not in checkers:
            checkers[text.pin.id] = _Examples(scope, text.pin, spec)
        for fence, message in checkers[text.pin.id].errors(text):
            yield found_at(text.source.path, text.first_line + fence.line, 1, message, _HINT)


class _Examples:
    """One contract, prepared once for all examples."""

    def __init__(self, scope: Scope, pin: Pin, spec: Spec) -> None:
        self._scope, self._pin, self._spec = scope, pin, spec
        self._broken_references = any(reference_problems(spec))
        self._budget = Budget()
        self._contracts: dict[tuple[bool, bool], _Contract] = {}

    def errors(self, text: PublishedText) -> Iterator[tuple[Fence, str]]:
        """Each fence of a text that does not match the contract; nothing where the spec has broken references."""
        if self._broken_references:
            return
        around = self._scope, (self._scope.shared.of_pins[self._pin.id],), "", "", "", "", ""
        listed = fences(text.text)
        samples = (Sample(*around, fence=one, text=text.text, is_strict=text.is_strict) for one in listed)
        for sample, shown in tied(samples):
            for one in shown:
                yield from ((sample.fence, error) for error in self._errors(one, sample))

    def _errors(self, shown: Tied, sample: Sample) -> Iterator[str]:
        message, is_http = shown.message, sample.fence.language == "http"
        if shown.problem and (sample.is_strict or not is_http):
            yield shown.problem
            return
        contract = self._contract(sample.is_strict, shown.is_partial)
        if shown.schemas:
            yield from contract.of_schemas(shown)
        elif message.method and not (is_http or sample.fence.language in SHELLS):
            return  # of the request of a program, only the address is read
        elif shown.asked and not self._is_redirected(shown.request or message):
            versioning = self._pin.text.versioning
            is_versioned = versioning is not None and versioning.carrier == "header"
            if versioning and is_versioned and is_http and message.method and not header(message, versioning.name):
                yield f"the request lacks the header `{versioning.name}`"
            yield from contract.of_message(shown)

    def _is_redirected(self, message: Message) -> bool:
        project = self._scope.project
        host = header(message, "Host") or next(iter(project.config.hosts), "")
        url = f"https://{host}{message.target.partition('?')[0]}"
        return any(covers_url(redirect, url) for redirect in project.redirects)

    def _contract(self, is_strict: bool, is_partial: bool) -> "_Contract":
        key = is_strict, is_partial
        if key not in self._contracts:
            self._contracts[key] = _Contract(self._spec, self._budget, *key)
        return self._contracts[key]


class _Contract:
    """A contract as far as an example has to match it: all of a strict text, and of others what is there."""

    def __init__(self, spec: Spec, budget: Budget, is_strict: bool, is_partial: bool) -> None:
        document = _of_parts(spec.document) if is_partial else spec.document
        if not is_strict:  # a guide seldom shows all credentials
            components = document.get("components") or {}
            document = {**document, "components": {**components, "securitySchemes": {}}}
        if document is not spec.document:
            spec = msgspec.structs.replace(spec, document=document)
        self._spec, self._budget, self._is_strict = spec, budget, is_strict

    def of_schemas(self, shown: Tied) -> Iterator[str]:
        """The first error of a value that matches none of its schemas; where it is alike, its only one."""
        failures = {name: self._failures(name, shown.value) for name in shown.schemas}
        name, errors = min(failures.items(), key=lambda pair: len(pair[1]))
        if errors and not (shown.is_alike and not self._is_strict and len(errors) > 1):
            what = "looks like" if shown.is_alike else "is named"
            yield f"the example {what} `{name}` but {errors[0]}"

    def _failures(self, name: str, value: object) -> list[str]:
        found = self._validator.errors(("components", "schemas", name), value)
        return [message for where, message in found if self._is_strict or not has_placeholder(value_at(value, where))]

    @cached_property
    def _validator(self) -> ValueValidator:
        return ValueValidator(self._spec, (("components", "schemas", name) for name in self._spec.schemas()))

    def of_message(self, shown: Tied) -> Iterator[str]:
        """Each part of a request or of a response that the operation does not have so."""
        from openapi_core.exceptions import OpenAPIError  # slow to import
        from openapi_core.templating.paths.exceptions import PathError  # as above

        try:
            for error in self._raised(shown):
                if isinstance(error, PathError):
                    continue  # facts say so
                if reason := self._reason(error, shown):
                    yield f"the example does not match the contract: {reason}"
        except OpenAPIError as error:
            yield f"the example does not match the contract: {error}"
        except RecursionError:
            yield "the example cannot be checked: a schema is nested too deeply, or contains itself"
        except Exception as error:  # an invalid spec makes the library raise anything; spec-invalid says why
            yield f"the example cannot be checked: the contract is not valid: {str(error).partition(chr(10))[0]}"

    def _raised(self, shown: Tied) -> Iterator[Exception]:
        request, operation = shown.request or shown.message, shown.asked[0][1]
        body = shown.message.body.decode() if self._is_strict or shown.value is None else json.dumps(shown.value)
        asked = openapi_request(request, _url(self._spec, operation, request), "" if shown.request else body)
        if shown.request is None:
            yield from self._requests.iter_request_errors(asked)
        elif body:  # without one, documentation often shows only some headers of a response
            answer = openapi_response(shown.message, body)
            yield from self._responses.iter_response_errors(asked, answer)

    @cached_property
    def _requests(self) -> "OpenAPI":
        from openapi_schema_validator import OAS30WriteValidator  # slow to import

        return self._openapi(OAS30WriteValidator)

    @cached_property
    def _responses(self) -> "OpenAPI":
        from openapi_schema_validator import OAS30ReadValidator  # slow to import

        return self._openapi(OAS30ReadValidator)

    def _openapi(self, oas30_validator: Any) -> "OpenAPI":  # noqa: ANN401 - the library's classes have no types
        """The library for requests or for responses; only OpenAPI 3.0 has a validator (`old`) for each."""
        from openapi_core import Config, OpenAPI  # slow to import
        from openapi_core.validation.schemas.factories import SchemaValidatorsFactory  # as above
        from openapi_schema_validator import OAS30ReadValidator, OAS31Validator  # as above

        kind = oas30_validator if str(self._spec.document.get("openapi")).startswith("3.0") else OAS31Validator
        # the formats of 3.0 count in 3.1 too, as the library has it
        factory = SchemaValidatorsFactory(bounded_validator(kind, self._budget), OAS30ReadValidator.FORMAT_CHECKER)
        # spec-invalid has validated the document, and once is enough; None is missing from the type's hints
        config = Config(spec_validator_cls=None, schema_validators_factory=factory)  # type: ignore[arg-type]
        return OpenAPI.from_dict(self._spec.written, config=config)

    def _reason(self, error: Exception, shown: Tied) -> str:
        """Why an example does not match; empty in a guide, where only a placeholder or a format does not."""
        cause = error.__cause__ or error
        listed = getattr(cause, "schema_errors", None)
        if not self._is_strict and not self._counts(error, shown):
            return ""
        if listed is None:
            return f"{error}: {cause}" if cause is not error else str(error)
        kept = listed if self._is_strict else filter(_is_meant, listed)
        return "; ".join(map(_words, kept))

    @staticmethod
    def _counts(error: Exception, shown: Tied) -> bool:
        """Whether an error is of a body that is shown, or of a parameter that has no placeholder."""
        location = getattr(error, "location", "")
        if not location:
            return hasattr(error.__cause__, "schema_errors")
        message = shown.request or shown.message
        value = header(message, error.name) if location == "header" else _PARTS.split(message.target)  # type: ignore[attr-defined]
        return not has_placeholder(value)


def _is_meant(error: Any) -> bool:  # noqa: ANN401 - the library's errors have no types
    return error.validator != "format" and not has_placeholder(error.instance)


def _words(error: Any) -> str:  # noqa: ANN401 - as above
    where = ".".join(str(step) for step in error.absolute_path) or "the body"
    return f"{where}: {error.message[:160]}"


def _url(spec: Spec, operation: Operation, message: Message) -> str:
    """The URL of a request at the first server of a contract, wherever the example sends it."""
    server = next(iter(spec.servers()), None)
    base = urljoin("https://localhost", server.geturl() if server else "").rstrip("/")
    path = message.target.partition("?")[0].strip("/").split("/")
    return "/".join((base, *path[-len(operation.path.strip("/").split("/")) :]))


def _of_parts(node: Any, names: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """A contract that a part of a value matches, too: nothing is required, and one alternative or more may match."""
    if isinstance(node, list):
        return [_of_parts(child) for child in node]
    if not isinstance(node, Mapping):
        return node
    kept = {}
    for key, child in node.items():
        is_keyword = not names and (key != "required" or isinstance(child, list))
        if not (is_keyword and key in _OF_WHOLE):
            name = "anyOf" if key == "oneOf" and "anyOf" not in node and not names else key
            kept[name] = _of_parts(child, key == "properties" and not names)
    return kept
