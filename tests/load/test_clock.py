"""`--now` takes a date, an RFC 3339 time or @epoch, always as UTC."""

from datetime import UTC, datetime

import pytest

from docgen.errors import UsageError
from docgen.load.clock import parse_now


@pytest.mark.parametrize("text", ["2026-08-04", "2026-08-04T00:00:00Z", "2026-08-04T02:00:00+02:00", "@1785801600"])
def test_every_form_names_the_same_instant(text: str) -> None:
    assert parse_now(text) == datetime(2026, 8, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-02-30", "", "@", "@99999999999999999", "@999999999999", "9999-12-31T23:59:59-12:00"]
)
def test_other_text_says_what_was_expected(text: str) -> None:
    with pytest.raises(UsageError, match="expected a date"):
        parse_now(text)
