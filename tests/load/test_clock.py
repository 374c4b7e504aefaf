"""`--now` takes a date, an RFC 3339 time or @epoch, always as UTC."""

from datetime import UTC, datetime

import pytest

from docgen.errors import UsageError
from docgen.load.clock import parse_delay, parse_now, parse_second


@pytest.mark.parametrize("text", ["2026-08-04", "2026-08-04T00:00:00Z", "2026-08-04T02:00:00+02:00", "@1785801600"])
def test_every_form_names_the_same_instant(text: str) -> None:
    assert parse_now(text) == datetime(2026, 8, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-02-30", "", "@", "@99999999999999999", "@999999999999", "9999-12-31T23:59:59-12:00"]
)
def test_other_text_says_what_was_expected(text: str) -> None:
    with pytest.raises(UsageError, match="expected a date"):
        parse_now(text)


@pytest.mark.parametrize("text", ["0001-01-01", "1969-12-31", "2106-01-01", "9999-12-31", "@253402300799"])
def test_a_time_that_no_file_can_have_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="expected a time from 1970 to 2105"):
        parse_now(text)


@pytest.mark.parametrize("text", ["1970-01-01", "@0", "2105-12-31T23:59:59Z"])
def test_the_first_and_the_last_time_are_taken(text: str) -> None:
    assert parse_now(text).year in (1970, 2105)


@pytest.mark.parametrize(
    ("text", "then"), [("+30s", "00:00:31"), ("+5m", "00:05:01"), ("+2h", "02:00:01"), ("+0s", "00:00:01")]
)
def test_a_delay_is_counted_from_a_whole_second(text: str, then: str) -> None:
    now = datetime(2026, 6, 1, 0, 0, 1, 999_999, tzinfo=UTC)
    assert parse_delay(text, now).isoformat() == f"2026-06-01T{then}+00:00"


@pytest.mark.parametrize("text", ["5m", "+5", "+5d", "-5m", "+5m ", "+1e3s", "+\u0665m", "+9999999s", ""])
def test_another_delay_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a delay"):
        parse_delay(text, datetime(2026, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "then"), [("+90d", "2026-08-30"), ("+4w", "2026-06-29"), ("2026-07-01", "2026-07-01")]
)
def test_a_later_day_is_named_or_counted(text: str, then: str) -> None:
    assert parse_second(text, datetime(2026, 6, 1, tzinfo=UTC), "dw").isoformat() == f"{then}T00:00:00+00:00"
    with pytest.raises(UsageError, match=r"'\+3m' is not a delay; expected for example \+30d or \+30w"):
        parse_second("+3m", datetime(2026, 6, 1, tzinfo=UTC), "dw")


def test_a_delay_beyond_the_last_year_is_refused() -> None:
    with pytest.raises(UsageError, match="is not a delay"):
        parse_delay("+1h", datetime(9999, 12, 31, 23, 30, tzinfo=UTC))
