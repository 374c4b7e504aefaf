"""The facts that a project's texts state, and what each is bound to: a claim, a rule, the contract, or a page."""

from itertools import chain

import msgspec
from msgspec.structs import replace

from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.reader import Reader
from docgen.facts.texts.passages import Passage, passages
from docgen.facts.verdict import Found, Verdict
from docgen.model.entry import Entry
from docgen.model.fact import Fact
from docgen.model.history import History
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import day_start
from docgen.positions.source import Source
from docgen.records import RecordCache, digest

Facts = tuple[tuple[Found, Verdict], ...]


class _PassageFacts(msgspec.Struct, frozen=True):
    """What was found in a passage, as a record."""

    facts: Facts


def facts(project: Project, known: RecordCache | None = None, code: str = "") -> tuple[Fact, ...]:
    """Every fact of the texts of a project, in the order of its files.

    What is `known` of a page from an earlier run of the same `code` is taken from there.
    """
    shared = Vocabularies(project)
    of_pages, of_others = Scope(Vocabularies(without_texts(project)), None), Scope(shared, None)
    scopes = {entry.slug: Scope(shared, entry) for entry in project.entries}
    key = _key(code, of_pages) if known else ""
    listed: list[Fact] = []
    for passage in passages(project):
        scope = scopes[passage.entry.slug] if passage.entry else of_others
        if passage.attested:
            scope = Scope(shared, passage.entry, passage.text)
        elif passage.is_of_page:
            scope = of_pages
        seen = _kept(passage, scope, known, key) if known and passage.is_of_page else Reader(passage, scope).facts()
        listed += (_fact(passage, found, verdict) for found, verdict in seen)
    return tuple(listed)


def _key(code: str, known: Scope) -> str:
    """The name of all that decides on the facts of pages, but for their own texts.

    They are read with a project that has no texts but claims and notes, so that what is found in one cannot depend on
    another, nor on the time of the day.
    """
    pins = known.project.pins
    project = replace(known.project, pins=tuple(replace(pin, spec=None) for pin in pins))
    data = msgspec.json.encode(project, order="deterministic")
    return digest("facts", code, data, *chain.from_iterable(map(_contract, pins)))


def _kept(passage: Passage, scope: Scope, records: RecordCache, key: str) -> Facts:
    """The facts of a passage of a page: those of the records of an earlier run, or else those that are read now."""
    # what a passage states does not depend on the rest of its file, which may change
    bare = replace(passage, source=Source(passage.source.path, ""), pin=None)
    pin = passage.pin.id if passage.pin else ""
    name = digest(key, pin, msgspec.json.encode(bare, order="deterministic"))
    kept = records.get(name, _PassageFacts)
    if kept is None:
        kept = _PassageFacts(tuple(Reader(passage, scope).facts()))
        records.put(name, kept)
    return kept.facts


def _fact(passage: Passage, found: Found, verdict: Verdict) -> Fact:
    # with or without the quotes of a sample, or its beginning: `502 Bad Gateway`
    bare, mark = found.text.strip("\"'"), ""
    for unchecked in passage.unchecked if verdict.state == "unbound" else ():
        if bare in unchecked.text:
            verdict, mark = Verdict("unchecked", unchecked.because), unchecked.text
            break
    line, column = passage.position(found.start, found.end)
    return Fact(found.kind, found.text, passage.source, line, column, *verdict, mark)


def without_texts(project: Project) -> Project:
    """What is known of a project on a day: all but the texts that its facts are found in."""
    return replace(
        project,
        now=day_start(project.today),
        entries=tuple(map(_without_text, project.entries)),
        docs=tuple(Source(doc.path, "") for doc in project.docs),
        errors=tuple(replace(page, prose="", source=Source("", "")) for page in project.errors),
        committed={},
        base=None,
        editions={},
        history=History(),
    )


def _without_text(entry: Entry) -> Entry:
    action = replace(entry.text.action, steps=())
    text = replace(entry.text, title="", summary="", body="", action=action)
    return replace(entry, text=text, source=Source("", ""))


def _contract(pin: Pin) -> tuple[str | bytes, ...]:
    if pin.spec is None:
        return (pin.id,)
    text = msgspec.json.encode(pin.spec.document) if pin.spec.refs is None else pin.spec.source.data
    return (pin.id, repr(pin.spec.payload_events), text)
