"""A page for every error code: those of the contract, and those that it no longer has."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from docgen import urls
from docgen.model.claim import Claim
from docgen.model.entry import Entry
from docgen.model.error_page import ErrorPage
from docgen.openapi.examples import field, response_examples
from docgen.openapi.resolver import Resolver
from docgen.openapi.selectors import error_codes
from docgen.openapi.spec import Operation, Spec
from docgen.render.error_sample import envelope_with_code
from docgen.render.handwritten import guides, order_sections
from docgen.render.page import Page, indented_json
from docgen.render.publication import Publication, entries_about, neighbours, once
from docgen.render.reference.operation import Shape
from docgen.render.reference.operation_reader import linking_reader
from docgen.render.twins.handwritten import plain_markdown
from docgen.render.verified import Statement, statement
from docgen.render.versions import PartHistory
from docgen.wording import json_text

_FIRST: Final = ("Fixes", "Causes")
"""The sections that come first: a reader with a failing request needs them most."""
_ENVELOPE_ROWS: Final = 60
_SECTION: Final = "Errors"


class ErrorExample(msgspec.Struct, frozen=True):
    """An example of the contract in which an operation returns an error code."""

    code: str
    status: str
    operation: Operation
    body: Any


class ErrorView(msgspec.Struct, frozen=True):
    """An error code with its examples in the contract, its hand-written page, and its history in the contracts."""

    code: str
    page: ErrorPage | None
    examples: tuple[ErrorExample, ...]
    in_contract: bool
    history: PartHistory = PartHistory()

    @property
    def title(self) -> str:
        """The writer's title, or the code itself."""
        return self.page.text.title if self.page else self.code

    @property
    def statuses(self) -> tuple[str, ...]:
        """The HTTP statuses: the writer's, and those of the contract's examples."""
        declared = map(str, self.page.text.http) if self.page else ()
        return tuple(sorted({*declared, *(shown.status for shown in self.examples if shown.status.isdigit())}))

    @property
    def is_removed(self) -> bool:
        """Whether the code has left the contract: its page stays, as a tombstone."""
        return not self.in_contract or bool(self.page and self.page.text.until)

    @property
    def example(self) -> ErrorExample | None:
        """The first example of the envelope."""
        return self.examples[0] if self.examples else None

    @property
    def since(self) -> str | None:
        """The first pin with the code: the writer's, or that of the contracts."""
        return (self.page and self.page.text.since) or self.history.since_id

    @property
    def until(self) -> str | None:
        """The last pin with a removed code: the writer's, or that of the contracts."""
        return (self.page and self.page.text.until) or self.history.until_id


@once
def views(publication: Publication) -> tuple[ErrorView, ...]:
    """The codes in the order of the contract, then those of earlier contracts, then those that only have a page."""
    spec = publication.spec
    codes = error_codes(spec, publication.project.config.error_codes) if spec else ()
    examples: dict[str, list[ErrorExample]] = defaultdict(list)
    path = publication.project.config.code_field
    for found in _examples(spec, path) if spec and path else ():
        examples[found.code].append(found)
    pages = {page.text.code: page for page in publication.project.errors}
    known, history = frozenset(codes), publication.history
    # a code that was renamed has a page that leads to its new name
    renamed = {alias for page in publication.project.errors for alias in page.text.aliases}
    removed_codes = (name.removeprefix("error ") for name in history.removed if name.startswith("error "))
    removed = [code for code in removed_codes if code not in renamed]
    return tuple(
        ErrorView(code, pages.get(code), tuple(examples[code]), code in known, history.part(f"error {code}"))
        for code in dict.fromkeys([*codes, *removed, *pages])
    )


def _examples(spec: Spec, path: str) -> Iterator[ErrorExample]:
    for example in response_examples(spec):
        code = field(example.value, path)
        if code is not None and example.status[:1] in "45d":  # 4xx, 5xx and default
            yield ErrorExample(json_text(code), example.status, example.operation, example.value)


def views_by_alias(found: Sequence[ErrorView]) -> dict[str, ErrorView]:
    """The view of each code by its other names; a name that is a code itself is left out."""
    # file systems of Windows and macOS do not tell upper case from lower case
    used = {urls.error_url(view.code).casefold() for view in found}
    aliases: dict[str, ErrorView] = {}
    for view in found:
        for alias in view.page.text.aliases if view.page else ():
            url = urls.error_url(alias).casefold()
            if url not in used:
                used.add(url)
                aliases[alias] = view
    return aliases


