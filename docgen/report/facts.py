"""Every fact of the texts with its location, and what it is bound to."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from docgen.model.fact import Fact
from docgen.wording import printable

_WIDEST = 60


def facts_report(facts: Sequence[Fact]) -> str:
    """A line per fact, in the order of the texts, and a count of each state."""
    return "\n".join(_lines(facts)) + "\n"


def _lines(facts: Sequence[Fact]) -> Iterator[str]:
    width = min(_WIDEST, max((len(fact.text) for fact in facts), default=0))
    for fact in facts:
        by = fact.bound_to or fact.message
        yield printable(f"{fact.state:12}  {fact.kind:6}  {fact.text:{width}}  {_location(fact)}  {by}")
    yield ", ".join(f"{count} {state}" for state, count in Counter(fact.state for fact in facts).items()) or "no facts"


def fact_record(fact: Fact) -> dict[str, Any]:
    """The fact as an object of JSON, with its location as `path:line:column`."""
    return {
        "kind": fact.kind,
        "text": fact.text,
        "state": fact.state,
        "at": _location(fact),
        "bound_to": fact.bound_to or None,
        "message": fact.message or None,
    }


def _location(fact: Fact) -> str:
    return f"{fact.source.path}:{fact.line}:{fact.column}"
