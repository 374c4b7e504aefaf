"""Exemptions that rows of several parts share, and those of every row."""

from typing import Final

from docgen.differ.catalogue.action import exempt

UNSENT: Final = (
    exempt("info", "a client does not send it", "request-read-only-property-*"),
    exempt(
        "info",
        "a client does not receive it",
        "response-write-only-property-*",
        "response-optional-write-only-*",
        "response-required-write-only-*",
    ),
)
"""Of every row, but for the exemptions that apply to an unsent property too."""

FIRST_BOUND: Final = exempt(
    "warning", "a bound that is written down is often one that the server kept all along", "request-*-set", unsent=True
)
INCOMPLETE: Final = exempt(
    "breaking",
    "a request that was complete no longer is",
    "new-required-request-*",
    "new-request-path-parameter",
    "request-body-added-required",
)
UNKNOWN: Final = exempt(
    "warning",
    "a server ignores what it does not know, but the client asked for something by it",
    "request-property-removed",
    "request-parameter-property-removed",
    "request-header-property-removed",
    "request-parameter-removed",
)
NEVER_CERTAIN: Final = exempt(
    "warning", "a client could never count on it", "optional-*-header-removed", "optional-response-parameter-removed"
)
CERTAIN: Final = exempt(
    "breaking",
    "a client could count on it",
    "required-*-header-removed",
    "required-response-parameter-removed",
    "response-required-property-removed",
)
UNREADABLE: Final = exempt(
    "breaking",
    "nobody can tell until when it can be used",
    "api-path-sunset-parse",
    "request-parameter-sunset-parse",
    "*-deprecated-sunset-invalid",
)
TAKEN_BACK: Final = exempt("breaking", "a date that was promised is gone", "sunset-deleted", "*-sunset-deleted")
EARLIER: Final = exempt("breaking", "it ends earlier than promised", "*sunset-date-changed-too-small")
LESS_STABLE: Final = exempt(
    "breaking",
    "less is promised than before",
    "*-stability-decreased",
    "*-stability-invalid",
    "api-invalid-stability-level",
)
