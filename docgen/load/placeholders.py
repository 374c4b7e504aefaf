"""The references in all texts of a project: what is wrong with them, and the project with them filled in."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from docgen.entries.placeholders import (
    Code,
    References,
    Value,
    WrongReferenceError,
    claims_by_id,
    filled,
    own_claims,
    references_in,
    references_of_claims,
    references_of_pages,
)
from docgen.load.findings import finding_in
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Rule
from docgen.positions import extent
from docgen.positions.source import Source
from docgen.wording import visible

_Part = TypeVar("_Part", Pin, Rule)


def page_references(project: Project, pin: Pin | None) -> References:
    """The references in a page while a pin is current."""

    def contract(name: str, code: Code) -> Value:
        # imported here: most runs meet no such reference, and the reference pages are slow to import
        from docgen.render.reference.properties import contract_reference

        return contract_reference(pin, project.config, name, code)

    return {**references_of_pages(project, pin), "contract": contract}


def wrong_references(source: Source, references: References, *, is_plain: bool = False) -> Iterator[Finding]:
    """A finding for each reference in a file that leads nowhere."""
    for reference in references_in(source.text, is_plain=is_plain):
        try:
            reference.value(references)
        except WrongReferenceError as wrong:
            written = source.text[reference.start : reference.end]
            yield finding_in(source, reference.start, "unknown-placeholder", f"`{written}`: {wrong}", wrong.hint)


def wrong_published_references(project: Project) -> Iterator[Finding]:
    """A finding for each reference in an entry, a pin or a rule that leads nowhere, or to what is no claim."""
    shared = references_of_claims(claims_by_id(project))
    for entry in project.entries:
        yield from _wrong_in_yaml(entry.source, references_of_claims(own_claims(entry)))
    for source in dict.fromkeys((*(pin.source for pin in project.pins), *(rule.source for rule in project.rules))):
        yield from _wrong_in_yaml(source, shared)


def _wrong_in_yaml(source: Source, references: References) -> Iterator[Finding]:
    """Those outside of comments, and of corrections, which keep the words before with what they named then."""
    if "{{" not in source.text:
        return
    lines = source.text.split("\n")
    corrections = extent(source, ("corrections",))
    for found in wrong_references(source, references, is_plain=True):
        is_corrected = corrections and corrections[0] <= found.line <= corrections[1]
        if not is_corrected and not lines[found.line - 1].lstrip().startswith("#"):
            yield found


def with_placeholders(project: Project) -> Project:
    """The project with the references in its texts filled in.

    Guides and the prose of error pages lose their hidden characters here, since a builder renders them as they are.
    """
    oldest = project.pins[0] if project.pins else None
    pages = page_references(project, project.current or oldest)
    shared = references_of_claims(claims_by_id(project))
    return replace(
        project,
        pins=tuple(_published(pin, shared) for pin in project.pins),
        redirects=tuple(_published(rule, shared) for rule in project.redirects),
        header_rules=tuple(_published(rule, shared) for rule in project.header_rules),
        entries=tuple(map(_entry, project.entries)),
        docs=tuple(Source(doc.path, visible(filled(doc.text, pages))) for doc in project.docs),
        errors=tuple(replace(page, prose=visible(filled(page.prose, pages))) for page in project.errors),
    )


def _published(part: _Part, references: References) -> _Part:
    if "claim." not in part.source.text:
        return part
    return replace(part, text=_filled_in(part.text, references))


def _entry(entry: Entry) -> Entry:
    if "claim." not in entry.source.text:
        return entry
    text, references = entry.text, references_of_claims(own_claims(entry))
    body = filled(text.body, references)
    plain = _filled_in(replace(text, claims=(), corrections=()), references)
    return replace(entry, text=replace(plain, body=body, claims=text.claims, corrections=text.corrections))


def _filled_in(node: Any, references: References) -> Any:  # noqa: ANN401 - any part of a model
    """A model whose texts are filled in, as plain text."""
    if isinstance(node, str):
        return filled(node, references, is_plain=True)
    if isinstance(node, tuple):
        return tuple(_filled_in(one, references) for one in node)
    if isinstance(node, Mapping):
        return {key: _filled_in(value, references) for key, value in node.items()}
    if not isinstance(node, Struct):
        return node
    return replace(node, **{name: _filled_in(getattr(node, name), references) for name in node.__struct_fields__})
