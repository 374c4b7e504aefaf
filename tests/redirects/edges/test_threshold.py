"""The regular expression for "at or after"."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.redirects.edges.server_syntax import at_or_after

SECONDS = st.integers(min_value=-5, max_value=10**12)


@given(threshold=SECONDS, now=st.integers(min_value=0, max_value=10**13))
def test_any_two_instants(threshold: int, now: int) -> None:
    assert bool(re.fullmatch(at_or_after(threshold), str(now))) == (now >= threshold)


@given(threshold=st.integers(min_value=0, max_value=10**12), distance=st.integers(min_value=-12, max_value=12))
def test_around_the_threshold(threshold: int, distance: int) -> None:
    now = max(threshold + distance, 0)
    assert bool(re.fullmatch(at_or_after(threshold), str(now))) == (now >= threshold)


@pytest.mark.parametrize("threshold", [1, 9, 10, 99, 100, 1785801600, 1999999999, 9999999999])
def test_at_every_change_of_digits(threshold: int) -> None:
    pattern = re.compile(at_or_after(threshold))
    for power in range(13):
        for now in (10**power - 1, 10**power, threshold - 10**power, threshold + 10**power, threshold - 1, threshold):
            if now >= 0:
                assert bool(pattern.fullmatch(str(now))) == (now >= threshold), now


@given(threshold=SECONDS)
def test_fits_into_a_token_of_nginx(threshold: int) -> None:
    assert len(at_or_after(threshold)) < 1000
