"""The pattern with which Envoy puts a location together: its groups, and that Envoy takes it for a long path."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.envoy_location import MAX_SIZE, location_pattern, pattern_size
from docgen.redirects.edges.server_syntax import group_number
from docgen.redirects.paths import PLACEHOLDER, Part, covered, drops_slash

from .kinds import Kind
from .rules import build
from .servers import running, validate

SEGMENTS = ("a", "x.y", "%C3%A9", "{p}", "{p}:run", "a{p}", "n" * 30, "n" * 50)
PATHS = st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=7).map(
    lambda segments: "".join(f"/{segment.replace('{p', f'{{p{place}')}" for place, segment in enumerate(segments))
)
VALUES = st.lists(st.sampled_from(("z", ":run", "a:run", "a", "n" * 50, "\xff")), min_size=7, max_size=7)
BEHIND = st.sampled_from(("", "/", "/z", "//", "/z/?q=/a", "?", "?a?b", "?/n", "?:run/n"))
SHAPES = ("/{p}/N", "/{p}:N/{q}", "/{p}:N", "/{p}:run/{q}/N/{r}N")
on_envoy = pytest.mark.parametrize("kind", ["envoy"], indirect=True)


def rule(path: str, match: str, to: str = "", id_: str = "rule") -> Redirect:
    values = "".join(f"/{placeholder[0]}" for placeholder in PLACEHOLDER.finditer(path))
    return build({"id": id_, "path": path, "match": match, "to": f"https://docs.aurous-labs.com/t{values}{to}"}, None)


@given(
    redirect=st.builds(rule, PATHS, st.sampled_from(("exact", "prefix")), st.sampled_from(("", "/", "?own=1"))),
    values=VALUES,
    behind=BEHIND,
)
def test_the_groups_are_the_parts_of_a_covered_target(redirect: Redirect, values: list[str], behind: str) -> None:
    following = iter(values)
    target = PLACEHOLDER.sub(lambda _: next(following), redirect.path) + behind
    if parts := covered(redirect, target):
        # a byte for RE2 is a character here
        found = re.fullmatch(location_pattern(redirect).replace(r"\C", "."), target, re.DOTALL)
        assert found
        assert found.groups("")[: len(parts.values)] == parts.values
        if redirect.match == "prefix":
            suffix = parts.suffix.removeprefix("/") if drops_slash(redirect) else parts.suffix
            assert (found[group_number(redirect, Part.SUFFIX)] or "") == suffix


@pytest.mark.edge
@on_envoy
@pytest.mark.parametrize("to", ["", "/", "?own=1", "/#top"])
@pytest.mark.parametrize("match", ["exact", "prefix"])
def test_a_rule_within_the_limit_has_its_location(kind: Kind, tmp_path: Path, match: str, to: str) -> None:
    """Beyond its own limit an expression has no value, of which Envoy says nothing."""
    paths = (f"/k{n}{path.replace('N', 'n' * n)}" for n in range(90) for path in SHAPES)
    drawn = [rule(path, match, to, f"rule-{place}") for place, path in enumerate(paths)]
    rules = [one for one in drawn if pattern_size(one) <= MAX_SIZE]
    with running(kind, EDGES["envoy"].render(rules, kind.setup()), tmp_path) as server:
        for one in rules:
            target = PLACEHOLDER.sub(r"\1", one.path) + "?a=/b"
            assert server.send("GET", target.encode()).all("Location") == [oracle.target_url(one, target)]
    assert len(drawn) > len(rules) > len(drawn) / 2


@pytest.mark.edge
@on_envoy
@pytest.mark.parametrize(("length", "status"), [(60, 308), (100, 404)])
def test_a_pattern_that_envoy_refuses_is_a_finding(kind: Kind, tmp_path: Path, length: int, status: int) -> None:
    """Without a table Envoy answers 404 to all."""
    long = rule(f"/a/{{p}}:{'n' * length}", "exact")
    files = EDGES["envoy"].render([long], kind.setup())
    with running(kind, files, tmp_path) as server:
        assert server.send("GET", long.path.replace("{p}", "v").encode()).status == status
    assert validate(kind, files, tmp_path).returncode == (status == 404)
    assert [excess.limit.figure for excess in EDGES["envoy"].excesses([long], kind.setup())] == [MAX_SIZE] * (
        status == 404
    )
