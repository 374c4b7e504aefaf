"""The facts that a project's texts state, and what each is bound to: a claim, a rule, the contract, or a page."""

from collections.abc import Iterator
from functools import partial

from docgen.facts.kept import KeptFacts, without_texts
from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.reader import Reader
from docgen.facts.texts.passages import Passage, passages
from docgen.facts.verdict import Found, Verdict
from docgen.model.fact import Fact
from docgen.model.project import Project
from docgen.model.proof import Proof
from docgen.records import RecordCache


def facts(
    project: Project, proofs: tuple[Proof, ...] = (), known: RecordCache | None = None, code: str = ""
) -> tuple[Fact, ...]:
    """Every fact of the texts of a project, in the order of its files; a refuted claim denies nothing.

    What is `known` of a page from an earlier run of the same `code` is taken from there.
    """
    refuted = frozenset(proof.claim for proof in proofs if proof.status == "refuted")
    shared, of_pages = Vocabularies(project, refuted), Vocabularies(without_texts(project), refuted)
    guides, pages = Scope(shared, None), Scope(of_pages, None)
    scopes = {entry.slug: Scope(shared, entry) for entry in project.entries}
    kept = KeptFacts(known, code, of_pages.project, refuted) if known is not None else None
    found: list[Fact] = []
    for passage in passages(project):
        scope = scopes[passage.entry.slug] if passage.entry else guides
        if passage.attested:
            scope = Scope(shared, passage.entry, passage.text)
        elif passage.is_of_page:
            scope = pages
        read = partial(_read, passage, scope)
        seen = kept.of(passage, read) if kept and passage.is_of_page and not passage.attested else read()
        found += (_fact(passage, one, verdict) for one, verdict in seen)
    return tuple(found)


def _read(passage: Passage, scope: Scope) -> Iterator[tuple[Found, Verdict]]:
    return Reader(passage, scope).facts()


def _fact(passage: Passage, found: Found, verdict: Verdict) -> Fact:
    line, column = passage.position(found.start, found.end)
    mark = next((one for one in passage.unchecked if _covers(one.text, found.text)), None)
    if mark and verdict.state == "unbound":
        return Fact(found.kind, found.text, passage.source, line, column, "unchecked", mark.because, mark=mark.text)
    return Fact(found.kind, found.text, passage.source, line, column, *verdict)


def _covers(mark: str, fact: str) -> bool:
    """Whether a mark has a fact, with or without the quotes of a sample, or its beginning: `502 Bad Gateway`."""
    bare = fact.strip("\"'")
    return bare in mark or (bool(bare) and mark.strip("\"'") == bare)
