"""What becomes of a fact, and the text around it that decides."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from docgen.facts.knowledge.addresses import Addresses
from docgen.facts.knowledge.scope import Scope
from docgen.facts.knowledge.vocabulary import Contracts, Vocabulary
from docgen.markdown.fences import Fence
from docgen.model.fact import FactKind, FactState
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.openapi.nodes import JsonObject

_NOT: Final = r"not|never|neither|nor|cannot|no longer|instead of|rather than"
DENIES: Final = re.compile(rf"\b(?:{_NOT}|reserved|unused|without)\b|n't\b|\bno\s+[`\"']", re.IGNORECASE)
"""Words by which a text says that something is not so."""
_DENIES_IN_ANY_WAY: Final = re.compile(
    rf"\b(?:{_NOT}|no|reserved|unused|without|your own|unlike|other than|planned|later|upcoming|future|will|would"
    r"|if you want|candidates?|yet|deferred|left out|omitted|missing|absent|lacks?|removed|renamed|gone|dropped|drafted"
    r"|until)\b|n't\b",
    re.IGNORECASE,
)
"""Words by which a text says that something is not so, not yet, or only somewhere else."""
DENIES_EXISTENCE: Final = re.compile(rf"\b(?:no|{_NOT})\b|n't\b", re.IGNORECASE)
"""Words by which a text says that there is no such thing."""
_IS_ABSENT: Final = re.compile(r"^[`*\"]* (?:do|does|is|are|has|have)(?: not\b| never\b|n't\b)", re.IGNORECASE)
_IS_SENT: Final = re.compile(
    r"\b(?:is|are|was|were|gets?|be) (?:(?:now|already|always|also) ){0,2}"
    r"(?:sent|fired|delivered|emitted|included|part of)\b|\b(?:sends|fires)\b",
    re.IGNORECASE,
)
_WILL_BE: Final = re.compile(r"\b(?:will|would|once|when|if|planned|later|future|yet)\b", re.IGNORECASE)


class Verdict(NamedTuple):
    """What shows a fact (`bound_to`), or why nothing does."""

    state: FactState
    bound_to: str = ""
    message: str = ""
    hint: str = ""


class Found(NamedTuple):
    """A fact in a text: its kind, its offsets, and its text on one line."""

    kind: FactKind
    start: int
    end: int
    text: str

    def part(self, kind: FactKind, match: re.Match[str], group: str | int = 1) -> "Found":
        """A fact in this text, where a group of a match has it."""
        return Found(kind, self.start + match.start(group), self.start + match.end(group), match[group])


Verdicts = Iterator[tuple[Found, Verdict]]
"""Facts that were found, each with its verdict."""


class Around(msgspec.Struct, frozen=True):
    """What surrounds a fact: its clause and sentence, what follows, the lead of its block, and what it may rest on.

    `before` is the clause up to the fact, and `after` what follows it there; `following` is the next sentence. `stated`
    is what the other part of an error page says, and `rule` is that whose note it is. In a strict text, a fact that
    nothing shows is a finding.
    """

    scope: Scope
    contracts: Contracts
    clause: str = ""
    before: str = ""
    after: str = ""
    sentence: str = ""
    lead: str = ""
    following: str = ""
    samples: frozenset[str] = frozenset()
    stated: str = ""
    is_strict: bool = True
    rule: Redirect | None = None

    @property
    def project(self) -> Project:
        """The project that has the text."""
        return self.scope.project

    @property
    def addresses(self) -> Addresses:
        """The addresses of the project."""
        return self.scope.shared.addresses

    @property
    def earlier(self) -> list[Vocabulary]:
        """The contracts before those that a page is about, oldest first; none for an entry."""
        # an entry is about two contracts by itself: what came before is no slip
        if self.scope.entry or not self.contracts:
            return []
        known = self.scope.shared.contracts
        before = known[: known.index(self.contracts[0])]
        return [contract for contract in before if contract not in self.contracts]

    def head(self) -> str:
        """The head of the column of a table that the fact is in; empty outside of tables."""
        # the lead of a row ends with the header row of its table
        column, heads = self.before.count("|"), self.lead[self.lead.find("|") :].split("|")
        return heads[column].strip() if 0 < column < len(heads) else ""

    def has_field(self, name: str) -> bool:
        """Whether one of the contracts has a field of that name."""
        return any(name in contract.fields for contract in self.contracts)

    def security_schemes(self) -> tuple[JsonObject, ...]:
        """The security schemes of the contracts."""
        return tuple(self.contracts.each(lambda contract: contract.spec.security_schemes().values()))

    def asks(self) -> bool:
        """Whether the sentence is a question, which states nothing."""
        return self.sentence.rstrip(" *_\n").endswith("?")

    def denies(self, *, strictly: bool) -> bool:
        """Whether the text says that something is not so; strictly: in the same clause or its heading."""
        if self.asks():
            return True
        if strictly:
            return any(map(DENIES.search, (self.clause, self.lead)))
        return any(map(_DENIES_IN_ANY_WAY.search, (self.sentence, self.lead, self.following)))

    def clause_denies(self) -> bool:
        """Whether the clause or what introduces it says, in any way, that something is not so."""
        return any(map(_DENIES_IN_ANY_WAY.search, (self.clause, self.lead)))

    def says_absent(self) -> bool:
        """Whether the clause says of the fact that it does not exist, or asks."""
        return bool(DENIES_EXISTENCE.search(self.before) or _IS_ABSENT.match(self.after)) or self.asks()

    def is_sent(self) -> bool:
        """Whether the clause itself says that something is sent today."""
        # `is sent` with `once`, `when` or `later` in its sentence is no statement on today
        is_denied = self.denies(strictly=True) or _WILL_BE.search(self.sentence)
        return bool(_IS_SENT.search(self.clause)) and not is_denied


class Sample(Around, frozen=True, kw_only=True):
    """What surrounds a fact of a sample: its fence, and the text that has it."""

    fence: Fence
    text: str

    def found(self, kind: FactKind, fact: str) -> Found:
        """A fact at its first place in the sample."""
        at = max(self.text.find(fact, self.fence.start, self.fence.end), self.fence.start)
        return Found(kind, at, at + len(fact), fact)


def bound(by: str) -> Verdict:
    """The fact is shown by something."""
    return Verdict("bound", by)


def unbound(message: str, hint: str) -> Verdict:
    """Nothing in the project shows the fact."""
    return Verdict("unbound", "", message, hint)


def contradicted(message: str, hint: str) -> Verdict:
    """Something in the project says otherwise."""
    return Verdict("contradicted", "", message, hint)
