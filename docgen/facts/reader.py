"""One text, read once: its blocks, sentences and clauses, and each fact in them with its verdict."""

import re
from typing import Final

from docgen.facts.figures.dates import find_clock_times, find_days
from docgen.facts.figures.numbers import find_quantities
from docgen.facts.knowledge.scope import Scope
from docgen.facts.knowledge.surface import split_url
from docgen.facts.samples import bind_samples, words_of
from docgen.facts.spans.code import bare_names, bind_bare, bind_code
from docgen.facts.spans.days import REMARK, bind_date
from docgen.facts.spans.headers import as_promise
from docgen.facts.spans.named_parts import is_of_the_api
from docgen.facts.spans.names import misplaced
from docgen.facts.spans.quantities import bind_clock_time, bind_quantity
from docgen.facts.spans.routes import bind_url
from docgen.facts.spans.statuses import FAMILY, KIND, bind_family, bind_redirect_kind, bind_status, find_statuses
from docgen.facts.statements import AroundAt, statements
from docgen.facts.statements.error_heads import bind_head, bind_values
from docgen.facts.texts.passages import Passage
from docgen.facts.texts.segments import (
    Block,
    Span,
    Visible,
    blocks,
    clauses,
    code_spans,
    containing,
    link_targets,
    masked,
    sentences,
    tables,
    visible,
    without_code,
)
from docgen.facts.texts.subjects import proper_names
from docgen.facts.verdict import Around, Found, Sample, Verdict, Verdicts, bound
from docgen.markdown.fences import fences
from docgen.model.draft import MARK
from docgen.model.fact import FactKind

_STATUS_NAMED: Final = re.compile(r"\b(?:status|state)(?: is| of| becomes)?[ :\"']*$", re.IGNORECASE)
_FORMER: Final = re.compile(
    r"\b(?:said|was|were|had|named|read|wrong(?:ly)?|formerly|not|instead of|rather than|missing)\b|n't\b",
    re.IGNORECASE,
)
"""What a correction says of the text as it was."""


