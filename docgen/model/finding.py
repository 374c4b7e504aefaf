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


class Located(msgspec.Struct, frozen=True):
    """What is at a place in a file: line and column from 1, or line 0 for the file as a whole."""

    path: str
    line: int
    column: int

    @property
    def location(self) -> str:
        """`path:line:col`, or the path alone for a whole file."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Finding(Located, frozen=True, order=True):
    """One thing to fix at a place.

    `accepted` says who accepts it, until when and why, or is empty; a finding that is accepted fails nothing. `passed`
    is what a comparison with a base let through: reports show it after their verdict, since a reviewer has to judge it.
    """

    id: str
    severity: Severity
    message: str
    hint: str = ""
    trigger: Trigger = "content"
    accepted: str = ""
    passed: bool = False

    @property
    def is_error(self) -> bool:
        """Whether it stops a build."""
        return self.severity is Severity.ERROR

    @property
    def is_note(self) -> bool:
        """Whether it is about no file but about the run itself: reports have it beside the counts."""
        return self.severity is Severity.INFO and not self.path
