"""Changes of parameters: added, removed, required, serialization and lifecycle."""

from typing import Final

from docgen.differ.catalogue.action import DIRECTED, OPERATION, Ids, exempt, row
from docgen.differ.catalogue.exemptions import CERTAIN, INCOMPLETE, LIFECYCLE, NEVER_CERTAIN, UNKNOWN, UNREADABLE

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
    row("path-parameter-added", "described the path parameter {name} of {where}", OPERATION),
    row("path-parameter-removed", "no longer described the path parameter {name} of {where}", OPERATION),
    row("parameter-became-required", "made {where} required", "narrower", _OWN),
    row("parameter-became-optional", "made {where} optional", "wider", _OWN),
    row("parameter-style-changed", "changed the serialization of {where} from {before} to {after}", "both", _OWN),
    row("style-changed", "changed the serialization of {where} from {before} to {after}", "both"),
    row("allow-empty-value-added", "{where} can now be empty", "wider"),
    row("allow-empty-value-removed", "{where} can no longer be empty", "narrower"),
    row("allow-reserved-added", "{where} can now contain unescaped reserved characters", "wider"),
    row("allow-reserved-removed", "{where} can no longer contain unescaped reserved characters", "narrower"),
    *(
        row(f"parameter-{name}", sentence, _OWN, *more)
        for name, sentence, more in LIFECYCLE
        if name != "deprecated-with-sunset"
    ),
    row("parameter-sunset-parse", "the sunset of {where} is not a date", _OWN, UNREADABLE),
)
