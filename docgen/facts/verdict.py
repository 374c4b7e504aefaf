"""What becomes of a fact, and the text around it that decides."""

import re
from typing import Final, NamedTuple

import msgspec

from docgen.facts.knowledge.scope import Scope
from docgen.facts.knowledge.vocabulary import Vocabulary
from docgen.markdown.fences import Fence
from docgen.model.fact import FactKind, FactState

_DENIES: Final = r"not|never|neither|nor|cannot|reserved|unused|without|instead of|rather than|no longer"
_IS_LATER: Final = (
    r"your own|unlike|if you want|other than|planned|candidates?|yet"
    r"|later|deferred|upcoming|future|will|would|left out|omitted|missing|absent|lacks?"
    r"|removed|gone|dropped|drafted|until"
)
_STRICT: Final = re.compile(rf"\b(?:{_DENIES})\b|n't\b|\bno\s+[`\"']", re.IGNORECASE)
_LOOSE: Final = re.compile(rf"\b(?:{_DENIES}|{_IS_LATER}|no)\b|n't\b", re.IGNORECASE)
_AFFIRMS: Final = re.compile(
    r"\b(?:not (?:only|just|merely|least)|without (?:exception|fail|doubt)|no (?:doubt|exception|matter)"
    r"|(?:never|not|n't) (?:\w+ )?(?:forget|fail|miss|omit|cease|stop|hesitate|skip|drop)\w*|nothing but|cannot but)",
    re.IGNORECASE,
)
"""A negative word that denies nothing, or denies a denial."""
_ABSENT: Final = re.compile(r"\b(?:no|not|never|nor|neither|cannot)\b|n't\b", re.IGNORECASE)
_IS_ABSENT: Final = re.compile(r"^[`*\"]* (?:do|does|is|are|has|have)(?: not\b| never\b|n't\b)", re.IGNORECASE)
_IS_SENT: Final = re.compile(
    r"\b(?:is|are|was|were|gets?|be) (?:(?:now|already|always|also) )*"
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


def found_in(fence: Fence, kind: FactKind, fact: str, text: str) -> Found:
    """A fact of a sample at its first place there."""
    at = max(text.find(fact, fence.start, fence.end), fence.start)
    return Found(kind, at, at + len(fact), fact)


def written(name: str, fence: Fence) -> str:
    """A name or an address as a sample has it: with its quotes, or the longest end of a part without placeholders."""
    parts = sorted(re.split(r"\{[^{}]*\}", name), key=len, reverse=True)
    ends = (part[match.start() :] for part in parts for match in re.finditer("^|/", part))
    candidates = (f'"{name}"', f"'{name}'", f".{name}", name, *ends)
    return next((one for one in candidates if one and one in fence.text), name)


class Around(msgspec.Struct, frozen=True):
    """What surrounds a fact: its clause and sentence, what follows, the lead of its block, and what it may rest on.

    `before` is the clause up to the fact, and `after` what follows it there.
    """

    scope: Scope
    vocabularies: tuple[Vocabulary, ...]
    clause: str
    before: str
    after: str
    sentence: str
    lead: str
    following: str = ""
    samples: frozenset[str] = frozenset()
    stated: str = ""

    def denies(self, *, strictly: bool) -> bool:
        """Whether the text says that something is not so; strictly: in the same clause or its heading."""
        if self.sentence.rstrip().endswith("?"):
            return True  # a question states nothing
        texts = (self.clause, self.lead) if strictly else (self.sentence, self.lead, self.following)
        return any((_STRICT if strictly else _LOOSE).search(_AFFIRMS.sub(" ", text)) for text in texts)

    def clause_denies(self) -> bool:
        """Whether the clause or what introduces it says, in any way, that something is not so."""
        return any(_LOOSE.search(_AFFIRMS.sub(" ", text)) for text in (self.clause, self.lead))

    def says_absent(self) -> bool:
        """Whether the clause says of the fact that it does not exist, or asks."""
        is_denied = _ABSENT.search(_AFFIRMS.sub(" ", self.before)) or _IS_ABSENT.match(self.after)
        return bool(is_denied) or self.sentence.rstrip().endswith("?")

    def is_denied_before(self) -> bool:
        """Whether the clause denies what follows, before it comes to the fact."""
        return bool(_STRICT.search(_AFFIRMS.sub(" ", self.before)))

    def is_sent(self) -> bool:
        """Whether the clause itself says that something is sent today; with emphasis, it says so under any lead."""
        if _AFFIRMS.search(self.sentence):
            return not _STRICT.search(_AFFIRMS.sub(" ", self.clause))
        is_denied = self.denies(strictly=True) or _WILL_BE.search(self.sentence)
        return bool(_IS_SENT.search(self.clause)) and not is_denied


def bound(by: str) -> Verdict:
    """The fact is shown by something."""
    return Verdict("bound", by)


def unbound(message: str, hint: str) -> Verdict:
    """Nothing in the project shows the fact."""
    return Verdict("unbound", "", message, hint)


def contradicted(message: str, hint: str) -> Verdict:
    """Something in the project says otherwise."""
    return Verdict("contradicted", "", message, hint)
