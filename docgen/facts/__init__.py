"""The facts that a project's texts state, and what each is bound to: a claim, a rule, the contract, or a page."""

from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.reader import Reader
from docgen.facts.texts.passages import Passage, passages
from docgen.facts.verdict import Found, Verdict
from docgen.model.fact import Fact
from docgen.model.project import Project
from docgen.model.proof import Proof


def facts(project: Project, proofs: tuple[Proof, ...] = ()) -> tuple[Fact, ...]:
    """Every fact of the texts of a project, in the order of its files; a refuted claim denies nothing."""
    shared = Vocabularies(project, frozenset(proof.claim for proof in proofs if proof.status == "refuted"))
    guides = Scope(shared, None)
    scopes = {entry.slug: Scope(shared, entry) for entry in project.entries}
    found: list[Fact] = []
    for passage in passages(project):
        scope = scopes[passage.entry.slug] if passage.entry else guides
        if passage.attested:
            scope = Scope(shared, passage.entry, passage.text)
        found += (_fact(passage, one, verdict) for one, verdict in Reader(passage, scope).facts())
    return tuple(found)


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
