"""What a comparison with a base lets through, and a reviewer has to judge."""

import tomllib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec

from docgen.check.contract_change import position_of, selectors_text, worst_effects
from docgen.check.published import backdated_entries
from docgen.check.rule import found, found_at, rule
from docgen.differ.acceptances import find_acceptance
from docgen.differ.annotations import compare_annotations
from docgen.entries.corrections import (
    Words,
    changed_words,
    changes_of_corrections,
    dotted,
    listed,
    published,
    words_of,
)
from docgen.entries.digests import parsed
from docgen.model.change import Changes
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.positions.source import Pointer, Source
from docgen.wording import choice, counted

_SHOWN = 5
"""Files beyond this number are counted."""
_TABLE: Pointer = ("tool", "docgen")


@rule(Severity.INFO)
def let_through(project: Project, changes: Changes) -> Iterator[Finding]:
    """Something differs from the base that no rule refuses: somebody who reviews the change has to judge it.

    Every report of `docgen check --against REF` lists it right after the verdict: what is accepted since then and what
    acceptances excuse, other settings, corrections with the words before, new entries with an earlier day, rules of
    redirects and headers, and how many guides, descriptions and records are different.

    **Fails** with `--against main`

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -summary: A widget is read by its id, and an event says when it is ready.
    +summary: A widget is read by its id, and an event says when it was made.
    +corrections:
    +  - date: 2026-09-01
    +    note: The event comes when the widget was made, as it always did.
    +    before:
    +      summary: A widget is read by its id, and an event says when it is ready.
    ```

    **Passes** with `--against main`

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -summary: A widget is read by its id, and an event says when it is ready.
    +summary: "A widget is read by its id, and an event says when it is ready."
    ```
    """
    base = project.base
    if base is None:
        return
    passed = [_excused(project, changes)]
    if base.day:  # a contract in a file has nothing else
        passed += [_acceptances(project, base), _settings(project, base), _corrections(project, base)]
        passed += [_backdated(project), _rules(project, base), _files(base), _annotations(project, base)]
    for one in chain.from_iterable(passed):
        yield msgspec.structs.replace(one, passed=True)


def _excused(project: Project, changes: Changes) -> Iterator[Finding]:
    """The changes of contracts since the base that an acceptance excuses."""
    for pin in project.pins:
        for change in changes.excused.get(pin.id, ()):
            acceptance = find_acceptance(change, project.acceptances)
            where, _ = position_of(project, pin, change)
            by = acceptance.summary if acceptance else ""
            place = selectors_text(change.named)
            yield found_at(*where, f"{change.level}: {change.text} ({worst_effects(change)}) at {place}: {by}")


def _acceptances(project: Project, base: Base) -> Iterator[Finding]:
    """The acceptances that the base has not, or has otherwise."""
    for index, one in enumerate(project.accepted.entries):
        if one in base.accepted.entries:
            continue
        counts = "" if one in project.acceptances else f"; it counts once {base.label.partition(' at ')[0]} has it"
        place = f"at `{one.at}`" if one.at else "anywhere"
        message = f"new since {base.label}: `{one.what}` {place}, {one.summary}{counts}"
        yield found(project.accepted.source, ("accepted", index), message)


def _settings(project: Project, base: Base) -> Iterator[Finding]:
    """The settings that are different, of which those of the base judged what changed."""
    if base.config is None and base.settings.text:
        message = f"the settings of {base.label} cannot be read, so those of this change judged it"
        yield found(project.config_source, _TABLE, message)
        return
    old, new = words_of(_table(base.settings)), words_of(_table(project.config_source))
    for pointer, (before, after) in changed_words(old, new).items():
        message = (
            f"the setting `{dotted(pointer)}` {_change(before, after)}; the one of {base.label} judged this change"
        )
        yield found(project.config_source, (*_TABLE, *pointer), message)


def _table(source: Source) -> Any:  # noqa: ANN401 - any TOML
    return tomllib.loads(source.text).get("tool", {}).get("docgen", {})


