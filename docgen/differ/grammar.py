"""How the id of an effect is composed: the direction, the part, and what was done.

The grammar is that of the ids that oasdiff publishes, so that equal meanings have equal names; where it publishes
none, the same composition gives one of our own.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from docgen.differ.edit import Edit, State
from docgen.openapi.lifecycle import day_of


def compose(edit: Edit, state: State | None, today: date | None) -> str:
    """The id of an edit in the state in which it is met; without one, nothing leads to it."""
    if edit.action in FAMILIES and state is not None:
        return FAMILIES[edit.action](edit, state, today)
    if edit.action.startswith(WHOLE):
        return _RENAMED.get(edit.action, edit.action)
    if state is None:
        return f"component-{edit.action}"
    return _RENAMED.get(found := f"{_prefix(edit.action, state)}-{_action(edit.action, state)}", found)


WHOLE: Final = ("annotation-", "api-", "endpoint-", "webhook-", "callback-")
"""How the actions begin whose id says nothing of a direction: they are of the document or of a whole operation."""
_OF_HEADER_PROPERTY: Final = ("became-enum",)
_RENAMED: Final = {
    "endpoint-sunset-deleted": "sunset-deleted",
    "response-body-enum-value-removed": "response-mediatype-enum-value-removed",
    "response-body-enum-value-added": "response-mediatype-enum-value-added",
}


def _prefix(action: str, state: State) -> str:
    """`request-body`, `response-property`, `request-parameter-property` and so on."""
    if state.unsent and state.nested:
        return "request-read-only-property" if state.polarity == "request" else "response-write-only-property"
    if state.part in ("body", "operation"):
        return f"{state.polarity}-{'property' if state.nested else 'body'}"
    if state.part == "header":
        return f"{state.polarity}-header{'-property' if state.nested else ''}"
    if state.part == "header-parameter" and state.nested and action in _OF_HEADER_PROPERTY:
        return f"{state.polarity}-header-property"
    if state.required and not state.nested and action.startswith("default-value"):
        return f"{state.polarity}-required-parameter"
    return f"{state.polarity}-parameter{'-property' if state.nested else ''}"


def _action(action: str, state: State) -> str:
    """The action under the name that it has in this direction: the published ids tell fewer cases apart there."""
    request = state.polarity == "request"
    if action == "type-loosened":
        return "type-generalized" if request else "type-changed"
    if action == "type-specialized" and request and not (state.nested and state.part != "body"):
        return "type-changed"
    if action == "pattern-generalized" and not request:
        return "pattern-changed"
    return action


def _property_added(edit: Edit, state: State, today: date | None) -> str:
    required = "required" in edit.qualifiers
    if state.polarity == "response":
        access = "write-only-" if state.unsent else ""
        return f"response-{'required' if required else 'optional'}-{access}property-added"
    if state.unsent:
        return "request-read-only-property-added"
    if state.part == "header-parameter":
        return f"new-{'required' if required else 'optional'}-request-header-property"
    part = "parameter-property" if state.part == "parameter" else "property"
    default = "-with-default" if required and "default" in edit.qualifiers else ""
    return f"new-{'required' if required else 'optional'}-request-{part}{default}"


def _property_removed(edit: Edit, state: State, today: date | None) -> str:
    if state.polarity == "response":
        access = "write-only-" if state.unsent else ""
        return f"response-{'required' if 'required' in edit.qualifiers else 'optional'}-{access}property-removed"
    if state.unsent:
        return "request-read-only-property-removed"
    if state.part == "header-parameter":
        return "request-header-property-removed"
    return f"request-{'parameter-' if state.part == 'parameter' else ''}property-removed"


def _requiredness(edit: Edit, state: State, today: date | None) -> str:
    action = edit.action.removeprefix("property-")
    if state.polarity == "response":
        access = "write-only-" if state.unsent else ""
        return f"response-{access}property-{action}"
    if state.unsent:
        return f"request-read-only-property-{action}"
    if state.part == "header-parameter":
        return f"request-header-property-{action}"
    part = "parameter-property" if state.part == "parameter" else "property"
    default = "-with-default" if action == "became-required" and "default" in edit.qualifiers else ""
    return f"request-{part}-{action}{default}"


def _mutability(edit: Edit, state: State, today: date | None) -> str:
    required = "required" if "required" in edit.qualifiers else "optional"
    return f"{state.polarity}-{required}-property-{edit.action}"


def _parameter_added(edit: Edit, state: State, today: date | None) -> str:
    required = "required" if "required" in edit.qualifiers else "optional"
    if state.polarity == "response":
        return f"new-{required}-response-parameter"
    if "path" in edit.qualifiers:
        return "new-request-path-parameter"
    shared = "-default-parameter-to-existing-path" if "shared" in edit.qualifiers else "-parameter"
    return f"new-{required}-request{shared}"


def _parameter_removed(edit: Edit, state: State, today: date | None) -> str:
    if state.polarity == "request" and "deprecated" in edit.qualifiers:
        return f"request-parameter-{_removal(edit, today)}"
    if state.polarity == "response":
        return f"{'required' if 'required' in edit.qualifiers else 'optional'}-response-parameter-removed"
    return "request-parameter-removed"


def _removal(edit: Edit, today: date | None) -> str:
    """How a deprecated part went: its sunset may lie ahead, behind, or be unreadable."""
    if edit.before is not None and day_of(edit.before) is None:
        return "sunset-parse"
    sunset = day_of(edit.before)
    return "removed-before-sunset" if sunset and today and sunset > today else "removed-with-deprecation"


def _api_removed(edit: Edit, state: State, today: date | None) -> str:
    scope = "api-path" if "path" in edit.qualifiers else "api"
    if "deprecated" not in edit.qualifiers:
        return f"{scope}-removed-without-deprecation"
    removal = _removal(edit, today)
    return f"{'api-path' if removal == 'sunset-parse' else scope}-{removal}"


def _parameter(edit: Edit, state: State, today: date | None) -> str:
    return f"{state.polarity}-{edit.action}"


def _body(edit: Edit, state: State, today: date | None) -> str:
    added = edit.action == "body-added"
    suffix = ("-required" if "required" in edit.qualifiers else "-optional") if added else ""
    return f"{state.polarity}-{edit.action}{suffix}"


def _media_type(edit: Edit, state: State, today: date | None) -> str:
    chosen = state.polarity == "response" and "unnegotiated" not in edit.qualifiers  # by `Accept`
    part = "" if chosen and "-schema-" not in edit.action else "-body"
    return f"{state.polarity}{part}-{edit.action}"


def _header_added(edit: Edit, state: State, today: date | None) -> str:
    if state.polarity == "response":
        return "response-header-added"
    return f"new-{'required' if 'required' in edit.qualifiers else 'optional'}-request-header"


def _header_removed(edit: Edit, state: State, today: date | None) -> str:
    return f"{'required' if 'required' in edit.qualifiers else 'optional'}-{state.polarity}-header-removed"


Composer = Callable[[Edit, State, "date | None"], str]
FAMILIES: Final[Mapping[str, Composer]] = {
    "property-added": _property_added,
    "property-removed": _property_removed,
    "property-became-required": _requiredness,
    "property-became-optional": _requiredness,
    **dict.fromkeys(
        ("became-read-only", "became-not-read-only", "became-write-only", "became-not-write-only"), _mutability
    ),
    "parameter-added": _parameter_added,
    "parameter-removed": _parameter_removed,
    **dict.fromkeys(
        (
            "parameter-became-required",
            "parameter-became-optional",
            "parameter-style-changed",
            "parameter-deprecated",
            "parameter-reactivated",
            "parameter-sunset-parse",
            "parameter-sunset-deleted",
            "parameter-sunset-date-changed",
            "parameter-sunset-date-changed-too-small",
            "success-status-added",
            "success-status-removed",
            "non-success-status-added",
            "non-success-status-removed",
            "header-became-required",
            "header-became-optional",
        ),
        _parameter,
    ),
    **dict.fromkeys(("body-added", "body-removed", "body-became-required", "body-became-optional"), _body),
    **dict.fromkeys(
        (
            "media-type-added",
            "media-type-removed",
            "media-type-name-changed",
            "media-type-name-generalized",
            "media-type-name-specialized",
            "media-type-schema-added",
            "media-type-schema-removed",
        ),
        _media_type,
    ),
    "header-added": _header_added,
    "header-removed": _header_removed,
    "api-removed": _api_removed,
}
"""How the id of an action is composed that takes in more than the direction and the part."""
