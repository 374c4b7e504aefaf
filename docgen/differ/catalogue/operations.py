"""Changes of operations, webhooks and callbacks: added, removed, lifecycle, ids and tags."""

from typing import Final

from docgen.differ.catalogue.action import CALLBACK, OPERATION, WEBHOOK, exempt, row
from docgen.differ.catalogue.exemptions import LESS_STABLE, LIFECYCLE, UNREADABLE

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
    *(
        row(
            f"{'api' if name.endswith('too-small') else 'endpoint'}-{name}",
            sentence,
            OPERATION._replace(template=name) if name == "sunset-deleted" else OPERATION,
            *more,
        )
        for name, sentence, more in LIFECYCLE
    ),
    row(
        "api-deprecated-sunset-parse",
        "deprecated {where} with the sunset {after}, which is not a date",
        OPERATION,
        UNREADABLE,
    ),
    row("api-path-sunset-parse", "the sunset {after} of {where} is not a date", OPERATION, UNREADABLE),
    row("api-stability-decreased", "lowered the stability of {where} from {before} to {after}", OPERATION, LESS_STABLE),
    row("api-stability-increased", "raised the stability of {where} from {before} to {after}", OPERATION),
    row(
        "api-invalid-stability-level",
        "changed the stability of {where} from {before} to {after}, which is not a known level",
        OPERATION,
        LESS_STABLE,
    ),
    row("api-operation-id-added", "added the operationId {after} to {where}", OPERATION),
    row("api-operation-id-removed", "changed the operationId of {where} from {before} to {after}", OPERATION),
    row("api-tag-added", "", OPERATION),
    row("api-tag-removed", "", OPERATION),
    row("webhook-added", "added the event {name}", WEBHOOK),
    row("webhook-removed", "removed the event {name}", WEBHOOK, _AWAITED),
    row("webhook-operation-added", "added {name} to {where}", WEBHOOK),
    row("webhook-operation-removed", "removed {name} from {where}", WEBHOOK, _AWAITED),
    row("callback-added", "added {where}", CALLBACK),
    row("callback-removed", "removed {where}", CALLBACK, _AWAITED),
    row("callback-operation-added", "added {name} to {where}", CALLBACK),
    row("callback-operation-removed", "removed {name} from {where}", CALLBACK, _AWAITED),
)
