"""The removal of a rule from the edge: it stays in its file, marked with the day."""

from collections.abc import Sequence
from datetime import date

from docgen.author.edit import with_last_key
from docgen.author.rule_files import edited, with_remark
from docgen.errors import UsageError
from docgen.model.files import Files
from docgen.model.redirect import Redirect, rfc3339
from docgen.positions.source import Source


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
        return with_last_key(source, rule.pointer, "removed", day.isoformat())

    return edited(rules, edit)
