"""Prose that does not help readers: thin entries, internal words, raw HTML, drafts, impossible dates, dead links."""

import posixpath
import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, combinations
from typing import Final

from markdown_it import MarkdownIt

from docgen.check.rule import Findings, error_rule, found, found_at, pin_rule
from docgen.entries.endings import closing_redirects
from docgen.facts.texts.passages import body_of, published_texts
from docgen.markdown import fences
from docgen.model.draft import MARK
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.redirects.docs_host import base_path
from docgen.sitemap import Site, last_site, site
from docgen.wording import counted

_DATED: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d\d)?(?!\d)")
THIN_WORDS: Final = 8
"""Fewer words than this only repeat the title."""


@error_rule
def entry_too_thin(project: Project) -> Findings:
    """The body of an entry is too short to say more than its title, or its action leaves out what customers need."""
    for entry in project.entries:
        words = len(entry.text.body.split())
        if words < THIN_WORDS:
            message = f"the body has {counted(words, 'word')}; expected at least {THIN_WORDS} on what changes"
            yield found(entry.source, ("body",), message, "write what changed, for whom, and how it looks")
        action, level = entry.text.action, ("action", "level")
        is_required = action.level == "required"
        if is_required and not action.steps:
            message = "the action is required but has no steps; expected what a customer has to do"
            yield found(entry.source, level, message, "add `steps:`, one per line")
        if is_required and not action.by:
            message = "the action is required but has no last day; expected `by`"
            yield found(entry.source, level, message, "add `by:`, or write `level: recommended`")
        if action.level == "none" and entry.text.impact == "breaking":
            message = "the entry breaks clients but asks for no action; expected `required` or `recommended`"
            yield found(entry.source, level, message, "say in `steps:` what a customer has to do")


@pin_rule
def internal_word(project: Project) -> Findings:
    """A page for customers contains an internal word of the team."""
    words = project.config.internal_words
    if not words:
        return
    # not `\b`, which would find the word in a hyphenated one
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?![\w-])")
    for source, text, first_line in _published(project):
        for offset, line in enumerate(text.split("\n")):
            for match in pattern.finditer(line):
                message, hint = f"`{match[1]}` is an internal word", f"write instead: {words[match[1]]}"
                yield found_at(source.path, first_line + offset, match.start() + 1, message, hint)


def _published(project: Project) -> Iterator[tuple[Source, str, int]]:
    for text in published_texts(project):
        if text.source.path.endswith(".md"):
            yield text.source, text.text, text.first_line
    for source in _changelog(project):
        yield source, source.text, 1


def _changelog(project: Project) -> Iterator[Source]:
    """The files of pins and entries, and of history: readers see what they say."""
    for part in chain[Pin | Entry](project.pins, project.entries):
        yield part.source
    yield from project.history.sources


@error_rule
def raw_html(project: Project) -> Findings:
    """The body of an entry contains HTML: pages and feeds escape it, so readers see the tag as typed."""
    for entry in project.entries:
        line, _ = locate(entry.source, ("body",))
        for offset, tag in _tags(entry.text.body):
            message = f"`{tag}` is HTML; expected Markdown"
            yield found_at(entry.source.path, line + 1 + offset, 1, message, "put code between backticks")


def _tags(text: str) -> Iterator[tuple[int, str]]:
    """The HTML of a Markdown text, up to the end of its first line, each with the line where it is, from 0."""
    for token in MarkdownIt("commonmark").parse(text):
        # an inline token has no position of its own: line breaks are counted from its block on
        line = token.map[0] if token.map else 0
        for part in [token, *(token.children or ())]:
            if part.type in ("html_block", "html_inline"):
                yield line, part.content.strip().partition("\n")[0]
            line += part.type in ("softbreak", "hardbreak")


@error_rule
def draft_left(project: Project) -> Findings:
    """A draft still has `@@DRAFT:` before a sentence that its writer has to confirm or to write."""
    rules = dict.fromkeys(redirect.source for redirect in project.redirects)
    for source in (*_changelog(project), *rules):
        for number, line in enumerate(source.text.split("\n"), 1):
            before, mark, text = line.partition(MARK)
            if mark:
                task = text.strip(" \"'").partition(". ")[0]
                hint = f"replace {MARK} and its text; if the text is right, delete {MARK} alone"
                yield found_at(source.path, number, len(before) + 1, f"unfinished draft: {task}", hint)


