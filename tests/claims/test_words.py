"""A sentence of a kind of claim: its clauses, its values, and what is counted."""

from datetime import date

import pytest

from docgen.claims import KINDS
from docgen.claims.words import say
from docgen.model.claim import CLAIM_KINDS, DeprecationClaim, FieldsClaim

DEPRECATED = "{of} is **deprecated**[ as of {since}][ until {sunset}, so use {successor}]"


def shown(value: object, form: str) -> str:
    return f"<{value}{'|' * bool(form)}{form}>"


def test_the_registry_has_every_kind_in_the_order_of_the_model() -> None:
    assert list(KINDS) == list(CLAIM_KINDS)
    assert [kind.type.__name__ for kind in KINDS.values()] == [f"{name.capitalize()}Claim" for name in CLAIM_KINDS]


def test_a_clause_is_left_out_where_one_of_its_values_is_not_set() -> None:
    claim = DeprecationClaim(of="A.b", since=date(2026, 1, 1), sunset=date(2027, 1, 1))
    assert say(DEPRECATED, claim).plain(shown) == "<A.b> is deprecated as of <2026-01-01>"
    assert say(DEPRECATED, claim, successor="A.c").filled(shown) == (
        "<A.b> is **deprecated** as of <2026-01-01> until <2027-01-01>, so use <A.c>"
    )


def test_an_empty_list_is_a_value_where_it_is_not_the_default() -> None:
    words = "{at}[ has exactly {exactly:#field}][ and not {absent:or}]"
    assert say(words, FieldsClaim(at="A", exactly=())).plain(shown) == "<A> has exactly <0 fields|plain>"
    assert say(words, FieldsClaim(at="A", absent=())).plain(shown) == "<A>"


@pytest.mark.parametrize(("count", "words"), [(1, "<1 event is|plain> one"), (2, "<2 events are|plain> many")])
def test_what_is_counted_has_its_number(count: int, words: str) -> None:
    names = ("x",) * count
    assert say("{names:#event is|events are} {names:one|many}", names=names).filled(shown) == words
    assert say("{count:#event is|events are} {count:one|many}", count=count).filled(shown) == words


def test_what_an_author_wrote_is_no_text_of_a_sentence() -> None:
    hostile = "{b} [c] **d**"
    assert say("[{a:prose}]**!**", a=hostile).plain(shown) == f"<{hostile}|prose>!"
