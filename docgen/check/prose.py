"""Prose that does not help readers: thin entries, internal words, raw HTML, drafts, impossible dates, dead links."""

import posixpath
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from markdown_it import MarkdownIt

from docgen.check.rule import found, found_at, rule
from docgen.facts.texts.passages import published_texts
from docgen.markdown.fences import links
from docgen.model.draft import MARK
from docgen.model.entry import Entry
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.positions import locate
from docgen.positions.source import Pointer, Source
from docgen.redirects.docs_host import base_path
from docgen.sitemap import Site, last_site, site_with
from docgen.wording import counted

THIN_WORDS: Final = 8
"""Fewer words than this only repeat the title."""


@rule(Severity.ERROR)
def entry_too_thin(project: Project) -> Iterator[Finding]:
    """The body of an entry is too short to say more than its title, or its required action has no steps."""
    for entry in project.entries:
        words = len(entry.text.body.split())
        if words < THIN_WORDS:
            message = f"the body has {counted(words, 'word')}; expected at least {THIN_WORDS} on what changes"
            yield found(entry.source, ("body",), message, "write what changed, for whom, and how it looks")
        if entry.text.action.level == "required" and not entry.text.action.steps:
            message = "the action is required but has no steps; expected what a customer has to do"
            yield found(entry.source, ("action", "level"), message, "add `steps:`, one per line")


@rule(Severity.ERROR, by_pin=True)
def internal_word(project: Project) -> Iterator[Finding]:
    """A page for customers contains an internal word of the team."""
    words = project.config.internal_words
    if not words:
        return
    # not `\b`, which would find the word in a hyphenated one
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?![\w-])")
    for source, text, first_line in _published(project):
        for offset, line in enumerate(text.split("\n")):
            for match in pattern.finditer(line):
                yield found_at(
                    source.path,
                    first_line + offset,
                    match.start() + 1,
                    f"`{match[1]}` is an internal word",
                    f"write instead: {words[match[1]]}",
                )


def _published(project: Project) -> Iterator[tuple[Source, str, int]]:
    for text in published_texts(project):
        if text.source.path.endswith(".md"):
            yield text.source, text.text, text.first_line
    yield from ((entry.source, entry.source.text, 1) for entry in project.entries)
    yield from ((pin.source, pin.source.text, 1) for pin in project.pins)


@rule(Severity.ERROR)
def raw_html(project: Project) -> Iterator[Finding]:
    """The body of an entry contains HTML: pages and feeds escape it, so readers see the tag as typed."""
    for entry in project.entries:
        line, _ = locate(entry.source, ("body",))
        for offset, tag in _tags(entry.text.body):
            message = f"`{tag}` is HTML; expected Markdown"
            yield found_at(entry.source.path, line + 1 + offset, 1, message, "put code between backticks")


def _tags(text: str) -> Iterator[tuple[int, str]]:
    """The HTML of a Markdown text, up to the end of its first line, each with the line where it is, from 0."""
    for token in MarkdownIt("commonmark").parse(text):
        line = token.map[0] if token.map else 0
        for part in [token, *(token.children or ())]:
            if part.type in ("html_block", "html_inline"):
                yield line, part.content.strip().partition("\n")[0]
            line += part.type in ("softbreak", "hardbreak")


@rule(Severity.ERROR)
def draft_left(project: Project) -> Iterator[Finding]:
    """A draft still has `@@DRAFT:` where its writer has to explain a change, or what a customer does."""
    rules = dict.fromkeys(redirect.source for redirect in project.redirects)
    for source in (*(pin.source for pin in project.pins), *(entry.source for entry in project.entries), *rules):
        for number, line in enumerate(source.text.split("\n"), 1):
            if MARK in line:
                task = line.partition(MARK)[2].strip(" \"'").partition(". ")[0]
                column = line.index(MARK) + 1
                yield found_at(source.path, number, column, f"unfinished draft: {task}", f"replace {MARK} and its text")


@rule(Severity.ERROR)
def impossible_date(project: Project) -> Iterator[Finding]:
    """Two dates cannot both be true: an action is due before it was announced, or a pin retires before its release."""
    for source, early, late in _date_pairs(project):
        (early_pointer, early_date), (late_pointer, late_date) = early, late
        if early_date and late_date and late_date < early_date:
            words = ".".join(str(step) for step in early_pointer)
            yield found(
                source,
                late_pointer,
                f"{late_date} is before `{words}`, which is {early_date}",
                "correct one of the two dates",
            )


Dated = tuple[Pointer, date | None]


def _date_pairs(project: Project) -> Iterator[tuple[Source, Dated, Dated]]:
    for entry in project.entries:
        yield from _entry_date_pairs(entry)
    for pin in project.pins:
        released: Dated = (("released",), pin.text.released)
        yield pin.source, released, (("deprecated",), pin.text.deprecated)
        yield pin.source, released, (("retired",), pin.text.retired)
        yield pin.source, (("deprecated",), pin.text.deprecated), (("retired",), pin.text.retired)
    for dated_rule in project.rules:
        since: Dated = ((*dated_rule.pointer, "since"), dated_rule.text.since)
        yield dated_rule.source, since, ((*dated_rule.pointer, "removed"), dated_rule.text.removed)
        if dated_rule.text.removed:  # which cannot be in the future
            removed: Dated = ((*dated_rule.pointer, "removed"), dated_rule.text.removed)
            yield dated_rule.source, removed, (removed[0], project.now.date())


def _entry_date_pairs(entry: Entry) -> Iterator[tuple[Source, Dated, Dated]]:
    published: Dated = (("published",), entry.text.published)
    yield entry.source, published, (("action", "by"), entry.text.action.by)
    for index, correction in enumerate(entry.text.corrections):
        yield entry.source, published, (("corrections", index, "date"), correction.date)


@rule(Severity.ERROR, by_pin=True)
def dead_link(project: Project) -> Iterator[Finding]:
    """A link points to a page that the site does not have."""
    visible = project.visible_entries()
    now = site_with(project, visible, project.visible_pins())
    later = last_site(project)
    unpublished = {entry.source.path for entry in project.entries} - {entry.source.path for entry in visible}
    for text in published_texts(project):
        # an unpublished entry may link to pages that are published with it
        site = later if text.source.path in unpublished else now
        for link in links(text.text):
            if not _exists(project, site, text.page, link.address):
                yield found_at(
                    text.source.path,
                    text.first_line + link.line,
                    link.column,
                    f"page not found: `{link.address}`",
                    "link to a Markdown file relative to this page, or to a full URL",
                )


def _exists(project: Project, site: Site, page: str, target: str) -> bool:
    path = target.partition("#")[0].partition("?")[0]
    if path.startswith(project.config.site_url):
        return path.removeprefix(project.config.site_url) in site.pages
    if not path or ":" in path or path.startswith("//"):
        return True
    if path.startswith("/"):
        base = f"{base_path(project.config)}/"
        return not path.startswith(base) or path.removeprefix(base) in site.pages
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    if path.endswith(".md"):
        return joined in site.files
    return joined in site.files or joined.removesuffix("/") + "/" in site.pages or joined in site.pages
