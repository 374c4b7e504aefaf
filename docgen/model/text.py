"""Text types with the constraints that their JSON Schema shows to an editor."""

from typing import Annotated, Final

from msgspec import Meta

COMPLETED = "docgen-completed"
"""A keyword of a type's schema with the kind of name that an editor completes; it is in no schema that is written."""

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="Lower-case words joined by hyphens.")]
PlainText = Annotated[str, Meta(min_length=1, description="Plain text.")]
Summary = Annotated[str, Meta(min_length=20, max_length=280, description="20 to 280 characters of plain text.")]
HttpsUrl = Annotated[str, Meta(pattern=r"^https://[!#-;=?-~]+$", description="An absolute https URL (RFC 3986).")]
Host = Annotated[str, Meta(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", description="A host name, without port.")]
FeedAuthority = Annotated[
    str, Meta(pattern=r"^[^\s,]+,[0-9]{4}(-[0-9]{2}){0,2}$", description="`host,year` (RFC 4151).")
]
HeaderName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9!#&'*+.^_|~-]+$", description="An HTTP header name.")]
HeaderValue = Annotated[
    str,
    Meta(pattern=r"^[!-#%-~]([ !-#%-~]*[!-#%-~])?$", description="Visible ASCII and spaces, without `$`."),
]
_CHARACTER: Final = r"[A-Za-z0-9._~/:@,-]|%[0-9A-Fa-f]{2}|[^\x00-\x7f]"
"""A character of a path, encoded or as people write it."""
_NAMED: Final = r"\{[a-z][a-z0-9_]*\}"
"""A placeholder such as `{id}`, for at least one character of a segment."""
_MORE: Final = rf"(?:{_CHARACTER}|{_NAMED}|[?=&+])+"
"""A query or a fragment."""
RULE_PATH: Final = rf"^/(?:{_CHARACTER}|{_NAMED})*$"
HOST_AND_PORT: Final = "[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?"
RULE_TARGET: Final = rf"^(https://{HOST_AND_PORT})?/(?:{_CHARACTER}|{_NAMED})*(?:\?{_MORE})?(?:#{_MORE})?$"
RulePath = Annotated[
    str,
    Meta(
        pattern=RULE_PATH,
        description="A path: letters, digits, `. _ ~ / : @ , -`, percent-encoded bytes, and `{id}` for a part of it, "
        "in lower case.",
    ),
]
RuleTarget = Annotated[
    str,
    Meta(
        pattern=RULE_TARGET,
        description="An absolute https URL, or a path on the same origin; `{id}` is what `from` has there.",
    ),
]
SitePath = Annotated[
    str,
    Meta(
        pattern=r"^/[A-Za-z0-9._~/-]*(?:#[A-Za-z0-9._~-]+)?$",
        description="The path of a page of the site, or of a heading on it: `/errors/rate_limited`, `/guide/#retries`.",
    ),
]
Selector = Annotated[
    str,
    Meta(
        min_length=1,
        description="What a person would write: `GET /v1/images`, `Image.status`, `event image.failed`, "
        "`error rate_limited`, `header Api-Version`.",
        extra_json_schema={COMPLETED: "Selector"},
    ),
]
ContractFile = Annotated[
    str,
    Meta(
        pattern=r"^[^/\\\x00-\x1f][^\\\x00-\x1f]*$",
        description="The OpenAPI document: a path from this folder to a file of the same repository, "
        "such as `api-spec.json` or `../../openapi.yaml`.",
    ),
]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", description="A SHA-256 in hexadecimal digits.")]
