"""The titles of drafted entries, their summaries and their bodies, each with the mark that leaves it to a writer."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from docgen.author.change_groups import RENAMED
from docgen.differ.wording import BROUGHT, NAMED, as_lines, named
from docgen.entries.coverage import affected_selectors
from docgen.model.change import Change
from docgen.model.draft import placeholder
from docgen.wording import counted, one_line

TITLE: Final = 120
"""Characters of a draft's title at most, its mark among them."""

_DETAILS: Final = re.compile(r"(`[^`]*`|\([^()]*\))|(?: \([^()]*\))?(?:(?:; |: ).*)?$")
"""Code or parentheses, or what a title leaves out: values in parentheses, other places, differences of two schemas."""
_LONG: Final = re.compile(r" from `[^`]*` to `[^`]*`$| (?:of|to|from|in) `[A-Z]+ /[^`]*`")
"""What a long title leaves out, too, if a name is left: values, and operations."""
_ROOM: Final = 200
"""Characters of the names in a summary, which has 280 at most."""
_MARKUP: Final = re.compile(r"(`[^`]*`)|[\\`*_{}\[\]<>#|!&]")
"""A code span, or a character that is markup elsewhere."""
_CONFIRM: Final = "Confirm that fields were renamed, or write which ones were removed and which were added. "
_EXPLAIN: Final = "Say in place of this list why this changed, for whom, and how a request or a response looks."


def _sentences(changes: Iterable[Change]) -> tuple[str, ...]:
    """The text of each change on one line."""
    return tuple(one_line(BROUGHT.sub("", change.text)) for change in changes)


def title(changes: Sequence[Change], subject: str) -> str:
    """What changed in a line: the first sentence, without details, and the number of the others; else their number."""
    if subject == "contract":
        subject = "the contract"
    for most in (NAMED, 0):
        first, *others = (
            _DETAILS.sub(lambda found: found[1] or "", line) for line in as_lines(_sentences(changes), most)
        )
        more = f", and {counted(len(others), 'more change')}" if others else ""
        if "`" not in first and subject not in first.split():
            more = f" for {subject}{more}"
        for sentence in (first, _LONG.sub("", first)):
            whole = placeholder(sentence.replace("`", "") + more)
            if len(whole) <= TITLE and ("`" in sentence or sentence == first):
                return whole
    return placeholder(f"{counted(len(changes), 'change')} to {subject}")


def summary(changes: Sequence[Change]) -> str:
    """A task for a writer, which names the operations and events that the changes affect."""
    names = sorted({*chain.from_iterable(map(affected_selectors, changes))})
    clients = named(names).replace("`", "")
    # some paths are longer than a summary may be
    of = f" of {clients}" if 0 < len(clients) <= _ROOM else ""
    return placeholder(f"Say in a sentence what changes for clients{of}.")


def body(changes: Sequence[Change]) -> str:
    """What is left to the writer, and all changes as a list below it."""
    confirm = _CONFIRM if any(change.id == RENAMED for change in changes) else ""
    changed = "\n".join(f"- {_marked(line)}" for line in as_lines(_sentences(changes)))
    return f"{placeholder(confirm + _EXPLAIN)}\n\n{changed}"


def _marked(text: str) -> str:
    """The text as Markdown in which only code spans are markup, whatever the contract says."""
    return _MARKUP.sub(lambda found: found[1] or f"\\{found[0]}", text)
