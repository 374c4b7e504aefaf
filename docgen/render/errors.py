"""The pages of error codes: the index, one for each code of any contract, and those of its other names."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from docgen import urls
from docgen.openapi.examples import field
from docgen.openapi.resolver import Resolver
from docgen.records import digest_of
from docgen.render.browser_titles import BROWSER_TITLE
from docgen.render.entry_index import entries_about
from docgen.render.error_views import ErrorView, views
from docgen.render.handwritten import guides, order_sections, plain_markdown
from docgen.render.json_file import indented_json
from docgen.render.page import Page
from docgen.render.publication import Publication, once, with_neighbours
from docgen.render.reference.inputs import inputs, of_entries
from docgen.render.reference.object_links import linking_reader
from docgen.render.reference.sample import sample
from docgen.render.verified import Statement, all_statements

_FIRST: Final = ("Fixes", "Causes")
"""The sections that come first: a reader with a failing request needs them most."""
_ENVELOPE_ROWS: Final = 60
_DIGITS: Final = 12


def pages(publication: Publication) -> Iterator[Page]:
    """The index of codes, one for each other name, and the page of each; nothing for an API without codes."""
    listed = sorted(views(publication), key=_rank)
    if listed:
        yield _index(publication, listed)
        yield from _aliases(listed)
        for before, view, after in with_neighbours(listed):
            yield _page(publication, view, before, after)


def _aliases(listed: Sequence[ErrorView]) -> Iterator[Page]:
    """The page of each other name that is no code itself."""
    # file systems of Windows and macOS do not tell upper case from lower case
    used = {urls.error_url(view.code).casefold() for view in listed}
    for view in listed:
        for name in view.text.aliases:
            url = urls.error_url(name).casefold()
            if url not in used:
                used.add(url)
                yield _alias(name, view)


def _rank(view: ErrorView) -> tuple[bool, str, str]:
    """By the class of their status, those without one and removed ones last; of one class `E9` before `E10`."""
    return view.is_removed, _class(view) or "x", re.sub("[0-9]+", lambda digits: digits[0].zfill(_DIGITS), view.code)


def _class(view: ErrorView) -> str:
    return "".join(view.statuses)[:1]


def _index(publication: Publication, listed: Sequence[ErrorView]) -> Page:
    config, spec = publication.config, publication.spec
    groups: dict[str, list[ErrorView]] = defaultdict(list)
    for view in listed:
        if not view.is_removed:
            groups[_class(view)].append(view)
    envelope = None
    if spec.document and config.errors:
        resolver = spec.cached(Resolver)
        reader = linking_reader(publication, urls.ERRORS, resolver)
        envelope = reader.read(resolver.schema(config.errors.envelope), _ENVELOPE_ROWS, "response")
    return Page(
        template="errors.md.j2",
        url=urls.ERRORS,
        is_index=True,
        title="Errors",
        description=f"The documented error codes of {config.the_api}.",
        context={
            "groups": groups,
            "removed": [view for view in listed if view.is_removed],
            "retries": sorted(filter(None, {view.text.retry for view in listed})),
            "envelope": envelope,
        },
    )


def _alias(name: str, view: ErrorView) -> Page:
    return Page(
        template="error_alias.md.j2",
        url=urls.error_url(name),
        title=name,
        description=f"Another name of {view.code}: {view.title}",
        front_matter={"docgen": "error"},
        context={"name": name, "view": view},
        position=1,
    )


def _page(publication: Publication, view: ErrorView, before: ErrorView | None, after: ErrorView | None) -> Page:
    prose, statuses = order_sections(view.prose, _FIRST), ", ".join(view.statuses)
    about: dict[str, Any] = {
        "causes": _causes(publication).get(view.code, ()),
        "entries": entries_about(publication, f"error {view.code}"),
        "guides": guides(publication, view.code),
    }
    beside = [other and (other.code, other.title) for other in (before, after)]
    caused = [(stated, publication.url_of(stated.claim.response.operation)) for stated in about["causes"]]
    shown_elsewhere = (caused, of_entries(publication, about["entries"]), about["guides"], beside)
    return Page(
        template="error.md.j2",
        url=urls.error_url(view.code),
        title=view.code,
        description=f"{view.title}: HTTP {statuses}" if statuses else view.title,
        front_matter={"docgen": "error", BROWSER_TITLE: ": ".join(filter(None, (view.code, view.subtitle)))},
        context={"view": view, "prose": prose, "before": before, "after": after, **about},
        opened=partial(_opened, publication, view),
        inputs=digest_of((_inputs(publication, view), shown_elsewhere)),
        for_twin={"prose": plain_markdown(publication, prose, urls.error_source(view.code))},
    )


def _opened(publication: Publication, view: ErrorView) -> dict[str, str | None]:
    config = publication.config.errors
    shown = config and config.doc_url and view.example and field(view.example.value, config.doc_url)
    return {
        "example": _example(publication, view),
        "example_doc_url": shown if isinstance(shown, str) else None,
        # as the API sends it, also in a preview
        "doc_url": urls.absolute(publication.config.site_url, urls.error_url(view.code)),
    }


def _inputs(publication: Publication, view: ErrorView) -> object:
    """What the page of a code is made of, but for what is about it elsewhere."""
    shown = [
        (
            one.operation.name,
            publication.url_of(one.operation.name),
            one.operation.get("summary"),
            one.status,
            one.value,
        )
        for one in view.examples
    ]
    messages = [(text, list(operations)) for text, operations in view.messages.items()]
    own = (view.code, view.text, view.prose, view.in_contract, view.title, view.meaning, messages, shown)
    return own, publication.history.records(f"error {view.code}"), _all_inputs(publication)


@once
def _all_inputs(publication: Publication) -> str:
    """What the page of every code depends on: the envelope, the first request, and how many operations there are."""
    config, spec = publication.config.errors, publication.spec
    envelope = inputs(publication).of_schema(config.envelope) if config and spec.document else ""
    request = publication.pin_command(publication.project.current)
    return digest_of((envelope, request and (request.versioning, request.command), len(spec.operations())))


@once
def _causes(publication: Publication) -> dict[str, list[Statement]]:
    """The statements that name a cause, by error code."""
    causes: dict[str, list[Statement]] = defaultdict(list)
    for stated in all_statements(publication):
        response = stated.claim.response
        if response and response.error and response.cause:
            causes[response.error].append(stated)
    return causes


def _example(publication: Publication, view: ErrorView) -> str | None:
    """An example as JSON: the contract's first, or the envelope with the code; None where the writer shows the same."""
    value = view.example.value if view.example else _envelope_with_code(publication, view.code)
    if value is None:
        return None
    shown = indented_json(value)
    return None if shown in view.prose else shown


def _envelope_with_code(publication: Publication, code: str) -> Any:  # noqa: ANN401 - any JSON
    """A sample of the envelope with the code and the plain fields beside it; None where its place is unknown."""
    config, spec = publication.config.errors, publication.spec
    if not (config and config.code):
        return None
    envelope = sample(spec, spec.cached(Resolver).schema(config.envelope), "response")
    if field(envelope, config.code) is not None:
        return _with_code(envelope, config.code.split("."), code)
    return None


def _with_code(value: Any, path: Sequence[str], code: str) -> Any:  # noqa: ANN401 - any JSON
    if not path:
        if isinstance(value, int) and code.isdigit():
            return int(code)
        return code
    plain = {name: inner for name, inner in value.items() if name == path[0] or not isinstance(inner, dict | list)}
    return {**plain, path[0]: _with_code(value[path[0]], path[1:], code)}
