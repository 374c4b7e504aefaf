"""What one row of the catalogue holds: an action, its ids, its levels and its words."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from docgen.model.change import Level

Variance = Literal["narrower", "wider", "both", "neutral"]
Templates = str | Mapping[str, str]
"""A template of an id, or a template for each case: the words that must all apply, and `""` for any other case."""


class Ids(NamedTuple):
    """How the ids of an action are composed; `docgen.differ.id_grammar` lists the slots of a template and the cases.

    `response` is given where its template is another. `example` is where an example of the action stands; without
    one, it depends on the part. `directed` is false where one id applies to both directions: the action is of the
    document or of an operation.
    """

    template: Templates = "{place}-{action}"
    response: Templates = ""
    example: str = ""
    directed: bool = True


class Exemption(NamedTuple):
    """Ids to which the rule of variance would give another level, and why they have this one.

    A `*` in an id matches any text; there is at most one. `unsent` says that the exemption applies even to a property
    that nobody sends in this direction.
    """

    ids: tuple[str, ...]
    level: Level
    reason: str
    unsent: bool = False


class Action(NamedTuple):
    """One action that a comparison notes.

    `words` is its sentence with the slots `{where}`, `{name}`, `{before}`, `{after}` and `{required}`; without one,
    the sentence is made of the words of the name. `variance` is what it does to the values that a part takes.
    """

    name: str
    sentence: str
    variance: Variance
    ids: Ids
    exemptions: tuple[Exemption, ...]


_PLACED: Final = Ids()
_NEUTRAL: Variance = "neutral"


def row(name: str, sentence: str = "", *known: Variance | Ids | Exemption) -> Action:
    """The row of an action: its name, its sentence, and what else is known of it, in any order."""
    ids, variance, exemptions = _PLACED, _NEUTRAL, []
    for one in known:
        if isinstance(one, Ids):
            ids = one
        elif isinstance(one, Exemption):
            exemptions.append(one)
        else:
            variance = one
    return Action(name, sentence, variance, ids, tuple(exemptions))


def exempt(level: Level, reason: str, *ids: str, unsent: bool = False) -> Exemption:
    """The exemption of some ids."""
    return Exemption(ids, level, reason, unsent)


OPERATION: Final = Ids("{action}", example="`GET /items`", directed=False)
WEBHOOK: Final = OPERATION._replace(example="the event `item.sold`")
CALLBACK: Final = OPERATION._replace(example="the callback `onSold`")
DIRECTED: Final = Ids("{direction}-{action}", example="`GET /items`")
"""Of an operation, but with an id for each direction: its statuses, headers and media types."""
