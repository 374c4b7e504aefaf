"""Patterns of contracts mean what ECMA-262 says, take linear time, and are refused where they could not."""

import time

import pytest

from docgen.openapi.patterns import matchable, matches


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^a", "ab", True),
        ("b", "abc", True),
        ("^a$", "a\n", False),
        (r"^\d$", "\u0663", False),
        (r"^\w$", "\u00e9", False),
        (r"^\p{L}$", "\u00e9", True),
        (r"^[\w.-]+\/\S*$", "a-b/", True),
        ("^$", "", True),
    ],
)
def test_a_pattern_means_what_ecma_says(pattern: str, text: str, found: bool) -> None:
    assert matches(pattern, text) is found


@pytest.mark.parametrize(
    "pattern",
    [
        "^(?=a)", "(?<!a)b", r"(a)\1", r"(?<n>a)\k<n>", "([",
        "[a&&b]", "[[:alpha:]]", "\ud800", "(?:" * 500 + "a" + ")*" * 500,
    ],
)  # fmt: skip
def test_what_cannot_be_matched_in_linear_time_is_said_to_be_so(pattern: str) -> None:
    assert not matchable(pattern)
    assert matches(pattern, "a") is None


@pytest.mark.parametrize("pattern", ["a{1,2000000000}", "^a{1,2000000000}$", "((a{1,1000}){1,1000}){1,1000}"])
def test_a_large_repetition_is_refused_or_answered_and_takes_no_time(pattern: str) -> None:
    """Which of the two is the engine's: jsonschema-rs 0.61.1 answers what 0.61.0 refuses."""
    start = time.process_time()
    assert matches(pattern, "a") in (True, None)
    assert matches(pattern, "b") in (False, None)
    assert time.process_time() - start < 2


def test_a_text_that_is_not_unicode_matches_nothing_and_fails_nothing() -> None:
    assert matches("a", "\ud800") is None


@pytest.mark.parametrize("pattern", ["(a+)+$", "^(a|a)*$", "^(.*a){20}$", "(x+x+)+y"])
def test_no_pattern_takes_more_than_linear_time(pattern: str) -> None:
    start = time.process_time()
    assert matches(pattern, "a" * 5_000 + "!") is False
    assert time.process_time() - start < 2
