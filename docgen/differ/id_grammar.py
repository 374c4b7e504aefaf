"""The grammar of ids of effects: the direction, the part, and the action.

It is the grammar of oasdiff's published ids, so that equal meanings have equal ids; for what oasdiff has no id, the
same grammar gives one. The templates are in the rows of the catalogue.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations, product, starmap
from typing import Final, Literal, get_args

from docgen.differ.catalogue import CATALOGUE
from docgen.differ.catalogue.action import Action, Templates
from docgen.differ.edits import Access, Edit, Part, Role
from docgen.openapi.lifecycle import day_of

Removal = Literal["removed-with-deprecation", "removed-without-sunset", "removed-before-sunset", "sunset-parse"]
"""How a deprecated part was removed: after its sunset, without one, before it, or with an invalid one."""

_PARTS: Final = {
    "operation": "body",
    "body": "body",
    "parameter": "parameter",
    "header-parameter": "parameter",
    "header": "header",
}
_UNSENT: Final = {"request": "read-only-", "response": "write-only-"}
_QUALIFIERS: Final = ("required", "default", "path", "shared", "deprecated", "unnegotiated", "closed")
"""The qualifiers of an edit that a template uses as a slot or as a case."""


def compose_id(edit: Edit, role: Role | None, today: date | None) -> str:
    """The id of an edit in a role; without a role, no operation or event reaches it."""
    removal = None
    if "deprecated" in edit.qualifiers:
        removal = _removal(edit.before, today)
    return _composed(edit.action, role, edit.qualifiers, removal)


def _removal(sunset: str | None, today: date | None) -> Removal:
    if sunset is None:
        return "removed-without-sunset"
    day = day_of(sunset)
    if day is None:
        return "sunset-parse"
    return "removed-before-sunset" if today and day > today else "removed-with-deprecation"


@cache
def _composed(action: str, role: Role | None, qualifiers: frozenset[str], removal: Removal | None) -> str:
    ids = CATALOGUE[action].ids
    if role is None and ids.directed:
        return f"component-{action}"
    role = role or Role("request", "operation")  # an undirected id is the same in every role
    templates = ids.template
    if ids.response and role.polarity == "response":
        templates = ids.response
    if not isinstance(templates, str):
        applying_cases = _cases(role) | qualifiers | {str(removal)}
        # in the order of the row: the last case has no words, and so always applies
        templates = next(template for case, template in templates.items() if applying_cases.issuperset(case.split()))
    required = "required" if "required" in qualifiers else "optional"
    return templates.format(action=action, required=required, removal=removal, **_slots(role))


@cache
def _slots(role: Role) -> dict[str, str]:
    """The slots of a template that depend on the role; `{action}`, `{required}` and `{removal}` do not."""
    return {"direction": role.polarity, "directed_part": _directed_part(role), "part": _part(role)}


def _directed_part(role: Role) -> str:
    """`request-body`, `response-property`, `request-parameter-property` and so on."""
    if role.is_unsent and role.nested:
        return f"{role.polarity}-{_UNSENT[role.polarity]}property"
    part = _PARTS[role.part]
    if not role.nested:
        return f"{role.polarity}-{part}"
    return f"{role.polarity}-property" if part == "body" else f"{role.polarity}-{part}-property"


def _part(role: Role) -> str:
    """The prefix of `property`; empty for a property of a body that is sent."""
    if role.is_unsent:
        return _UNSENT[role.polarity]
    if role.polarity == "request" and role.part in ("parameter", "header-parameter"):
        return f"{role.part.partition('-')[0]}-"
    return ""


@cache
def _cases(role: Role) -> frozenset[str]:
    """The cases of a role; the qualifiers and the removal of an edit are cases as well."""
    parameter = role.part in ("parameter", "header-parameter")
    cases = {
        "unsent": role.is_unsent,
        "fillable": not role.is_unsent and role.part != "header-parameter",  # the server can use the default
        "root-of-body": not role.nested and role.part in ("body", "operation"),
        "property-of-a-header": role.nested and role.part == "header-parameter" and not role.is_unsent,
        "property-of-a-parameter": role.nested and role.part != "body",
        "required-parameter": role.required and not role.nested and parameter,
    }
    return frozenset(case for case, holds in cases.items() if holds)


Composed = tuple[str, Role | None, frozenset[str]]
"""An id, with the first role and qualifiers that give it; an id without a direction has no role."""


def ids_of(action: Action) -> Iterator[Composed]:
    """All ids of an action, some more than once: its templates with all values of their slots, in all cases."""
    words = frozenset(("direction", *_words(action.ids.template), *_words(action.ids.response)))
    roles: list[Role | None] = [None]
    if action.ids.directed:
        roles[:0] = _roles(words)
    removals = get_args(Removal) if "removal" in words else (None,)
    for qualifiers, role, removal in product(_subsets(words), roles, removals):
        yield _composed(action.name, role, qualifiers, removal), role, qualifiers


@cache
def _roles(words: frozenset[str]) -> tuple[Role, ...]:
    """One role for each combination of some slots and cases."""
    roles: dict[tuple[object, ...], Role] = {}
    axes = (("request", "response"), get_args(Part), (False, True), get_args(Access), (False, True))
    for role in starmap(Role, product(*axes)):
        slots = (value for slot, value in _slots(role).items() if slot in words)
        roles.setdefault((*slots, _cases(role) & words), role)
    return tuple(roles.values())


def _words(templates: Templates) -> Iterator[str]:
    """The slots and the cases of templates."""
    cases = {"": templates} if isinstance(templates, str) else templates
    for case, template in cases.items():
        yield from case.split()
        yield from re.findall(r"{(\w+)}", template)


def _subsets(words: frozenset[str]) -> Iterator[frozenset[str]]:
    """Each set of the qualifiers among some words, the smallest first."""
    known = [word for word in _QUALIFIERS if word in words]
    # the first that gives an id becomes its example: the plainest comes first
    for size in range(len(known) + 1):
        yield from map(frozenset, combinations(known, size))
