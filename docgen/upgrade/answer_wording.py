"""The words of answers: their sections, the verdict, and their lines."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat, starmap
from typing import Final

from docgen.differ.wording import named
from docgen.upgrade.answer import Answer, Fact, State
from docgen.upgrade.consumers import Usage
from docgen.wording import capitalized, choice, counted, moment, plural

FINE: Final = "No known change affects {}."
NOWHERE: Final = "Not found in the contracts or the redirects."
TITLES: Final[tuple[tuple[str, tuple[State, ...]], ...]] = (
    ("Unknown", ("unknown",)),
    ("Ends", ("ended", "ends")),
    ("Not in the contract", ("removed", "never")),
    ("Deprecated", ("deprecated",)),
    ("Changes to review", ("act",)),
    ("Planned", ("planned",)),
    ("For information", ("note",)),
    ("No known changes", ("fine",)),
)
"""The sections of answers in their order, each with its states."""
_WORDS: Final = {
    "Changes to review": "with changes to review",
    "No known changes": "without known changes",
}

Counted = Sequence[tuple[Answer, int]]
"""Answers, each with the number of lines that it is for."""


def sections(answers: Counted) -> Iterator[tuple[str, Counted]]:
    """Each heading with its answers; a section without answers is left out."""
    for title, states in TITLES:
        of_title: list[tuple[Answer, int]] = []
        for state in states:
            of_title += (counted for counted in answers if counted[0].state == state)
        if of_title:
            yield title, of_title


def attention(usage: Usage, told: frozenset[str] = frozenset()) -> Counted:
    """The answers that are no all-clear; those that repeat an entry which is told anyway are left out."""
    listed = []
    for answer, count in usage.answers:
        is_told = answer.state == "act" and answer.entry in told
        if answer.state != "fine" and not is_told:
            listed.append((answer, count))
    return listed


def verdict(answers: Counted) -> str:
    """The answer in one sentence: what is unknown first, and an all-clear only where nothing else is there."""
    if not answers:
        return "Nothing to look up."
    if all(answer.state == "fine" for answer, _ in answers):
        looked_at = kinds(chain.from_iterable(answer.uses for answer, _ in answers))
        return FINE.format(": ".join(filter(None, ("what you use", looked_at))))
    parts = chain.from_iterable(starmap(_parts, sections(answers)))
    return f"{'; '.join(parts)}."


def kinds(uses: Iterable[str]) -> str:
    """How many of each kind some uses are: `2 operations and 1 schema`; empty without any."""
    # the methods of operations, in capitals, come first
    words = sorted(use.partition(" ")[0] for use in set(uses))
    counts = Counter(word if word.islower() else "operation" for word in words)
    return choice([counted(count, kind) for kind, count in counts.items()], "and")


def all_clear(*names: str) -> Fact:
    """That nothing is known to affect what is named."""
    return Fact(state="fine", text=FINE.format(named(dict.fromkeys(names))))


def _parts(title: str, listed: Counted) -> Iterator[str]:
    # what has ended fails now, so it is counted apart from what will
    if title != "Ends":
        yield f"{len(listed):,} {_WORDS.get(title, title.lower())}"
        return
    ended = sum(answer.state == "ended" for answer, _ in listed)
    if ended:
        yield f"{ended:,} ended"
    ends = [answer.at for answer, _ in listed if answer.state == "ends" and answer.at is not None]
    if ends:
        yield f"{len(ends):,} will end, the first on {moment(min(ends))}"


def opening(usage: Usage, everybody: Sequence[Answer] = ()) -> tuple[str, str]:
    """What was read, and the verdict on that and on what every customer must know."""
    return capitalized(read(usage)), verdict([*usage.answers, *zip(everybody, repeat(1))])


def read(usage: Usage) -> str:
    """How many lines were read, as the end of a sentence."""
    unread = f", {usage.unreadable:,} without a request or a known name" if usage.unreadable else ""
    return f"{counted(usage.lines, 'line')} of the file {plural(usage.lines, 'was', 'were')} read{unread}."


def line(answer: Answer) -> str:
    """An answer in a sentence or two, with what to use instead."""
    return f"{answer.text} Use `{answer.instead}` instead." if answer.instead else answer.text


def name_line(answer: Answer, count: int = 1) -> str:
    """What was asked, with the name that the API has for it where it is another one; that alone for many lines."""
    if count > 1:
        return f"{answer.name} ({count:,} times)"
    return f"{answer.asked} ({answer.name})" if answer.name not in ("", answer.asked) else answer.asked
