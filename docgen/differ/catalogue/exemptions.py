"""The exemptions that several parts share, and those of every row."""

from collections.abc import Mapping
from typing import Final

from docgen.differ.catalogue.action import Exemption, exempt

UNKNOWN_TO_CLIENTS: Final = "clients should accept unknown values, but many do not"
UNCERTAIN: Final = "clients had to expect its absence, but may rely on it"
UNSENT: Final = (
    exempt("info", "clients do not send it", "request-read-only-property-*"),
    exempt(
        "info",
        "clients do not receive it",
        "response-write-only-property-*",
        "response-optional-write-only-*",
        "response-required-write-only-*",
    ),
)
"""These apply to every row, unless an exemption with `unsent` matches first."""

FIRST_BOUND: Final = exempt(
    "warning", "servers often enforce a limit before the contract documents it", "request-*-set", unsent=True
)
INCOMPLETE: Final = exempt(
    "breaking",
    "a request that was complete is incomplete now",
    "new-required-request-*",
    "new-request-path-parameter",
    "request-body-added-required",
)
UNKNOWN: Final = exempt(
    "warning",
    "servers ignore unknown input, but clients may rely on its effect",
    "request-property-removed",
    "request-parameter-property-removed",
    "request-header-property-removed",
    "request-parameter-removed",
)
NEVER_CERTAIN: Final = exempt(
    "warning", "clients could never rely on it", "optional-*-header-removed", "optional-response-parameter-removed"
)
CERTAIN: Final = exempt(
    "breaking",
    "clients could rely on it",
    "required-*-header-removed",
    "required-response-parameter-removed",
    "response-required-property-removed",
)
UNREADABLE: Final = exempt(
    "breaking",
    "its last day of use is unknown",
    "api-*-sunset-parse",
    "request-parameter-sunset-parse",
    "*-deprecated-sunset-invalid",
)
TAKEN_BACK: Final = exempt("breaking", "a promised date was removed", "sunset-deleted", "*-sunset-deleted")
EARLIER: Final = exempt("breaking", "it ends earlier than promised", "*sunset-date-changed-too-small")
LESS_STABLE: Final = exempt(
    "breaking",
    "less is promised than before",
    "*-stability-decreased",
    "*-stability-invalid",
    "api-invalid-stability-level",
)
LIFECYCLE: Final[Mapping[str, tuple[str | Exemption, ...]]] = {
    "deprecated": ("deprecated {where}",),
    "deprecated-with-sunset": ("deprecated {where} (sunset: {after})",),
    "reactivated": ("removed the deprecation of {where}",),
    "sunset-deleted": ("removed the sunset {before} of {where}, which stays deprecated", TAKEN_BACK),
    "sunset-date-changed": ("moved the sunset of {where} from {before} to {after}",),
    "sunset-date-changed-too-small": ("moved the sunset of {where} from {before} to the earlier {after}", EARLIER),
}
"""What every part of a contract goes through: the name of the action, its sentence and its exemption."""
