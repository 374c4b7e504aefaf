"""No character that nobody sees reaches a reader: not a page, a twin, a feed, a machine file or the search."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen import urls
from docgen.analysis import analyse
from docgen.author.draft import Destination, drafted
from docgen.author.new import new_entry
from docgen.cli.schema import schema_files
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.output import edge_files
from docgen.render import render
from docgen.report.findings import FORMATS
from docgen.report.proofs_and_facts import proofs_report
from docgen.wording import hidden
from tests.author.changes import NO_ALIASES
from tests.browser.hostile_project import NEXT, write
from tests.browser.sites import built
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

NOW = datetime(2026, 6, 1, tzinfo=UTC)
MARKS = [
    *("\u00ad", "\u034f", "\u115f", "\u17b4", "\u180e", "\u200b", "\u200e", "\u202e", "\u2028", "\u2066", "\u3164"),
    *("\ufe0f", "\uffa0", "\ufff9", "\x1b", "\x7f", "\U0001d173", "\U000e0041\U000e0042", "\U000e0131"),
]
ENTITIES = "Entity &#xAD; &shy; &#8238; &#xE0041;x"
TEXTS = [*(f"Name{number}a{mark}b" for number, mark in enumerate(MARKS)), ENTITIES, "Emoji 👩\u200d💻 stays"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose contracts, entries, pins, rules and pages have such characters in every text and name."""
    root = tmp_path_factory.mktemp("hidden") / "project"
    mkdocs = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    write(root, TEXTS, mkdocs)
    prose = "".join(f"\n\nA text with {text}." for text in TEXTS if text != ENTITIES)
    (root / "docs/index.md").write_text(f"# Ho\u00adme\n\n## Sec\u3164tion{prose}\n", encoding="utf-8")
    for page in (root / "docs/errors").glob("*.md"):
        page.write_text(page.read_text(encoding="utf-8") + prose, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def analysis(root: Path) -> Analysis:
    found, _ = analyse(root, NOW)
    assert found is not None
    assert found.project.complete
    return found


@pytest.fixture(scope="module")
def files(analysis: Analysis) -> Files:
    return render(analysis)


def is_copy(path: str) -> bool:
    """Whether a file is a copy of a contract, which keeps every byte."""
    return path.endswith(urls.SPEC)


def texts_in(path: str, content: str | bytes) -> Iterator[str]:
    """The text of a file; of JSON, each of its texts and names, since an escape hides what a program reads."""
    text = content if isinstance(content, str) else content.decode()
    if path.endswith(".json"):
        yield from strings(json.loads(text))
    yield text.replace("\r\n", "\n")


def strings(node: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(node, dict):
        for name, value in node.items():
            yield name
            yield from strings(value)
    elif isinstance(node, list):
        for item in node:
            yield from strings(item)
    elif isinstance(node, str):
        yield node


def hidden_in(path: str, content: str | bytes) -> list[str]:
    return [ascii(found) for text in texts_in(path, content) for found in hidden(text)]


def test_no_rendered_file_has_one_but_the_copies_of_a_contract(files: Files) -> None:
    assert {path.rpartition(".")[2] for path in files} >= {"md", "txt", "json", "atom", "ics"}
    assert {path: hidden_in(path, content) for path, content in files.items() if not is_copy(path)} == {
        path: [] for path in files if not is_copy(path)
    }


def test_the_copies_of_a_contract_have_what_it_has(root: Path, files: Files) -> None:
    contract = json.loads((root / "changelog" / NEXT / "api-spec.json").read_bytes())
    assert json.loads(files[urls.SPEC]) == contract
    assert hidden_in(urls.SPEC, files[urls.SPEC])


def test_what_is_needed_stays(files: Files) -> None:
    for path in ("changelog.json", "errors.json", "search/names.json", "changelog.atom", "index.md.txt"):
        assert any("👩\u200d💻" in text for text in texts_in(path, files[path])), path


def test_no_file_for_an_edge_or_an_editor_and_no_line_of_a_terminal_has_one(analysis: Analysis) -> None:
    project = analysis.project
    for path, text in {**edge_files(project, EDGES), **schema_files(project)}.items():
        assert hidden_in(path, text) == [], path
    for name, report in FORMATS.items():
        assert hidden_in(f"report-{name}", report(list(analysis.findings))) == [], name
    assert hidden_in("proofs", proofs_report(analysis.proofs)) == []


def test_no_draft_has_one(analysis: Analysis) -> None:
    """A name that a contract has is written as an escape, which a reviewer sees and YAML reads back."""
    project = analysis.project
    drafts = drafted(
        analysis.changes.between[NEXT], Destination(project.pins[-1], (), NOW.date(), (), (), NO_ALIASES, ())
    )
    assert drafts
    for draft in drafts:
        for path, text in new_entry(draft).items():
            assert hidden_in(path, text) == []
            assert tuple(load_yaml(text).get("covers", ())) == draft.covers


def test_a_built_site_has_none(root: Path) -> None:
    site = built(root, "--draft", "--now", "2026-06-01")
    for file in (path for path in site.rglob("*") if path.is_file()):
        path = file.relative_to(site).as_posix()
        if not is_copy(path) and not path.startswith("assets/") and file.suffix not in (".gz", ".png", ".woff2"):
            assert hidden_in(path, file.read_bytes()) == [], path
