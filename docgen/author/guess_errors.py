"""Guesses at the errors of a contract: the envelope, the field of the code, and the codes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from docgen.claims.contract import error_responses, json_media
from docgen.model.error_page import Retry
from docgen.openapi.examples import examples_by_code, statuses_by_code
from docgen.openapi.merging import merged
from docgen.openapi.nodes import Node, as_list, schema_name
from docgen.openapi.resolver import Resolver
from docgen.openapi.spec import Spec
from docgen.wording import capitalized, json_text

_CODES: Final = ("code", "error.code", "errorCode", "error_code", "error.type", "type", "error")
"""The usual fields of an error code, the likeliest first."""
_DOC_URLS: Final = tuple(
    chain.from_iterable(
        (name, f"error.{name}")
        for name in ("doc_url", "docs_url", "documentation_url", "help_url", "info_url", "more_info")
    )
)
_TOKEN: Final = re.compile(r"[\w-](?:.*\w)?")
_MOST: Final = 500
"""An enum or a set of examples with more values is not a list of error codes."""


class CodePage(NamedTuple):
    """The first version of a code's page: what the contract's examples and the statuses say of the code."""

    code: str
    title: str
    http: tuple[int, ...]
    retry: Retry


class ErrorsGuess(NamedTuple):
    """The table `errors` of a new project's configuration, each value with the reason for it."""

    envelope: str
    envelope_reason: str
    doc_url: str | None
    code_reason: str
    code: str | None = None
    codes: str | tuple[str, ...] = ()
    codes_reason: str = ""
    pages: tuple[CodePage, ...] = ()


class _Field(NamedTuple):
    """A field of the envelope: its dotted path, the name of its schema if it has one, and its schema resolved."""

    path: str
    schema_name: str | None
    schema: Mapping[str, Any]

    @property
    def is_plain(self) -> bool:
        """Whether it is a string or an integer."""
        kinds = self.schema.get("type")
        listed = as_list(kinds) or [kinds]
        # compared, not hashed: a type may be anything here
        return "string" in listed or "integer" in listed

    @property
    def values(self) -> tuple[str, ...]:
        """The values of its enum."""
        return _texts(as_list(self.schema.get("enum")))

    @property
    def lists_codes_alone(self) -> bool:
        """Whether each value of its enum is a code, or null."""
        return all(value is None or _texts([value]) for value in as_list(self.schema.get("enum")))


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    """Codes as texts, each once, without those that are no token: blank, or with punctuation at an end."""
    texts = (json_text(value) for value in values if isinstance(value, str | int))
    return tuple(dict.fromkeys(filter(_TOKEN.fullmatch, texts)))


def guess_errors(spec: Spec) -> ErrorsGuess | None:
    """The component schema that at least half of the error responses share, with its code; None if there is none."""
    counts = Counter[str | None]()
    for _, response in error_responses(spec):
        counts.update(schema_name(medium.child("schema").get("$ref")) for medium in json_media(response))
    total = counts.total()
    envelope = next((name for name, _ in counts.most_common() if name in spec.schemas()), None)
    if envelope is None or counts[envelope] * 2 < total:
        return None
    code, reason = _code(tuple(_fields(spec, envelope, _CODES)))
    guess = ErrorsGuess(
        envelope=envelope,
        envelope_reason=f"guessed: the schema of {counts[envelope]} of {total} JSON bodies of errors",
        doc_url=next((field.path for field in _fields(spec, envelope, _DOC_URLS)), None),
        code_reason=reason,
    )
    if code is None:
        return guess
    values, values_reason, where = _codes(spec, envelope, code)
    pages = tuple(_pages(spec, code.path, values))
    return guess._replace(code=code.path, codes=where, codes_reason=values_reason, pages=pages)


def _fields(spec: Spec, schema: str, paths: Iterable[str]) -> Iterator[_Field]:
    """The fields of a component schema at those of the dotted paths that there are, also through `allOf`."""
    resolver = Resolver(spec)
    for path in paths:
        node: Node | None = resolver.schema(schema)
        for key in path.split("."):
            node = merged(resolver, node).property(key) if node else None
        if node:
            yield _Field(path, schema_name(node.get("$ref")), merged(resolver, node).keywords)


def _code(usual: Sequence[_Field]) -> tuple[_Field | None, str]:
    """A usual field with an enum of several values, else the likeliest usual field that is a string or an integer."""
    # an enum first: `type` with a list of codes is likelier than `code` that may be the status
    for candidate in usual:
        if len(candidate.values) > 1:
            return candidate, "guessed: a field with an enum"
    for candidate in usual:
        if "code" in candidate.path.lower() and candidate.is_plain:
            return candidate, "guessed from its name"
    return None, "no field of the envelope looks like a code"


def _codes(spec: Spec, envelope: str, code: _Field) -> tuple[tuple[str, ...], str, str | tuple[str, ...]]:
    """The codes, the reason, and the value of `codes` in the configuration."""
    values = code.values
    if 0 < len(values) <= _MOST:
        # where the contract names the list, it is written once: a new code of the contract needs no new setting
        if code.schema_name and code.lists_codes_alone:
            return values, "guessed: the enum of the code's schema", code.schema_name
        if code.lists_codes_alone and "." not in code.path and "." not in envelope:
            return values, "guessed: the enum of the field", f"{envelope}.{code.path}"
        return values, "guessed: copied from the enum of the field", values
    examples = _texts(examples_by_code(spec, code.path))
    if 0 < len(examples) <= _MOST:
        return examples, "guessed: the codes in the examples of the contract; add those that it does not show", examples
    return (), 'the contract lists no codes; write them here, for example codes = ["not_found"]', ()


def _pages(spec: Spec, path: str, codes: tuple[str, ...]) -> Iterator[CodePage]:
    statuses = statuses_by_code([spec], path)
    for code in codes:
        http = tuple(sorted(status for status in statuses.get(code, ()) if 400 <= status <= 599))
        words = re.sub("[_-]", " ", code).strip()
        yield CodePage(code, capitalized(words) or code, http, _retry(http))


def _retry(http: tuple[int, ...]) -> Retry:
    if not {408, 425, 429, 503}.isdisjoint(http):
        return "after-delay"
    return "yes" if http and http[0] >= 500 else "after-fix"
