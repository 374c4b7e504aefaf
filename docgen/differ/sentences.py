"""The sentence of an edit, for readers."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

import msgspec

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.edits import Edit, Swap
from docgen.differ.effects import Occurrence
from docgen.differ.wording import ALSO, NAMED, in_words, kind_of, merged, named, owner
from docgen.wording import choice, counted, json_text, plural


def _joined(match: re.Match[str]) -> str:
    return f"`{'.'.join(filter(None, match.groups()[::-1]))}`"


_LABEL: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    (r"\.?\b(?:(?:one|any)Of\[[^][`]*\]|allOf\b)", ""),  # clients send values, however the contract groups them
    (r"`\.", "`"),
    ("`` in ", ""),
    (r"`([^`]+)` in (?:`([^`]+)` in )?`([^`]+)`", _joined),
    (r"\.\[\]", "[]"),
    (r"`\[\]` in ", "the items of "),
    ("`additionalProperties` in ", "the additional fields of "),
    (r"`([^`]+)\.additionalProperties`", r"the additional fields of `\1`"),
    (r" \(application/x-www-form-urlencoded\)", ""),
    ("the request body of the webhook", "the payload of the event"),
    ("the webhook `", "the event `"),
)
"""What a label is in the words of a reader."""
_UNNAMED: Final = re.compile(r"the alternatives? `no\. \d+`((?:(?:,| and) `no\. \d+`)*)(?!,| and)")


def headline(occurrences: Sequence[Occurrence], selectors: Sequence[str], sites: int, schemas: Sequence[str]) -> str:
    """The sentence of the first edit of a root cause, the schemas that came or went with it, and where else it is."""
    first = occurrences[0]
    text = _swapped(occurrences, first.swap) if first.swap else sentence(first.edit)
    # a schema that the sentence names already would be named twice
    others = [name for name in schemas if f"`{name}`" not in text]
    if others:
        text += f" ({plural(len(others), 'schema')}: {named(others)})"
    owners = {item.site.selector: owner(item.site.selector, item.site.pointer) for item in occurrences}
    _, *also = dict.fromkeys(owners.get(selector, selector) for selector in selectors)
    if also:
        return f"{text}{ALSO}{_elsewhere(also)}"
    return f"{text}{ALSO}{counted(sites - 1, 'other place')}" if sites > 1 else text


def _swapped(occurrences: Sequence[Occurrence], swap: Swap) -> str:
    """What a reference led to and leads to, and the first of the differences between the two."""
    where = _shown(swap.site.label)
    # each of them names the place, which the sentence has named
    texts = []
    for occurrence in occurrences:
        if occurrence.swap == swap and "-status-" not in occurrence.edit.action:
            text = sentence(occurrence.edit).replace(f" in {where}", "").replace(f"{where[:-1]}.", "`")
            texts.append(text.replace(where, "it"))
    differences = list(merged(texts, NAMED))
    if len(differences) > NAMED:
        differences[NAMED:] = [counted(len(differences) - NAMED, "more difference")]
    old = swap.old and f" from `{swap.old}`"
    lead = _shown(swap.sentence) or f"changed {where}{old} to `{swap.new}`"
    return ": ".join(filter(None, (lead, "; ".join(differences))))


def _elsewhere(names: Sequence[str]) -> str:
    """The operations, events and schemas where else an edit was made, by name if they are few."""
    if len(names) <= NAMED:
        return choice([in_words(name) for name in names], "and")
    return counted(len(names), f"other {kind_of(names)}")


def sentence(edit: Edit) -> str:
    """The edit as a sentence that names the part it edits."""
    before, after = json_text(edit.before), json_text(edit.after)
    if before == after:  # as those of true and "true" are
        before, after = (msgspec.json.encode(value).decode() for value in (edit.before, edit.after))
    text = CATALOGUE[edit.action].sentence.format(
        where=_shown(edit.site.label),
        name=named((edit.name, *edit.others)),
        names=named(edit.others or (edit.name,)),
        s="s" if edit.others else "",
        before=_quoted(edit.before, before),
        after=_quoted(edit.after, after),
        required="required" if "required" in edit.qualifiers else "optional",
    )
    return re.sub(r"match `no\. \d+`", "match another schema", _UNNAMED.sub(_anonymous, text))


def _quoted(value: object, text: str) -> str:
    if value is None:
        return "nothing"
    # no code span can have the backticks of a sentence
    return f'"{text}"' if "`" in text else f"`{text}`"


@cache
def _shown(label: str) -> str:
    # in this order: each takes the label as the one before left it
    for words, better in _LABEL:
        label = re.sub(words, better, label)
    return label


def _anonymous(match: re.Match[str]) -> str:
    others = match[1].count("no.")
    return f"{others + 1} alternatives" if others else "an alternative"