def pages(publication: Publication) -> Iterator[Page]:
    """The index of codes, one for each other name, and the page of each; nothing for an API without codes."""
    found = views(publication)
    if not found:
        return
    listed = _index_order(found)
    yield _index(publication, listed)
    for name, view in views_by_alias(found).items():
        yield _alias(name, view)
    position = {view.code: index for index, view in enumerate(listed)}
    # in the order of the contract, which is that of the sitemap and of the search
    for view in found:
        yield _page(publication, listed, position[view.code])


def _index_order(found: Sequence[ErrorView]) -> tuple[ErrorView, ...]:
    """The codes in the order of the index: by status, removed ones last."""
    return tuple(sorted(found, key=lambda view: (view.is_removed, view.statuses[:1] or ("x",))))


def _index(publication: Publication, listed: Sequence[ErrorView]) -> Page:
    config, spec = publication.project.config, publication.spec
    groups: dict[str, list[ErrorView]] = defaultdict(list)
    for view in listed:
        if not view.is_removed:
            groups[view.statuses[0][0] if view.statuses else ""].append(view)
    name = config.errors.envelope if config.errors else None
    return Page(
        template="errors.md.j2",
        url=urls.ERRORS,
        is_index=True,
        title="Errors",
        description=f"Every error code of the {publication.project.config.api}, with causes and fixes.",
        section=_SECTION,
        summary="Every error code, with its status and whether to retry",
        context={
            "pin": publication.project.current,
            "groups": groups,
            "removed": [view for view in listed if view.is_removed],
            "retries": sorted({view.page.text.retry for view in listed if view.page and view.page.text.retry}),
            "envelope": _envelope(publication, spec, name) if spec and name else None,
            "config": config.errors,
        },
    )


def _envelope(publication: Publication, spec: Spec, name: str) -> Shape:
    resolver = Resolver(spec)
    return linking_reader(publication, urls.ERRORS, resolver).read(resolver.schema(name), _ENVELOPE_ROWS, "response")


def _alias(name: str, view: ErrorView) -> Page:
    return Page(
        template="error_alias.md.j2",
        url=urls.error_url(name),
        title=name,
        description=f"Another name of {view.code}: {view.title}",
        front_matter={"docgen": "error"},
        section=_SECTION,
        summary=f"Another name of {view.code}",
        context={"name": name, "view": view},
        position=1,
    )


def _page(publication: Publication, listed: Sequence[ErrorView], index: int) -> Page:
    view, (before, after) = listed[index], neighbours(listed, index)
    prose = order_sections(view.page.prose, _FIRST) if view.page else ""
    return Page(
        template="error.md.j2",
        url=urls.error_url(view.code),
        title=view.code,
        description=f"{view.title}: HTTP {', '.join(view.statuses)}" if view.statuses else view.title,
        front_matter={"docgen": "error"},
        section=_SECTION,
        summary=view.title if view.page else "",
        context={
            "view": view,
            "pin_command": publication.pin_command,
            "pin": publication.project.current,
            "prose": prose,
            "operations": {(shown.operation.name, shown.status): shown.operation for shown in view.examples},
            "operation_count": publication.operation_count,
            "causes": _causes(publication, view.code),
            "entries": entries_about(publication, f"error {view.code}"),
            "guides": guides(publication, view.code),
            "example": _example(publication, view),
            "example_doc_url": _example_doc_url(publication, view),
            "doc_url": publication.absolute(urls.error_url(view.code)),
            "before": before,
            "after": after,
        },
        for_twin={"prose": plain_markdown(publication, prose, urls.error_source(view.code))},
    )


def _causes(publication: Publication, code: str) -> list[Statement]:
    """The statements that name a cause of the code."""
    claims = _response_claims(publication).get(code, ())
    return [statement(publication, entry, claim) for entry, claim in claims if claim.response and claim.response.cause]


@once
def _response_claims(publication: Publication) -> dict[str, list[tuple[Entry, Claim]]]:
    """The claims about responses, by error code."""
    found: dict[str, list[tuple[Entry, Claim]]] = defaultdict(list)
    for entry in publication.entries():
        for claim in entry.text.claims:
            if claim.response and claim.response.error:
                found[claim.response.error].append((entry, claim))
    return found


def _example(publication: Publication, view: ErrorView) -> str | None:
    """An example as JSON: the contract's first, or the envelope with the code; None where the writer shows the same."""
    value = view.example.body if view.example else envelope_with_code(publication, view.code)
    shown = None if value is None else indented_json(value)
    return None if shown and view.page and shown in view.page.prose else shown


def _example_doc_url(publication: Publication, view: ErrorView) -> str | None:
    """The URL in the `doc_url` field of the first example."""
    config = publication.project.config.errors
    found = field(view.example.body, config.doc_url) if view.example and config and config.doc_url else None
    return found if isinstance(found, str) else None
