"""Changes of requests and responses: parameters, bodies, statuses, headers and media types."""

from typing import Final

from docgen.differ.catalogue.action import (
    CERTAIN,
    DIRECTED,
    INCOMPLETE,
    LIFECYCLE,
    NEVER_CERTAIN,
    OPERATION,
    SCHEMA,
    UNKNOWN,
    UNREADABLE,
    Ids,
    exempt,
    rows,
)

_OWN: Final = DIRECTED._replace(example="the query parameter `limit`")
_BODY: Final = DIRECTED._replace(example="the body of `GET /items`")
_RESTYLED: Final = "changed the serialization of {where} from {before} to {after}"
_WIDENED: Final = "widened the response {before} of {where} to {after}"
_NARROWED: Final = "narrowed the response {before} of {where} to {after}"

_PARAMETERS: Final = (
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
                INCOMPLETE,
            ),
            "parameter-removed": (
                "removed the parameter {name} from {where}",
                Ids(
                    {"deprecated": "request-parameter-{removal}", "": "request-parameter-removed"},
                    "{required}-response-parameter-removed",
                    "`GET /items`",
                ),
                UNKNOWN,
                NEVER_CERTAIN,
                CERTAIN,
                exempt(
                    "breaking", "the contract promised it until a later date", "request-parameter-removed-before-sunset"
                ),
                UNREADABLE,
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
            "parameter-sunset-parse": ("the sunset of {where} is not a date", UNREADABLE),
        },
    ),
)

_BODIES: Final = (
    *rows(
        DIRECTED,
        {
            "body-added": (
                "added the {required} request body to {where}",
                "wider",
                Ids("{direction}-body-added-{required}", example="`GET /items`"),
                INCOMPLETE,
                exempt("info", "clients may ignore a body", "response-body-added-*"),
                exempt("info", "a request without a body is still valid", "request-body-added-optional"),
            ),
            "body-removed": (
                "removed the request body from {where}",
                "narrower",
                exempt("breaking", "clients no longer receive the body", "response-body-removed"),
                exempt("breaking", "clients send a body that the server no longer accepts", "request-body-removed"),
            ),
            "body-became-required": ("made {where} required", "narrower", _BODY),
            "body-became-optional": ("made {where} optional", "wider", _BODY),
            "success-status-added": "added the response {name} to {where}",
            "success-status-removed": (
                "removed the response {name} from {where}",
                exempt("breaking", "clients wait for it", "response-success-status-removed"),
                exempt("breaking", "receivers respond with it", "request-success-status-removed"),
            ),
            "non-success-status-added": "added the response {name} to {where}",
            "non-success-status-removed": "removed the response {name} from {where}",
            "success-status-generalized": _WIDENED,
            "success-status-specialized": (
                _NARROWED,
                exempt("breaking", "receivers respond with others", "request-success-status-specialized"),
            ),
            "non-success-status-generalized": _WIDENED,
            "non-success-status-specialized": _NARROWED,
            "header-added": (
                "",
                Ids("new-{required}-request-header", "response-header-added", "`GET /items`"),
                INCOMPLETE,
            ),
            "header-removed": (
                "",
                Ids("{required}-{direction}-header-removed", example="`GET /items`"),
                NEVER_CERTAIN,
                CERTAIN,
            ),
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
            "media-type-added": (
                "",
                "wider",
                exempt(
                    "info", "clients receive what they accept (RFC 9110, section 12.5.1)", "response-media-type-added"
                ),
            ),
            "media-type-removed": (
                "",
                "narrower",
                exempt("breaking", "clients that accept nothing else get no response", "response-media-type-removed"),
            ),
            "media-type-name-changed": "",
            "media-type-name-generalized": ("", "wider"),
            "media-type-name-specialized": ("", "narrower"),
        },
    ),
    *rows(
        Ids("{direction}-body-{action}", example="`GET /items`"),
        {
            "media-type-schema-added": ("added a schema for {name} to {where}", "narrower"),
            "media-type-schema-removed": (
                "removed the schema for {name} from {where}",
                "wider",
                exempt("warning", "the content is no longer described", "response-body-media-type-schema-removed"),
            ),
        },
    ),
    *rows(
        Ids(example="`GET /items`"),
        {
            "media-type-encoding-changed": (
                "changed the encoding of the field {name} in {where}",
                exempt("warning", "the fields of a form are encoded differently", "*-media-type-encoding-changed"),
            ),
        },
    ),
)
MESSAGES: Final = (*_PARAMETERS, *_BODIES)
