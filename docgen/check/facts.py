"""Facts in the texts: what nothing shows, what is said otherwise elsewhere, and marks without a fact."""

from collections.abc import Iterator

from docgen.check.rule import found, found_at, rule
from docgen.facts.texts.marks import head_of, listed_marks
from docgen.model.draft import MARK
from docgen.model.fact import Fact, Unchecked
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.positions.source import Source

Facts = tuple[Fact, ...]


@rule(Severity.ERROR, by_pin=True)
def unbound_fact(facts: Facts) -> Iterator[Finding]:
    """A text states a fact that nothing in the project shows: no claim, rule, contract or page has it.

    A fact is what readers take for one: code between backticks, a sample, a date, a number with a unit, a status, a
    path, a URL, a header. Plain words are left alone, but for a few sentences of one meaning: that a field is required,
    null, a string, or in a schema; the method, the format and the authentication of a request. Of a sample in any
    language, the request that it makes and the fields that it reads of the answer must be in the contract. What else a
    sentence means is its writer's: `Poll until the image is queued.` has no fact that a contract could show.

    What only its writer knows goes under `unchecked`, in the entry, in pin.yaml, or in the front matter of the page:

    ```yaml
    unchecked:
      - text: 10 minutes
        because: Support measured it in May; no contract has it.
    ```

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -summary: A widget is read by its id, and an event says when it is ready.
    +summary: A widget is read with GET /gadgets/{id}, and an event says when it is ready.
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -summary: A widget is read by its id, and an event says when it is ready.
    +summary: A widget is read with GET /widgets/{id}, and an event says when it is ready.
    ```
    """
    yield from _in_state(facts, "unbound")


@rule(Severity.ERROR, by_pin=True)
def contradicted_fact(facts: Facts) -> Iterator[Finding]:
    """A text states something that a claim, a rule or the contract has otherwise.

    A date after `until` or `ends on` is compared with what ends, an HTTP sample with what the rule answers, a status
    with the operation or the error code beside it, and what replaces what with the rules and the two contracts. A value
    that is reserved, planned, absent or never sent may stand only where the text says so.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -summary: A widget is read by its id, and an event says when it is ready.
    +summary: A widget is read by its id; the old address /parts redirects until 2027-01-01.
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -summary: A widget is read by its id, and an event says when it is ready.
    +summary: A widget is read by its id; the old address /parts redirects until 2026-12-01.
    ```
    """
    yield from _in_state(facts, "contradicted")


def _in_state(facts: Facts, state: str) -> Iterator[Finding]:
    for fact in facts:
        if fact.state == state:
            yield found_at(fact.source.path, fact.line, fact.column, fact.message, fact.hint)


@rule(Severity.ERROR, by_pin=True)
def unchecked_unused(project: Project, facts: Facts) -> Iterator[Finding]:
    """A mark under `unchecked` has no fact in its file: later it could hide one that nobody has decided on.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -areas: [widgets]
    +areas: [widgets]
    +unchecked:
    +  - text: 10 minutes
    +    because: The team measured it.
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -areas: [widgets]
    -published: 2026-01-15
    -effective: 2026-01-15
    -summary: A widget is read by its id, and an event says when it is ready.
    +areas: [widgets]
    +published: 2026-01-15
    +effective: 2026-01-15
    +summary: A widget is read by its id, and an event says when it is ready. It takes 10 minutes.
    +unchecked:
    +  - text: 10 minutes
    +    because: The team measured it.
    ```
    """
    used = {(fact.source.path, fact.mark) for fact in facts if fact.mark}
    for source, index, mark in _marks(project):
        if mark is None:
            message = "not a mark; expected `text`, the fact as it is written, and `because`"
            yield found(source, ("unchecked", index), message, "write both keys")
        elif (source.path, mark.text) not in used:
            message = f"`{mark.text}` is not an unbound fact of this file"
            yield found(source, ("unchecked", index), message, "delete the mark, or write the fact as the text has it")


def _marks(project: Project) -> Iterator[tuple[Source, int, Unchecked | None]]:
    for pin in project.pins:
        yield from ((pin.source, index, mark) for index, mark in enumerate(pin.text.unchecked))
    for entry in project.entries:
        yield from ((entry.source, index, mark) for index, mark in enumerate(entry.text.unchecked))
    for page in (*project.docs, *(page.source for page in project.errors)):
        yield from ((head_of(page), index, mark) for index, mark in enumerate(listed_marks(page.text)))


@rule(Severity.ERROR)
def entry_without_claim(project: Project) -> Iterator[Finding]:
    """An entry announces that something is deprecated or removed, and has no claim that can be proved or refuted.

    **Fails** with a second pin

    ```diff title="changelog/2026-06-01/short-errors.yaml"
    -  - Error.message
    -claims:
    -  - fields:
    -      at: Error
    -      absent: [message]
    +  - Error.message
    ```

    **Passes** with a second pin

    ```diff title="changelog/2026-06-01/short-errors.yaml"
    -      absent: [message]
    +      absent:
    +        - message
    ```
    """
    for entry in project.entries:
        is_draft = MARK in entry.source.text
        if entry.text.kind in ("deprecated", "removed") and not entry.text.claims and not is_draft:
            message = f"the entry says that something is {entry.text.kind} and has no claim; expected at least one"
            hint = "add a claim, such as `fields: {at: ..., absent: [...]}` or `attested`"
            yield found(entry.source, ("kind",), message, hint)
