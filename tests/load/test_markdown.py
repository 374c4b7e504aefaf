"""The page of an error code is found by its name: a page under another one is named."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.load.files import Folder
from docgen.load.markdown import read_editions
from docgen.model.config import Config
from docgen.model.finding import Finding
from docgen.model.project import Edition, Project
from docgen.positions.source import Source


def read(root: Path) -> tuple[Edition, tuple[Finding, ...]]:
    config = Config(api="Example API", site_url="https://docs.example.com/", feed_authority="a,2026", hosts=())
    project = Project(config, Source("", ""), datetime(2026, 10, 1, tzinfo=UTC))
    editions, _, findings = read_editions(Folder(root), project)
    return editions[""], findings


PAGE = "---\ncode: {code}\ntitle: T\nhttp: [404]\nretry: 'no'\n---\n\nProse.\n"


@pytest.mark.parametrize("code", ["not_found", "1404"])
def test_a_page_named_after_its_code_loads(tmp_path: Path, code: str) -> None:
    (tmp_path / "docs/errors").mkdir(parents=True)
    (tmp_path / f"docs/errors/{code}.md").write_text(PAGE.format(code=code))
    edition, findings = read(tmp_path)
    (page,) = edition.errors
    assert (page.text.code, findings) == (code, ())


def test_a_page_under_another_name_is_refused_at_its_code(tmp_path: Path) -> None:
    (tmp_path / "docs/errors").mkdir(parents=True)
    (tmp_path / "docs/errors/missing.md").write_text(PAGE.format(code="not_found"))
    _, (found,) = read(tmp_path)
    assert (found.id, found.line) == ("front-matter", 2)
    assert "docs/errors/not_found.md" in found.message


def test_an_unknown_placeholder_is_told_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("Prose.\n\nSend {{ header.name }}.\n")
    _, (found,) = read(tmp_path)
    assert (found.id, found.line, found.column) == ("unknown-placeholder", 3, 6)
    assert found.message == "`{{ header.name }}`: unknown property `name` of `header`; expected none: there is no other"


def test_pages_of_codes_are_not_among_the_other_pages(tmp_path: Path) -> None:
    for path in ("index.md", "errors/index.md", "errors/not_found.md", "guides/not_found.md"):
        (tmp_path / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / path).write_text("Prose.\n")
    edition, (found,) = read(tmp_path)
    assert [page.path for page in edition.docs] == ["docs/errors/index.md", "docs/guides/not_found.md", "docs/index.md"]
    assert (found.path, found.id, found.hint) == ("docs/errors/not_found.md", "front-matter", "see `docgen new error`")


@pytest.mark.parametrize(
    ("value", "hints"), [("strict", []), ("strct", ["did you mean `strict`?"]), ("[of, ours]", [])]
)
def test_a_misspelt_strict_is_named_and_a_key_of_the_site_is_not(tmp_path: Path, value: str, hints: list[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(f"---\ntitle: A\nfacts: {value}\n---\n\nProse.\n")
    _, findings = read(tmp_path)
    assert [(found.id, found.line, found.hint) for found in findings] == [("front-matter", 3, hint) for hint in hints]


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("---\ntitle: A\n\nProse.\n", ["the front matter is not closed"]),
        ("---\ntitle: A: B\n---\n", ["the front matter is not YAML"]),
        ("---\ntitle: A\n\nProse.\n\n---\n", ["the front matter is not YAML"]),
        ("---\ntitle: A\n---\n", []),
        ("---\ntitle: A\n---", []),
        ("---\n\nA break first.\n", []),
        ("---\n# title: A\n---\n", []),
        ("---\ntitle: {{ pin.current }}\n---\n", []),
    ],
)
def test_front_matter_that_a_builder_shows_as_text_is_named(tmp_path: Path, head: str, says: list[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(head)
    _, findings = read(tmp_path)
    found = [one for one in findings if one.id == "front-matter"]
    assert [one.message.partition(";")[0] for one in found] == says
    assert all((one.line, one.column) == (1, 1) for one in found)
