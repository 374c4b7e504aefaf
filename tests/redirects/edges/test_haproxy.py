"""What is HAProxy's alone: lines in the frontend of the user that stay, and maps in which everything else is."""

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds import KINDS
from .kinds.haproxy import frontend_lines
from .kinds.kind import HOST, PREPROD, Kind
from .rules import build, redirects
from .servers import running
from .test_conformance import assert_answered
from .test_plan import planned, rendered, told

RULE = {"id": "hooks", "path": "/hooks", "match": "exact", "to": "https://docs.aurous-labs.com/"}
REMOVED = {**RULE, "removed": "2026-01-01"}
kinds = pytest.mark.parametrize("kind", sorted(name for name in KINDS if name.startswith("haproxy")), indirect=True)


@pytest.mark.parametrize(
    "rules",
    [[build(REMOVED, None)], [build(RULE, None)], [build(RULE, FAR_PAST)], redirects(FAR_FUTURE), redirects(FAR_PAST)],
)
def test_the_lines_in_the_frontend_stay_when_rules_come_and_go(rules: Sequence[Redirect]) -> None:
    """They are in a file of the user, which no deploy writes: a rule that needs another line would not be served."""
    files = EDGES["haproxy"].render(rules, Setup())
    lines = frontend_lines(str(files["haproxy/docgen-redirects.cfg"]))
    expected = (Path(__file__).parent / "haproxy-frontend.cfg").read_text("utf-8").splitlines()
    assert lines == expected


@pytest.mark.edge
@kinds
def test_the_path_of_a_removed_rule_goes_to_the_upstream(kind: Kind, tmp_path: Path) -> None:
    """Its lines are still in the frontend; they once led to a backend without a server, which answers 503."""
    with running(kind, EDGES["haproxy"].render([build(REMOVED, FAR_FUTURE)], Setup()), tmp_path) as server:
        assert server.send("GET", b"/hooks").all("X-Upstream") == ["yes"]


@pytest.mark.edge
@kinds
def test_a_rule_of_another_host_with_the_same_id_has_a_clock_of_its_own(kind: Kind, tmp_path: Path) -> None:
    rules = [build(RULE, FAR_FUTURE), build(RULE | {"host": PREPROD}, FAR_PAST)]
    with running(kind, EDGES["haproxy"].render(rules, Setup()), tmp_path) as server:
        assert server.send("GET", b"/hooks", HOST).status == 308
        assert server.send("GET", b"/hooks", PREPROD).status == 200


HEADERS = [
    [],
    *[[["X-A", "1"]]] * 4,
    [["X-A", "1"], ["x-a", "2"], ["X-B", 'say "hi" \\ 100% %[src] it\'s #1; {env.HOME}']],
    [["X-A", "other, than: the usual"], ["X'#&.~B", "an odd name"]],
    [[f"X-{number}", "v"] for number in range(80)],
    [["X-Long", "v" * 3_990]],
]


@pytest.mark.edge
@kinds
@pytest.mark.parametrize("place", ["headers", "host_headers"])
@pytest.mark.parametrize("sunset", [FAR_FUTURE, FAR_PAST])
def test_every_rule_sends_its_own_headers_and_no_others(kind: Kind, tmp_path: Path, place: str, sunset: int) -> None:
    """Those that all rules have are in the .cfg; the others are looked up, also where most rules have another value."""
    rules = [
        build({**RULE, "id": f"{n}", "path": f"/{n}", place: headers, "gone": {"status": 404}}, sunset)
        for n, headers in enumerate(HEADERS)
    ]
    with running(kind, EDGES["haproxy"].render(rules, Setup()), tmp_path) as server:
        for rule in rules:
            answer = oracle.answer(rules, oracle.Request("GET", HOST, rule.path), NOW)
            response = server.send("GET", rule.path.encode())
            assert answer
            assert_answered(answer, kind, response.headers, response)


@pytest.mark.edge
@kinds
def test_a_method_that_begins_as_one_that_is_left_alone_is_redirected(kind: Kind, tmp_path: Path) -> None:
    rules = [build(RULE | {"excluded": ["OPTIONS"]}, FAR_FUTURE)]
    with running(kind, EDGES["haproxy"].render(rules, Setup()), tmp_path) as server:
        assert [server.send(method, b"/hooks").status for method in ("OPTIONS", "OPTIONSX", "O")] == [200, 308, 308]


TIMES = st.integers(10**9 - 100, 10**10 - 2)


@given(start=TIMES, length=st.integers(1, 10**8), moment=TIMES, offset=st.integers(-1, 1))
def test_a_brownout_covers_its_times_and_no_others(start: int, length: int, moment: int, offset: int) -> None:
    """The first digits of the time of a request are looked up: what they cover is the window, to the second."""
    end = min(start + length, 10**10 - 1)
    rule = build(RULE | {"brownouts": [[start, end]]}, 10**10)
    text = str(EDGES["haproxy"].render([rule], Setup())["haproxy/docgen-redirects.map"])
    keys = re.findall(r"(?m)^hooks:@([0-9]+) brownout$", text)
    for time in (moment, start + offset, end + offset, (start + end) // 2):
        if 10**9 <= time < 10**10:
            assert any(str(time).startswith(key) for key in keys) == (start <= time < end)


def test_a_header_that_changes_is_named_with_its_rule() -> None:
    """Headers that all rules share are nowhere near them; the first that differs is a line of its rule."""
    plain = [build(RULE | {"id": id_, "path": f"/{id_}", "headers": [["X-A", "1"]]}, FAR_FUTURE) for id_ in "abc"]
    changed = [*plain[:2], msgspec.structs.replace(plain[2], headers=(("X-A", "2"),))]
    assert told(planned("haproxy", changed, rendered("haproxy", plain), [rendered("haproxy", plain)])) == {
        ("changed", "c"),
        ("changed", ""),
    }
