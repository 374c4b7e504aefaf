"""How the id of an effect is composed: the direction, the part, and what was done.

The grammar is that of the ids that oasdiff publishes, so that equal meanings have equal names; where it publishes
none, the same composition gives one of our own. The rows of the catalogue hold the templates.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations, product, starmap
from typing import Final, Literal, NamedTuple, get_args

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.catalogue.action import Action, Templates
from docgen.differ.edits import Access, Edit, Part, State
from docgen.openapi.lifecycle import day_of

Removal = Literal["removed-with-deprecation", "removed-before-sunset", "sunset-parse"]
"""How a deprecated part went: its sunset may be past, ahead or unreadable."""

_QUALIFIERS: Final = ("required", "default", "path", "shared", "deprecated", "unnegotiated")
"""The qualifiers of an edit that a template takes in, as a slot or as a case."""


def compose(edit: Edit, state: State | None, today: date | None) -> str:
    """The id of an edit in the state in which it is met; without one, nothing leads to it."""
    removal = _removal(edit.before, today) if "deprecated" in edit.qualifiers else None
    return _composed(edit.action, state, edit.qualifiers, removal)


def _removal(sunset: str | None, today: date | None) -> Removal:
    day = day_of(sunset)
    if sunset is not None and day is None:
        return "sunset-parse"
    return "removed-before-sunset" if day and today and day > today else "removed-with-deprecation"


@cache
def _composed(action: str, state: State | None, qualifiers: frozenset[str], removal: Removal | None) -> str:
    ids = CATALOGUE[action].ids
    if state is None and ids.directed:
        return f"component-{action}"
    state = state or State("request", "operation")
    templates = (ids.response if state.polarity == "response" else "") or ids.template
    if not isinstance(templates, str):
        holding = _cases(state) | qualifiers | {str(removal)}
        templates = next(template for case, template in templates.items() if holding.issuperset(case.split()))
    required = "required" if "required" in qualifiers else "optional"
    return templates.format(action=action, required=required, removal=removal, **_slots(state))


@cache
def _slots(state: State) -> dict[str, str]:
    """The slots of a template that depend on the state; `{action}`, `{required}` and `{removal}` do not."""
    return {"direction": state.polarity, "place": _place(state), "part": _part(state)}


def _place(state: State) -> str:
    """`request-body`, `response-property`, `request-parameter-property` and so on."""
    if state.unsent and state.nested:
        return "request-read-only-property" if state.polarity == "request" else "response-write-only-property"
    if state.part in ("body", "operation"):
        return f"{state.polarity}-{'property' if state.nested else 'body'}"
    part = "header" if state.part == "header" else "parameter"
    return f"{state.polarity}-{part}{'-property' if state.nested else ''}"


def _part(state: State) -> str:
    """What goes before `property` where it is not one of a body that is sent."""
    if state.unsent:
        return "read-only-" if state.polarity == "request" else "write-only-"
    parts = {"parameter": "parameter-", "header-parameter": "header-"} if state.polarity == "request" else {}
    return parts.get(state.part, "")


@cache
def _cases(state: State) -> frozenset[str]:
    """The cases of a state, beside which the qualifiers of the edit and its removal are cases."""
    parameter = state.part in ("parameter", "header-parameter")
    cases = {
        "unsent": state.unsent,
        "fillable": not state.unsent and state.part != "header-parameter",  # by the server, with the default
        "root-of-body": not state.nested and state.part in ("body", "operation"),
        "property-of-a-header": state.nested and state.part == "header-parameter" and not state.unsent,
        "property-of-a-parameter": state.nested and state.part != "body",
        "required-parameter": state.required and not state.nested and parameter,
    }
    return frozenset(case for case, holds in cases.items() if holds)


class Composed(NamedTuple):
    """An id, with the first state and the qualifiers that lead to it; without a direction, no state."""

    id: str
    state: State | None
    qualifiers: frozenset[str]


def ids_of(action: Action) -> Iterator[Composed]:
    """Every id of an action, some more than once: its templates with each value of their slots, in each case."""
    words = frozenset(("direction", *_words(action.ids.template), *_words(action.ids.response)))
    states = (*_states(words), None) if action.ids.directed else (None,)
    removals = get_args(Removal) if "removal" in words else (None,)
    for qualifiers, state, removal in product(_subsets(words), states, removals):
        yield Composed(_composed(action.name, state, qualifiers, removal), state, qualifiers)


@cache
def _states(words: frozenset[str]) -> tuple[State, ...]:
    """A state for each way in which some slots and cases come together."""
    found: dict[tuple[object, ...], State] = {}
    axes = (("request", "response"), get_args(Part), (False, True), get_args(Access), (False, True))
    for state in starmap(State, product(*axes)):
        slots = (value for slot, value in _slots(state).items() if slot in words)
        found.setdefault((*slots, _cases(state) & words), state)
    return tuple(found.values())


def _words(templates: Templates) -> Iterator[str]:
    """The slots and the cases of templates."""
    cases = {"": templates} if isinstance(templates, str) else templates
    for case, template in cases.items():
        yield from case.split()
        yield from re.findall(r"{(\w+)}", template)


def _subsets(words: frozenset[str]) -> Iterator[frozenset[str]]:
    """Each set of the qualifiers among some words, the smallest first."""
    known = [word for word in _QUALIFIERS if word in words]
    return (frozenset(some) for size in range(len(known) + 1) for some in combinations(known, size))
