"""Changes of parameters: added, removed, required, serialization and lifecycle."""

from typing import Final

from docgen.differ.catalogue.action import DIRECTED, Ids, exempt, row
from docgen.differ.catalogue.exemptions import (
    CERTAIN,
    EARLIER,
    INCOMPLETE,
    NEVER_CERTAIN,
    TAKEN_BACK,
    UNKNOWN,
    UNREADABLE,
)

_OWN: Final = DIRECTED._replace(example="the query parameter `limit`")

PARAMETERS: Final = (
    row(
        "parameter-added",
        "added the {required} parameter {name} to {where}",
        Ids(
            {
                "path": "new-request-path-parameter",
                "shared": "new-{required}-request-default-parameter-to-existing-path",
                "": "new-{required}-request-parameter",
            },
            "new-{required}-response-parameter",
            "`GET /items`",
        ),
        INCOMPLETE,
    ),
    row(
        "parameter-removed",
        "removed the parameter {name} from {where}",
        Ids(
            {"deprecated": "request-parameter-{removal}", "": "request-parameter-removed"},
            "{required}-response-parameter-removed",
            "`GET /items`",
        ),
        UNKNOWN,
        NEVER_CERTAIN,
        CERTAIN,
        exempt("breaking", "the contract promised it until a later date", "request-parameter-removed-before-sunset"),
        UNREADABLE,
    ),
    row("parameter-became-required", "{where} became required", "narrower", _OWN),
    row("parameter-became-optional", "{where} became optional", "wider", _OWN),
    row("parameter-style-changed", "{where} is written as {after} in place of {before}", "both", _OWN),
    row("style-changed", "{where} is written as {after} in place of {before}", "both"),
    row("allow-empty-value-added", "{where} may be empty", "wider"),
    row("allow-empty-value-removed", "{where} may no longer be empty", "narrower"),
    row("allow-reserved-added", "{where} may hold reserved characters as they are", "wider"),
    row("allow-reserved-removed", "{where} may no longer hold reserved characters as they are", "narrower"),
    row("parameter-deprecated", "deprecated {where}", _OWN),
    row("parameter-reactivated", "{where} is no longer deprecated", _OWN),
    row("parameter-sunset-deleted", "{where} stays deprecated, but its sunset date {before} is gone", _OWN, TAKEN_BACK),
    row("parameter-sunset-date-changed", "the sunset date of {where} moved from {before} to {after}", _OWN),
    row(
        "parameter-sunset-date-changed-too-small",
        "the sunset date of {where} moved from {before} to the earlier {after}",
        _OWN,
        EARLIER,
    ),
    row("parameter-sunset-parse", "the sunset date of {where} is no date", _OWN, UNREADABLE),
)
