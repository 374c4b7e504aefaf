"""Texts on which a backtracking engine does the most work for an expression, made from what the expression accepts."""

import re._constants as op
import re._parser as parser
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

MANY: Final = 8
"""The repetitions from which on the length of a text matters."""
_VARIANTS: Final = 3
_LETTERS: Final = "a0 -_./:\n\"'`{}<>[]()#=*,?&%@!|~$+\\^;AZzé"
_CATEGORIES: Final = {
    op.CATEGORY_DIGIT: "0",
    op.CATEGORY_SPACE: " \n",
    op.CATEGORY_WORD: "a0_",
    op.CATEGORY_NOT_DIGIT: "a-",
    op.CATEGORY_NOT_SPACE: "a0-",
    op.CATEGORY_NOT_WORD: " -",
}
_TAILS: Final = ("", "\0", "\n\0", "a!")
_Items = Sequence[tuple[Any, Any]]


class Worst(NamedTuple):
    """A text of any length: a start, something repeated, and an end."""

    start: str
    repeated: str
    end: str

    def text(self, length: int) -> str:
        """The text with about `length` characters."""
        return self.start + self.repeated * (length // len(self.repeated)) + self.end


class _Repeat(NamedTuple):
    """What comes before a repetition, what it repeats, and what comes after it."""

    before: str
    bodies: tuple[str, ...]
    after: str


def worst_texts(pattern: str, flags: int) -> list[Worst]:
    """The texts to try, each once."""
    items = list(parser.parse(pattern, flags))
    repeats = list(_repeats(items, ""))
    found = [made for repeat in repeats for made in _of_repeat(repeat)]
    bodies = list(dict.fromkeys(body for repeat in repeats for body in repeat.bodies))
    found += [Worst("", first + second, "\0") for first in bodies for second in bodies if first != second]
    for whole in _samples(items):
        # a match again and again, and one that never ends
        found += [Worst("", whole, end) for end in _TAILS] + [Worst("", whole[:-1], "")]
    return list(dict.fromkeys(one for one in found if one.repeated))


def _of_repeat(repeat: _Repeat) -> Iterator[Worst]:
    for body in repeat.bodies:
        yield from (Worst(repeat.before, body, end) for end in _TAILS)
        yield from (Worst("", body, end) for end in _TAILS)
        yield Worst("\0", body, "\0")
        yield Worst("", body, repeat.after + body)
        yield Worst("", repeat.before + body, "\0")
    yield Worst("", repeat.before, "\0")


def _repeats(items: _Items, before: str) -> Iterator[_Repeat]:
    """Every repetition of a sequence, also those inside of others."""
    for place, (code, value) in enumerate(items, 1):
        for inner in _inner(code, value):
            yield from _repeats(inner, before)
            if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[1] >= MANY:
                after = next(iter(_samples(items[place:])), "")
                yield _Repeat(before, tuple(one for one in _samples(inner, 3 * _VARIANTS) if one), after)
        before += next(iter(_samples([(code, value)])), "")


def _inner(code: Any, value: Any) -> list[_Items]:  # noqa: ANN401 - what the parser gives
    """The sequences inside of an item."""
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is op.SUBPATTERN:
        return [value[3]]
    if code is op.BRANCH:
        return list(value[1])
    if code is op.ATOMIC_GROUP:
        return [value]
    return [value[1]] if code in (op.ASSERT, op.ASSERT_NOT) else []


def _samples(items: _Items, most: int = _VARIANTS) -> list[str]:
    """Some texts that a sequence matches, where that is easy to say: references and lookaheads match nothing."""
    options = [_options(code, value) or [""] for code, value in items]
    number = min(most, max(map(len, options), default=1))
    return list(dict.fromkeys("".join(each[n % len(each)] for each in options) for n in range(number)))


def _options(code: Any, value: Any) -> list[str]:  # noqa: ANN401 - what the parser gives
    if code is op.LITERAL:
        return [chr(value)]
    if code is op.NOT_LITERAL:
        return [each for each in _LETTERS if each != chr(value)][:_VARIANTS]
    if code is op.ANY:
        return ["a", " ", '"']
    if code is op.IN:
        return _of_class(value)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [each * max(1, min(value[0], MANY)) for each in _samples(value[2])]
    if code is op.ASSERT_NOT or (code is op.ASSERT and value[0] > 0):
        return []
    return [each for inner in _inner(code, value) for each in _samples(inner)]


def _of_class(members: _Items) -> list[str]:
    """Letters of a class: one of each member, or some that are none of them."""
    listed = [letter for code, value in members if code is not op.NEGATE for letter in _of_member(code, value)]
    if (op.NEGATE, None) in members:
        return [letter for letter in _LETTERS if letter not in listed][: 2 * _VARIANTS]
    return list(dict.fromkeys(listed))[: 2 * _VARIANTS]


def _of_member(code: Any, value: Any) -> str:  # noqa: ANN401 - what the parser gives
    if code is op.LITERAL:
        return chr(value)
    if code is op.RANGE:
        return chr(value[0])
    return _CATEGORIES[value]