Dated = tuple[Pointer, date | None]


@error_rule
def impossible_date(project: Project) -> Findings:
    """Two dates cannot both be true: an action is due before it was announced, or a pin retires before its release."""
    for source, (early_pointer, early), (late_pointer, late) in _date_pairs(project):
        if early and late and late < early:
            message = f"{late} is before `{'.'.join(map(str, early_pointer))}`, which is {early}"
            yield found(source, late_pointer, message, "correct one of the two dates")
    for pin in project.pins:
        named, released = _DATED.match(pin.id), str(pin.text.released)
        published = {str(entry.text.published) for entry in project.entries_of(pin)}
        # one that came on another day than its name says has an entry of that day
        if named and published and not released.startswith(named[0]) and released not in published:
            message = f"`{pin.id}` is released on {released}; expected {named[0]}, or the day of one of its entries"
            yield found(pin.source, ("released",), message, "correct `released`, or the entries")


def _date_pairs(project: Project) -> Iterator[tuple[Source, Dated, Dated]]:
    for entry in project.entries:
        published: Dated = (("published",), entry.text.published)
        yield entry.source, published, (("action", "by"), entry.text.action.by)
        if entry.text.kind == "deprecated":
            # what is deprecated goes on working for a while; a contract may have a sunset that has passed
            ends = min((end.day for end in closing_redirects(project, entry)), default=None)
            yield entry.source, (("effective",), entry.text.effective), (("effective",), ends)
        for index, correction in enumerate(entry.text.corrections):
            yield entry.source, published, (("corrections", index, "date"), correction.date)
    for pin in project.pins:
        text = pin.text
        dates = (("released",), text.released), (("deprecated",), text.deprecated), (("retired",), text.retired)
        for early, late in combinations(dates, 2):
            yield pin.source, early, late
    for dated_rule in project.rules:
        removed: Dated = ((*dated_rule.pointer, "removed"), dated_rule.text.removed)
        yield dated_rule.source, ((*dated_rule.pointer, "since"), dated_rule.text.since), removed
        yield dated_rule.source, removed, (removed[0], project.today)  # which cannot be in the future


@pin_rule
def open_fence(project: Project) -> Findings:
    """Nothing closes a block of code, or another one begins in it: the rest of the page is shown as code."""
    for text in published_texts(project):
        line = fences.open_fence(text.text)
        if line is not None:
            message = "nothing closes this block of code, or another one begins in it"
            hint = "write the same marks on a line of their own after the code"
            yield found_at(text.source.path, text.first_line + line, 1, message, hint)


@pin_rule
def dead_link(project: Project) -> Findings:
    """A link points to a page that the site does not have."""
    now, later = site(project), last_site(project)
    slugs = {entry.slug for entry in project.visible_entries()}
    past = (body_of(project, entry) for entry in project.history.entries)
    for text in chain(published_texts(project), past):
        # an unpublished entry may link to pages that are published with it
        shown_with = later if text.entry and text.entry.slug not in slugs else now
        for link in fences.links(text.text):
            if not _exists(project, shown_with, text.page, link.address):
                hint = "link to a Markdown file relative to this page, or to a full URL"
                line = text.first_line + link.line
                yield found_at(text.source.path, line, link.column, f"page not found: `{link.address}`", hint)


def _exists(project: Project, site: Site, page: str, target: str) -> bool:
    # links to other sites are for a check on the network
    path = target.partition("#")[0].partition("?")[0]
    if path.startswith(project.config.site_url):
        return path.removeprefix(project.config.site_url) in site.pages
    if not path or ":" in path or path.startswith("//"):
        return True
    if path.startswith("/"):
        base = f"{base_path(project.config)}/"
        return not path.startswith(base) or path.removeprefix(base) in site.pages
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    return joined in site.files or (not path.endswith(".md") and site.has(joined))
