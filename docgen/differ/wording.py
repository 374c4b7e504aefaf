"""The words of changes for readers: groups by level, summaries, and what a change reaches."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Final

from docgen.model.change import LEVELS, Change, Level
from docgen.openapi.nodes import schema_at
from docgen.positions.source import Pointer
from docgen.wording import capitalized, choice, counted, plural

NAMED: Final = 3
"""Up to this many operations or events are named; of more, the text has the count."""
ALSO: Final = "; also in "
"""What comes between the sentence of an edit and where else it was made."""
BROUGHT: Final = re.compile(r" \(schemas?: [^()]*\)")
"""The schemas that came or went with an edit, after its sentence."""

_SPAN: Final = re.compile(r"([^`]*)`([^`]*)`(.*)", re.DOTALL)
_NOUN: Final = re.compile(
    r"\bthe ((?:(?!the )[a-z-]+ ){0,3})(?!(?:as|by|for|from|if|in|match|of|on|to|with) )([a-z]+[a-rt-z]) $"
)
"""The noun before a name, with the words that describe it; no preposition, and no plural."""
_PLACE: Final = "\0"
"""What stands for the names in a text that is told of several."""
_INDIRECT: Final = re.compile(r"\[\]|\.\*")


def group_by_level(changes: Sequence[Change]) -> Iterator[tuple[Level, list[Change]]]:
    """The changes of each level that has some, worst level first, in their order."""
    groups: dict[Level, list[Change]] = {level: [] for level in LEVELS}
    for change in changes:
        groups[change.level].append(change)
    yield from ((level, group) for level, group in groups.items() if group)


def summary(changes: Sequence[Change]) -> str:
    """The counts of changes: `6 changes: 2 breaking, 1 warning, 3 info`."""
    if not changes:
        return "no changes"
    counts = ", ".join(f"{len(group):,} {level}" for level, group in group_by_level(changes))
    return f"{counted(len(changes), 'change')}: {counts}"


def as_lines(texts: Iterable[str], most: int = 50) -> tuple[str, ...]:
    """The texts of changes as lines of a list: merged and capitalized."""
    return tuple(map(capitalized, merged(texts, most)))


def merged(texts: Iterable[str], most: int) -> Iterator[str]:
    """The texts of changes, where those that differ in their first name only are one, with a list of the names.

    A longer list than `most` names ends with the count of the others; with 0, a noun such as `fields` is enough.
    """
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for text in texts:
        head, name, tail = split(text)
        # the schemas that each of them brought would be no list of the whole
        groups.setdefault((head, BROUGHT.sub("", tail)), {})[name] = text
    for (head, tail), by_name in groups.items():
        yield _as_one(head, by_name, tail, most)


def split(text: str) -> tuple[str, str, str]:
    """A text before its first name, the name, and the text after it; all of it is before where it has none."""
    span = _SPAN.fullmatch(text)
    if span is None or text.count("`") % 2:
        return text, "", ""
    return span[1], span[2], span[3]


def _as_one(head: str, texts: Mapping[str, str], tail: str, most: int) -> str:
    """The text of one change, or one of several with the list of their names."""
    if len(texts) == 1:
        return next(iter(texts.values()))
    if not most and _NOUN.search(head):
        return _NOUN.sub(r"\1\2s", head) + tail
    return _NOUN.sub(r"the \1\2s ", head) + named(texts, most or 1) + tail


def named(names: Iterable[str], most: int = NAMED) -> str:
    """The first names in code, and how many more."""
    spans = [f"`{name}`" if name else '`""`' for name in names]
    if len(spans) > most:
        spans[most:] = [f"{len(spans) - most} more"]
    return choice(spans, "and")


def owner(selector: str, pointer: Pointer) -> str:
    """The operation, event or schema that a selector is in; the names of schemas and paths may have dots."""
    if " " in selector:
        return selector
    name = schema_at(pointer[:3])
    return name if name and f"{selector}.".startswith(f"{name}.") else selector.partition(".")[0]


def kind_of(owners: Iterable[str]) -> str:
    """What all of some operations, events or schemas are, as a noun; `place` for different kinds."""
    kinds = set(map(_kind, owners))
    return kinds.pop() if len(kinds) == 1 else "place"


def _kind(owner: str) -> str:
    kind, _, rest = owner.partition(" ")
    if rest[:1] == "/":
        return "operation"
    return kind if rest else "schema"


def in_words(selector: str) -> str:
    """A selector in a sentence: `GET /v1/images`, `Image.size`, the event `image.failed`."""
    kind, _, name = selector.partition(" ")
    # methods are upper case: an operation is named as a whole
    return f"the {kind} `{name}`" if name and re.fullmatch("[a-z]+", kind) else f"`{selector}`"


def unnamed_selector(change: Change) -> str:
    """The selector of a change, or "" if its text has it: whole, as a field and its schema, or with its kind."""
    selector, text = change.selector, _INDIRECT.sub("", change.text)
    kind, _, name = selector.partition(" ")
    if selector in text or (kind.islower() and f"`{name}`" in text):
        return ""
    for dot in re.finditer(r"\.", selector):
        if f"`{selector[: dot.start()]}`" in text and f"`{selector[dot.end() :]}`" in text:
            return ""
    return selector


def describe(change: Change) -> str:
    """The text of a change, after its selector if the text does not have it."""
    selector = unnamed_selector(change)
    return f"{selector}: {change.text}" if selector else change.text


def told_at(change: Change, part: str, used: Container[str] = ()) -> str:
    """The text of a change on the page of a part that has it, or uses what has: with that name, and no other place."""
    text, also, _ = change.text.partition(ALSO)
    if not also:
        return text
    first, own = owner(change.selector, change.place), owner(part, ())
    owners = dict.fromkeys(owner(name, ()) for name in change.named)
    if own not in owners:
        own = next(filter(used.__contains__, owners), own)
    fields = {name.removeprefix(own) for name in change.named if owner(name, ()) == own}
    if change.selector.removeprefix(first) not in fields:
        return change.text
    # its name ends, or a field of it follows
    for end in "`.[":
        text = text.replace(in_words(first)[:-1] + end, in_words(own)[:-1] + end)
    return text


def told_together(changes: Iterable[Change], most: int = 50) -> Iterator[str]:
    """The texts of changes, where one edit of several operations or schemas is told once, with `most` names."""
    groups: dict[str, dict[str, None]] = {}
    for change in changes:
        text, also, _ = change.text.partition(ALSO)
        names = dict.fromkeys(owner(name, change.place) for name in change.named)
        first = next(iter(names))
        template = text.replace(f"`{first}`", _PLACE)
        # a list of first names is made of texts, and of places without names the text has the number
        if split(text)[1] == first or (also and len(names) == 1):
            template = change.text
        groups.setdefault(template, {}).update(names)
    for template, listed in groups.items():
        yield template.replace(_PLACE, named(listed, most))


def reach_phrases(change: Change, shown: Callable[[str], str] = str) -> list[str]:
    """What reaches a change beside its own part, and how many sites it has: `used by 22 operations`, `9 places`."""
    reached = []
    if not set(change.operations) <= set(change.named):
        reached.append(_names_or_count(change.operations, "operation", "", shown))
    if not {f"event {event}" for event in change.events} <= set(change.named):
        events = plural(len(change.events), "event ", "events ")
        reached.append(_names_or_count(change.events, "event", events, shown))
    phrases = []
    if reached:
        phrases.append(f"used by {' and '.join(reached)}")
    if len(change.sites) > 1 and ALSO not in change.text:
        phrases.append(counted(len(change.sites), "place"))
    return phrases


def _names_or_count(names: Sequence[str], noun: str, before: str, shown: Callable[[str], str]) -> str:
    """The names if they are few, otherwise their count."""
    if len(names) > NAMED:
        return counted(len(names), noun)
    return before + ", ".join(map(shown, names))
