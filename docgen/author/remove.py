"""A rule that no edge carries any more: it stays in its file, with the day on which it was removed."""

from collections.abc import Sequence
from datetime import date

from docgen.author.edit import with_last
from docgen.author.rule_files import edited, with_remark
from docgen.errors import UsageError
from docgen.model.files import Files
from docgen.model.redirect import Redirect, rfc3339
from docgen.positions.source import Source


def refuse_removal(rules: Sequence[Redirect], now: int) -> None:
    """UsageError (exit code 2) for a rule that is removed already, or that redirects until a later time."""
    for rule in rules:
        if not rule.is_served:
            raise UsageError(f"`{rule.id}` was removed on {rule.text.removed} already")
        if rule.sunset is not None and now < rule.sunset:
            raise UsageError(
                f"`{rule.id}` is promised until {rfc3339(rule.sunset)}; expected to remove it then, or later"
            )


def removed(rules: Sequence[Redirect], day: date, note: str | None) -> Files:
    """The files of the rules with `removed`, and with a note of who saw what; comments, quotes and order stay.

    EditError (exit code 1) for a rule whose layout cannot be edited.
    """

    def edit(source: Source, rule: Redirect) -> Source:
        source = with_remark(source, rule, f"{day.isoformat()}: {note}") if note else source
        return with_last(source, rule.pointer, "removed", day.isoformat())

    return edited(rules, edit)
