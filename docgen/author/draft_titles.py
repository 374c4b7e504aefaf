"""The titles of drafted entries, their summaries and their bodies, from the texts of the changes."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from docgen.differ.wording import BROUGHT, as_lines
from docgen.model.change import Change
from docgen.model.draft import placeholder
from docgen.wording import counted, visible

TITLE: Final = 100
SUMMARY: Final = 280
"""Characters of a draft's title at most, and of a summary, as its schema says."""

_END: Final = re.compile(r"^((?:[^`]|`[^`]*`)*?)(?: \(was|; also in |: ).*")
_OPERATION: Final = re.compile(r" (?:of|to|from|in) `[A-Z]+ /[^`]*`")
"""What a title leaves out: former values, other places, the differences of two schemas; a long one also operations."""
_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>#|!&]")
_EXPLAIN: Final = "Explain why this changed, who is affected, and what a request or a response looks like."


def sentences(changes: Iterable[Change]) -> tuple[str, ...]:
    """The text of each change on one line."""
    return tuple(" ".join(visible(BROUGHT.sub("", change.text)).split()) for change in changes)


def title(texts: Sequence[str], subject: str) -> str:
    """What changed in a line: the first sentence, shortened until it fits, and the number of the others."""
    for most in (3, 0):
        first, *others = (_END.sub(r"\1", line) for line in as_lines(texts, most))
        more, whole = "", first
        if others:
            more = f", and {counted(len(others), 'more change')}"
        if "`" not in first:
            whole += f" for {subject}"
        whole = _plain(whole) + more
        if len(whole) <= TITLE:
            return whole
    short, room = _plain(_OPERATION.sub("", first)), TITLE - len(more)
    if len(short) > room:
        short = _cut(short, room)
    return short + more


def summary(texts: Sequence[str], subject: str) -> str:
    """As many of the sentences as fit into a summary, and the number of the others."""
    lines = [f"{_plain(line)}." for line in as_lines(texts, 3)]
    text = ""
    for index, line in enumerate(lines):
        rest = f" And {counted(len(lines) - index, 'more change')}."
        if len(f"{text} {line}") > SUMMARY - len(rest):
            return f"{text}{rest}" if text else _cut(line, SUMMARY)
        text = f"{text} {line}".strip()
    # a summary has at least 20 characters
    return text if len(text) >= 20 else f"{text} This change is in {_plain(subject)}."


def _cut(text: str, room: int) -> str:
    """As many whole words as there is room for, with an ellipsis."""
    return f"{text[: room - 2].rpartition(' ')[0]} …"


def body(texts: Sequence[str]) -> str:
    """All changes as a list, and what is left to the writer."""
    changed = "\n".join(f"- {_marked(line)}" for line in as_lines(texts))
    return f"{changed}\n\n{placeholder(_EXPLAIN)}"


def _plain(text: str) -> str:
    """The text without backticks: titles and summaries have no Markdown."""
    return text.replace("`", "")


def _marked(text: str) -> str:
    """The text as Markdown in which only code spans are markup, whatever the contract says."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick of the contract's own
        return _MARKUP.sub(r"\\\g<0>", text)
    parts[::2] = [_MARKUP.sub(r"\\\g<0>", part) for part in parts[::2]]
    return "`".join(parts)
