"""The sentence of an edit, for readers."""

from collections.abc import Mapping, Sequence

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.edits import Edit, Swap
from docgen.differ.effects import Occurrence
from docgen.differ.wording import NAMED
from docgen.wording import choice, counted, json_text, plural


def headline(occurrences: Sequence[Occurrence], selectors: Sequence[str], sites: int, schemas: Sequence[str]) -> str:
    """The sentence of the first edit of a root cause, the schemas that came or went with it, and how many others."""
    first = occurrences[0]
    said = _swapped(occurrences, first.swap) if first.swap else sentence(first.edit)
    # `with` a schema that a sentence names already would say it twice
    others = [name for name in schemas if f"`{name}`" not in said]
    brought = f" with the {plural(len(others), 'schema')} {_names(others)}" if others else ""
    count = len({_owner(selector) for selector in selectors} - {_owner(selectors[0])})
    if not count and sites > 1:
        return f"{said}{brought}; the same in {counted(sites - 1, 'other place')}"
    return f"{said}{brought}" + (f"; the same in {counted(count, _noun(selectors))}" if count else "")


def _names(names: Sequence[str]) -> str:
    """The first few names, and how many more."""
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return choice([*(f"`{name}`" for name in names[:NAMED]), *more], "and")


def _swapped(occurrences: Sequence[Occurrence], swap: Swap) -> str:
    """What a reference led to and leads to, and the first of the differences between the two."""
    # each of them names the place, which the sentence has named
    said = (sentence(item.edit).replace(swap.site.label, "it") for item in occurrences if item.swap == swap)
    found = list(dict.fromkeys(said))
    more = [counted(len(found) - NAMED, "more difference")] if len(found) > NAMED else []
    old = f"`{swap.old}`" if swap.old else "a schema of its own"
    return f"{swap.site.label} refers to `{swap.new}` in place of {old}: {'; '.join([*found[:NAMED], *more])}"


def _owner(selector: str) -> str:
    """The schema that a selector is in; a path may have dots of its own."""
    return selector if " " in selector else selector.partition(".")[0]


def _noun(selectors: Sequence[str]) -> str:
    """What all selectors but the first are."""
    kinds = {_kind(selector) for selector in selectors[1:]}
    return f"other {kinds.pop()}" if len(kinds) == 1 else "other place"


def _kind(selector: str) -> str:
    first, _, rest = selector.partition(" ")
    return "operation" if rest[:1] == "/" else first if rest else "schema"


def sentence(edit: Edit) -> str:
    """The edit as a sentence that names the part it edits."""
    slots = {
        "where": edit.site.label,
        "name": _names((edit.name, *edit.others)),
        "before": _value(edit.before),
        "after": _value(edit.after),
        "required": "required" if "required" in edit.qualifiers else "optional",
    }
    template = CATALOGUE[edit.action].sentence
    return template.format(**slots) if template else _composed(edit, slots)


def _value(value: object) -> str:
    return "nothing" if value is None else f"`{json_text(value)}`"


def _composed(edit: Edit, slots: Mapping[str, str]) -> str:
    """A sentence made of the words of the action: `Image.prompt: max length decreased from 100 to 50`."""
    subject, _, verb = edit.action.rpartition("-")
    if verb in ("set", "unset"):
        value = slots["after"] if verb == "set" else slots["before"]
        return f"{slots['where']}: {subject.replace('-', ' ')} {value} {verb.replace('unset', 'removed')}"
    subject = subject.removeprefix("api-global-").removeprefix("api-").replace("-", " ")
    name = f" {slots['name']}" if edit.name and edit.before is None and edit.after is None else ""
    values = "" if edit.before is None and edit.after is None else f" from {slots['before']} to {slots['after']}"
    return f"{slots['where']}: {subject}{name} {verb}{values}"
