"""The documents of the search and the files that they become."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.project import load
from docgen.load.spec import parse_spec
from docgen.model.analysis import Analysis
from docgen.model.project import Project
from docgen.positions.source import Source
from docgen.render import pages
from docgen.render.made import made
from docgen.render.publication import Publication
from docgen.render.search.documents import Document, documents
from docgen.render.search.fields import Line, with_guides
from docgen.render.search.index import FieldIndex, field_index, index_files

ROOT = Path(__file__).parents[3]
GUIDE = """\
---
title: Moving on
---

# Moving on

Before all else, breathe.

## First `steps` { #steps }

Call `POST /v1/images`.

## Then

### Then

Wait for **webhooks**, see [status](../status.md#then).
"""


def of_pages(*texts: str) -> list[Document]:
    project, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    docs = tuple(Source(f"docs/page-{number}.md", text) for number, text in enumerate(texts))
    project = msgspec.structs.replace(project, docs=docs)
    found = documents(Publication(Analysis(project)), {})
    return [document for document in found if document.kind == "page"]


def test_each_section_of_a_page_is_a_document_at_its_anchor() -> None:
    told = [(found.title, found.url, found.detail, found.text) for found in of_pages(GUIDE)]
    assert told == [
        ("Moving on", "page-0/", "", "Moving on Before all else, breathe."),
        ("First steps", "page-0/#steps", "Moving on", "First steps { #steps } Call POST /v1/images."),
        ("Then", "page-0/#then", "Moving on", "Then"),
        ("Then", "page-0/#then_1", "Moving on", "Then Wait for webhooks, see status."),
    ]


@pytest.mark.parametrize("search", ["search:\n  exclude: true", "search: {exclude: true}"])
def test_a_page_that_the_search_leaves_out_is_no_document(search: str) -> None:
    assert of_pages(GUIDE.replace("title: Moving on", search)) == []


def test_what_is_hostile_is_text() -> None:
    hostile = Document("page", "<script>x</script>\ud800", "a/", "", (), "<b>\ud800</b> \u202e")
    files = index_files([hostile], FieldIndex({}, {}))
    assert json.loads(files["search/names.json"])["documents"][0][1].startswith("<script>")


def many(count: int, text: str) -> list[Document]:
    return [Document("object", f"Object {number} {'x' * 200}", f"o/{number}/", text=text) for number in range(count)]


def read(files: Any, name: str) -> Any:  # noqa: ANN401 - JSON can be anything
    return json.loads(files[f"search/{name}.json"])


def test_names_go_on_in_further_files_of_the_same_digest() -> None:
    files = index_files(many(2000, ""), FieldIndex({}, {}))
    first = read(files, "names")
    rest = [read(files, f"names-{number}") for number in range(1, first["more"] + 1)]
    assert len(rest) == 2
    assert {part["digest"] for part in rest} == {first["digest"]}
    assert sum(len(part["documents"]) for part in (first, *rest)) == 2000
    assert max(len(content) for content in files.values()) < 200_000


def test_a_piece_is_that_of_the_longest_prefix_of_a_word() -> None:
    texts = [f"alpha{number:05} beta" for number in range(3000)]
    found = [Document("page", "t", str(at), text=text) for at, text in enumerate(texts)]
    files = index_files(found, FieldIndex({}, {}))
    prefixes = read(files, "names")["pieces"]
    for number, prefix in enumerate(prefixes):
        piece = read(files, f"words/{number}")["words"]
        assert piece.keys() == {word for word in piece if max(filter(word.startswith, prefixes), key=len) == prefix}
        assert len(files[f"search/words/{number}.json"]) < 40_000


def test_a_posting_has_the_step_to_its_document_and_a_weight() -> None:
    long = " ".join(f"x{number}" for number in range(100))
    texts = ("", f"{long} poll", "poll", f"poll poll {long}", "poll poll")
    found = [Document("page", "t", str(at), text=text) for at, text in enumerate(texts)]
    files = index_files(found, FieldIndex({}, {}))
    piece = read(files, "names")["pieces"].index("p")
    assert read(files, f"words/{piece}")["words"] == {"poll": [4 + 1, 4 + 2, 4 + 2, 4 + 3]}


def test_a_field_has_those_that_show_it_the_best_first() -> None:
    kinds = {"g/": "page", "o/": "object", "deep/": "operation", "sent/": "operation"}
    found = [Document(kind, url, url) for url, kind in kinds.items()] + [Document("header", "Berth-Key", "sent/")]
    named = [
        Line("berthNo", "o/", "field/berthNo", 100),
        Line("berthNo", "deep/", "response-200.data.berthNo", 2),
        Line("berth_no", "sent/", "body.berth_no", 0),
        Line("berthNo", "g/", "", -1),
        Line("hidden", "nowhere/", "body.hidden", 0),
    ]
    files = index_files(found, field_index(found, named))
    assert read(files, "names")["fields"] == "b"
    expected = [0, "", 3, "body.berth_no", 2, "response-200.data.berthNo", 1, "field/berthNo"]
    assert read(files, "fields/0")["fields"] == {"berthno": expected}


def lines(project: Project) -> Iterator[Line]:
    publication = Publication(Analysis(project))
    shown = (made(publication, page, None).lines() for page in pages(publication))
    return with_guides(publication, list(chain.from_iterable(shown)))


def test_every_field_that_a_page_shows_is_a_line_once() -> None:
    project, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    listed = tuple(lines(project))
    assert len({(line.name, line.url) for line in listed}) == len(listed)
    assert {(line.url, line.address) for line in listed if line.name == "hold_id"} == {
        ("guides/usage-and-balance/", ""),
        ("reference/objects/UsageEvent/", "field/hold_id"),
        ("reference/objects/UsageEventList/", "field/data.hold_id"),
        ("reference/usage/list-usage-events/", "response-200.data.hold_id"),
    }


def test_a_text_repeats_no_fields_which_have_lines() -> None:
    project, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    found = documents(Publication(Analysis(project)), {})
    texts = {one.title: one.text.split() for one in found if one.kind in ("operation", "object")}
    assert [title for title, text in texts.items() if "has_more" in text or "starting_after" in text] == []


def test_the_files_are_the_same_bytes_again() -> None:
    found = many(50, "one two three")
    assert index_files(found, FieldIndex({}, {})) == index_files(list(found), FieldIndex({}, {}))


LISTED = """\
openapi: 3.1.0
info: {title: Harbours, version: "1"}
paths:
  /docks:
    get:
      parameters:
      - {name: order, in: query, schema: {type: string, enum: [name, by_depth, HIGH, LastTide]}}
      responses:
        "400":
          description: Not found.
          content: {application/json: {schema: {$ref: "#/components/schemas/Fault"}}}
components:
  schemas:
    Fault: {type: object, properties: {code: {$ref: "#/components/schemas/FaultCode"}, state: {enum: [low.tide]}}}
    FaultCode: {type: string, enum: [NO_WATER_LEFT, %s]}
"""


def test_a_listed_value_that_is_no_plain_word_is_found_where_it_is_shown() -> None:
    project, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    text = LISTED % ", ".join(f"NO_PILOT_{number}" for number in range(70))
    spec, findings = parse_spec("api-spec.yaml", text.encode())
    assert spec, findings
    pin = msgspec.structs.replace(project.pins[-1], spec=spec)
    project = msgspec.structs.replace(project, pins=(pin,), entries=(), docs=())
    listed = sorted(lines(project), key=lambda line: line.level)
    told = {name: [(line.url, line.address) for line in listed if line.name == name] for name in VALUES}
    assert told == VALUES


FAULT, CODES, DOCKS = "reference/objects/Fault/", "reference/docks/#object/FaultCode", "reference/docks/get-docks/"
VALUES = {
    # a word of a sentence is found by what is said of it
    "name": [],
    "HIGH": [(DOCKS, "query.order")],
    "LastTide": [(DOCKS, "query.order")],
    "by_depth": [(DOCKS, "query.order")],
    "low.tide": [(FAULT, "field/state")],
    "NO_WATER_LEFT": [(CODES, ""), (FAULT, "field/code")],
    # those that are folded, too
    "NO_PILOT_69": [(CODES, ""), (FAULT, "field/code")],
}
