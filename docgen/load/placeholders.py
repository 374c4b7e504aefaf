"""The references in all texts of a project: what is wrong with them, and the project with them filled in."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from docgen.entries.placeholders import Code, References, Value, WrongReferenceError, filled, references_in
from docgen.entries.references import (
    claims_by_id,
    no_references,
    own_claims,
    properties_of_pin,
    properties_of_rule,
    references_at_any_time,
    references_of_claims,
    references_to_pins,
)
from docgen.load.findings import finding_in
from docgen.markdown.fences import without_schemas
from docgen.model.claim import Claim
from docgen.model.entry import Correction, Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import HeaderRule, Redirect
from docgen.positions import extent
from docgen.positions.source import Source
from docgen.wording import visible

_Part = TypeVar("_Part", Pin, Entry, Redirect, HeaderRule)


def page_references(project: Project, pin: Pin | None, shared: References) -> References:
    """The references in a page while a pin is current, with those that are `shared` by all pins."""

    def contract(name: str, code: Code) -> Value:
        # imported here: most runs meet no such reference, and the reference pages are slow to import
        from docgen.render.reference.properties import contract_reference

        return contract_reference(pin, project.config, name, code)

    return {**shared, **references_to_pins(project, pin), "contract": contract}


def completions(project: Project) -> Iterator[tuple[str, Iterable[str]]]:
    """What an editor completes: the beginning of every reference, with the properties that it can end with."""
    from docgen.render.reference.properties import selectors_with_properties

    for id_ in claims_by_id(project):
        yield f"claim.{id_}", ()
    for pin in project.pins:
        yield f"pin.{pin.id}", properties_of_pin(pin)
    for rule in project.rules:
        yield f"rule.{rule.id}", properties_of_rule(rule)
    if not project.pins:
        return
    newest = project.pins[-1]  # not the current one: the clock writes no file
    yield "pin.current", ()
    yield "header", ("version",)
    yield "pin.current", properties_of_pin(newest)
    if newest.spec:
        for name, keys in selectors_with_properties(newest.spec):
            yield f"contract.{name}", keys


def wrong_references(source: Source, references: References, *, is_plain: bool = False) -> Iterator[Finding]:
    """A finding for each reference in a file that leads nowhere."""
    for reference in references_in(source.text, is_plain=is_plain):
        try:
            reference.value(references)
        except WrongReferenceError as wrong:
            message = f"`{reference.match[0]}`: {wrong}"
            yield finding_in(source, reference.match.start(), "unknown-placeholder", message, wrong.hint)


def wrong_published_references(project: Project) -> Iterator[Finding]:
    """A finding for each reference in a pin, and for one in an entry or a rule that leads nowhere, or to no claim."""
    sources = dict.fromkeys((rule.source for rule in project.rules), references_of_claims(claims_by_id(project)))
    for pin in project.pins:  # its digest has its own words alone
        sources[pin.source] = no_references("the words themselves")
    for entry in project.entries:
        sources[entry.source] = references_of_claims(own_claims(entry))
    for source, references in sources.items():
        if "{{" not in source.text:
            continue
        # comments are not published, and corrections keep the words before with what they named then
        corrections = extent(source, ("corrections",)) or (0, 0)
        lines = source.text.split("\n")
        for found in wrong_references(source, references, is_plain=True):
            is_corrected = corrections[0] <= found.line <= corrections[1]
            if not is_corrected and not lines[found.line - 1].lstrip().startswith("#"):
                yield found


def with_placeholders(project: Project) -> Project:
    """The project with the references in its texts filled in.

    Guides and the prose of error pages lose their hidden characters here, since a builder renders them as they are.
    """
    current = project.current or next(iter(project.pins), None)
    pages = page_references(project, current, references_at_any_time(project))
    shared = references_of_claims(claims_by_id(project))
    return replace(
        project,
        redirects=tuple(_published(rule, shared) for rule in project.redirects),
        header_rules=tuple(_published(rule, shared) for rule in project.header_rules),
        entries=tuple(_published(entry, references_of_claims(own_claims(entry))) for entry in project.entries),
        docs=tuple(Source(doc.path, _page(doc.text, pages)) for doc in project.docs),
        errors=tuple(replace(page, prose=_page(page.prose, pages)) for page in project.errors),
    )


def _page(markdown: str, references: References) -> str:
    return without_schemas(visible(filled(markdown, references)))


def _published(part: _Part, references: References) -> _Part:
    is_written = "{{" in part.source.text or " schema=" in part.source.text
    return replace(part, text=_filled_in(part.text, references)) if is_written else part


def _filled_in(node: Any, references: References, key: str = "") -> Any:  # noqa: ANN401 - any part of a model
    """The texts of a model filled in, but for claims, and for corrections, which keep what was written."""
    if isinstance(node, str):
        return filled(without_schemas(node), references, is_plain=key != "body")
    if isinstance(node, tuple):
        return tuple(_filled_in(one, references) for one in node)
    if not isinstance(node, Struct) or isinstance(node, Claim | Correction):
        return node
    return replace(node, **{key: _filled_in(getattr(node, key), references, key) for key in node.__struct_fields__})
