"""Changes of operations, webhooks and callbacks: added, removed, lifecycle, ids and tags."""

from typing import Final

from docgen.differ.catalogue.action import CALLBACK, OPERATION, WEBHOOK, exempt, row
from docgen.differ.catalogue.exemptions import EARLIER, LESS_STABLE, TAKEN_BACK, UNREADABLE

_GONE: Final = exempt(
    "breaking", "calls that worked fail", "api-*removed-without-deprecation", "api-*removed-before-sunset"
)
_AWAITED: Final = exempt(
    "breaking",
    "clients wait for it",
    "webhook-removed",
    "webhook-operation-removed",
    "callback-removed",
    "callback-operation-removed",
)

OPERATIONS: Final = (
    row("endpoint-added", "added the operation {where}", OPERATION),
    row(
        "api-removed",
        "removed the operation {where}",
        OPERATION._replace(
            template={
                "deprecated sunset-parse": "api-path-sunset-parse",
                "deprecated path": "api-path-{removal}",
                "deprecated": "api-{removal}",
                "path": "api-path-removed-without-deprecation",
                "": "api-removed-without-deprecation",
            }
        ),
        _GONE,
        UNREADABLE,
    ),
    row("endpoint-deprecated", "deprecated {where}", OPERATION),
    row("endpoint-deprecated-with-sunset", "deprecated {where} until {after}", OPERATION),
    row("endpoint-reactivated", "{where} is no longer deprecated", OPERATION),
    row(
        "endpoint-sunset-deleted",
        "{where} stays deprecated, but its sunset date {before} is gone",
        OPERATION._replace(template="sunset-deleted"),
        TAKEN_BACK,
    ),
    row("endpoint-sunset-date-changed", "the sunset date of {where} moved from {before} to {after}", OPERATION),
    row(
        "api-sunset-date-changed-too-small",
        "the sunset date of {where} moved from {before} to the earlier {after}",
        OPERATION,
        EARLIER,
    ),
    row(
        "api-deprecated-sunset-parse",
        "deprecated {where} until {after}, which is no date",
        OPERATION,
        UNREADABLE,
    ),
    row("api-path-sunset-parse", "the sunset date {after} of {where} is no date", OPERATION, UNREADABLE),
    row("api-stability-decreased", "the stability of {where} fell from {before} to {after}", OPERATION, LESS_STABLE),
    row("api-stability-increased", "the stability of {where} rose from {before} to {after}", OPERATION),
    row(
        "api-invalid-stability-level",
        "the stability of {where} is no known level: {before} to {after}",
        OPERATION,
        LESS_STABLE,
    ),
    row("api-operation-id-added", "{where} got the operationId {after}", OPERATION),
    row("api-operation-id-removed", "the operationId of {where} changed from {before} to {after}", OPERATION),
    row("api-tag-added", "added the tag {name} to {where}", OPERATION),
    row("api-tag-removed", "removed the tag {name} from {where}", OPERATION),
    row("webhook-added", "added {where}", WEBHOOK),
    row("webhook-removed", "removed {where}", WEBHOOK, _AWAITED),
    row("webhook-operation-added", "{where} also sends {name}", WEBHOOK),
    row("webhook-operation-removed", "{where} no longer sends {name}", WEBHOOK, _AWAITED),
    row("callback-added", "added {where}", CALLBACK),
    row("callback-removed", "removed {where}", CALLBACK, _AWAITED),
    row("callback-operation-added", "{where} also calls {name}", CALLBACK),
    row("callback-operation-removed", "{where} no longer calls {name}", CALLBACK, _AWAITED),
)
