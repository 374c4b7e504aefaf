"""Facts that an earlier run found in a page, taken where neither the page nor what is known of the project has changed.

The pages are read with a project that has no texts but claims and notes, so that what is found in one cannot depend on
another, nor on the time of the day.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time

import msgspec

from docgen.facts.texts.passages import Passage
from docgen.facts.verdict import Found, Verdict
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions.source import Source
from docgen.records import RecordCache, digest

Facts = tuple[tuple[Found, Verdict], ...]


class _PassageFacts(msgspec.Struct, frozen=True):
    """What was found in a passage, as a record."""

    facts: Facts


def without_texts(project: Project) -> Project:
    """What is known of a project on a day: all but the texts that its facts are found in."""
    return msgspec.structs.replace(
        project,
        now=datetime.combine(project.now.astimezone(UTC).date(), time(), UTC),
        entries=tuple(map(_without_text, project.entries)),
        docs=tuple(Source(doc.path, "") for doc in project.docs),
        errors=tuple(msgspec.structs.replace(page, prose="", source=Source("", "")) for page in project.errors),
        committed={},
        base=None,
        editions={},
    )


def _without_text(entry: Entry) -> Entry:
    action = msgspec.structs.replace(entry.text.action, steps=())
    text = msgspec.structs.replace(entry.text, title="", summary="", body="", action=action)
    return msgspec.structs.replace(entry, text=text, source=Source("", ""))


class KeptFacts:
    """The facts in the records of an earlier run; `code` is a digest of the code that finds them."""

    def __init__(self, records: RecordCache, code: str, known: Project, refuted: frozenset[str]) -> None:
        self._records = records
        pins = tuple(msgspec.structs.replace(pin, spec=None) for pin in known.pins)
        project = msgspec.json.encode(msgspec.structs.replace(known, pins=pins), order="deterministic")
        contracts = [text for pin in known.pins for text in _contract(pin)]
        self._key = digest("facts", code, project, repr(sorted(refuted)), *contracts)

    def of(self, passage: Passage, read: Callable[[], Iterator[tuple[Found, Verdict]]]) -> Facts:
        """The facts of a passage of a page: those of the records, or else those that are `read` now."""
        parts = (passage.source.path, passage.text, passage.pin.id if passage.pin else "", passage.stated)
        code = passage.error.text.code if passage.error else ""
        rest = repr((code, passage.pointer, passage.first_line, passage.statuses, passage.unchecked))
        key = digest(self._key, *parts, rest)
        kept = self._records.get(key, _PassageFacts)
        if kept is None:
            kept = _PassageFacts(tuple(read()))
            self._records.put(key, kept)
        return kept.facts


def _contract(pin: Pin) -> tuple[str | bytes, ...]:
    if pin.spec is None:
        return (pin.id,)
    text = pin.spec.source.data if pin.spec.refs else msgspec.json.encode(pin.spec.document)
    return (pin.id, repr(pin.spec.payload_events), text)
