"""The rows of conformance.yaml."""

from pathlib import Path
from typing import Literal, NamedTuple

import yaml

from docgen.model.redirect import Redirect
from docgen.oracle import Request

from .rules import HOST

FAR_FUTURE = 4_102_444_800  # 2100-01-01
FAR_PAST = 946_684_800  # 2000-01-01


class Row(NamedTuple):
    request: Request
    length: int
    before: str
    after: str
    rule: str

    @property
    def name(self) -> str:
        announced = f" {self.length} bytes" if self.length else ""
        return f"{self.request.method} {self.request.host} {self.request.target!r}{announced}"

    @property
    def raw(self) -> bytes:
        return self.request.target.encode("latin-1")

    def expected(self, time: Literal["before", "after"]) -> str:
        return self.before if time == "before" else self.after


def _rows() -> list[Row]:
    rows = yaml.safe_load((Path(__file__).parent / "conformance.yaml").read_text("utf-8"))
    return [
        Row(
            Request(method, row.get("host", HOST), row["target"]),
            row.get("length", 0),
            row["before"],
            row["after"],
            row.get("rules", ""),
        )
        for row in rows
        for method in row.get("methods", ("GET",))
    ]


ROWS = _rows()


def rule(redirects: tuple[Redirect, ...], name: str) -> Redirect:
    return next(redirect for redirect in redirects if redirect.id == name)
