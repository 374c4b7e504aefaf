"""What a check finds: a message for a reader, with the position to fix."""

from enum import StrEnum
from typing import Literal

import msgspec


class Severity(StrEnum):
    """How bad a finding is; only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


Trigger = Literal["content", "calendar"]


class Finding(msgspec.Struct, frozen=True, order=True):
    """One thing to fix, at `path:line:col` (1-based; line 0 means the file as a whole).

    `accepted` says who accepts it, until when and why, or is empty; a finding that is accepted fails nothing. `passed`
    is what a comparison with a base let through: reports show it after their verdict, since a reviewer has to judge it.
    """

    path: str
    line: int
    column: int
    id: str
    severity: Severity
    message: str
    hint: str = ""
    trigger: Trigger = "content"
    accepted: str = ""
    passed: bool = False
