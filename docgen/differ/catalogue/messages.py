"""Changes of requests and responses: parameters, bodies, statuses, headers and media types."""

from typing import Final

from docgen.differ.catalogue.action import DIRECTED, LIFECYCLE, OPERATION, SCHEMA, Ids, rows

_OWN: Final = DIRECTED._replace(example="the query parameter `limit`")
_BODY: Final = DIRECTED._replace(example="the body of `GET /items`")
_RESTYLED: Final = "changed the serialization of {where} from {before} to {after}"
_WIDENED: Final = "widened the response {before} of {where} to {after}"
_NARROWED: Final = "narrowed the response {before} of {where} to {after}"

MESSAGES: Final = (
    # parameters
    *rows(
        DIRECTED,
        {
            "parameter-added": (
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
            ),
            "parameter-removed": (
                "removed the parameter {name} from {where}",
                Ids(
                    {"deprecated": "request-parameter-{removal}", "": "request-parameter-removed"},
                    "{required}-response-parameter-removed",
                    "`GET /items`",
                ),
            ),
            "path-parameter-added": ("described the path parameter {name} of {where}", OPERATION),
            "path-parameter-removed": ("no longer described the path parameter {name} of {where}", OPERATION),
        },
    ),
    *rows(
        _OWN,
        {
            "parameter-became-required": ("made {where} required", "narrower"),
            "parameter-became-optional": ("made {where} optional", "wider"),
            "parameter-style-changed": (_RESTYLED, "both"),
        },
    ),
    *rows(
        SCHEMA,
        {
            "style-changed": (_RESTYLED, "both"),
            "allow-empty-value-added": ("{where} can now be empty", "wider"),
            "allow-empty-value-removed": ("{where} can no longer be empty", "narrower"),
            "allow-reserved-added": ("{where} can now contain unescaped reserved characters", "wider"),
            "allow-reserved-removed": ("{where} can no longer contain unescaped reserved characters", "narrower"),
        },
    ),
    *rows(
        _OWN,
        {
            **{f"parameter-{name}": row for name, row in LIFECYCLE.items() if name != "deprecated-with-sunset"},
            "parameter-sunset-parse": "the sunset of {where} is not a date",
        },
    ),
    # bodies, statuses, headers and media types
    *rows(
        DIRECTED,
        {
            "body-added": (
                "added the {required} request body to {where}",
                "wider",
                Ids("{direction}-body-added-{required}", example="`GET /items`"),
            ),
            "body-removed": ("removed the request body from {where}", "narrower"),
            "body-became-required": ("made {where} required", "narrower", _BODY),
            "body-became-optional": ("made {where} optional", "wider", _BODY),
            "success-status-added": "added the response {name} to {where}",
            "success-status-removed": "removed the response {name} from {where}",
            "non-success-status-added": "added the response {name} to {where}",
            "non-success-status-removed": "removed the response {name} from {where}",
            "success-status-generalized": _WIDENED,
            "success-status-specialized": _NARROWED,
            "non-success-status-generalized": _WIDENED,
            "non-success-status-specialized": _NARROWED,
            "header-added": ("", Ids("new-{required}-request-header", "response-header-added", "`GET /items`")),
            "header-removed": ("", Ids("{required}-{direction}-header-removed", example="`GET /items`")),
            "header-became-required": ("made {where} required", "narrower"),
            "header-became-optional": ("made {where} optional", "wider"),
        },
    ),
    *rows(
        Ids(
            "request-body-{action}",
            {"unnegotiated": "response-body-{action}", "": "response-{action}"},  # else the client chose it by `Accept`
            "`GET /items`",
        ),
        {
            "media-type-added": ("", "wider"),
            "media-type-removed": ("", "narrower"),
            "media-type-name-changed": "",
            "media-type-name-generalized": ("", "wider"),
            "media-type-name-specialized": ("", "narrower"),
        },
    ),
    *rows(
        Ids("{direction}-body-{action}", example="`GET /items`"),
        {
            "media-type-schema-added": ("added a schema for {name} to {where}", "narrower"),
            "media-type-schema-removed": ("removed the schema for {name} from {where}", "wider"),
        },
    ),
    *rows(
        Ids(example="`GET /items`"),
        {"media-type-encoding-changed": "changed the encoding of the field {name} in {where}"},
    ),
)
