"""Every address of the site in a machine file or in `llms.txt` is a page or a file, with the part that it names."""

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from published import LISTS

from docgen import urls
from docgen.differ.project import changes
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.prove import prove
from docgen.render import render

_LINKS = {
    ".atom": re.compile(r'(?:href|src)=(?:"|&quot;|&#34;)(.*?)(?:"|&quot;|&#34;)|<id>(http.*?)</id>'),
    ".ics": re.compile(r"^URL:(.*?)\r$|(https?://[^\s\\]+)", re.M),
    ".txt": re.compile(r"\]\(([^)\s]+)\)"),
    ".html": re.compile(r'(?:href|src)="(.*?)"'),
}


@cache
def rendered(path: Path) -> tuple[Project, Files]:
    root, now = LISTS[path]
    project, _ = load(root, now)
    assert project is not None
    return project, render(Analysis(project, prove(project), changes(project)))


def parts(project: Project, files: Files) -> dict[str, set[str]]:
    """Each address that is served, with the ids on its page."""
    found = {urls.page_url(source.path.removeprefix("docs/")): set[str]() for source in project.docs}
    for path, content in files.items():
        url = path.removesuffix(".txt") if path.endswith(urls.TWIN) else urls.page_url(path)
        ids = re.findall(r'\bid="([^"]+)"', str(content))
        found[url] = set(map(html.unescape, ids)) if path.endswith(".md") else set()
    return found


def addresses(path: str, content: str) -> Iterator[str]:
    """The links of a file: of JSON the texts that are an address as a whole, and the links of HTML in them."""
    if path.endswith(".json"):
        for text in texts(json.loads(content)):
            yield from [text] if re.fullmatch(r"https?://\S+", text) else _found(".html", text)
    else:
        yield from _found(Path(path).suffix, content.replace("\r\n ", ""))


def texts(node: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(node, str):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from texts(inner)


def _found(kind: str, content: str) -> Iterator[str]:
    return ("".join(found) if isinstance(found, tuple) else found for found in _LINKS[kind].findall(content))


def machine_files(files: Files) -> list[str]:
    """Those at the root, without the contract, which is not ours, and without the twins, which have a test."""
    names = [name for name in files if re.fullmatch(r"[^/]+\.(json|atom|ics)|llms\.txt", name)]
    return [name for name in names if name != urls.SPEC]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_address_is_a_page_or_a_file_with_the_part_that_it_names(path: Path) -> None:
    project, files = rendered(path)
    site, served = project.config.site_url, parts(project, files)
    dead, seen = [], 0
    for name in machine_files(files):
        content = files[name]
        for address in addresses(name, content.decode() if isinstance(content, bytes) else content):
            if address.startswith(site) and "{" not in address:
                url, _, part = address.removeprefix(site).partition("#")
                seen += 1
                if unquote(url) not in served or (part and unquote(part) not in served[unquote(url)]):
                    dead.append(f"{name}: {address}")
    assert dead == []
    assert seen > 100


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_kind_of_file_is_looked_into(path: Path) -> None:
    project, files = rendered(path)
    for kind in ("changelog.json", "errors.json", "upgrade.json", urls.ATOM, urls.JSON_FEED, urls.SUNSETS, urls.LLMS):
        assert kind in machine_files(files)
        content = files[kind]
        found = addresses(kind, content.decode() if isinstance(content, bytes) else content)
        assert [one for one in found if one.startswith(project.config.site_url)], kind


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_the_operations_of_codes_lead_to_their_pages_in_the_reference(path: Path) -> None:
    _, files = rendered(path)
    linked = {one for one in addresses("errors.json", str(files["errors.json"])) if f"/{urls.REFERENCE}" in one}
    assert linked
    assert all(one.count("/") == len(["https:", "", "host", "reference", "resource", "operation"]) for one in linked)
