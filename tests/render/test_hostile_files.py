"""Hostile text in every text that a writer or a contract holds: no machine file says more than it did before."""

import itertools
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import msgspec
import pytest
import vobject
from markdown_it import MarkdownIt
from markdown_it.token import Token
from poison import poisoned

from docgen import urls
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.prove import prove
from docgen.render import render
from docgen.wording import visible
from tests.cases import load_yaml

ROOT = Path(__file__).parents[2]
HOSTILE: list[str] = load_yaml((Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8"))
TEXTS = [*HOSTILE, "x" * 5000, "نص عربي و עברית", "😀" * 100]
ROUNDS = range(0, len(TEXTS), 9)
"""Where in the list the first text is taken from: each text stands in many places, and each place has many texts."""
pytestmark = pytest.mark.slow


@cache
def project() -> Project:
    loaded, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert loaded is not None
    return loaded


def with_hostile(start: int) -> Project:
    return poisoned(project(), itertools.islice(itertools.cycle(TEXTS), start, None))


@cache
def plain() -> Files:
    """Each text is another one, as each hostile text is: what is the same for all events is shown once."""
    texts = (f"Plain words {number}" for number in itertools.count())
    return render(Analysis(poisoned(project(), texts), prove(project())))


@pytest.fixture(scope="module", params=ROUNDS)
def start(request: pytest.FixtureRequest) -> int:
    first: int = request.param
    return first


@pytest.fixture(scope="module")
def files(start: int) -> Files:
    return render(Analysis(with_hostile(start), prove(project())))


def tokens(markdown: str, html: bool) -> list[Token]:
    return MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"]).parse(markdown)


def inline(found: list[Token]) -> list[Token]:
    return [child for token in found for child in token.children or ()]


def shape(found: list[Token]) -> list[object]:
    """Blocks, spans and where links lead: all but the text."""
    texts = {"text", "text_special", "code_inline"}
    spans = (token for token in inline(found) if token.type not in texts)
    return [*((token.type, token.tag) for token in found), *((span.type, span.attrs.get("href")) for span in spans)]


@pytest.mark.parametrize("html", [False, True], ids=["html-off", "html-on"])
def test_a_twin_has_no_block_span_or_link_more(files: Files, html: bool) -> None:
    names = [name for name in twins_of(files) if not has_fields(name)]
    assert len(names) > 30
    for name in names:
        assert shape(tokens(str(files[name]), html)) == shape(tokens(str(plain()[name]), html)), name


@pytest.mark.parametrize("html", [False, True], ids=["html-off", "html-on"])
def test_descriptions_of_fields_open_no_section_html_or_image_and_link_to_the_web_alone(
    files: Files, html: bool
) -> None:
    names = [name for name in twins_of(files) if has_fields(name)]
    assert len(names) > 12
    for name in names:
        found = tokens(str(files[name]), html)
        assert outline(found) == outline(tokens(str(plain()[name]), html)), name
        assert not {"html_block", "html_inline", "image"} & {token.type for token in (*found, *inline(found))}, name
        links = [str(token.attrs["href"]) for token in inline(found) if token.type == "link_open"]
        assert [href for href in links if not href.lower().startswith(("https://", "http://"))] == [], name


def twins_of(files: Files) -> list[str]:
    return [name for name in files if name.endswith((urls.TWIN, urls.LLMS))]


def has_fields(name: str) -> bool:
    """Whether a twin lists fields: their descriptions are CommonMark, which may have blocks and spans."""
    is_event = name.startswith(urls.WEBHOOKS) and name.count("/") > 1
    return is_event or name.startswith(urls.REFERENCE) or name == urls.twin_source(urls.ERRORS)


def outline(found: list[Token]) -> list[tuple[str, int]]:
    """The headings, none of which a fence that is left open or a list could have taken in.

    "About" comes before the rest of a description that has several paragraphs.
    """
    pairs = itertools.pairwise(found)
    headings = [token for token, text in pairs if token.type == "heading_open" and text.content != "About"]
    return [(token.tag, token.level) for token in headings]


def test_a_twin_shows_the_text_as_it_was_written(files: Files, start: int) -> None:
    for entry in with_hostile(start).visible_entries():
        found = tokens(str(files[urls.twin_source(urls.entry_url(entry))]), html=False)
        title = "".join(token.content for token in inline(found[:3]))
        assert title == " ".join(visible(entry.text.title).split())


def test_json_is_json_and_fits_its_schema(files: Files) -> None:
    names = [name for name in files if re.fullmatch(r"[a-z0-9.-]+\.json", name) and name != urls.SPEC]
    assert {*names} >= {name for name in urls.DATA_FILES if name.endswith(".json")}
    for name in names:
        document = json.loads(str(files[name]).encode())
        path = document.get("$schema", "/schema/feed.json").rpartition("/schema/")[2]
        validator = jsonschema.Draft7Validator(json.loads(str(files[f"schema/{path}"])))
        # A writer's summary has a length, which these do not keep to.
        wrong = (error for error in validator.iter_errors(document) if not error.validator.endswith("Length"))
        assert [error.message for error in wrong] == [], name
        assert document.keys() == json.loads(str(plain()[name])).keys()


def test_atom_is_xml_with_the_same_elements(files: Files) -> None:
    # the feed of an area is called by its name
    for name in (name for name in files if name.endswith(".atom") and ".area-" not in name):
        found, usual = (
            [(node.tag, sorted(node.attrib)) for node in ElementTree.fromstring(str(each[name]).encode()).iter()]  # noqa: S314
            for each in (files, plain())
        )
        assert [node for node in found if "category" not in node[0]] == [n for n in usual if "category" not in n[0]]


def test_a_feed_of_an_area_has_the_elements_of_others(files: Files) -> None:
    usual = {node.tag for node in ElementTree.fromstring(str(plain()["changelog.atom"]).encode()).iter()}  # noqa: S314
    names = [name for name in files if name.startswith("changelog.area-") and name.endswith(".atom")]
    assert names
    for name in names:
        assert {node.tag for node in ElementTree.fromstring(str(files[name]).encode()).iter()} <= usual  # noqa: S314


def test_html_of_a_feed_has_no_script_and_no_handler(files: Files) -> None:
    for item in json.loads(str(files["changelog.feed.json"]))["items"]:
        tags = re.findall(r"<[^>]*>", item["content_html"])
        assert not [tag for tag in tags if re.match(r"<(script|img|svg|iframe|style)|<[^>]*\son", tag)]


def test_the_calendar_has_the_same_events_and_properties(files: Files) -> None:
    text, usual = (bytes(each[urls.SUNSETS]).decode() for each in (files, plain()))
    lines = text.split("\r\n")
    assert not [line for line in lines if "\n" in line or "\r" in line or len(line.encode()) > 75]
    unfolded = (each.replace("\r\n ", "").split("\r\n") for each in (text, usual))
    found, expected = ([re.split("[:;]", line)[0] for line in lines] for lines in unfolded)
    assert found == expected
    events = vobject.readOne(text).vevent_list
    assert [event.uid.value for event in events] == [e.uid.value for e in vobject.readOne(usual).vevent_list]


NAMES = [
    "a|b", "`tick`", "[x](https://evil.example)", "<img src=x onerror=alert(1)>", "a\r\nEND:VEVENT", "../../etc/passwd",
]  # fmt: skip


def renamed(node: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of a contract
    if isinstance(node, dict):
        return {names.get(key, key): renamed(value, names) for key, value in node.items()}
    if isinstance(node, list):
        return [renamed(item, names) for item in node]
    return names.get(node, node) if isinstance(node, str) else node


def with_name(word: str) -> Files:
    """What is published of a contract in which a path, an event and a code hold that word."""
    names = {"/v1/images": f"/v1/{word}", "image.completed": f"image.{word}", "rate_limited": f"rate_{word}"}
    (pin,) = project().pins
    assert pin.spec is not None
    spec = msgspec.structs.replace(pin.spec, document=renamed(pin.spec.document, names))
    return render(Analysis(msgspec.structs.replace(project(), pins=(msgspec.structs.replace(pin, spec=spec),))))


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_operation_an_event_or_a_code_is_code(name: str) -> None:
    """Names are no free text, but a contract may hold any: they are shown, and make nothing of their own."""
    found, usual = with_name(name), with_name("word")
    index, expected = (tokens(str(files["errors/index.md.txt"]), html=True) for files in (found, usual))
    assert [token.type for token in index] == [token.type for token in expected]
    for path in (path for path in found if path.endswith((urls.TWIN, urls.LLMS))):
        page = tokens(str(found[path]), html=True)
        assert "html_block" not in {token.type for token in page}, path
        assert not {"html_inline", "image"} & {span.type for span in inline(page)}, path
        links = [str(span.attrs["href"]) for span in inline(page) if span.type == "link_open"]
        assert not [link for link in links if link.startswith("https://evil.example")], path
    assert not [path for path in found if ".." in path.split("/")]
    assert f"image.{name}" in {event["name"] for event in json.loads(str(found["events.json"]))["events"]}
