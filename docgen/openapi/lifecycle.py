"""Until when a part of a contract is there: `x-sunset`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


def sunset_of(keywords: Mapping[str, Any]) -> str | None:
    """The sunset date that a part names, as text."""
    value = keywords.get("x-sunset")
    return None if value is None else str(value)


def day_of(sunset: str | None) -> date | None:
    """A sunset date as a day; None where it is none (RFC 3339, section 5.6)."""
    try:
        return datetime.fromisoformat(sunset.strip('"')).date() if sunset else None
    except ValueError:
        return None
