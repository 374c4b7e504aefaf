"""Edits of the rules in `redirects/*.yaml`; one that is removed from the edge stays in its file, with the day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from docgen.author.edit import with_last_key, with_value
from docgen.errors import UsageError
from docgen.model.files import Files
from docgen.model.redirect import Redirect, rfc3339
from docgen.positions.source import Source


def edited(rules: Iterable[Redirect], edit: Callable[[Source, Redirect], Source]) -> dict[str, str | bytes]:
    """The files of the rules after an edit of each; a rule for several hosts is edited once."""
    sources: dict[str, Source] = {}
    for rule in {(rule.source.path, rule.pointer): rule for rule in rules}.values():
        sources[rule.source.path] = edit(sources.get(rule.source.path, rule.source), rule)
    return {path: source.text for path, source in sources.items()}


def with_remark(source: Source, rule: Redirect, remark: str) -> Source:
    """The file with a remark appended to the rule's `note`, which may be new; the site does not show it."""
    note = (*rule.pointer, "note")
    if rule.text.note is None:
        return with_last_key(source, note, remark)
    return with_value(source, note, f"{rule.text.note.rstrip()} {remark}")


def refuse_removal(rules: Sequence[Redirect], now: int) -> None:
    """UsageError (exit code 2) for a rule that is already removed, or whose sunset is still to come."""
    for rule in rules:
        if not rule.is_served:
            raise UsageError(f"`{rule.id}` was already removed on {rule.text.removed}")
        if rule.sunset is not None and now < rule.sunset:
            raise UsageError(f"`{rule.id}` is promised until {rfc3339(rule.sunset)}; remove it then, or later")


def removed(rules: Sequence[Redirect], day: date, note: str | None) -> Files:
    """The files of the rules with `removed`, and a note on who checked what; comments, quotes and order stay.

    EditError (exit code 1) for a rule whose layout cannot be edited.
    """

    def edit(source: Source, rule: Redirect) -> Source:
        source = with_remark(source, rule, f"{day.isoformat()}: {note}") if note else source
        return with_last_key(source, (*rule.pointer, "removed"), day.isoformat())

    return edited(rules, edit)
