"""The differ says what others' differ says of the same documents, but where it disagrees on purpose."""

import pytest
from agreement import Outcome, compare, deliberate, outcomes, roots, score, total
from diff_data import DATA, pairs, real_pairs

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (DATA / "diff-cases").is_dir(), reason=f"no recorded cases in {DATA}"),
]

MOST_ROOTS = {"stripe-2020-08-27-to-2022-08-01-json": 50, "github-webhooks-8.5.1-12.1.0": 250}


@pytest.fixture(scope="module")
def found() -> tuple[Outcome, ...]:
    return outcomes()


def test_no_pair_crashes(found: tuple[Outcome, ...]) -> None:
    assert [(each.pair.names[0], each.crash) for each in found if each.crash] == []


def test_the_same_operations_break(found: tuple[Outcome, ...]) -> None:
    assert sum(each.agrees for each in found) / len(found) >= 0.98


def test_breaking_ids_are_found(found: tuple[Outcome, ...]) -> None:
    assert total(score(found).values()).recall >= 0.95


def test_breaking_ids_are_right(found: tuple[Outcome, ...]) -> None:
    assert total(score(found).values()).precision >= 0.93


def test_each_listed_disagreement_is_one() -> None:
    """A pair that agrees by now leaves the list."""
    listed = deliberate()
    named = [pair for pair in pairs() if listed.keys() & set(pair.names)]
    assert len(named) == len(listed) <= 20
    assert [pair.names[0] for pair in named if (each := compare(pair)).agrees and each.their_ids == each.our_ids] == []
    assert [case for case, item in listed.items() if not (item["decision"] and item["reason"])] == []


def test_real_pairs_come_down_to_few_root_changes() -> None:
    counted = {name: len(roots(base, revision)) for name, base, revision in real_pairs() if name in MOST_ROOTS}
    assert {name: count for name, count in counted.items() if count > MOST_ROOTS[name]} == {}
    assert 0 not in counted.values()
