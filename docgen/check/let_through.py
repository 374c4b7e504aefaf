"""What a comparison with a base lets through, and a reviewer has to judge."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final, NamedTuple

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
    differing_lines,
    dotted,
    published,
    words_of,
)
from docgen.entries.digests import open_content, parsed
from docgen.model.change import Changes
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.positions.source import Pointer, Source
from docgen.wording import choice, counted

_SHOWN: Final = 5
"""Files beyond this number are counted."""
_ENTRY: Final = "the entry"


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
    passed: list[Iterator[Finding]] = [_excused(project, changes), _harmless(project, base, changes)]
    if base.day and base.pins:  # a contract in a file has nothing else, and a new project nothing to compare
        passed += [_acceptances(project, base), _other_parts(project, base), _corrections(project, base)]
        passed += [_backdated(project), _texts(project, base), _annotations(project, base)]
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


def _harmless(project: Project, base: Base, changes: Changes) -> Iterator[Finding]:
    """How many changes of each contract are information."""
    for pin in project.pins:
        found_changes = [change for change in changes.against.get(pin.id, ()) if change.level == "info"]
        if found_changes and pin.spec:
            message = f"{counted(len(found_changes), 'change')} of the contract since {base.label} breaks no client"
            yield found_at(pin.spec.source.path, 0, 0, message, "docgen diff lists them")


def _acceptances(project: Project, base: Base) -> Iterator[Finding]:
    """The acceptances that the base has not, or has otherwise."""
    for index, one in enumerate(project.accepted.entries):
        if one not in base.accepted.entries:
            counts = "" if one in project.acceptances else f"; it counts once {base.label.partition(' at ')[0]} has it"
            place = f"at `{one.at}`" if one.at else "anywhere"
            message = f"new since {base.label}: `{one.what}` {place}, {one.summary}{counts}"
            yield found(project.accepted.source, ("accepted", index), message)


def _difference(source: Source, pointer: Pointer, message: str, pairs: Mapping[str, tuple[str, str]]) -> Finding:
    """A finding with the lines before and now below its message, as `diff` shows them."""
    lines = [message]
    for key, pair in pairs.items():
        before, now = differing_lines(*pair)
        lines += [f"- {key}: {line}" for line in before]
        lines += [f"+ {key}: {line}" for line in now]
    return found(source, pointer, "\n".join(lines))


def _corrections(project: Project, base: Base) -> Iterator[Finding]:
    """The corrections since the base, each with the words before and now."""
    old = {part.source.path: part.text.corrections for part in _written(base)}
    for part in _written(project):
        for index, (correction, pairs) in enumerate(changes_of_corrections(published(part))):
            if correction not in old.get(part.source.path, (correction,)):
                kind = ", as a typing mistake" if correction.typo else ""
                message = f"`{_name(part)}` was corrected{kind}: {correction.note}"
                yield _difference(part.source, ("corrections", index), message, pairs)


def _written(content: Project | Base) -> tuple[Entry | Pin, ...]:
    return (*content.entries, *content.pins)


def _name(part: Entry | Pin) -> str:
    return part.slug if isinstance(part, Entry) else part.id


def _backdated(project: Project) -> Iterator[Finding]:
    for entry, message in backdated_entries(project):
        if entry.text.backdated:
            yield found(entry.source, ("backdated",), f"{message}: {entry.text.backdated}")


class _Part(NamedTuple):
    """A part of a file that no rule compares, by its name for a reader."""

    name: str
    source: Source
    pointer: Pointer
    words: Words


def _other_parts(project: Project, base: Base) -> Iterator[Finding]:
    """The settings, rules and open keys that are new, gone or different, with the lines before and now."""
    rules = {rule.source.path: rule.source for rule in project.rules}.values()
    judge = base.label if base.config else "this change"
    old = _parts(judge, base.settings, _written(base), base.rules)
    new = _parts(judge, project.config_source, _written(project), rules)
    for key in {**new, **old}:
        name, source, pointer, words = new.get(key) or old[key]
        if key not in new:
            yield found_at(source.path, 0, 0, f"{name} is gone since {base.label}")
        elif key in old and (pairs := changed_words(old[key].words, words)):
            message = f"{name} changed since {base.label}"
            yield _difference(source, pointer, message, {dotted(at): pair for at, pair in pairs.items()})
        elif key not in old and not name.startswith(_ENTRY):
            yield found(source, pointer, f"{name} is new since {base.label}")


def _parts(
    judge: str, settings: Source, written: Iterable[Entry | Pin], rules: Iterable[Source]
) -> dict[tuple[str, str], _Part]:
    """Each part by its id and its host, which can have a rule of one id each."""
    table = tomllib.loads(settings.text).get("tool", {}).get("docgen", {}) if settings.text else {}
    name = f"`[tool.docgen]` (the settings of {judge} judged this change)"
    parts = {("", ""): _Part(name, settings, ("tool", "docgen"), words_of(table))}
    for part in written:
        kind = _ENTRY if isinstance(part, Entry) else "the pin"
        words = words_of(open_content(part.source.text))
        parts[part.source.path, ""] = _Part(f"{kind} `{_name(part)}`", part.source, (), words)
    for source in rules:
        words = words_of(parsed(source.text))
        for pointer in dict.fromkeys(at[:2] for at in words if at[0] in ("rules", "moved")):
            rule = {at[2:]: text for at, text in words.items() if at[:2] == pointer}
            id_, host = rule.get(("id",), str(pointer[-1])), rule.get(("host",), "")
            parts[id_, host or source.path] = _Part(f"the rule `{id_}`", source, pointer, rule)
    return parts


def _texts(project: Project, base: Base) -> Iterator[Finding]:
    """The texts that differ and the new entries, in one line: nobody can judge what they say but a reader."""
    new = [entry.source.path for entry in project.entries if entry.source.path not in base.files]
    paths = [*base.changed, *(new if base.files else ())]
    if paths:
        names = [f"`{path}`" for path in paths[:_SHOWN]]
        if len(paths) > _SHOWN:
            names.append(f"{len(paths) - _SHOWN} more")
        message = f"{counted(len(paths), 'text')} changed since {base.label}, and nothing judged what they say"
        yield found_at(paths[0], 0, 0, f"{message}: {choice(names, 'and')}")


def _annotations(project: Project, base: Base) -> Iterator[Finding]:
    """How many descriptions, examples and extensions of each contract differ."""
    for pin in project.pins:
        old = base.pin(pin.id)
        if old and old.spec and pin.spec and (count := sum(1 for _ in compare_annotations(old.spec, pin.spec))):
            message = f"{counted(count, 'annotation')} changed since {base.label}, and nothing judged them"
            yield found_at(pin.spec.source.path, 0, 0, f"{message}: descriptions, titles, examples or extensions")
