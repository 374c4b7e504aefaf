"""What a comparison with a base lets through, and a reviewer has to judge."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

import msgspec

from docgen.check.contract_change import selectors_text, worst_effects
from docgen.check.published import backdated_entries
from docgen.check.rule import Findings, found, found_at, info_rule
from docgen.check.versioning import is_judged
from docgen.differ.acceptances import find_acceptance
from docgen.differ.annotations import compare_annotations
from docgen.entries.corrections import (
    Words,
    changed_words,
    changes_of_corrections,
    differing_lines,
    published,
    words_of,
)
from docgen.entries.digests import OPEN, contract_digest, parsed
from docgen.facts.texts.passages import marks_of
from docgen.model.accepted import Acceptance
from docgen.model.change import Changes
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.model.redirect import Rule
from docgen.openapi.spec import Spec
from docgen.positions.source import Pointer, Source, dotted
from docgen.wording import counted

NOT_COMPARED: Final = "something that docgen does not compare"
_ENTRY: Final = "the entry"


@info_rule
def let_through(project: Project, base: Base, changes: Changes) -> Findings:
    """Something differs from the base that no rule refuses: somebody who reviews the change has to judge it."""
    every = [*excused(project, changes, project.acceptances), *decisions(project, base)]
    every += _contracts(project, base, changes)
    if base.day and base.pins:
        every += (finding for _, _, finding in changed_rules(project, base))
        every += _texts(project, base)
    for finding in every:
        yield msgspec.structs.replace(finding, passed=True)


def decisions(project: Project, base: Base) -> Findings:
    """What a writer decided and no rule can judge: what is accepted, settings, corrections, and what is marked."""
    if base.day is None:
        message = f"nothing but the contract was compared with {base.label}, under the settings of this change"
        yield found(project.config_source, (), message, "compare with a git ref to see the rest")
    elif base.pins:  # otherwise the project is new
        yield from _acceptances(project, base)
        yield from _settings(project, base)
        yield from _unpublished(project, base)
        yield from _corrections(project, base)
        for entry, message in backdated_entries(project, base):
            if entry.text.backdated:
                yield found(entry.source, ("backdated",), f"{message}: {entry.text.backdated}")
        yield from _marks(project, base)


def excused(project: Project, changes: Changes, acceptances: Sequence[Acceptance]) -> Findings:
    """The changes of contracts since the base that one of some acceptances excuses."""
    for pin in project.pins:
        for change in changes.excused.get(pin.id, ()):
            if acceptance := find_acceptance(change, acceptances):
                what = f"{change.level}: {change.text} ({worst_effects(change)}) at {selectors_text(change.named)}"
                yield found(pin.contract.source, change.place, f"{what}: {acceptance.summary}")


def _contracts(project: Project, base: Base, changes: Changes) -> Findings:
    """How many changes and annotations of each contract no rule refused, and whether there is something else."""
    for pin, old, counts in contract_counts(project, base, changes):
        # breaking-change-under-current-date refuses those
        refused = is_judged(project, base, pin) and counts.pop("breaking", 0)
        parts = [counted(count, kind) for kind, count in counts.items() if count]
        if not parts and not refused and not changes.excused.get(pin.id):
            parts = [NOT_COMPARED]
        if parts:
            path = pin.contract.source.path
            hint = f"docgen diff git:{base.ref}:{old.source.path} {path} --annotations"
            message = f"the contract changed since {base.label}: {', '.join(parts)}"
            yield found_at(path, 0, 0, message, hint if base.day else "")


def contract_counts(project: Project, base: Base, changes: Changes) -> Iterator[tuple[Pin, Spec, Counter[str]]]:
    """Each pin whose contract differs from that of the base, with that, and the number of changes of each level.

    A change of an `annotation`, such as a description, changes nothing for a client, but readers see it.
    """
    for pin in project.pins:
        before, new = base.pin(pin.id), pin.contract
        old = before.spec if before else None
        # 1 and true are equal in Python
        if old and (old.document != new.document or contract_digest(old) != contract_digest(new)):
            levels = Counter[str](change.level for change in changes.against.get(pin.id, ()))
            yield pin, old, levels | Counter(annotation=sum(1 for _ in compare_annotations(old, new)))


def _acceptances(project: Project, base: Base) -> Findings:
    """The acceptances that the base has not, or has otherwise."""
    known = {(acceptance.what, acceptance.at): acceptance for acceptance in base.accepted.entries}
    for index, acceptance in enumerate(project.accepted.entries):
        old = known.get((acceptance.what, acceptance.at))
        if acceptance == old:
            continue
        message = f"new since {base.label}"
        if old:
            message += f", where it was {old.summary}"
        place = f"at `{acceptance.at}`" if acceptance.at else "anywhere"
        message += f": `{acceptance.what}` {place}, {acceptance.summary}"
        if acceptance not in project.acceptances:
            message += f"; it counts once {base.ref} has it"
        yield found(project.accepted.source, ("accepted", index), message)


def _difference(source: Source, pointer: Pointer, message: str, pairs: Mapping[Pointer, tuple[str, str]]) -> Finding:
    """A finding with the lines before and now below its message, as `diff` shows them."""
    lines = [message]
    for key, pair in pairs.items():
        before, now = differing_lines(*pair)
        lines += [f"- {dotted(key)}: {line}" for line in before]
        lines += [f"+ {dotted(key)}: {line}" for line in now]
    return found(source, pointer, "\n".join(lines))


def _corrections(project: Project, base: Base) -> Findings:
    """The corrections since the base, each with the words before and now."""
    known = _written(base)
    for name, part in _written(project).items():
        old = known.get(name, part).text.corrections
        for index, (correction, pairs) in enumerate(changes_of_corrections(published(part))):
            if correction not in old:
                kind = ", as a typing mistake" if correction.typo else ""
                message = f"{name} was corrected on {correction.date}{kind}: {correction.note}"
                lines: dict[Pointer, tuple[str, str]] = {(key,): pair for key, pair in pairs.items()}
                yield _difference(part.source, ("corrections", index), message, lines)


def _unpublished(project: Project, base: Base) -> Findings:
    """The entries and pins that the base would only publish later, and that differ."""
    written = _written(project)
    for name, old in _written(base).items():
        is_public = old.is_visible(project.today) if isinstance(old, Entry) else old.text.released <= project.today
        if name not in written or is_public:
            continue
        if pairs := changed_words(published(old).words, published(written[name]).words):
            message = f"{name}, which was not published yet, changed since {base.label}"
            yield _difference(written[name].source, (), message, pairs)


def _written(content: Project | Base) -> dict[str, Entry | Pin]:
    """The entries and pins by their names for a reader."""
    entries: dict[str, Entry | Pin] = {f"{_ENTRY} `{entry.slug}`": entry for entry in content.entries}
    return entries | {f"the pin `{pin.id}`": pin for pin in content.pins}


class _Part(NamedTuple):
    """A part of a file that no rule compares."""

    source: Source
    pointer: Pointer
    words: Words


def _settings(project: Project, base: Base) -> Findings:
    """The settings and open keys that are gone or different, and those of a new pin, with the lines before and now."""
    judge = base.label if base.config else f"this change, since those of {base.label} cannot be read,"
    old, new = _parts(judge, base.settings, _written(base)), _parts(judge, project.config_source, _written(project))
    for name in {**new, **old}:
        if name not in new:
            yield found_at(old[name].source.path, 0, 0, f"{name} is gone since {base.label}")
        elif name in old or not name.startswith(_ENTRY):
            source, pointer, words = new[name]
            before, what = ({}, "is new") if name not in old else (old[name].words, "changed")
            if pairs := changed_words(before, words):
                yield _difference(source, pointer, f"{name} {what} since {base.label}", pairs)


def _parts(judge: str, settings: Source, written: Mapping[str, Entry | Pin]) -> dict[str, _Part]:
    """What no rule compares, by its name for a reader."""
    name = f"`[tool.docgen]`, which once merged judges every later change (the settings of {judge} judged this one),"
    table = words_of(tomllib.loads(settings.text)["tool"]["docgen"]) if settings.text else {}
    parts = {name: _Part(settings, ("tool", "docgen"), table)}
    for name, part in written.items():
        every = words_of(parsed(part.source.text))
        parts[name] = _Part(part.source, (), {at: text for at, text in every.items() if at[0] in OPEN})
    return parts


def changed_rules(project: Project, base: Base) -> Iterator[tuple[Rule | None, Rule | None, Finding]]:
    """Each rule of a host that the base does not have so: as it was, as it is now, and the lines of both."""
    content = cache(parsed)

    def words(rule: Rule | None) -> Words:
        if rule is None:
            return {}
        part = content(rule.source.text)
        for key in rule.pointer:
            part = part[key]
        return words_of(part, () if isinstance(part, dict) else ("to",))

    was = {(rule.id, rule.host): rule for rule in base.rules}
    now = {(rule.id, rule.host): rule for rule in project.rules}
    for key in {**now, **was}:
        old, new = was.get(key), now.get(key)
        rule = now.get(key) or was[key]
        # an old address of the site has no other id for a reader
        name = rule.text.from_ if rule.pointer[0] == "moved" else rule.id
        pairs = changed_words(words(old), words(new))
        if new is None:
            yield old, new, found_at(rule.source.path, 0, 0, f"the rule `{name}` is gone since {base.label}")
        elif pairs:
            message = f"the rule `{name}` {'changed' if old else 'is new'} since {base.label}"
            yield old, new, _difference(rule.source, rule.pointer, message, pairs)


def _marks(project: Project, base: Base) -> Findings:
    """The facts of each page that are marked `unchecked` and that the base does not have so."""
    before = {page.path: marks_of(page.text) for page in base.pages}
    for page in (*project.docs, *(page.source for page in project.errors)):
        path, marks = project.file_of(page.path), marks_of(page.text)
        # of a page that is the same, the base does not keep the text
        known = before.get(path, ()) if path in base.changed else marks
        lines = [f"`{mark.text}`, {mark.because}" for mark in marks if mark not in known]
        if lines:
            message = f"{counted(len(marks), 'fact')} marked `unchecked` on this page; new since {base.label}:"
            yield found_at(path, 0, 0, "\n".join([message, *lines]))


def _texts(project: Project, base: Base) -> Findings:
    """The texts that differ and the new entries: nobody can judge what they say but a reader."""
    lines = list(base.changed)
    for entry in project.entries:
        if base.entry(entry.slug) is None and entry.source.path not in base.files:
            lines.append(f"{entry.source.path}, to be read from {entry.text.published} on")
    if lines:
        message = f"{counted(len(lines), 'text')} changed since {base.label}, and nothing judged what they say:"
        yield found_at(lines[0].partition(",")[0], 0, 0, "\n".join([message, *lines]))
