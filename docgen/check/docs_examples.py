"""HTTP and JSON examples on pages and in entries, checked against the contract of their pin."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from docgen.check.bounded_validation import Budget, bounded_validator
from docgen.check.rule import found_at, rule
from docgen.facts.samples.http_text import Message, header, openapi_request, openapi_response, parse
from docgen.facts.texts.passages import PublishedText, published_texts
from docgen.markdown.fences import Fence, fences
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.merging import merged
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.openapi.validation.references import reference_problems
from docgen.openapi.validation.values import ValueValidator
from docgen.positions.json import loads
from docgen.redirects.oracle import covers_url

if TYPE_CHECKING:
    from openapi_core import OpenAPI
    from openapi_core.protocols import Request

_HINT = "change the example to match the contract"


@rule(Severity.ERROR, by_pin=True)
def example_in_docs_invalid(project: Project) -> Iterator[Finding]:
    """An HTTP or JSON example on a page does not match the contract: it fails for customers who copy it.

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
    checkers: dict[str, _ExampleChecker] = {}
    for text in published_texts(project):
        spec = text.pin.spec if text.pin else None
        if text.pin is None or spec is None or not fences(text.text):
            continue
        if text.pin.id not in checkers:
            checkers[text.pin.id] = _ExampleChecker(project, text.pin, spec)
        for fence, message in checkers[text.pin.id].errors(text):
            yield found_at(text.source.path, text.first_line + fence.line, 1, message, _HINT)


class _ExampleChecker:
    """One contract, prepared once for all examples."""

    def __init__(self, project: Project, pin: Pin, spec: Spec) -> None:
        self._project = project
        self._pin = pin
        self._spec, self._resolver = spec, Resolver(spec)
        self._validator = ValueValidator(spec, (("components", "schemas", name) for name in spec.schemas()))
        self._broken_references = any(reference_problems(spec))
        self._budget = Budget()

    def errors(self, text: PublishedText) -> Iterator[tuple[Fence, str]]:
        """Each fence of a text that does not match the contract; nothing where the spec has broken references."""
        request: Message | None = None
        if self._broken_references:
            return
        for fence in fences(text.text):
            if fence.language == "http":
                message = parse(fence.text.rstrip("\n"))
                if message is None:
                    yield fence, "the example has neither a request line nor a status line"
                elif message.method:
                    request = message if self._is_in_contract(message) else None
                    yield from ((fence, error) for error in self._request(message) if request)
                elif request:
                    yield from ((fence, error) for error in self._response(request, message))
                    request = None
            elif fence.language == "json":
                yield from ((fence, error) for error in self._json(fence.text))

    def _is_in_contract(self, message: Message) -> bool:
        # the contract describes neither other hosts, nor its own URL, nor redirects
        host = header(message, "Host") or next(iter(self._project.config.hosts), "")
        url = f"https://{host}{message.target.partition('?')[0]}"
        if host not in self._project.config.hosts or url == self._project.config.spec_url:
            return False
        return not any(covers_url(redirect, url) for redirect in self._project.redirects)

    def _request(self, message: Message) -> Iterator[str]:
        versioning = self._pin.text.versioning
        if versioning and versioning.carrier == "header" and header(message, versioning.name) is None:
            yield f"the request lacks the header `{versioning.name}`"
        yield from self._validation_error(lambda: self._requests.validate_request(self._openapi_request(message)))

    def _response(self, request: Message, message: Message) -> Iterator[str]:
        # without a body, documentation often shows only some headers of a response
        if message.body:
            answer = openapi_response(message)
            yield from self._validation_error(
                lambda: self._responses.validate_response(self._openapi_request(request), answer)
            )

    def _openapi_request(self, message: Message) -> "Request":
        return openapi_request(message, self._project.config.hosts[0])

    def _validation_error(self, validate: Callable[[], None]) -> Iterator[str]:
        from openapi_core.exceptions import OpenAPIError  # slow to import

        try:
            validate()
        except OpenAPIError as error:
            yield f"the example does not match the contract: {_reason(error)}"
        except RecursionError:
            yield "the example cannot be checked: a schema is nested too deeply, or contains itself"
        except Exception as error:  # an invalid spec makes the library raise anything; spec-invalid says why
            yield f"the example cannot be checked: the contract is not valid: {str(error).partition(chr(10))[0]}"

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

    def _json(self, text: str) -> Iterator[str]:
        try:
            value = loads(text)
        except (ValueError, RecursionError) as error:
            yield f"the example is not valid JSON: {error}"
            return
        names = self._likely_schemas(value)
        failures = {name: list(self._validator.errors(("components", "schemas", name), value)) for name in names}
        if failures and all(failures.values()):
            name, errors = min(failures.items(), key=lambda pair: len(pair[1]))
            yield f"the example looks like `{name}` but {errors[0][1]}"

    def _likely_schemas(self, value: object) -> list[str]:
        """The schemas that share the most keys with a value, if that is more than half of them."""
        if not isinstance(value, dict) or not value:
            return []
        shared = {
            name: len(value.keys() & merged(self._resolver, place).properties.keys())
            for name, place in self._resolver.schemas().items()
        }
        most = max(shared.values(), default=0)
        return [name for name, count in shared.items() if count == most] if most * 2 > len(value) else []


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error
    listed = getattr(cause, "schema_errors", None)
    if listed:
        return "; ".join(
            f"{'.'.join(str(step) for step in found.absolute_path) or 'the body'}: {found.message[:160]}"
            for found in listed
        )
    return f"{error}: {cause}" if cause is not error else str(error)
