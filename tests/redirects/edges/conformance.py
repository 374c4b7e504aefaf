"""The rows of conformance.yaml, and where an edge answers otherwise."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from docgen.model.redirect import Gone, Redirect
from docgen.redirects.edges import EDGES
from docgen.redirects.oracle import Request
from tests.cases import load_yaml

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

    @property
    def name(self) -> str:
        announced = f" {self.length} bytes" if self.length else ""
        return f"{self.request.method} {self.request.host} {self.request.target!r}{announced}"

    @property
    def raw(self) -> bytes:
        return self.request.target.encode("latin-1")

    def expected(self, time: str) -> str:
        return self.before if time == "before" else self.after


class Difference(NamedTuple):
    """What an edge answers otherwise than the list, where a row has that target, and a method and length named here.

    `why` is an id of the edge's `DIFFERENCES`; with `body: sent`, the edge answers once the announced body has come.
    """

    why: str
    target: str
    methods: Sequence[str] = ()
    length: int | None = None
    before: str = ""
    after: str = ""
    body: str = ""

    def shown_by(self, row: Row) -> bool:
        same_method = not self.methods or row.request.method in self.methods
        return self.target == row.request.target and same_method and self.length in (None, row.length)

    def expected(self, time: str) -> str:
        return self.before if time == "before" else self.after


def _read(path: str) -> Any:  # noqa: ANN401 - a file of YAML
    return load_yaml((Path(__file__).parent / path).read_text("utf-8"))


def _own_differences(edge: str) -> dict[str, list[Any]]:
    path = f"differences/{edge}.yaml"
    return _read(path) if (Path(__file__).parent / path).exists() else {}


def _rows() -> list[Row]:
    return [
        Row(
            Request(method, row.get("host", HOST), row["target"]),
            row.get("length", 0),
            row["before"],
            row["after"],
            row.get("rules", ""),
        )
        for row in _read("conformance.yaml")
        for method in row.get("methods", ("GET",))
    ]


ROWS = _rows()
NONE = Difference("", "")
DIFFERENCES: Mapping[str, tuple[Difference, ...]] = {
    name: tuple(Difference(why, **row) for why, rows in _own_differences(name).items() for row in rows)
    for name in EDGES
}
"""The rows of `differences/<edge>.yaml`, of which an edge that differs in nothing has none."""
HEADER_RULE_DIFFERENCES = frozenset(why for row in _read("header_rules.yaml")["rows"] for why in row.get("differs", ()))
"""Those that rows of header_rules.yaml show."""


def difference(row: Row, edge: str) -> Difference:
    return next((one for one in DIFFERENCES[edge] if one.shown_by(row)), NONE)


def carried(redirects: Sequence[Redirect], kind: Kind) -> tuple[Redirect, ...]:
    """The rules as an edge carries them: without those that it cannot, or that ended before it was built."""
    setup = kind.setup(NOW)
    return tuple(
        _without(redirect, kind.accepted - EDGES[kind.edge].FEATURES)
        for redirect in redirects
        if not EDGES[kind.edge].missing_features(redirect, setup)
        if EDGES[kind.edge].HAS_CLOCK or redirect.sunset is None or redirect.sunset > NOW or _answered(redirect, kind)
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
