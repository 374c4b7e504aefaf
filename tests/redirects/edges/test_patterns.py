"""The regular expressions of rules, which several edges have, say what the oracle says."""

import re

import pytest

from docgen.model.redirect import Redirect
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup
from docgen.redirects.edges.server_syntax import covered_pattern, group_number
from docgen.redirects.paths import Part, covered, location, location_parts

from .conformance import FAR_FUTURE, ROWS
from .rules import build, redirects

rules = pytest.mark.parametrize("rule", redirects(FAR_FUTURE), ids=lambda rule: rule.id)
TARGETS = sorted({row.request.target for row in ROWS if not set(row.request.target) & {"\n", " "}})


@rules
def test_a_pattern_covers_what_the_oracle_covers(rule: Redirect) -> None:
    for target in TARGETS:
        path = target.partition("?")[0]
        whole = re.fullmatch(covered_pattern(rule), target)
        in_line = re.search(f"^GET {covered_pattern(rule, groups=True, ends=' ')} ", f"GET {target} HTTP/1.1")
        assert (whole is not None, in_line is not None) == (covered(rule, target) is not None,) * 2, target
        on_path = re.fullmatch(covered_pattern(rule, query=False), path)
        assert (on_path is not None) == (covered(rule, path) is not None), path
        assert whole is None or whole.groups() == ()


@rules
def test_the_groups_of_a_pattern_are_the_parts_of_the_location(rule: Redirect) -> None:
    for target in TARGETS:
        parts, found = covered(rule, target), re.fullmatch(covered_pattern(rule, groups=True), target)
        if parts is None or found is None:
            continue
        location_of_groups = ""
        for part in location_parts(rule):
            value = part if isinstance(part, str) else found[group_number(rule, part)] or ""
            location_of_groups += f"&{value}" if part is Part.MORE_QUERY and value else value
        assert location_of_groups == location(rule, parts)


@pytest.mark.parametrize("name", ["apache", "varnish"])
@pytest.mark.parametrize(("placeholders", "excess"), [(6, []), (7, [9])])
def test_more_groups_than_a_substitution_can_name(name: str, placeholders: int, excess: list[int]) -> None:
    path = "".join(f"/{{p{number}}}" for number in range(placeholders))
    rule = build({"id": "many", "path": path, "match": "prefix", "to": "https://docs.aurous-labs.com/"}, FAR_FUTURE)
    assert [one.actual for one in EDGES[name].excesses([rule], Setup())] == excess
