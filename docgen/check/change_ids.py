"""The ids that a change can have, as the grammar of the differ composes them; and those that none can."""

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from functools import cache
from itertools import combinations, product
from typing import Final, get_args

from docgen.check.ignores import place_of_ignore, place_of_level
from docgen.check.rule import found_at, rule
from docgen.differ.edit import Access, Edit, Part, Site, State
from docgen.differ.grammar import FAMILIES, compose
from docgen.differ.levels import VARIANCE
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project

_NOWHERE: Final = Site((), "", "")
_QUALIFIERS: Final = ("required", "default", "path", "shared", "deprecated")
_TODAY: Final = date(2000, 1, 1)
_SUNSETS: Final = (None, "1999-12-31", "2000-01-02", "no date")
_LIFE: Final = (
    *("stability-decreased", "stability-increased", "stability-invalid", "deprecated", "deprecated-with-sunset"),
    *("deprecated-sunset-invalid", "reactivated", "sunset-deleted", "sunset-date-changed"),
    "sunset-date-changed-too-small",
)
_NEUTRAL: Final = (
    *("discriminator-added", "discriminator-removed", "discriminator-property-name-changed"),
    *("discriminator-mapping-added", "discriminator-mapping-deleted", "discriminator-mapping-changed"),
)
_OF_PARTS: Final = (
    *("added", "removed", "loosened", "tightened", "scope-added", "scope-removed"),
    *("component-added", "component-removed", "component-type-changed", "component-oauth-url-changed"),
    *("component-oauth-token-url-changed", "component-oauth-scope-added", "component-oauth-scope-removed"),
    "component-oauth-scope-changed",
)
_WHOLE: Final = (
    *("endpoint-added", "endpoint-deprecated", "endpoint-deprecated-with-sunset", "endpoint-reactivated"),
    *("endpoint-sunset-deleted", "endpoint-sunset-date-changed", "api-sunset-date-changed-too-small"),
    *("api-path-sunset-parse", "api-stability-decreased", "api-stability-increased", "api-invalid-stability-level"),
    *("api-operation-id-added", "api-operation-id-removed", "api-tag-added", "api-tag-removed"),
    *("api-schema-added", "api-schema-removed", "api-schema-changed", "api-server-added", "api-server-removed"),
    *("webhook-added", "webhook-removed", "webhook-operation-added", "webhook-operation-removed"),
    *("callback-added", "callback-removed", "callback-operation-added", "callback-operation-removed"),
    *(f"api-security-{what}" for what in _OF_PARTS),
    *(f"api-global-security-{what}" for what in ("added", "removed", "scope-added", "scope-removed")),
)


@cache
def change_ids() -> frozenset[str]:
    """Every id that a change can have."""
    plain = (*VARIANCE, *_LIFE, *_NEUTRAL, *_WHOLE)
    edits = [Edit(action, _NOWHERE, ()) for action in plain] + list(_of_families())
    states = [None, *(State(*parts) for parts in product(("request", "response"), get_args(Part), *_DEPTHS))]
    return frozenset(compose(edit, state, _TODAY) for edit in edits for state in states)


_DEPTHS: Final = ((False, True), get_args(Access), (False, True))


def _of_families() -> Iterator[Edit]:
    """The edits whose ids take in words of their own: at most two at a time, and a sunset date."""
    words = [frozenset(some) for size in range(3) for some in combinations(_QUALIFIERS, size)]
    for action, qualifiers, before in product(FAMILIES, words, _SUNSETS):
        yield Edit(action, _NOWHERE, (), before=before, qualifiers=qualifiers)


@rule(Severity.ERROR)
def unknown_change_id(project: Project) -> Iterator[Finding]:
    """The configuration names an id that no change can have: the level or the ignore does nothing.

    `docgen diff` prints the ids of changes.

    **Fails**

    ```diff title="pyproject.toml"
    -[tool.docgen.errors]
    +[tool.docgen.diff.levels]
    +response-property-enum-value-add = { level = "info", reason = "Clients expect new values." }
    +
    +[tool.docgen.errors]
    ```

    **Passes**

    ```diff title="pyproject.toml"
    -[tool.docgen.errors]
    +[tool.docgen.diff.levels]
    +response-property-enum-value-added = { level = "info", reason = "Clients expect new values." }
    +
    +[tool.docgen.errors]
    ```
    """
    diff = project.config.diff
    named = [(id_, place_of_level(project, id_)) for id_ in diff.levels]
    named += [(ignore.id, place_of_ignore(project, index)) for index, ignore in enumerate(diff.ignore)]
    for id_, where in named:
        if id_ not in change_ids():
            near = get_close_matches(id_, sorted(change_ids()), 1)
            hint = f"did you mean `{near[0]}`?" if near else "write an id as `docgen diff` prints it"
            yield found_at(*where, f"no change can have the id `{id_}`; expected an id of `docgen diff`", hint)
