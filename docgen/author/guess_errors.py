"""Guesses at the errors of a contract: the envelope, the field of the code, and the codes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from docgen.claims.contract import is_error
from docgen.model.error_page import Retry
from docgen.openapi.examples import field, response_examples
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node
from docgen.openapi.references import schema_name
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.wording import json_text

_CODES: Final = ("code", "error.code", "errorCode", "error_code", "error.type", "type", "error")
"""The usual fields of an error code, the likeliest first."""
_DOC_URLS: Final = ("doc_url", "docs_url", "documentation_url", "help_url", "info_url", "more_info")
_MOST: Final = 500
"""An enum or a set of examples with more values is not a list of error codes."""


class CodePage(msgspec.Struct, frozen=True):
    """The first version of a code's page: what the contract's examples and the statuses say of the code."""

    code: str
    title: str
    http: tuple[int, ...]
    retry: Retry


class ErrorsGuess(msgspec.Struct, frozen=True):
    """The table `errors` of a new project's configuration, each value with the reason for it."""

    envelope: str
    envelope_reason: str
    code: str | None
    code_reason: str
    doc_url: str | None
    codes: str | tuple[str, ...]
    codes_reason: str
    pages: tuple[CodePage, ...]


class _Field(NamedTuple):
    """A field of the envelope: its dotted path, its schema with `$ref` unresolved, and resolved."""

    path: str
    unresolved: Any
    schema: Mapping[str, Any]


def guess_errors(spec: Spec) -> ErrorsGuess | None:
    """The component schema that at least half of the error responses share, with its code; None if there is none."""
    counts = Counter(_schemas_of_errors(spec))
    total = sum(counts.values())
    named = [(name, count) for name, count in counts.most_common() if name in spec.schemas()]
    if not named or named[0][1] * 2 < total:
        return None
    envelope, count = named[0]
    code, reason = _code(spec, envelope)
    values, values_reason, where = _codes(spec, envelope, code)
    return ErrorsGuess(
        envelope=envelope,
        envelope_reason=f"guessed: {count} of {total} error responses have it",
        code=code.path if code else None,
        code_reason=reason,
        doc_url=_doc_url(spec, envelope),
        codes=where,
        codes_reason=values_reason,
        pages=tuple(_pages(spec, code.path, values)) if code else (),
    )


def _schemas_of_errors(spec: Spec) -> Iterator[str]:
    """The name of the component schema of each error's JSON body; empty for an inline schema."""
    for operation in spec.operations():
        for status, listed in operation.responses.items():
            if is_error(str(status)):
                for name, media in (spec.resolve(listed).get("content") or {}).items():
                    if "json" in name:
                        yield _schema_name(media.get("schema"))


def _schema_name(schema: object) -> str:
    return (schema_name(schema.get("$ref")) if isinstance(schema, Mapping) else None) or ""


def _field_at(resolver: Resolver, schema: Node, path: str) -> _Field | None:
    """The field at a dotted path, also one inherited through `allOf`."""
    node = schema
    for key in path.split("."):
        inner = merged(resolver, node).property(key)
        if inner is None:
            return None
        node = inner
    return _Field(path, node.value, merged(resolver, node).keywords)


def _code(spec: Spec, envelope: str) -> tuple[_Field | None, str]:
    """A usual field with an enum of several values, else the likeliest usual field that is a string or an integer."""
    resolver = Resolver(spec)
    found = [candidate for path in _CODES if (candidate := _field_at(resolver, resolver.schema(envelope), path))]
    listed = [candidate for candidate in found if len(_values(candidate)) > 1]
    likely = [candidate for candidate in found if "code" in candidate.path.lower() and _is_plain(candidate)]
    if listed:
        return listed[0], "guessed: a field with an enum"
    return (likely[0], "guessed from its name") if likely else (None, "no field of the envelope looks like a code")


def _is_plain(candidate: _Field) -> bool:
    kinds = candidate.schema.get("type")
    return any(kind in ("string", "integer") for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _values(candidate: _Field) -> tuple[str, ...]:
    listed = candidate.schema.get("enum")
    values = [json_text(value) for value in listed if isinstance(value, str | int)] if isinstance(listed, list) else []
    return tuple(dict.fromkeys(value for value in values if value.strip()))


def _codes(spec: Spec, envelope: str, code: _Field | None) -> tuple[tuple[str, ...], str, str | tuple[str, ...]]:
    """The codes, the reason, and the value of `codes` in the configuration."""
    if code is None:
        return (), "", ()
    values = _values(code)
    if 0 < len(values) <= _MOST:
        name = _schema_name(code.unresolved)
        if name:
            return values, "guessed: the enum of the code's schema", name
        if "." not in code.path and "." not in envelope:
            return values, "guessed: the enum of the field", f"{envelope}.{code.path}"
        return values, "guessed: copied from the enum of the field", values
    examples = tuple(dict.fromkeys(_example_codes(spec, code.path)))
    if 0 < len(examples) <= _MOST:
        return examples, "guessed: the codes in the examples of the contract; add those that it does not show", examples
    return (), 'the contract lists no codes; write them here, for example codes = ["not_found"]', ()


def _example_codes(spec: Spec, path: str) -> Iterator[str]:
    for example in response_examples(spec):
        value = field(example.value, path)
        # 4xx, 5xx or default
        if isinstance(value, str | int) and json_text(value).strip() and example.status[:1] in "45d":
            yield json_text(value)


def _doc_url(spec: Spec, envelope: str) -> str | None:
    resolver = Resolver(spec)
    paths = [path for name in _DOC_URLS for path in (name, f"error.{name}")]
    return next((path for path in paths if _field_at(resolver, resolver.schema(envelope), path)), None)


def _pages(spec: Spec, path: str, codes: tuple[str, ...]) -> Iterator[CodePage]:
    statuses: dict[str, set[int]] = {}
    for example in response_examples(spec):
        if example.status.isdigit() and 400 <= int(example.status) <= 599:
            statuses.setdefault(json_text(field(example.value, path)), set()).add(int(example.status))
    for code in codes:
        http = tuple(sorted(statuses.get(code, ())))
        yield CodePage(code, _title(code), http, _retry(http))


def _title(code: str) -> str:
    words = code.replace("_", " ").replace("-", " ").strip()
    return f"{words[:1].upper()}{words[1:]}" or code


def _retry(http: tuple[int, ...]) -> Retry:
    if any(status in (408, 425, 429, 503) for status in http):
        return "after-delay"
    return "yes" if http and http[0] >= 500 else "after-fix"
