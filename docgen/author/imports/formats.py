"""The formats of changelogs that are read, each as releases; days and versions as people write them in titles."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from itertools import chain, zip_longest
from typing import Final, NamedTuple

from markdown_it.tree import SyntaxTreeNode

from docgen.author.imports.markup import attributes, elements, parsed, text_of, with_full_links
from docgen.errors import UnreadableError
from docgen.openapi.nodes import as_mapping
from docgen.positions import locate
from docgen.positions.json import loads
from docgen.positions.source import Source, position_at

_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH: Final = (
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY: Final = r"\b(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\b"
_YEAR: Final = r"(?P<year>[0-9]{4})(?![0-9])"
_DATES: Final = (
    re.compile(rf"(?<![0-9.-]){_YEAR}[-/](?P<month>[0-9]{{1,2}})(?:[-/](?P<day>[0-9]{{1,2}}))?(?![0-9])"),
    re.compile(rf"{_MONTH}\s(?:{_DAY}(?:\s?[-\u2013]\s?[0-9]{{1,2}})?,?\s)?{_YEAR}", re.I),
    re.compile(rf"{_DAY}(?: of)?[ -]{_MONTH},?[ -]{_YEAR}", re.I),
)
"""The year first, or the month by its name: 01/02/2024 is two days."""
_VERSION: Final = re.compile(r"(?<![\w.])(?:v?[0-9]+(?:\.[0-9]+){1,3}(?:[-+]?[A-Za-z][0-9A-Za-z.+-]*)?|v[0-9]+)\b")
_DEEPEST: Final = 3
"""Tools that derive the level of a heading from the version go down to this one for a patch."""
_START: Final = re.compile(r"(?:version|release)?[\s\[(]*+(?:v?[0-9]+\.|v[0-9]|unreleased|[-:]|\W*$)", re.I)


class Release(NamedTuple):
    """A release: its name, the text that has its day, and its Markdown.

    `line` is where it begins in the file, and `first` the line of its Markdown, which is `on_one_line` in JSON.
    """

    name: str
    dated: str
    text: str
    line: int
    first: int
    on_one_line: bool = False
    tags: tuple[str, ...] = ()
    """The words that its authors filed it under."""

    def line_at(self, line: int) -> int:
        """The line of the file for a line of the Markdown, from 0."""
        return self.first if self.on_one_line else self.first + line


class Format(NamedTuple):
    """What shows a format, and its reader.

    It gives the releases in the order of the file, none in another format; UnreadableError for a syntax error.
    """

    looks_like: str
    releases: Callable[[Source], Iterator[Release]]


def _github_releases(source: Source) -> Iterator[Release]:
    """A release for each item of a list, or one, as GitHub's REST API and its command line have them.

    A draft has no day. UnreadableError where it is not JSON.
    """
    if source.content_format != "json":
        return
    try:
        items = loads(source.text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{source.path}: not valid JSON: {error}") from None
    for index, item in enumerate(items if isinstance(items, list) else [items]):
        fields = {key.replace("_", "").removeprefix("is").lower(): value for key, value in as_mapping(item).items()}
        if "tagname" in fields:
            yield Release(
                name=str(fields["tagname"]),
                dated="" if fields.get("draft") else str(fields.get("publishedat")),
                text=str(fields.get("body") or "").replace("\r\n", "\n"),
                line=locate(source, (index,))[0],
                first=locate(source, (index, "body"))[0],
                on_one_line=True,
            )


def _mintlify(source: Source) -> Iterator[Release]:
    """A release for each `Update`; label and description have its day and its version, in any order."""
    tags = [tag for tag in elements(source.text) if tag["element"] == "Update"]
    for tag, following in zip_longest(tags, tags[1:]):
        named = attributes(tag)
        if "label" in named:
            title = f"{named['label']}\n{named.get('description', '')}"
            yield Release(
                name=version_in(title) or named["label"],
                dated=title,
                text=source.text[tag.end() : following and following.start()].partition("</Update>")[0],
                line=position_at(source.text, tag.start())[0],
                first=position_at(source.text, tag.end())[0],
                tags=tuple(re.findall(r"[\"']([^\"']+)[\"']", named.get("tags", ""))),
            )


def _keep_a_changelog(source: Source) -> Iterator[Release]:
    """A release for each heading that begins with a version or a day, up to the next of those."""
    text = with_full_links(source.text)
    lines = text.split("\n")
    heads = [node for node in parsed(text) if _is_head(node)]
    for head, following in zip_longest(heads, heads[1:]):
        title, (start, first) = text_of(head), head.map or (0, 0)
        end = following.map[0] if following and following.map else len(lines)
        yield Release(version_in(title) or title, title, "\n".join(lines[first:end]), line=start + 1, first=first + 1)


def _is_head(node: SyntaxTreeNode) -> bool:
    if node.type != "heading" or int(node.tag[1]) > _DEEPEST:
        return False
    title = text_of(node)
    return bool(_START.match(without_days(title)) or (day_in(title) and version_in(title)))


def day_in(text: str) -> date | None:
    """The first full date in a text, or else the first day of the first month."""
    found = chain.from_iterable(pattern.finditer(text) for pattern in _DATES)
    for match in sorted(found, key=lambda match: not match["day"]):
        month = match["month"].lower()
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) // 4 + 1
        with suppress(ValueError):
            return date(int(match["year"]), number, int(match["day"] or 1))
    return None


def without_days(text: str) -> str:
    """A text without its dates."""
    for pattern in _DATES:
        text = pattern.sub("", text)
    return text


def version_in(text: str) -> str:
    """The first version in a text, such as 1.2.0, v2 or 1.0.0-rc.1; empty where there is none."""
    version = _VERSION.search(without_days(text))
    return version[0] if version else ""


FORMATS: Final[Mapping[str, Format]] = {
    "github-releases": Format("a `tag_name` in JSON (GitHub releases)", _github_releases),
    "mintlify": Format('`<Update label="...">` elements (Mintlify)', _mintlify),
    "keep-a-changelog": Format("`## [1.2.0] - 2023-01-02` headings (Keep a Changelog)", _keep_a_changelog),
}
"""The formats by their names, in the order in which a text is tried."""
