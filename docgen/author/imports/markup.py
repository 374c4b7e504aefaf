"""Markdown without elements, images and relative links: their text stays, and its lines stay where they are."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

import nh3

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
