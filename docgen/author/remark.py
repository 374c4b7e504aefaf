"""A remark in the `note` of a rule, for ops: readers of the site never see it."""

from docgen.author.edit import with_last, with_value
from docgen.model.redirect import Redirect
from docgen.model.source import Source


def with_remark(source: Source, rule: Redirect, remark: str) -> Source:
    """The file of rules with a remark at the end of the rule's `note`, which may be new."""
    if rule.text.note is None:
        return with_last(source, rule.pointer, "note", remark)
    return with_value(source, (*rule.pointer, "note"), f"{rule.text.note.rstrip()} {remark}")
