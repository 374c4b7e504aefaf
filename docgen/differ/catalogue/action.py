"""A row of the catalogue: an action with its ids, its levels and its sentence."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from docgen.model.change import Level

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


class Exemption(NamedTuple):
    """Ids whose level differs from the rule of variance, and the reason.

    An id may have one `*`, which matches any text. With `unsent`, the exemption applies to properties that are never
    sent in this direction as well.
    """

    ids: tuple[str, ...]
    level: Level
    reason: str
    unsent: bool = False


class Action(NamedTuple):
    """One action that a comparison notes.

    `sentence` has the slots `{where}`, `{name}`, `{before}`, `{after}` and `{required}`; if it is empty, the sentence
    is made of the words of the name. `variance` is the effect on the values that a part accepts.
    """

    name: str
    sentence: str
    variance: Variance
    ids: Ids
    exemptions: tuple[Exemption, ...]


_DEFAULT_IDS: Final = Ids()
_NEUTRAL: Variance = "neutral"


def row(name: str, sentence: str = "", *parts: Variance | Ids | Exemption) -> Action:
    """The row of an action: its name, its sentence, then its variance, ids and exemptions in any order."""
    ids, variance, exemptions = _DEFAULT_IDS, _NEUTRAL, []
    for part in parts:
        if isinstance(part, Ids):
            ids = part
        elif isinstance(part, Exemption):
            exemptions.append(part)
        else:
            variance = part
    return Action(name, sentence, variance, ids, tuple(exemptions))


def exempt(level: Level, reason: str, *ids: str, unsent: bool = False) -> Exemption:
    """An exemption of some ids from the rule of variance."""
    return Exemption(ids, level, reason, unsent)


OPERATION: Final = Ids("{action}", example="`GET /items`", directed=False)
WEBHOOK: Final = OPERATION._replace(example="the event `item.sold`")
CALLBACK: Final = OPERATION._replace(example="the callback `onSold`")
DIRECTED: Final = Ids("{direction}-{action}", example="`GET /items`")
"""For parts of an operation with an id in each direction: its statuses, headers and media types."""
