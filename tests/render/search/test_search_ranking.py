"""What an integrator types, and what the script of the page shows first, from the files that a browser fetches."""

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen import urls
from docgen.load.project import load
from docgen.load.spec import parse_spec
from docgen.model.analysis import Analysis
from docgen.model.project import Project
from docgen.render import render
from docgen.render.publication import Publication
from docgen.render.search.documents import Document
from docgen.render.search.fields import Line
from docgen.render.search.index import field_index, index_files, words
from tests.cases import load_yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
REAL = Path(os.environ.get("DOCGEN_DATA") or ROOT.parent / "shared" / "data") / "real"
SCRIPT = ROOT / "docgen" / "theme" / "js" / "search_ranking.js"
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
SET: dict[str, Any] = load_yaml((HERE / "queries.yaml").read_text(encoding="utf-8"))
MADE: dict[str, Any] = load_yaml((HERE / "made.yaml").read_text(encoding="utf-8"))
NODE = shutil.which("node")
LEAST = 0.95
pytestmark = pytest.mark.skipif(NODE is None, reason="node runs the script of the page")


def case(group: str, name: str) -> Any:  # noqa: ANN401 - pytest has no public type for it
    marks = () if name == "aurous" else (pytest.mark.slow,)
    return pytest.param(group, name, id=f"{group}: {name}", marks=marks)


CASES = [case(group, name) for group in ("queries", "held_out") for name in SET[group]]


@cache
def project(name: str) -> Project:
    """This repository's project, or one that has the contract of a vendor and nothing else."""
    own, _ = load(ROOT, JUNE)
    assert own is not None
    if name == "aurous":
        return own
    path = REAL / SET["contracts"].get(name, name)
    if not path.is_file():
        pytest.skip(f"{path} is not there: the contracts of vendors are not in this repository")
    spec, findings = parse_spec(path.stem, gzip.decompress(path.read_bytes()))
    assert spec is not None, findings
    pin = msgspec.structs.replace(own.pins[-1], spec=spec)
    return msgspec.structs.replace(own, pins=(pin,), entries=(), errors=(), redirects=(), docs=())


@cache
def search_files(name: str) -> Mapping[str, str]:
    files = render(Analysis(project(name)))
    return {path: bytes(content).decode() for path, content in files.items() if path.startswith("search/")}


def asked(name: str, queries: list[str]) -> dict[str, Any]:
    return ranked(search_files(name), queries)


def ranked(files: Mapping[str, str], queries: list[str]) -> dict[str, Any]:
    given = {"script": str(SCRIPT), "files": files, "queries": queries}
    command = [str(NODE), str(HERE / "ranking.mjs")]
    ran = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, encoding="utf-8", check=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def url_of(name: str, selector: str) -> str | None:
    publication, (kind, _, rest) = Publication(Analysis(project(name))), selector.partition(" ")
    if kind == "page":
        return rest
    if kind == "entry":
        return next(urls.entry_url(entry) for entry in publication.entries if entry.slug == rest)
    return publication.url_of(rest if kind == "schema" else selector)


@pytest.mark.parametrize(("group", "name"), CASES)
def test_what_is_asked_for_is_first(group: str, name: str) -> None:
    queries: dict[str, str] = SET[group][name]
    wrong = []
    for (query, selector), answer in zip(queries.items(), asked(name, list(queries))["answered"], strict=True):
        expected, (first, *_) = url_of(name, selector), answer["hits"] or [{"url": "nothing"}]
        assert expected is not None, selector
        if (first["url"].partition("#")[0] if selector.startswith("page ") else first["url"]) != expected:
            wrong.append(f"{query} -> {selector}, but first are {answer['hits']}")
    assert len(wrong) <= len(queries) * (1 - LEAST), "\n".join(wrong)


@cache
def made() -> list[dict[str, Any]]:
    """What the queries of made.yaml find in its documents."""
    documents = [Document(*one) for one in MADE["documents"]]
    files: Any = index_files(documents, field_index(documents, [Line(*one) for one in MADE["fields"]]))
    texts = {path: content.decode() for path, content in files.items()}
    answers: list[dict[str, Any]] = ranked(texts, list(MADE["first"]))["answered"]
    return answers


@pytest.mark.parametrize("at", range(len(MADE["first"])), ids=list(MADE["first"]))
def test_what_is_meant_is_first(at: int) -> None:
    first = made()[at]["hits"][0]
    assert [first["title"], first["url"]] == list(MADE["first"].values())[at]


def test_what_was_fetched_is_not_asked_for_again() -> None:
    assert [answer["again"] for answer in made()] == [[]] * len(MADE["first"])


def operations(name: str) -> list[Any]:
    spec = project(name).pins[-1].spec
    assert spec
    return list(spec.operations())


@pytest.mark.parametrize(
    "name", ["aurous", *(pytest.param(n, marks=pytest.mark.slow) for n in ("stripe", "github", "box", "intercom"))]
)
def test_every_operation_is_first_for_its_request_and_its_id(name: str) -> None:
    """The request as a contract has it, as a log has it, and the `operationId`."""
    found = operations(name)[:: 1 + len(operations(name)) // 100]
    queries = {one.name: one for one in found}
    queries |= {one.name.replace("{", "").replace("}", "_1"): one for one in found}
    queries |= {one.value["operationId"]: one for one in found if "operationId" in one.value}
    answers = asked(name, list(queries))["answered"]
    expected = [url_of(name, one.name) for one in queries.values()]
    firsts = [answer["hits"][0]["url"] for answer in answers]
    assert [(query, first) for query, first, url in zip(queries, firsts, expected, strict=True) if first != url] == []
    assert not any(answer["pieces"] for answer in answers), "a name needs no texts"


@pytest.mark.parametrize("name", ["aurous", pytest.param("github", marks=pytest.mark.slow)])
def test_what_is_fetched_is_small(name: str) -> None:
    files = {path: len(content.encode()) for path, content in search_files(name).items()}
    assert files["search/names.json"] < 200_000
    assert max(size for path, size in files.items() if "words/" in path) < 40_000


def test_words_are_split_by_the_page_as_in_the_index() -> None:
    texts = [
        "createImage",
        "OAuth2Token",
        "user's or users\u2019",
        "image.moderation_rejected",
        "GETUsers42x",
        "Größe ändern",
        "x-API-Key",
    ]
    assert asked("aurous", texts)["words"] == [list(words(text)) for text in texts]


def test_nothing_is_found_for_nothing() -> None:
    answers = asked("aurous", ["", " ", "'", "()", "zzzzqqqq"])["answered"]
    assert [answer["hits"] for answer in answers] == [[]] * 5
