"""Which earlier rules overlap with a rule: what asking every pair gives, without asking every pair."""

from hypothesis import given
from hypothesis import strategies as st

from docgen.redirects.edges.overlap import earlier_rules
from docgen.redirects.paths import overlaps

from .rules import build

SEGMENTS = ["a", "b", "ab", "{x}", "a{x}", "{x}b"]
PATHS = st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=4).map(
    lambda parts: "".join(f"/{part.replace('x', f'x{place}')}" for place, part in enumerate(parts))
)


@given(drawn=st.lists(st.tuples(PATHS, st.sampled_from(["exact", "prefix"])), max_size=8))
def test_every_pair_that_overlaps_is_found(drawn: list[tuple[str, str]]) -> None:
    rules = [
        build({"id": f"r{place}", "path": path, "match": match, "to": "https://docs.aurous-labs.com/"}, 1)
        for place, (path, match) in enumerate(drawn)
    ]
    earlier = earlier_rules(rules)
    for place, rule in enumerate(rules):
        assert earlier[rule.id] == tuple(one for one in rules[:place] if overlaps(one, rule))
