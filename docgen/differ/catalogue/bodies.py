"""Changes of requests and responses: bodies, statuses, headers and media types."""

from typing import Final

from docgen.differ.catalogue.action import DIRECTED, Ids, exempt, row
from docgen.differ.catalogue.exemptions import CERTAIN, INCOMPLETE, NEVER_CERTAIN

_BODY: Final = DIRECTED._replace(example="the body of `GET /items`")
_MEDIA: Final = Ids(
    "request-body-{action}",
    {"unnegotiated": "response-body-{action}", "": "response-{action}"},  # else the client chose it by `Accept`
    "`GET /items`",
)
_DESCRIBED: Final = Ids("{direction}-body-{action}", example="`GET /items`")

_RESPONDED: Final = (exempt("breaking", "receivers respond with others", "request-success-status-specialized"),)

BODIES: Final = (
    row(
        "body-added",
        "added the {required} request body to {where}",
        "wider",
        Ids("{direction}-body-added-{required}", example="`GET /items`"),
        INCOMPLETE,
        exempt("info", "clients may ignore a body", "response-body-added-*"),
        exempt("info", "a request without a body is still valid", "request-body-added-optional"),
    ),
    row(
        "body-removed",
        "removed the request body from {where}",
        "narrower",
        DIRECTED,
        exempt("breaking", "clients no longer receive the body", "response-body-removed"),
        exempt("breaking", "clients send a body that the server no longer accepts", "request-body-removed"),
    ),
    row("body-became-required", "made {where} required", "narrower", _BODY),
    row("body-became-optional", "made {where} optional", "wider", _BODY),
    row("success-status-added", "added the response {name} to {where}", DIRECTED),
    row(
        "success-status-removed",
        "removed the response {name} from {where}",
        DIRECTED,
        exempt("breaking", "clients wait for it", "response-success-status-removed"),
        exempt("breaking", "receivers respond with it", "request-success-status-removed"),
    ),
    row("non-success-status-added", "added the response {name} to {where}", DIRECTED),
    row("non-success-status-removed", "removed the response {name} from {where}", DIRECTED),
    *(
        row(
            f"{kind}-status-{verb}",
            f"{words} the response {{before}} of {{where}} to {{after}}",
            DIRECTED,
            *(_RESPONDED if (kind, verb) == ("success", "specialized") else ()),
        )
        for kind in ("success", "non-success")
        for verb, words in (("generalized", "widened"), ("specialized", "narrowed"))
    ),
    row("header-added", "", Ids("new-{required}-request-header", "response-header-added", "`GET /items`"), INCOMPLETE),
    row(
        "header-removed",
        "",
        Ids("{required}-{direction}-header-removed", example="`GET /items`"),
        NEVER_CERTAIN,
        CERTAIN,
    ),
    row("header-became-required", "made {where} required", "narrower", DIRECTED),
    row("header-became-optional", "made {where} optional", "wider", DIRECTED),
    row(
        "media-type-added",
        "",
        "wider",
        _MEDIA,
        exempt("info", "clients receive what they accept (RFC 9110, section 12.5.1)", "response-media-type-added"),
    ),
    row(
        "media-type-removed",
        "",
        "narrower",
        _MEDIA,
        exempt("breaking", "clients that accept nothing else get no response", "response-media-type-removed"),
    ),
    row("media-type-name-changed", "", _MEDIA),
    row("media-type-name-generalized", "", "wider", _MEDIA),
    row("media-type-name-specialized", "", "narrower", _MEDIA),
    row("media-type-schema-added", "added a schema for {name} to {where}", "narrower", _DESCRIBED),
    row(
        "media-type-schema-removed",
        "removed the schema for {name} from {where}",
        "wider",
        _DESCRIBED,
        exempt("warning", "the content is no longer described", "response-body-media-type-schema-removed"),
    ),
    row(
        "media-type-encoding-changed",
        "changed the encoding of the field {name} in {where}",
        Ids(example="`GET /items`"),
        exempt("warning", "the fields of a form are encoded differently", "*-media-type-encoding-changed"),
    ),
)
