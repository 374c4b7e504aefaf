"""The changes of a contract as a page lists them: by level, then by the operation or schema that they are of."""

import re
from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from typing import Final

from docgen.differ.wording import BROUGHT, as_lines, group_by_level, in_words, owner
from docgen.model.change import Change, Level
from docgen.wording import capitalized

Groups = list[tuple[Level, Mapping[str, tuple[str, ...]]]]
"""The lines of each level below the inline Markdown of what they are of, in the order of the first change of each."""

OPEN: Final = 50
"""The changes that a page shows; it folds the others."""
FOLDED: Final = 350
"""The changes that it folds; the contracts have the rest."""
_WORD: Final = re.compile(r"\w(?:[^\s`*()&;,:]*\w)?")
_WHOLE: Final = re.compile(
    r"(?:added|removed) the (operation|event|schema|server|security scheme) `[^`]*`(?! to | from )"
)


def _by_subject(changes: Sequence[Change]) -> dict[str, tuple[str, ...]]:
    """The lines of changes: what comes or goes as a whole by its kind, the others by operation, event or schema."""
    texts_by_heading: dict[str, list[str]] = {}
    for change in changes:
        name = in_words(owner(change.selector, change.place)).removeprefix("the ") or "the whole API"
        if whole := _WHOLE.match(change.text):
            heading, text = f"{whole[1]}s", change.text
        else:
            # below its name, a line need not repeat it
            heading, text = name, re.sub(rf" (?:of|to|from) (?:the )?{re.escape(name)}", "", change.text)
        texts_by_heading.setdefault(capitalized(heading), []).append(text)
    return {heading: as_lines(texts) for heading, texts in texts_by_heading.items()}


def open_and_folded(changes: Sequence[Change]) -> tuple[Groups, Groups]:
    """The changes that a page shows, and those that it folds, the worst first."""
    worst_first = list(chain.from_iterable(group for _, group in group_by_level(changes)))
    # cut before they are grouped: a subject may be on both sides of the fold
    open_, folded = worst_first[:OPEN], worst_first[OPEN : OPEN + FOLDED]
    return _grouped(open_), _grouped(folded)


def _grouped(changes: Sequence[Change]) -> Groups:
    return [(level, _by_subject(group)) for level, group in group_by_level(changes)]


def lines(changes: Sequence[Change], told: str = "") -> list[tuple[Level, str]]:
    """The sentences of changes with their level, the worst first, without those that a line of `told` has already.

    Equal ones on several parts are one.
    """
    sentences: list[tuple[Level, str]] = []
    for level, group in group_by_level(changes):
        sentences += zip(repeat(level), as_lines(change.text for change in group))
    known = list(map(_words, told.splitlines()))
    return [sentence for sentence in sentences if not any(_words(sentence[1]) <= line for line in known)]


def says_more(text: str, than: str) -> bool:
    """Whether a text has a word that another one lacks."""
    return not _words(text) <= _words(than)


def _words(text: str) -> set[str]:
    """The words of a text without its Markdown; singular and plural are one."""
    plain = BROUGHT.sub("", text).replace("\\", "").casefold()
    return {word.removesuffix("s") for word in _WORD.findall(plain)}
