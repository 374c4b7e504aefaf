"""One text, read once: its blocks, sentences and clauses, and each fact in them with its verdict."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from docgen.facts.figures import find_dates, find_quantities
from docgen.facts.knowledge.scope import Scope
from docgen.facts.knowledge.surface import split_url
from docgen.facts.samples import bind_samples, words_of
from docgen.facts.spans.code import bare_names, bind_bare, bind_code
from docgen.facts.spans.figures import REMARK, bind_date, bind_quantity
from docgen.facts.spans.names import misplaced
from docgen.facts.spans.routes import bind_url
from docgen.facts.spans.statuses import bind_status, find_statuses
from docgen.facts.statements.contract import (
    misdeclared,
    misnamed,
    misreplaced,
    misspoken,
    misvalued,
    out_of_bounds,
    wrong_targets,
)
from docgen.facts.statements.errors import bind_head, wrong_code_statuses
from docgen.facts.texts.passages import Passage
from docgen.facts.texts.segments import (
    LINK,
    Block,
    Span,
    blocks,
    clauses,
    masked,
    sentences,
    without_code,
)
from docgen.facts.verdict import Around, Found, Sample, Verdict, Verdicts, bound
from docgen.markdown.fences import CODE_SPAN, fences
from docgen.model.draft import MARK
from docgen.model.fact import FactKind

_FORMER: Final = re.compile(
    r"\b(?:said|was|were|had|named|read|wrong(?:ly)?|formerly|not|instead of|rather than|missing)\b|n't\b",
    re.IGNORECASE,
)
"""What a correction says of the text as it was."""
_HEADER: Final = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Za-z0-9]*)+(?:: .*)?|[A-Z][a-z]+: \S.*")
_EXIST: Final = ("name", "value", "header", "status")
_ATTESTED: Final = ("date", "number")
"""What somebody may answer for, although nothing else in the project has it."""
_STATED: Final = (misdeclared, misvalued, misreplaced, wrong_targets, wrong_code_statuses)
_STATED_UNLESS_DENIED: Final = (misspoken, misnamed, out_of_bounds)
_MOST: Final = 4_000
_WORD: Final = re.compile(r"(?<![\w.-])[\w.]*+\b(?![\w-])")

AroundAt = Callable[[Found], Around]
"""What surrounds a fact of a text, by its offsets."""


class Reader:
    """One passage, read once."""

    def __init__(self, passage: Passage, scope: Scope) -> None:
        self._passage = passage
        self._scope = scope
        self._text = masked(passage.text, passage.is_markdown)
        self._plain = without_code(self._text)
        self._fences = fences(passage.text) if passage.is_markdown else ()
        self._contracts = scope.shared.of(passage.pin, passage.text, is_page=passage.is_of_page)
        self._samples = words_of(self._fences)

    def facts(self) -> Verdicts:
        """Each fact with its verdict: block by block, then the samples; in a guide, none unbound."""
        for found, verdict in self._every():
            if verdict.state != "unbound" or self._counts(found):
                yield found, verdict

    def _every(self) -> Verdicts:
        yield from bind_head(self._passage, self._scope)
        for block in blocks(self._text):
            if MARK not in self._text[block.span.start : block.span.end]:  # draft-left says so
                yield from self._block(block)
        here, is_strict = (self._scope, self._contracts), self._passage.is_strict
        yield from bind_samples(
            Sample(*here, fence=fence, text=self._passage.text, is_strict=is_strict) for fence in self._fences
        )

    def _block(self, block: Block) -> Verdicts:
        # an empty one at the end, so that each sentence has a following one
        parts = [*sentences(self._plain, block), Span(block.span.end, block.span.end)]
        codes = len(CODE_SPAN.findall(self._text, *block.span))
        for sentence, following in pairwise(parts):
            if sentence.end - sentence.start > _MOST:
                continue  # no sentence: a text without blanks
            yield from self._sentence(block, sentence, self._text[following.start : following.end], codes)

    def _sentence(self, block: Block, sentence: Span, following: str, codes: int) -> Verdicts:
        parts = clauses(self._plain, sentence, block.is_row)

        def around(found: Found) -> Around:
            # what stands between two clauses is said with the one before
            clause = next((part for part in reversed(parts) if part.start <= found.start), parts[0])
            return Around(
                self._scope,
                self._contracts,
                clause=self._text[clause.start : clause.end],
                before=self._text[clause.start : found.start],
                after=self._text[found.end : clause.end],
                sentence=self._text[sentence.start : sentence.end],
                lead=f"{block.lead} {self._passage.lead}",
                following=following,
                samples=self._samples,
                stated=self._passage.stated,
                is_strict=self._passage.is_strict,
                rule=self._passage.rule,
            )

        for found, verdict in (*self._code(sentence, around), *self._plain_facts(sentence, around, codes)):
            here = around(found)
            if self._passage.is_correction and _FORMER.search(here.clause):
                continue  # what the entry said before
            if found.kind == "date" and self._is_former(found):
                continue
            if self._is_denied_rightly(found, verdict, here):
                verdict = bound("nothing has it, as the text says")
            yield found, verdict
        yield from _statements(Found("sample", *sentence, self._text[sentence.start : sentence.end]), around)

    def _is_former(self, found: Found) -> bool:
        """Whether a date was promised before: a correction, or a dated remark on a rule, may say so."""
        passage = self._passage
        if passage.is_correction and passage.entry:
            ended = [correction.ended for correction in passage.entry.text.corrections if correction.ended]
            return any(any(map(day.may_be, ended)) for day in find_dates(found.text))
        in_note = passage.pointer[:1] == ("rules",)
        return in_note and REMARK.search(self._text[: found.start]) is not None

    @staticmethod
    def _is_denied_rightly(found: Found, verdict: Verdict, around: Around) -> bool:
        """Whether a text says that something does not exist, and it does not: no slip of a name that does."""
        if verdict.state == "bound":
            return False
        if found.kind in ("path", "url"):
            return around.says_absent()
        if found.kind == "header" and around.asks():
            return True
        # `canceled, never cancelled` denies the slip itself
        is_slip = verdict.hint.startswith("did you mean") and not re.search(r"\b(?:never|not)[ `*\"]*$", around.before)
        return verdict.state == "unbound" and not is_slip and found.kind in _EXIST and around.says_absent()

    def _counts(self, found: Found) -> bool:
        """Whether a fact that nothing shows is one that something has to show."""
        # an error may be older than the first contract
        is_attested = self._passage.attested or self._passage.pointer[-1:] in (("since",), ("until",))
        return self._passage.is_strict and not (is_attested and found.kind in _ATTESTED)

    def _code(self, sentence: Span, around: AroundAt) -> Verdicts:
        """The code spans of a sentence, and the targets of its links on the project's own hosts."""
        for match in CODE_SPAN.finditer(self._text, *sentence):
            content = " ".join(match[2].split())
            found = Found(_kind(content), *match.span(2), content)
            yield found, bind_code(content, around(found))
        # the text of a link may be any words: what states something is its target
        site = self._scope.project.config.site_url
        for match in LINK.finditer(self._text, *sentence):
            found, host = Found("url", *match.span(1), match[1]), split_url(match[1]).netloc.lower()
            # dead-link reads those of the site
            if host in self._scope.shared.addresses.hosts and not match[1].startswith(site):
                yield found, bind_url(match[1], around(found))

    def _plain_facts(self, sentence: Span, around: AroundAt, codes: int) -> Verdicts:
        """The facts of a sentence outside of code: names, dates, numbers, statuses, and words that claims deny."""
        part, at = self._plain[sentence.start : sentence.end], sentence.start

        def shown(kind: FactKind, start: int, end: int) -> Found:
            return Found(kind, at + start, at + end, " ".join(part[start:end].split()))

        for found in bare_names(self._plain, sentence, self._scope):
            if verdict := bind_bare(found, around(found)):
                yield found, verdict
            # what is a name is read once: `2026-05` in a path is no date, and 404 in a URL no status
            part = part[: found.start - at] + " " * (found.end - found.start) + part[found.end - at :]
        for day in find_dates(part):
            found = shown("date", day.start, day.end)
            yield found, bind_date(day, found.text, around(found))
        for start, end, quantity in find_quantities(part):
            found = shown("number", start, end)
            yield found, bind_quantity(quantity, found.text, around(found), codes)
        for start, end, status in find_statuses(part):
            found = shown("status", start, end)
            yield found, bind_status(status, around(found))
        # text without code: a word that a claim of the entry denies or affirms is a fact
        is_claimed = self._passage.entry and not self._passage.is_markdown
        for match in _WORD.finditer(part) if is_claimed else ():
            denied = self._scope.denied.get(match[0])
            # the name of an absent field may be any word: `message`
            is_word = denied and denied.as_ == "absent" and "_" not in match[0]
            if (denied or match[0] in self._scope.affirmed) and not is_word:
                found = shown("value", *match.span())
                if verdict := misplaced(match[0], around(found)):
                    yield found, verdict


def _statements(sentence: Found, around: AroundAt) -> Verdicts:
    """Each fact of a sentence or row as a whole, where it is not so; in a guide, a method of a known path."""
    whole = around(sentence)
    for read in _STATED if whole.is_strict else ():
        yield from read(sentence, whole)
    for read in _STATED_UNLESS_DENIED if whole.is_strict else (misspoken,):
        for found, verdict in read(sentence, whole):
            if not around(found).clause_denies():
                yield found, verdict


def _kind(content: str) -> FactKind:
    if "://" in content:
        return "url"
    if _HEADER.fullmatch(content):
        return "header"
    return "path" if ("/" in content and " " not in content.strip()) or content.split(" ")[0].isupper() else "name"