class Reader:
    """One passage, read once."""

    def __init__(self, passage: Passage, scope: Scope) -> None:
        self._passage = passage
        self._scope = scope
        seen = masked(passage.text, passage.is_markdown)
        self._text, self._origins = visible(seen) if passage.is_markdown else Visible(seen, range(len(seen) + 1))
        self._plain = without_code(self._text)
        self._fences = fences(passage.text) if passage.is_markdown else ()
        self._vocabularies = scope.shared.of(passage.pin, passage.text)
        self._samples = words_of(self._fences)
        self._tables = tables(self._text)
        self._others = proper_names(self._text) - scope.shared.own_names

    def facts(self) -> Verdicts:
        """Each fact with its verdict: block by block, then the samples."""
        yield from (*bind_head(self._passage, self._scope), *bind_values(self._passage))
        for block in blocks(self._text):
            if MARK in self._text[block.span.start : block.span.end]:
                continue  # draft-left says so
            for found, verdict in self._block(block):
                start, end = self._origins[found.start], self._origins[found.end]
                yield found._replace(start=start, end=end), verdict
        here = self._scope, self._vocabularies, "", "", "", "", ""
        yield from bind_samples(Sample(*here, fence=fence, text=self._passage.text) for fence in self._fences)

    def _block(self, block: Block) -> Verdicts:
        parts = sentences(self._plain, block)
        codes = tuple(span for span, _ in code_spans(self._text[block.span.start : block.span.end]))
        for index, sentence in enumerate(parts):
            before, after = (self._text[part.start : part.end] for part in _beside(parts, index))
            yield from self._sentence(block, sentence, (before, after), len(codes))

    def _sentence(self, block: Block, sentence: Span, beside: tuple[str, str], codes: int) -> Verdicts:
        parts = clauses(self._plain, sentence, block.is_row)
        table = containing(self._tables, block.span.start) if block.is_row else Span(0, 0)

        def around(found: Found) -> Around:
            clause = containing(parts, found.start)
            return Around(
                self._scope,
                self._vocabularies,
                clause=self._text[clause.start : clause.end],
                before=self._text[clause.start : found.start],
                after=self._text[found.end : clause.end],
                sentence=self._text[sentence.start : sentence.end],
                lead=f"{block.lead} {self._passage.lead}",
                preceding=beside[0],
                following=beside[1],
                samples=self._samples,
                table=self._text[table.start : table.end],
                others=self._others,
                stated=self._passage.stated,
                statuses=self._passage.statuses,
            )

        for found, seen in (*self._code(sentence, around), *self._plain_facts(sentence, around, codes)):
            here = around(found)
            verdict = as_promise(found, seen, here)
            if self._is_denied_rightly(found, verdict, here):
                verdict = bound("nothing has it, as the text says")
            if self._passage.is_correction and _FORMER.search(here.clause):
                continue  # what the entry said before
            if found.kind == "date" and self._is_former(found):
                continue
            if verdict.state != "unbound" or self._counts(found, here):
                yield found, verdict
        whole = Found("sample", sentence.start, sentence.end, self._text[sentence.start : sentence.end])
        yield from statements(whole, around)

    def _is_former(self, found: Found) -> bool:
        """Whether a date was promised before: a correction, or a dated remark on a rule, may say so."""
        passage = self._passage
        if passage.is_correction and passage.entry:
            ended = [day for one in passage.entry.text.corrections if (day := one.ended)]
            return any(one.may_be(day) for one in find_days(found.text) for day in ended)
        in_note = (passage.pointer[:1], passage.pointer[-1:]) == (("rules",), ("note",))
        return in_note and REMARK.search(self._text[: found.start]) is not None

    @staticmethod
    def _is_denied_rightly(found: Found, verdict: Verdict, around: Around) -> bool:
        """Whether a text says that something does not exist, and it does not: no slip of a name that does."""
        if found.kind in _ADDRESSES:
            return verdict.state != "bound" and around.says_absent()
        if found.kind == "header" and around.asks():
            return verdict.state != "bound"
        # `canceled, never cancelled` denies the slip itself
        is_slip = verdict.hint.startswith("did you mean") and not _NEVER.search(around.before)
        is_unknown = verdict.state == "unbound" and not is_slip
        return is_unknown and found.kind in _EXIST and around.says_absent()

    def _counts(self, found: Found, around: Around) -> bool:
        """Whether a fact that nothing shows is one that something has to show."""
        if self._passage.attested and found.kind in ("date", "time"):
            return False
        if self._passage.error and found.kind in ("header", "name"):
            return True
        is_loose = found.kind == "number" and any(one.loose for one in find_quantities(found.text))
        return (self._passage.is_about_the_api and not is_loose) or is_of_the_api(
            found, around, self._passage.statements
        )

    def _code(self, sentence: Span, around: AroundAt) -> Verdicts:
        """The code spans of a sentence, and the targets of its links on the project's own hosts."""
        for span, content in code_spans(self._text[sentence.start : sentence.end]):
            found = Found(_kind(content), sentence.start + span.start, sentence.start + span.end, content)
            yield found, bind_code(content, around(found))
        site = self._scope.project.config.site_url
        for span, target in link_targets(self._text[sentence.start : sentence.end]):
            found = Found("url", sentence.start + span.start, sentence.start + span.end, target)
            # dead-link reads those of the site
            if split_url(target).netloc.lower() in self._scope.shared.addresses.hosts and not target.startswith(site):
                yield found, bind_url(target, around(found))

    def _plain_facts(self, sentence: Span, around: AroundAt, codes: int) -> Verdicts:
        """The facts of a sentence outside of code: names, dates, numbers, statuses, and words that claims deny."""
        text = self._plain
        for found in bare_names(text, sentence, self._scope.shared.addresses.hosts, self._scope.event_prefixes):
            verdict = bind_bare(found, around(found))
            if verdict:
                yield found, verdict
            text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
        part = text[sentence.start : sentence.end]
        for day in find_days(part):
            found = _at("date", part, sentence, day.start, day.end)
            yield found, bind_date(day, found.text, around(found))
        for start, end, seconds in find_clock_times(part):
            found = _at("time", part, sentence, start, end)
            yield found, bind_clock_time(seconds, found.text, around(found))
        for one in find_quantities(part):
            found = _at("number", part, sentence, one.start, one.end)
            yield found, bind_quantity(one.quantity, found.text, around(found), codes)
        for start, end, status in find_statuses(text, sentence.start, sentence.end):
            found = Found("status", start, end, str(status))
            yield found, bind_status(status, around(found))
        for pattern, bind in ((FAMILY, bind_family), (KIND, bind_redirect_kind)):
            for match in pattern.finditer(text, sentence.start, sentence.end):
                found = Found("status", *match.span(), match[0])
                yield found, bind(match[0], around(found))
        if not self._passage.is_markdown:
            yield from self._claimed_words(part, sentence, around)

    def _claimed_words(self, part: str, sentence: Span, around: AroundAt) -> Verdicts:
        """Plain text has no code, so a word that a claim of the entry denies or affirms is a fact."""
        for match in re.finditer(r"(?<![\w.-])[\w.]*\w(?![\w-])", part):
            found = Found("value", sentence.start + match.start(), sentence.start + match.end(), match[0])
            denied = self._scope.denied.get(match[0])
            # the name of an absent field may be any word: `message`
            is_word = denied and denied.as_ == "absent" and "_" not in match[0]
            is_name = self._passage.entry is not None or bool(_STATUS_NAMED.search(around(found).before))
            verdict = misplaced(match[0], around(found)) if is_name and not is_word else None
            if verdict:
                yield found, verdict


_NEVER: Final = re.compile(r"\b(?:never|not)[ `*\"]*$")
_ADDRESSES: Final = ("path", "url")
_EXIST: Final = ("name", "value", "header")
_HEADER: Final = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Za-z0-9]*)+(?:: .*)?|[A-Z][a-z]+: \S.*")


def _beside(parts: tuple[Span, ...], index: int) -> tuple[Span, Span]:
    """The sentences before and after one of a block; empty where it has none."""
    padded = (Span(0, 0), *parts, Span(0, 0))
    return padded[index], padded[index + 2]


def _at(kind: FactKind, part: str, sentence: Span, start: int, end: int) -> Found:
    return Found(kind, sentence.start + start, sentence.start + end, " ".join(part[start:end].split()))


def _kind(content: str) -> FactKind:
    if "://" in content:
        return "url"
    if _HEADER.fullmatch(content):
        return "header"
    return "path" if ("/" in content and " " not in content.strip()) or content.split(" ")[0].isupper() else "name"
