"""A row of the catalogue: an action with its ids, its sentence and its variance; and what several rows share."""

import re
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

Variance = Literal["narrower", "wider", "both", "neutral"]
Templates = str | Mapping[str, str]
"""A template of an id, or one for each case: a case is words that must all apply, or `""` for the others."""


class Ids(NamedTuple):
    """The templates of an action's ids; `docgen.differ.id_grammar` has their slots and cases.

    `response` is the template for responses if it differs. `example` is the part that an example of the action edits;
    by default, it depends on the role. `directed` is false for actions on the document or on an operation, where one
    id applies to both directions.
    """

    template: Templates = "{directed_part}-{action}"
    response: Templates = ""
    example: str = ""
    directed: bool = True


class Action(NamedTuple):
    """One action that a comparison notes.

    `sentence` has the slots `{where}`, `{name}`, `{before}`, `{after}`, `{required}` and `{s}`. It says what was
    done, so that equal sentences on several parts can be one. `variance` is the effect on the values that a part
    accepts.
    """

    name: str
    sentence: str
    variance: Variance
    ids: Ids


_NOUNS: Final = {
    "^(api|webhook|callback)-(global-)?(security-)?(component-)?|-(name|value)$": "",
    "(items|properties|contains)$": r"number of \1",
    "properties": "fields",
    "contains": "matching items",
    "max": "maximum",
    "min": "minimum",
    "multiple-of": "required multiple",
    "url": "URL",
    "oauth": "OAuth",
    "-": " ",
}
"""The words of an action that readers call otherwise."""
_SENTENCES: Final = {
    "added": "added the {noun} {{name}} to {{where}}",
    "removed": "removed the {noun} {{name}} from {{where}}",
    "set": "set the {noun} of {{where}} to {{after}}",
    "unset": "removed the {noun} of {{where}} (was {{before}})",
}
_CHANGED: Final = "{verb} the {noun} of {{where}} from {{before}} to {{after}}"
_VERBS: Final = {"generalized": "widened", "specialized": "narrowed"}


def _sentence(name: str) -> str:
    """The sentence of an action that has none of its own, made of its name."""
    noun, _, verb = name.rpartition("-")
    for words, better in _NOUNS.items():
        noun = re.sub(words, better, noun)
    return _SENTENCES.get(verb, _CHANGED).format(noun=noun, verb=_VERBS.get(verb, verb))


Row = str | tuple[str | Ids, ...]
"""The sentence of an action; or that and its variance and, where it has ids of its own, those."""


def rows(ids: Ids, table: Mapping[str, Row]) -> tuple[Action, ...]:
    """The actions of a table by name, with ids of one kind; an empty sentence is made of the name."""
    return tuple(_action(name, ids, row) for name, row in table.items())


def _action(name: str, ids: Ids, row: Row) -> Action:
    sentence, *parts = (row,) if isinstance(row, str) else row
    variance: Any = "neutral"
    for part in parts:
        if isinstance(part, Ids):
            ids = part
        else:
            variance = part
    return Action(name, str(sentence) or _sentence(name), variance, ids)


SCHEMA: Final = Ids()
OPERATION: Final = Ids("{action}", example="`GET /items`", directed=False)
WEBHOOK: Final = OPERATION._replace(example="the event `item.sold`")
CALLBACK: Final = OPERATION._replace(example="the callback `onSold`")
DIRECTED: Final = Ids("{direction}-{action}", example="`GET /items`")
"""For parts of an operation with an id in each direction: its statuses, headers and media types."""

LIFECYCLE: Final[Mapping[str, str]] = {
    "deprecated": "deprecated {where}",
    "deprecated-with-sunset": "deprecated {where} (sunset: {after})",
    "reactivated": "removed the deprecation of {where}",
    "sunset-deleted": "removed the sunset {before} of {where}, which stays deprecated",
    "sunset-date-changed": "moved the sunset of {where} from {before} to {after}",
    "sunset-date-changed-too-small": "moved the sunset of {where} from {before} to the earlier {after}",
}
"""What every part of a contract goes through: the name of the action and its sentence."""
