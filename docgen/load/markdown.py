"""`docs/**.md` -> hand-written pages with expanded placeholders, and the pages of error codes."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.load.files import list_files, read
from docgen.load.findings import finding
from docgen.load.validate import read_model
from docgen.markdown.front_matter import split
from docgen.model.error_page import ErrorPage, ErrorText
from docgen.model.finding import Finding
from docgen.positions.source import Source, position_at
from docgen.urls import error_source

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([a-z]+\.[a-z_]+)\s*\}\}")


def read_docs(root: Path, values: Mapping[str, str]) -> tuple[tuple[Source, ...], tuple[Finding, ...]]:
    """The hand-written pages without those of error codes; placeholders are replaced by `values`."""
    docs: list[Source] = []
    findings: list[Finding] = []
    for path in list_files(root / "docs", "**/*.md"):
        if path.parent == root / "docs" / "errors" and path.stem != "index":
            continue
        source, wrong = read(root, path)
        findings += [*wrong, *_unknown_placeholders(source, values)]
        docs.append(expand(source, values))
    return tuple(docs), tuple(findings)


def expand(source: Source, values: Mapping[str, str]) -> Source:
    """The same page with every known placeholder replaced."""
    return Source(source.path, _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), source.text))


def _unknown_placeholders(source: Source, values: Mapping[str, str]) -> Iterator[Finding]:
    for match in _PLACEHOLDER.finditer(source.text):
        if match[1] not in values and not match[1].startswith("claim."):  # unbound-fact reads those of claims
            line, column = position_at(source.text, match.start())
            known = f"one of {', '.join(values)}" if values else "none, since no pin could be read"
            message = f"unknown placeholder `{match[0]}`; expected {known}"
            yield finding(source, line, column, "unknown-placeholder", message)


def read_error_pages(root: Path, values: Mapping[str, str]) -> tuple[tuple[ErrorPage, ...], tuple[Finding, ...]]:
    """The pages of `docs/errors/`, sorted by code; a code with two pages is a finding."""
    pages: dict[str, ErrorPage] = {}
    findings: list[Finding] = []
    for path in list_files(root / "docs" / "errors", "*.md"):
        if path.stem == "index":
            continue
        source, wrong = read(root, path)
        findings += [*wrong, *_unknown_placeholders(source, values)]
        page, wrong = (None, wrong) if wrong else parse_error_page(expand(source, values))
        findings += wrong
        name = f"docs/{error_source(page.text.code)}" if page else source.path
        if page and source.path != name:
            message = f"the page of `{page.text.code}` has the wrong file name; expected {name}"
            findings.append(finding(source, 2, 1, "front-matter", message, "rename the file, or fix `code`"))
        elif page and page.text.code in pages:
            other = pages[page.text.code].source.path
            message = f"the code `{page.text.code}` already has a page: {other}; expected one page per code"
            findings.append(finding(source, 2, 1, "duplicate-code", message, "merge the two pages"))
        elif page:
            pages[page.text.code] = page
    return tuple(pages[code] for code in sorted(pages)), tuple(findings)


def parse_error_page(source: Source) -> tuple[ErrorPage | None, tuple[Finding, ...]]:
    """The page of an error code in a text, or everything wrong with it: front matter, then Markdown."""
    page = split(source.text)
    if not page.head:
        message = "no front matter; expected `---`, then code, title, http and retry, then `---`"
        return None, (finding(source, 1, 1, "front-matter", message, "see `docgen new error`"),)
    # the line break stands for the first `---`, so that findings have the lines of the file
    text, findings = read_model(Source(source.path, f"\n{page.yaml}"), ErrorText)
    return (ErrorPage(text, page.body, page.first_line, source) if text else None), findings
