"""A page for every error code: those of the contract, and those that it no longer has."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from docgen import urls
from docgen.model.error_page import ErrorPage
from docgen.model.statuses import STATUSES
from docgen.openapi.examples import ResponseExample, field, response_examples
from docgen.openapi.nodes import as_mapping
from docgen.openapi.resolver import Resolver
from docgen.openapi.selectors import ErrorCode, error_codes
from docgen.openapi.spec import Operation, Spec
from docgen.render.entry_index import entries_about
from docgen.render.escape import plain
from docgen.render.handwritten import guides, order_sections, plain_markdown
from docgen.render.json_file import indented_json
from docgen.render.page import Page
from docgen.render.publication import Publication, once, with_neighbours
from docgen.render.reference.object_links import linking_reader
from docgen.render.reference.sample import sample
from docgen.render.verified import Statement, all_statements
from docgen.render.versions import PartHistory
from docgen.wording import json_text

_FIRST: Final = ("Fixes", "Causes")
"""The sections that come first: a reader with a failing request needs them most."""
_ENVELOPE_ROWS: Final = 60
# characters
_MAX_TITLE: Final = 120
_PLACEHOLDER: Final = re.compile(r"\{\d*\}|%(?:\d+\$)?[ds]\b")


class ErrorView(NamedTuple):
    """An error code with its examples in the contract, its hand-written page, and its history in the contracts."""

    code: str
    page: ErrorPage | None
    examples: Sequence[ResponseExample]
    in_contract: bool
    history: PartHistory = PartHistory()
    message: str = ""
    meaning: str = ""

    @property
    def title(self) -> str:
        """The writer's title, or the message that the contract has for it, or the code itself."""
        title = self.page.text.title if self.page else self.code
        is_fresh = not (self.page and self.page.prose.strip()) and _words(title) == _words(self.code)
        return (is_fresh and self.message) or title

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
    def example(self) -> ResponseExample | None:
        """The first example of the envelope."""
        return self.examples[0] if self.examples else None

    @property
    def operations(self) -> Mapping[tuple[str, str], Operation]:
        """The operations that the examples show to answer with the code, each by its name with the status."""
        return {(shown.operation.name, shown.status): shown.operation for shown in self.examples}

    @property
    def since(self) -> str | None:
        """The first pin with the code: the writer's, or that of the contracts."""
        return (self.page and self.page.text.since) or self.history.since_id

    @property
    def until(self) -> str | None:
        """The last pin with a removed code: the writer's, or that of the contracts."""
        return (self.page and self.page.text.until) or (self.history.until.id if self.history.until else None)


@once
def views(publication: Publication) -> tuple[ErrorView, ...]:
    """The codes in the order of the contract, then those of earlier contracts, then those that only have a page."""
    spec, config, history = publication.spec, publication.config, publication.history
    codes = error_codes(spec, config.error_codes)
    examples = _examples(spec, config.code_field) if config.code_field else {}
    messages = _messages(examples, config.code_field or "")
    answers, unlisted = _answers(spec, examples), ErrorCode(())
    pages = {page.text.code: page for page in publication.project.errors}
    # a code that was renamed has a page that leads to its new name
    renamed = set(chain.from_iterable(page.text.aliases for page in publication.project.errors))
    every = dict.fromkeys(codes)
    for name in history.removed:
        kind, _, code = name.partition(" ")
        if kind == "error" and code not in renamed:
            every[code] = None
    every |= dict.fromkeys(pages)

    def view(code: str) -> ErrorView:
        _, title, meaning = codes.get(code, unlisted)
        meaning = meaning or answers.get(code, "")
        message = title or messages.get(code) or _first_sentence(meaning)
        part = history.part(f"error {code}")
        return ErrorView(code, pages.get(code), examples.get(code, ()), code in codes, part, message, meaning)

    return tuple(map(view, every))


def _examples(spec: Spec, path: str) -> Mapping[str, Sequence[ResponseExample]]:
    """The examples in which operations return an error code, by the code under a dotted path."""
    examples: dict[str, list[ResponseExample]] = defaultdict(list)
    for example in response_examples(spec):
        code = field(example.value, path)
        # 4xx, 5xx and default
        if code is not None and example.status[:1] in "45d":
            examples[json_text(code)].append(example)
    return examples


def _answers(spec: Spec, examples: Mapping[str, Sequence[ResponseExample]]) -> Mapping[str, str]:
    """The description of the responses of a code, where no response of another code, or of none, has the same."""
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, shown in examples.items():
        for example in shown:
            codes[example.operation.name, example.status].add(code)
    told: dict[str, set[str]] = defaultdict(set)
    for operation in spec.operations():
        for status, response in spec.responses(operation):
            told[response.description] |= codes.get((operation.name, status), {""})
    answers: dict[str, str] = {}
    for text, found in told.items():
        # a phrase of HTTP says what the status says
        if len(found) == 1 and " " in text and plain(text) not in STATUSES:
            answers.setdefault(min(found), text)
    return answers


