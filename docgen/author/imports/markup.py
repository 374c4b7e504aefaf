"""The Markdown of a changelog: its blocks and their words, and what of its markup stays.

Text without elements, images and relative links keeps its lines where they are.
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode

from docgen.wording import one_line

_BRACES: Final = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,200}\}){0,200}\}){0,500}\}"
_VALUE: Final = rf"\"[^\"]{{0,2000}}\"|'[^']{{0,2000}}'|{_BRACES}"
_MARKUP: Final = re.compile(
    r"(?P<code>^[ \t>]*(?P<fence>`{3,}+|~{3,}+)[^\n]*\n.*?(?:^[ \t>]*(?P=fence)|\Z)"
    r"|(?<!`)(?P<ticks>`++).{1,500}?(?<!`)(?P=ticks)(?!`))"
    r"|<!--.*?(?:-->|\Z)|\{/\*.*?(?:\*/\}|\Z)|\{[\"'](?P<blank> )[\"']\}"
    r"|^#{1,6} +(?P<people>[^\n]{0,200}?\bcontributors?\b[^\n]*)(?:\n(?!#)[^\n]*)*"
    r"|^[ \t>*-]*+(?:[^\n:\[]{0,40}:[ *]*+)?<?(?P<address>https?://[^\s<>]+)>?[ \t]*$"
    r"|!\[[^\[\]\n]{0,500}\]\((?P<image>[^()\s]{0,2000})[^()\n]{0,500}\)"
    r"|\[(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){1,500})\]\((?P<link>(?!https?:|mailto:)[^()\s]{0,2000})"
    r"[^()\n]{0,500}\)"
    rf"|<(?P<end>/?)(?P<element>[A-Za-z][\w.]*)(?P<attributes>(?:\s(?:{_VALUE}|[^<>\"'{{}}])*)?)>",
    re.S | re.M | re.I,
)
_ATTRIBUTE: Final = re.compile(rf"(?<![\w-])([\w-]++)=({_VALUE})")
_BY_REFERENCE: Final = re.compile(r"\[(?P<label>[^\[\]\n]+)\](?:\[(?P<reference>[^\[\]\n]*)\])?(?![\[(:])")
_MOST: Final = 120
"""Characters of a title."""
_LEAST: Final = 20
"""Characters that are left of a title that is cut."""
_REFERENCE: Final = r"(?:[\w./-]{0,100}#[0-9]+|[0-9a-f]{7,40}\b|https?://[^\s()]++)"
_REFERENCES: Final = re.compile(
    rf"\s\((?:[\s,]?{_REFERENCE})*+\)|(?:,? (?:by @\S{1, 50} in|closes|fixes|see))? {_REFERENCE}(?=[.;]?$)"
)
"""Issues, commits and addresses, in parentheses or at the end."""
_SENTENCE: Final = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!vs)[.!?](?=\s+[^a-z\s]|$)")
_CUTS: Final = (re.compile(r"[:;](?=\s)|\s[-\u2013\u2014(]"), re.compile(r",(?=\s)"), re.compile(r"\s"))
"""The end of a clause, of a part of one, of a word: where a long title is cut."""


def elements(text: str) -> Iterator[re.Match[str]]:
    """The tags outside of code and comments, with the groups `element`, `end` and `attributes`."""
    return (match for match in _MARKUP.finditer(text) if match["element"])


def attributes(tag: re.Match[str]) -> dict[str, str]:
    """The attributes of a tag without their quotes and braces."""
    return {name: value.strip("\"'{}`") for name, value in _ATTRIBUTE.findall(tag["attributes"])}


def cleaned(text: str, base_url: str) -> tuple[str, list[tuple[int, str]]]:
    """A text without markup, and what goes with it, by lines from 0; relative links stay with an address as base."""
    lost: list[tuple[int, str]] = []

    def stays(match: re.Match[str]) -> str:
        kept, goes = _split(match, base_url)
        if goes:
            lost.append((text.count("\n", 0, match.start()), goes))
        return kept + "\n" * (match[0].count("\n") - kept.count("\n"))

    return _MARKUP.sub(stays, text), lost


def _split(match: re.Match[str], base_url: str) -> tuple[str, str]:
    """What stays of a piece of markup, and what goes and why, if it shows something."""
    if match["people"]:
        return "", f"section {match['people']}; it names people"
    if match["address"]:
        return "", f"{match['address']}; it is only a link"
    if match["image"]:
        return "", f"image {match['image']}; an entry has no images"
    if match["link"] and base_url:
        return f"[{match['label']}]({urljoin(base_url, match['link'])})", ""
    if match["link"]:
        return match["label"], f"link to {match['link']}; it needs --base-url"
    element = match["element"]
    if element is None:
        return match["code"] or match["blank"] or "", ""
    if element.islower() and element not in nh3.ALLOWED_TAGS and not (match["attributes"] or match["end"]):
        return match[0], ""  # a placeholder such as <id>
    named = attributes(match)
    shown = named.get("src") or named.get("href")
    goes = f"<{element}> of {shown}; an entry has no elements" if shown else ""
    return f"###### {named['title']}" if "title" in named else "", goes


def parsed(markdown: str) -> list[SyntaxTreeNode]:
    """The blocks of a text; indented text is no code, since elements of JSX indent what is in them."""
    return list(SyntaxTreeNode(MarkdownIt("commonmark").enable("table").disable("code").parse(markdown)).children)


def with_full_links(markdown: str) -> str:
    """A text in which links by reference have their address, since a part of it has no definitions."""
    environment: dict[str, Any] = {}
    MarkdownIt("commonmark").parse(markdown, environment)
    defined = environment.get("references", {})

    def full(match: re.Match[str]) -> str:
        reference = defined.get(normalizeReference(match["reference"] or match["label"]))
        return f"[{match['label']}]({reference['href']})" if reference else match[0]

    return _BY_REFERENCE.sub(full, markdown)


def text_of(node: SyntaxTreeNode) -> str:
    """The words of a block on one line, without references at its end."""
    return _REFERENCES.sub("", one_line("".join(map(_content, node.walk()))))


def _content(node: SyntaxTreeNode) -> str:
    if node.children:
        return " " if node.type == "paragraph" else ""
    return " " if node.type in ("softbreak", "hardbreak") else node.content


def shortened(text: str) -> str:
    """The first sentence of a text, cut at the end of a clause or a word if it is long."""
    title = _SENTENCE.split(text, 1)[0]
    for cut in _CUTS:
        ends = [end.start() for end in cut.finditer(title, _LEAST, _MOST)]
        if len(title) > _MOST and ends:
            title = title[: ends[-1]] + ("…" if cut is _CUTS[-1] else "")
    return title[:_MOST].strip(" :;,-\u2013\u2014")