def _change(before: str, after: str) -> str:
    if not before:
        return f"is new: `{after}`"
    return f"was `{before}`, and is `{after}`" if after else f"was `{before}`, and is gone"


def _corrections(project: Project, base: Base) -> Iterator[Finding]:
    """The corrections since the base, each with the words before and after."""
    old = {entry.source.path: entry.text.corrections for entry in base.entries}
    old |= {pin.source.path: pin.text.corrections for pin in base.pins}
    named: dict[str, Entry | Pin] = {entry.slug: entry for entry in project.entries}
    for name, part in (named | {pin.id: pin for pin in project.pins}).items():
        known = old.get(part.source.path, ())
        for index, (correction, pairs) in enumerate(changes_of_corrections(published(part))):
            if correction in known or part.source.path not in old:
                continue
            kind = ", as a typing mistake" if correction.typo else ""
            lines = []
            for before, after in pairs.values():
                lines += [f"- {line}" for line in before.splitlines()] + [f"+ {line}" for line in after.splitlines()]
            message = "\n".join([f"`{name}` was corrected{kind}: {correction.note}", *lines])
            yield found(part.source, ("corrections", index), message)


def _backdated(project: Project) -> Iterator[Finding]:
    for entry, message in backdated_entries(project):
        if entry.text.backdated:
            yield found(entry.source, ("backdated",), f"{message}: {entry.text.backdated}")


def _rules(project: Project, base: Base) -> Iterator[Finding]:
    """The rules that are new, gone or different, with the keys that differ."""
    files = {rule.source.path: rule.source for rule in project.rules}
    old, new = _rules_by_id(base.rules), _rules_by_id(files.values())
    for key in {**new, **old}:
        name, (source, pointer, words) = f"the rule `{key[0]}`", new.get(key) or old[key]
        if key not in new:
            yield found_at(source.path, 0, 0, f"{name} is gone since {base.label}")
        elif key not in old:
            yield found(source, pointer, f"{name} is new since {base.label}")
        elif keys := [dotted(one) for one in changed_words(old[key][2], words)]:
            yield found(source, pointer, f"{listed(keys)} of {name} changed since {base.label}")


def _rules_by_id(sources: Iterable[Source]) -> dict[tuple[str, str], tuple[Source, Pointer, Words]]:
    """Each rule by its id and its host, which can have a rule of one id each; a moved page by its address."""
    rules: dict[tuple[str, str], tuple[Source, Pointer, Words]] = {}
    for source in sources:
        words = words_of(parsed(source.text))
        for pointer in dict.fromkeys(at[:2] for at in words if at[0] in ("rules", "moved")):
            one = {at[2:]: text for at, text in words.items() if at[:2] == pointer}
            rules[one.get(("id",), str(pointer[-1])), one.get(("host",), "")] = (source, pointer, one)
    return rules


def _files(base: Base) -> Iterator[Finding]:
    """The guides, error pages and records that differ, in one line: nobody can judge them but a reader."""
    if base.changed:
        more = len(base.changed) - _SHOWN
        names = [f"`{path}`" for path in base.changed[:_SHOWN]] + ([f"{more} more"] if more > 0 else [])
        message = f"{counted(len(base.changed), 'text')} changed since {base.label}, and nothing judged what they say"
        yield found_at(base.changed[0], 0, 0, f"{message}: {choice(names, 'and')}")


def _annotations(project: Project, base: Base) -> Iterator[Finding]:
    """How many descriptions, examples and extensions of each contract differ."""
    for pin in project.pins:
        old = base.pin(pin.id)
        if old and old.spec and pin.spec and (count := sum(1 for _ in compare_annotations(old.spec, pin.spec))):
            message = f"{counted(count, 'annotation')} changed since {base.label}, and nothing judged them"
            yield found_at(pin.spec.source.path, 0, 0, f"{message}: descriptions, titles, examples or extensions")