def _first_sentence(text: str) -> str:
    """The first sentence of a description as a title; empty where it is too long for one."""
    sentence = re.split(r"(?<=[.!?])\s", plain(text))[0].rstrip(".")
    return sentence if len(sentence) <= _MAX_TITLE else ""


def _words(text: str) -> str:
    return re.sub("[_-]", " ", text).strip().casefold()


def _messages(examples: Mapping[str, Sequence[ResponseExample]], code_field: str) -> Mapping[str, str]:
    """The message of each code: the field beside the code that most often has several words."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for code, shown in examples.items():
        for example in shown:
            parent = code_field.rpartition(".")[0]
            beside = field(example.value, parent) if parent else example.value
            for name, value in as_mapping(beside).items():
                if isinstance(value, str) and " " in (text := _without_places(plain(value))):
                    found[name].setdefault(code, []).append(text)
    if not found:
        return {}
    name = max(found, key=lambda name: sum(map(len, found[name].values())))
    return {code: _common(texts) for code, texts in found[name].items()}


def _without_places(message: str) -> str:
    """A message without what the API fills in."""
    return _PLACEHOLDER.sub("…", message).removesuffix(": …")


def _common(messages: Sequence[str]) -> str:
    """The message that is returned most often; of those that differ in what follows a colon, what comes before it."""
    counts = Counter(message.partition(": ")[0] for message in messages)
    head = min(counts, key=lambda text: (-counts[text], len(text)))
    same = {message for message in messages if message.partition(": ")[0] == head}
    return same.pop() if len(same) == 1 else head


def views_by_alias(listed: Sequence[ErrorView]) -> dict[str, ErrorView]:
    """The view of each code by its other names; a name that is a code itself is left out."""
    # file systems of Windows and macOS do not tell upper case from lower case
    used = {urls.error_url(view.code).casefold() for view in listed}
    aliases: dict[str, ErrorView] = {}
    for view in listed:
        for alias in view.page.text.aliases if view.page else ():
            url = urls.error_url(alias).casefold()
            if url not in used:
                used.add(url)
                aliases[alias] = view
    return aliases


def pages(publication: Publication) -> Iterator[Page]:
    """The index of codes, one for each other name, and the page of each; nothing for an API without codes."""
    listed = views(publication)
    if not listed:
        return
    # by status, removed ones last
    ordered = sorted(listed, key=lambda view: (view.is_removed, view.statuses[:1] or ("x",)))
    yield _index(publication, ordered)
    for name, view in views_by_alias(listed).items():
        yield _alias(name, view)
    described = {view.code: _page(publication, view, before, after) for before, view, after in with_neighbours(ordered)}
    # in the order of the contract, which is that of the sitemap and of the search
    yield from (described[view.code] for view in listed)


def _index(publication: Publication, listed: Sequence[ErrorView]) -> Page:
    config, spec = publication.config, publication.spec
    groups: dict[str, list[ErrorView]] = defaultdict(list)
    for view in listed:
        if not view.is_removed:
            groups["".join(view.statuses)[:1]].append(view)
    envelope = None
    if spec.document and config.errors and config.errors.envelope:
        resolver = spec.cached(Resolver)
        reader = linking_reader(publication, urls.ERRORS, resolver)
        envelope = reader.read(resolver.schema(config.errors.envelope), _ENVELOPE_ROWS, "response")
    return Page(
        template="errors.md.j2",
        url=urls.ERRORS,
        is_index=True,
        title="Errors",
        description=f"Every error code of the {config.api}, with causes and fixes.",
        summary="Every error code, with its status and whether to retry",
        context={
            "groups": groups,
            "removed": [view for view in listed if view.is_removed],
            "retries": sorted({view.page.text.retry for view in listed if view.page and view.page.text.retry}),
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
        summary=f"Another name of {view.code}",
        context={"name": name, "view": view},
        position=1,
    )


def _page(publication: Publication, view: ErrorView, before: ErrorView | None, after: ErrorView | None) -> Page:
    summary, prose, config = "", "", publication.config.errors
    if view.page:
        summary, prose = view.title, order_sections(view.page.prose, _FIRST)
    statuses = ", ".join(view.statuses)
    doc_url = field(view.example.value, config.doc_url) if view.example and config and config.doc_url else None
    return Page(
        template="error.md.j2",
        url=urls.error_url(view.code),
        title=view.code,
        description=f"{view.title}: HTTP {statuses}" if statuses else view.title,
        front_matter={"docgen": "error"},
        summary=summary,
        context={
            "view": view,
            "prose": prose,
            "causes": _causes(publication).get(view.code, ()),
            "entries": entries_about(publication, f"error {view.code}"),
            "guides": guides(publication, view.code),
            "example": _example(publication, view),
            "example_doc_url": doc_url if isinstance(doc_url, str) else None,
            # as the API sends it, also in a preview
            "doc_url": urls.absolute(publication.config.site_url, urls.error_url(view.code)),
            "before": before,
            "after": after,
        },
        for_twin={"prose": plain_markdown(publication, prose, urls.error_source(view.code))},
    )


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
    if view.page and shown in view.page.prose:
        return None
    return shown


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
