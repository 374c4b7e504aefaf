"""The rows of conformance.yaml."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from docgen.model.redirect import Gone, Redirect
from docgen.redirects.edges import EDGES, missing
from docgen.redirects.oracle import Request

from .kinds.kind import HOST, Kind

FAR_FUTURE = 4_102_444_800  # 2100-01-01
FAR_PAST = 946_684_800  # 2000-01-01
NOW = 1_785_801_600  # between the two


class Row(NamedTuple):
    request: Request
    length: int
    before: str
    after: str
    rule: str
    differs: Mapping[str, Mapping[str, str]]

    @property
    def name(self) -> str:
        announced = f" {self.length} bytes" if self.length else ""
        return f"{self.request.method} {self.request.host} {self.request.target!r}{announced}"

    @property
    def raw(self) -> bytes:
        return self.request.target.encode("latin-1")

    def own(self, time: str, edge: str) -> str | None:
        """What the edge answers where it differs from the list."""
        return self.differs.get(edge, {}).get(time)

    def expected(self, time: str, edge: str) -> str:
        return self.own(time, edge) or (self.before if time == "before" else self.after)

    def sends_body(self, edge: str) -> bool:
        """Whether the announced body has to come before the edge answers."""
        return self.differs.get(edge, {}).get("body") == "sent"


def _rows() -> list[Row]:
    rows = yaml.safe_load((Path(__file__).parent / "conformance.yaml").read_text("utf-8"))
    return [
        Row(
            Request(method, row.get("host", HOST), row["target"]),
            row.get("length", 0),
            row["before"],
            row["after"],
            row.get("rules", ""),
            row.get("differs", {}),
        )
        for row in rows
        for method in row.get("methods", ("GET",))
    ]


ROWS = _rows()


def carried(redirects: Sequence[Redirect], kind: Kind) -> tuple[Redirect, ...]:
    """The rules as an edge carries them: without those that it cannot, or that ended before it was built."""
    setup = kind.setup(NOW)
    return tuple(
        _without(redirect, kind.accepted - EDGES[kind.edge].FEATURES)
        for redirect in redirects
        if not missing(redirect, kind.edge, setup)
        if EDGES[kind.edge].CLOCK or redirect.sunset is None or redirect.sunset > NOW or _answered(redirect, kind)
    )


def _answered(redirect: Redirect, kind: Kind) -> bool:
    """Whether the edge without a clock answers itself once the rule has ended: then it knows a 410."""
    return redirect.gone is not None and "after-410" in EDGES[kind.edge].FEATURES


def _without(redirect: Redirect, features: frozenset[str]) -> Redirect:
    return msgspec.structs.replace(
        redirect,
        headers=() if "headers" in features else redirect.headers,
        host_headers=() if "host-headers" in features else redirect.host_headers,
        excluded=() if "methods-except" in features else redirect.excluded,
        gone=Gone(redirect.gone.status) if redirect.gone and "after-body" in features else redirect.gone,
    )


def rule(redirects: tuple[Redirect, ...], name: str) -> Redirect:
    return next(redirect for redirect in redirects if redirect.id == name)
