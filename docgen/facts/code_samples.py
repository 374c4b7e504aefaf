"""Samples in JSON and in other languages: their addresses, headers and names, as the contract has them."""

import json
import re
from collections.abc import Iterator
from typing import Final

from docgen.facts.headers import bind_header
from docgen.facts.names import named
from docgen.facts.routes import bind_url
from docgen.facts.verdict import Around, Found, Verdict, bound, contradicted, found_in, unbound
from docgen.markdown.fences import Fence
from docgen.wording import did_you_mean

_URL: Final = re.compile(r"https?://[^\s\"'`<>\\)]+")
_HEADER: Final = re.compile(r"(?:-H|--header)[ =]+[\"']([^:\"']+): ?([^\"']*)[\"']")
_STRING: Final = re.compile(r"[\"']([a-z][a-z0-9]*(?:[._][a-z0-9]+)*)[\"']")
_COMMENT: Final = re.compile(r"(?:#|//|--)\s.*$")
_COMPOUND: Final = re.compile(r"[._]")


def bind_keys(body: str, fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """The verdict on each name of a JSON object that the contract does not have; one for all that it has."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return  # example-in-docs-invalid says so
    names = list(dict.fromkeys(_names(value)))
    known_names = [key for key in names if any(key in one.fields for one in around.vocabularies)]
    if around.scope.entry is None and len(known_names) * 2 < len(names):
        return  # the reader's own data
    unknown = [key for key in names if not named(key, around) or key in around.scope.denied]
    for key in unknown:
        found = found_in(fence, "sample", f'"{key}"', text)
        known = [name for one in around.vocabularies for name in one.fields]
        yield (
            found,
            unbound(
                f"nothing in the contract has the field `{key}`",
                did_you_mean(key, known, "write a field of the contract"),
            ),
        )
    if not unknown:
        yield Found("sample", fence.start, fence.start + 1, "JSON"), bound("contract: fields")


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield key
            yield from _names(child)
    elif isinstance(value, list):
        for child in value:
            yield from _names(child)


def bind_code_sample(fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    """The addresses and headers of a sample in any language, and strings that are nearly a name of the contract."""
    for match in _URL.finditer(fence.text):
        url = match[0].rstrip(".,;")
        if url.partition("://")[2].partition("/")[0].lower() in around.scope.shared.addresses.hosts:
            yield found_in(fence, "url", url, text), bind_url(url, around)
    for match in _HEADER.finditer(fence.text):
        yield found_in(fence, "header", match[1], text), bind_header(match[1].strip(), match[2], around)
    for line in fence.text.split("\n"):
        if fence.language == "diff" and line.startswith("-"):
            continue  # what was there before
        yield from _strings(line, fence, text, around)


def _strings(line: str, fence: Fence, text: str, around: Around) -> Iterator[tuple[Found, Verdict]]:
    for match in _STRING.finditer(_COMMENT.sub("", line)):
        found, denied = found_in(fence, "value", match[0], text), around.scope.denied.get(match[1])
        if denied:
            if not re.search(r"\b(?:not|never|reserved)\b", line):
                yield (
                    found,
                    contradicted(
                        f"the sample uses `{match[1]}`; claim {denied.claim} says that it is {denied.as_}",
                        "use a value that is sent",
                    ),
                )
        elif by := _by_contract(match[1], around):
            yield found, bound(by)
        elif near := _near(match[1], around):
            yield found, unbound(f"nothing in the contract has `{match[1]}`", near)


def _by_contract(name: str, around: Around) -> str:
    return next((f"contract {one.id}: {one.what(name)}" for one in around.vocabularies if one.what(name)), "")


def _near(name: str, around: Around) -> str:
    """The question for the name that a string was meant to be: of compound names alone, as others are any word."""
    if not _COMPOUND.search(name):
        return ""
    known = {
        known
        for one in around.vocabularies
        for known, what in one.names.items()
        if what in ("event", "field", "value", "error code")
    }
    return did_you_mean(name, known)
