"""The formats of changelogs that are read, each as releases."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Final, NamedTuple

import msgspec
from markdown_it.tree import SyntaxTreeNode

from docgen.author.imports.dates import day_in, version_in, without_days
from docgen.author.imports.markup import attributes, elements, parsed, text_of, with_full_links
from docgen.errors import UnreadableError
from docgen.openapi.nodes import as_mapping
from docgen.positions import locate
from docgen.positions.json import loads
from docgen.positions.source import Source, position_at

_DEEPEST: Final = 3
"""Tools that derive the level of a heading from the version go down to this one for a patch."""
_START: Final = re.compile(r"(?:version|release)?[\s\[(]*+(?:v?[0-9]+\.|v[0-9]|unreleased|[-:]|\W*$)", re.I)


class Release(msgspec.Struct, frozen=True):
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


FORMATS: Final[Mapping[str, Format]] = {
    "github-releases": Format("a `tag_name` in JSON (GitHub releases)", _github_releases),
    "mintlify": Format('`<Update label="...">` elements (Mintlify)', _mintlify),
    "keep-a-changelog": Format("`## [1.2.0] - 2023-01-02` headings (Keep a Changelog)", _keep_a_changelog),
}
"""The formats by their names, in the order in which a text is tried."""
