"""What a published entry or pin says, what changed of it, and whether its corrections keep what it said before."""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import filterfalse, takewhile
from posixpath import commonprefix
from typing import Any, Final, NamedTuple

from docgen.entries.digests import published_content
from docgen.model.entry import Correction, Entry
from docgen.model.pin import Pin
from docgen.openapi.nodes import children
from docgen.positions.source import Pointer, dotted
from docgen.wording import choice

Words = Mapping[Pointer, str]
"""The texts of a file by their pointers; a list of texts is one, an item a line."""

WORDING: Final = ("title", "label", "summary", "body", "action.steps", "text", "note")
"""What a correction with `typo: true` may cover; everything else are facts, which need a note."""
_TEXTS: Final = ("text", "note")
"""Keys that are wording wherever they are, but in claims, which are facts as a whole."""

_LINES: Final = re.compile(r"(.+)/([0-9]{1,6})-([0-9]{1,6})")


class Published(NamedTuple):
    """What a file says, and the corrections that it has."""

    words: Words
    corrections: tuple[Correction, ...]


def published(part: Entry | Pin) -> Published:
    """What an entry or a pin says, without what may change without a correction."""
    return Published(published_words(part.source.text), part.text.corrections)


def published_words(text: str) -> Words:
    """What the text of an entry or a pin says."""
    return words_of(published_content(text))


def words_of(content: Any, pointer: Pointer = ()) -> dict[Pointer, str]:  # noqa: ANN401 - any YAML, JSON or TOML
    """The texts in parsed content by their pointers, without empty ones."""
    if isinstance(content, list) and all(isinstance(item, str) for item in content):
        content = "\n".join(content)
    if not isinstance(content, dict | list):
        if not isinstance(content, str):
            content = json.dumps(content, default=str)
        return {pointer: content} if content else {}
    words: dict[Pointer, str] = {}
    for key, child in children(content):
        words |= words_of(child, (*pointer, key))
    return words


def changed_words(old: Words, new: Words) -> dict[Pointer, tuple[str, str]]:
    """The texts that differ, each before and after: empty where there is none."""
    changed = {}
    for pointer in dict.fromkeys((*new, *old)):
        before, after = old.get(pointer, ""), new.get(pointer, "")
        if before != after:
            changed[pointer] = before, after
    return changed


def words_before(old: Words, new: Words) -> dict[str, str]:
    """The texts before a correction, as its `before` keeps them: of a text of several lines, those that differ.

    `body/3-4` are the lines that became lines 3 and 4 of the body, `body/3-2` those that were before line 3.
    """
    return dict(_kept(dotted(pointer), *pair) for pointer, pair in changed_words(old, new).items())


def _kept(key: str, before: str, after: str) -> tuple[str, str]:
    old, new = before.split("\n"), after.split("\n")
    if min(len(old), len(new)) == 1:
        return key, before
    start = len(commonprefix([old, new]))
    end = len(commonprefix([old[start:][::-1], new[start:][::-1]]))
    return f"{key}/{start + 1}-{len(new) - end}", "".join(f"{line}\n" for line in old[start : len(old) - end])


def changes_of_corrections(part: Published) -> list[tuple[Correction, dict[str, tuple[str, str]]]]:
    """Each correction of a text with the lines that it changed, by key: before and after, as far as it keeps them."""
    words = _by_key(part.words)
    changes = []
    for correction in reversed(part.corrections):
        pairs = _undo(words, correction)
        changes.append((correction, {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}))
    return changes[::-1]


def differing_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines of two texts that are not the same ones in the same order."""
    from difflib import SequenceMatcher  # only where something differs

    old, new = before.splitlines(), after.splitlines()
    before_only: list[str] = []
    after_only: list[str] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            before_only += old[start:end]
            after_only += new[new_start:new_end]
    return before_only, after_only


def _undo(words: dict[str, str], correction: Correction) -> dict[str, tuple[str, str]]:
    """Put the words before a correction back; what that replaced, by key: before and after."""
    pairs = {}
    # from the last lines on: those above keep their numbers
    for key, text in reversed(correction.before.items()):
        lines = _LINES.fullmatch(key)
        if lines is None:
            pairs[key], words[key] = (text, words.get(key, "")), text
            continue
        now, place = words.get(lines[1], "").split("\n"), slice(int(lines[2]) - 1, int(lines[3]))
        pairs[lines[1]] = (text, "".join(f"{line}\n" for line in now[place]))
        now[place] = text.split("\n")[:-1]
        words[lines[1]] = "\n".join(now)
    return dict(reversed(pairs.items()))


def words_not_kept(old: Published, new: Published) -> tuple[str, ...]:
    """The keys whose words in the old text do not follow from the new text and what its corrections keep."""
    words, before = _by_key(new.words), _by_key(old.words)
    for correction in reversed(new_corrections(old, new)):
        _undo(words, correction)
    return tuple(key for key in words | before if words.get(key, "") != before.get(key, ""))


def _by_key(words: Words) -> dict[str, str]:
    return {dotted(pointer): text for pointer, text in words.items()}


def changed_facts(old: Words, new: Words) -> tuple[str, ...]:
    """The keys that differ beside wording: `action.by`, `claims`."""
    return tuple(dict.fromkeys(map(_key, filterfalse(_is_wording, changed_words(old, new)))))


def _is_wording(pointer: Pointer) -> bool:
    return _key(pointer) in WORDING or (pointer[-1] in _TEXTS and pointer[0] != "claims")


def _key(pointer: Pointer) -> str:
    """The pointer as far as the first item of a list."""
    return dotted(tuple(takewhile(lambda step: isinstance(step, str), pointer)))


def needs_note(old: Published, new: Published) -> tuple[str, ...]:
    """The changed facts that no correction since the old text has a note on."""
    for correction in new_corrections(old, new):
        if not correction.typo:
            return ()
    return changed_facts(old.words, new.words)


def new_corrections(old: Published, new: Published) -> tuple[Correction, ...]:
    """The corrections that the old text does not have."""
    return tuple(correction for correction in new.corrections if correction not in old.corrections)


def listed(names: Sequence[str]) -> str:
    """Names in code, as a reader lists them: `a`, `b` and `c`."""
    return choice(list(map("`{}`".format, names)), "and")
