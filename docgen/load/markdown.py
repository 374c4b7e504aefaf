"""Hand-written pages while each pin is current: with expanded placeholders, and the pages of error codes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from docgen.entries.placeholders import References, filled
from docgen.entries.references import references_at_any_time
from docgen.facts.texts.passages import STRICT, facts_of, head_of
from docgen.load.files import Folder
from docgen.load.findings import Findings, finding
from docgen.load.placeholders import page_references, wrong_references
from docgen.load.validate import read_model
from docgen.markdown.front_matter import mapping, split, text_values
from docgen.model.error_page import ErrorPage, ErrorText
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Edition, Project, Version
from docgen.positions.source import Source
from docgen.urls import error_source
from docgen.wording import did_you_mean

_BEGUN: Final = re.compile(r"---[ \t]*\n[\w-]+:")
_NO_PIN: Final = ("true", "false")
"""Values of `pin` in the front matter of a blog, where they keep a post at the top."""


class Written(NamedTuple):
    """A file in a folder of pages: the file of its page, and the pin that it is written for, if it names one."""

    source: Source
    folder: str
    page: str
    pin: str | None

    @property
    def path(self) -> str:
        """The path of its page, whatever the name of the folder."""
        return f"docs/{PurePosixPath(self.page).relative_to(self.folder)}"

    @property
    def is_error(self) -> bool:
        """Whether it is the page of an error code."""
        path = PurePosixPath(self.path)
        return path.parent.as_posix() == "docs/errors" and path.stem != "index"


def read_editions(tree: Folder, project: Project) -> tuple[Mapping[str, Edition], Mapping[str, Version], Findings]:
    """The pages while each pin is current, by its id, or by "" where none is; the files that are written for a pin.

    A page that names no pin is read as one of the current pin; a version for a pin as one of that pin.
    """
    pins, shared = project.pins, references_at_any_time(project)
    files, findings = read_written(tree, pins, project.docs_folder)
    first = project.current or next(iter(pins), None)
    present = page_references(project, first, shared)
    references = {pin.id: page_references(project, pin, shared) for pin in pins}
    wrong = [*findings]
    for file in files:
        wrong += _findings(file, references.get(file.pin or "", present))
    editions = {}
    if project.current is None:
        editions[""] = _edition(pages_of(files, pins, None), present)
    is_later = False
    for pin in pins:
        pages = pages_of(files, pins, pin)
        editions[pin.id] = _edition(pages, references[pin.id])
        if is_later:  # on its day, its contract is in the pages
            for file in pages:
                wrong += wrong_references(file.source, references[pin.id])
        is_later |= pin is first
    versions = {file.source.path: Version(file.page, file.pin) for file in files if file.pin is not None}
    return editions, versions, tuple(dict.fromkeys(wrong))


def _findings(file: Written, references: References) -> Iterator[Finding]:
    """Everything wrong with a page."""
    yield from wrong_references(file.source, references)
    if file.is_error:
        page, wrong = parse_error_page(_filled(file, references))
        yield from wrong
        if page:
            yield from _wrong_name(file, page)
    else:
        yield from _wrong_head(file)


def _edition(files: Sequence[Written], references: References) -> Edition:
    docs: list[Source] = []
    errors: list[ErrorPage] = []
    for file in files:
        source = _filled(file, references)
        if not file.is_error:
            docs.append(Source(file.path, source.text))
        elif page := parse_error_page(source)[0]:
            errors.append(page)
    elsewhere = {file.path: file.source.path for file in files if file.path != file.source.path}
    return Edition(tuple(docs), tuple(sorted(errors, key=lambda page: page.text.code)), elsewhere)


def _filled(file: Written, references: References) -> Source:
    """The file with its references filled in, as far as checks must see that."""
    return Source(file.source.path, filled(file.source.text, references, is_checked=False))


def _wrong_head(file: Written) -> Iterator[Finding]:
    """A finding for front matter that a builder would show as text, and for a value of `facts` meant as `strict`.

    Any other value of `facts` is a key of the site's own.
    """
    head = split(f"{file.source.text}\n").yaml  # a page may end with its front matter
    if _BEGUN.match(file.source.text) and not mapping(head) and "{{" not in head:
        what = "is not YAML" if head else "is not closed"
        message = f"the front matter {what}; expected `key: value` lines between two lines of `---`"
        yield finding(file.source, "front-matter", message, "write `---` on a line of its own after the last key")
    value = facts_of(file.source)
    hint = did_you_mean(value, [STRICT])
    if hint and value != STRICT:
        message = f"`facts` is `{value}`; expected `{STRICT}`"
        yield finding(file.source, "front-matter", message, hint, _line(file, "facts"))


def _wrong_name(file: Written, page: ErrorPage) -> Iterator[Finding]:
    name = f"{file.folder}/{error_source(page.text.code)}"
    if file.page != name:
        expected = name if file.pin is None else f"{name.removesuffix('.md')}.{file.pin}.md"
        message = f"the page of `{page.text.code}` has the wrong file name; expected {expected}"
        yield finding(file.source, "front-matter", message, "rename the file, or fix `code`", 2)


@lru_cache(maxsize=1024)  # most pages are the same whatever the pin
def parse_error_page(source: Source) -> tuple[ErrorPage | None, Findings]:
    """The page of an error code in a text, or everything wrong with it: front matter, then Markdown."""
    page = split(source.text)
    if not page.head:
        what = "the front matter is not closed" if source.text.startswith("---") else "no front matter"
        message = f"{what}; expected `---`, then code, title, http and retry, then `---`"
        return None, (finding(source, "front-matter", message, "see `docgen new error`"),)
    text, findings = read_model(head_of(source), ErrorText)
    return (ErrorPage(text, page.body, page.first_line, source) if text else None), findings


def read_written(tree: Folder, pins: Sequence[Pin], folder: str) -> tuple[tuple[Written, ...], Findings]:
    """Every file of a hand-written page, and what is wrong with the pins that they name."""
    files: list[Written] = []
    findings: list[Finding] = []
    for path in tree.files(folder, "**/*.md"):
        source, wrong = tree.read(path)
        findings += wrong
        if not wrong:
            files.append(_written(source, folder))
    pages = {file.page for file in files}
    for file in files:
        findings += _wrong_pin(file, pins, pages)
    return tuple(files), (*findings, *_same_version(files))


def pages_of(files: Sequence[Written], pins: Sequence[Pin], current: Pin | None) -> tuple[Written, ...]:
    """The file of each page while a pin is current: that for it, for the newest pin before it, or for no pin."""
    order = {pin.id: number for number, pin in enumerate(pins)}
    newest = order[current.id] if current else -1
    chosen = {}
    for file in sorted(files, key=lambda file: order.get(file.pin or "", -1)):
        if file.pin is None or order.get(file.pin, len(pins)) <= newest:
            chosen[file.page] = file
    return tuple(sorted(chosen.values(), key=lambda file: PurePosixPath(file.page)))


def _written(source: Source, folder: str) -> Written:
    pin = text_values(split(source.text).yaml).get("pin")
    if pin is None or pin.casefold() in _NO_PIN:
        return Written(source, folder, source.path, None)
    named = source.path.removesuffix(f".{pin}.md")
    return Written(source, folder, source.path if named == source.path else f"{named}.md", pin)


def _wrong_pin(file: Written, pins: Sequence[Pin], pages: set[str]) -> Iterator[Finding]:
    known = [pin.id for pin in pins]
    if file.pin is not None and file.pin not in known:
        expected = f"expected one of {', '.join(known)}" if known else "the project has no pin"
        hint = did_you_mean(file.pin, known, "`pin` is the folder of a pin under changelog/")
        yield finding(file.source, "unknown-pin", f"unknown pin `{file.pin}`; {expected}", hint, _line(file, "pin"))
        return
    for pin in known:
        page = file.source.path.removesuffix(f".{pin}.md")
        if pin != file.pin and page != file.source.path and f"{page}.md" in pages:
            message = f"the file is named after the pin {pin}, but its front matter does not have `pin: {pin}`"
            hint = f"add `pin: {pin}`, or rename the file"
            yield finding(file.source, "front-matter", message, hint, _line(file, "pin"))


def _same_version(files: Sequence[Written]) -> Iterator[Finding]:
    first: dict[tuple[str, str | None], Written] = {}
    for file in files:
        other = first.setdefault((file.page, file.pin), file)
        if other is not file:
            message = f"{file.page} already has a version for the pin {file.pin}: {other.source.path}"
            yield finding(file.source, "duplicate-page", message, "merge the two files", _line(file, "pin"))


def _line(file: Written, key: str) -> int:
    """The line of a key of the front matter, or the first line of the file."""
    head = split(file.source.text).head
    at = re.search(rf"^{key}[ \t]*:", head, re.M)
    return head[: at.start()].count("\n") + 1 if at else 1
