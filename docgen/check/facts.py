"""Facts in the texts: what nothing shows, what is said otherwise elsewhere, and marks without a fact."""

from collections.abc import Iterator, Sequence

from docgen.check.rule import found, found_at, rule
from docgen.facts.texts.passages import head_of, listed_marks
from docgen.model.draft import MARK
from docgen.model.fact import Fact, Unchecked
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.positions.source import Pointer, Source

Facts = tuple[Fact, ...]


@rule(Severity.ERROR, by_pin=True)
def unbound_fact(facts: Facts) -> Iterator[Finding]:
    """A strict text states a fact that nothing in the project shows: no claim, rule, contract or page has it."""
    yield from _in_state(facts, "unbound")


@rule(Severity.ERROR, by_pin=True)
def contradicted_fact(facts: Facts) -> Iterator[Finding]:
    """A text states something that a claim, a rule or the contract has otherwise: in any guide, too."""
    yield from _in_state(facts, "contradicted")


def _in_state(facts: Facts, state: str) -> Iterator[Finding]:
    for fact in facts:
        if fact.state == state:
            yield found_at(fact.source.path, fact.line, fact.column, fact.message, fact.hint)


@rule(Severity.ERROR, by_pin=True)
def unchecked_unused(project: Project, facts: Facts) -> Iterator[Finding]:
    """A mark under `unchecked` has no fact in its file: later it could hide one that nobody has decided on."""
    used = {(fact.source.path, fact.mark) for fact in facts if fact.mark}
    for source, pointer, mark in _marks(project):
        if mark is None:
            message = "not a mark; expected `text`, the fact as it is written, and `because`"
            yield found(source, pointer, message, "write both keys")
        elif (source.path, mark.text) not in used:
            message = f"`{mark.text}` is not an unbound fact of this file"
            yield found(source, pointer, message, "delete the mark, or write the fact as the text has it")


def _marks(project: Project) -> Iterator[tuple[Source, Pointer, Unchecked | None]]:
    for pin in project.pins:
        yield from _of(pin.source, (), pin.text.unchecked)
    for entry in project.entries:
        yield from _of(entry.source, (), entry.text.unchecked)
    # a rule of several environments is written once
    for redirect in {(one.source.path, one.pointer): one for one in project.redirects}.values():
        yield from _of(redirect.source, redirect.pointer, redirect.text.unchecked)
    for page in (*project.docs, *(page.source for page in project.errors)):
        yield from _of(head_of(page), (), listed_marks(page.text))


def _of(
    source: Source, pointer: Pointer, marks: Sequence[Unchecked | None]
) -> Iterator[tuple[Source, Pointer, Unchecked | None]]:
    return ((source, (*pointer, "unchecked", index), mark) for index, mark in enumerate(marks))


@rule(Severity.ERROR)
def entry_without_claim(project: Project) -> Iterator[Finding]:
    """An entry announces that something is deprecated or removed, and has no claim that can be proved or refuted."""
    for entry in project.entries:
        is_draft = MARK in entry.source.text
        if entry.text.kind in ("deprecated", "removed") and not entry.text.claims and not is_draft:
            message = f"the entry says that something is {entry.text.kind} and has no claim; expected at least one"
            hint = "add a claim, such as `fields: {at: ..., absent: [...]}` or `attested`"
            yield found(entry.source, ("kind",), message, hint)
