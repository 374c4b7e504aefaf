"""Until when a part of a contract is there: `x-sunset`, or the header Sunset of an operation (RFC 8594)."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from docgen.openapi.nodes import JsonObject, Node
from docgen.openapi.spec import Spec


def sunset_of(keywords: JsonObject) -> str | None:
    """The sunset date that a part names, as text."""
    value = keywords.get("x-sunset")
    if value is None:
        return None
    return str(value)


def day_of(sunset: str | None) -> date | None:
    """A sunset date as a day; None where it is none (RFC 3339, section 5.6)."""
    try:
        return datetime.fromisoformat((sunset or "").strip('"')).date()
    except ValueError:
        return None


def announced_sunset(spec: Spec, operation: JsonObject) -> date | None:
    """The sunset of an operation: `x-sunset`, otherwise the example of the header Sunset in a response."""
    return day_of(sunset_of(operation)) or next(_example_dates(spec, operation), None)


def _example_dates(spec: Spec, operation: JsonObject) -> Iterator[date]:
    """The dates in the examples of the header Sunset."""
    from email.utils import parsedate_to_datetime  # slow to import, and `docgen diff` looks at no examples

    for response in Node(operation, ()).members("responses").values():
        for name, node in spec.target(response).members("headers").items():
            if name.lower() != "sunset":
                continue
            header = spec.resolve(node.value)
            schema = spec.resolve(header.get("schema"))
            for value in (header.get("example"), schema.get("const"), schema.get("example")):
                if isinstance(value, str):
                    with suppress(ValueError):
                        yield parsedate_to_datetime(value).date()
