"""`docgen explain`: a finding, a change or a code in the terminal, and all of them as pages."""

from pathlib import Path

import pytest

from docgen.check import known_ids
from tests.conftest import Docgen


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("enum-mismatch", "**Fails**"),
        ("rules-skipped", "info (from the readers)"),
        ("response-property-enum-value-added", "| `strict` | warning |\n| `oasdiff` | warning |\n| `github` | info |"),
        ("api-removed-before-sunset", "calls that worked fail"),
    ],
)
def test_what_docgen_finds_is_explained_outside_of_a_project_too(
    subject: str, says: str, tmp_path: Path, docgen: Docgen
) -> None:
    ran = docgen(tmp_path, "explain", subject)
    assert ran.code == 0
    assert f"# {subject}\n" in ran.out
    assert says in ran.out


def test_a_misspelt_change_gets_the_nearest(tmp_path: Path, docgen: Docgen) -> None:
    ran = docgen(tmp_path, "explain", "webhook-adde")
    assert ran.code == 2
    assert "did you mean `webhook-added`?" in ran.err


@pytest.mark.parametrize(
    "arguments", [(), ("--all",), ("--all", "enum-mismatch", "--output", "a"), ("enum-mismatch", "--check")]
)
def test_words_that_make_no_sense_together_are_refused(
    arguments: tuple[str, ...], tmp_path: Path, docgen: Docgen
) -> None:
    ran = docgen(tmp_path, "explain", *arguments)
    assert ran.code == 2
    assert "--all --output DIR" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_every_finding_gets_a_page_and_a_page_that_differs_is_seen(tmp_path: Path, docgen: Docgen) -> None:
    assert docgen(tmp_path, "explain", "--all", "--output", "rules").code == 0
    pages = {page.stem for page in (tmp_path / "rules").iterdir()}
    assert pages == {*known_ids(), "index", "changes", "edges", ".docgen-built"}
    assert docgen(tmp_path, "explain", "--all", "--output", "rules", "--check").code == 0
    changes = tmp_path / "rules" / "changes.md"
    changes.write_text("")
    ran = docgen(tmp_path, "explain", "--all", "--output", "rules", "--check")
    assert (ran.code, ran.out) == (4, "update changes.md\n")
    assert changes.read_text() == ""


def test_the_list_links_every_page(tmp_path: Path, docgen: Docgen) -> None:
    docgen(tmp_path, "explain", "--all", "--output", "rules")
    listed = (tmp_path / "rules" / "index.md").read_text()
    assert [id_ for id_ in known_ids() if f"[`{id_}`]({id_}.md)" not in listed] == []
