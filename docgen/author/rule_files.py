"""Edits of the rules in `redirects/*.yaml`."""

from collections.abc import Callable, Iterable

from docgen.author.edit import with_last_key, with_value
from docgen.model.redirect import Redirect
from docgen.positions.source import Source


def edited(rules: Iterable[Redirect], edit: Callable[[Source, Redirect], Source]) -> dict[str, str | bytes]:
    """The files of the rules after an edit of each; a rule for several hosts is edited once."""
    sources: dict[str, Source] = {}
    for rule in {(rule.source.path, rule.pointer): rule for rule in rules}.values():
        sources[rule.source.path] = edit(sources.get(rule.source.path, rule.source), rule)
    return {path: source.text for path, source in sources.items()}


def with_remark(source: Source, rule: Redirect, remark: str) -> Source:
    """The file with a remark appended to the rule's `note`, which may be new; the site does not show it."""
    if rule.text.note is None:
        return with_last_key(source, rule.pointer, "note", remark)
    return with_value(source, (*rule.pointer, "note"), f"{rule.text.note.rstrip()} {remark}")
