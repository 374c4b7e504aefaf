"""A text that is made false is found, or listed as one that nothing finds; texts that are true have no finding."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from docgen.facts import facts
from docgen.load.project import load
from tests.cases import load_yaml
from tests.conftest import REPOSITORY
from tests.facts.lies import FILE, PROJECTS, Copies, Edit, as_written, edits, rewritten
from tests.sampling import some

DOCUMENT: Final[dict[str, Any]] = load_yaml(FILE.read_text(encoding="utf-8"))
EDITS: Final = [*edits(DOCUMENT)]
SAMPLES: Final = {**{name: root for name, (root, _) in PROJECTS.items()}, "widgets": REPOSITORY / "tests/check/sample"}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("lies"))


@pytest.mark.slow  # each edit is of a whole project
@pytest.mark.parametrize("edit", some(EDITS, 14), ids=lambda edit: f"{edit.kind}: {edit.name[:70]}")
def test_a_lie_is_found_unless_it_is_listed_as_unfound(edit: Edit, copies: Copies) -> None:
    found = copies.findings(edit)
    assert bool(found) is edit.is_expected, found or "nothing is found: `python -m tests.facts.lies --write` lists it"
    assert all(one.message and one.hint for one in found)


def test_every_kind_of_lie_has_its_reason() -> None:
    kinds = {edit.kind for edit in EDITS if edit.is_lie}
    assert kinds == DOCUMENT["reasons"].keys()


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_fact_of_the_samples_is_bound(sample: str) -> None:
    project, findings = load(SAMPLES[sample], datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    assert project.complete, findings
    found = facts(project)
    assert found
    assert [fact for fact in found if fact.state not in ("bound", "unchecked")] == []
    assert all(fact.bound_to for fact in found)


def test_an_edit_goes_to_the_end_or_in_place_of_a_text() -> None:
    file = "docs/a.md"
    assert Edit("aurous", file, {"add": "c"}).apply("a\nb\n") == "a\nb\n\nc\n"
    assert Edit("aurous", file, {"old": "a", "new": "b"}).apply("aa") == "ba"
    assert Edit("aurous", file, {"old": "a", "new": "b", "all": True}).apply("aa") == "bb"
    with pytest.raises(ValueError, match=r"docs/a\.md has no 'a' any more: write the edit anew"):
        Edit("aurous", file, {"old": "a", "new": "b"}).apply("b")


@pytest.mark.parametrize(("is_found", "key"), [(True, "kind"), (False, "unfound")])
def test_the_key_of_a_lie_says_whether_it_is_found(is_found: bool, key: str) -> None:
    rows = [{"lie": "one", "unfound": "date", "add": "a"}, {"lie": "two", "kind": "date", "add": "b"}, {"so": True}]
    new = rewritten({"reasons": {}, "aurous": {"docs/a.md": rows}, "harbour": {}}, lambda _: is_found)
    expected = [{"lie": "one", key: "date", "add": "a"}, {"lie": "two", key: "date", "add": "b"}, {"so": True}]
    assert new["aurous"]["docs/a.md"] == expected


def test_a_row_is_written_on_one_line_where_its_texts_are() -> None:
    assert type(as_written({"add": "a"})) is not dict
    assert type(as_written({"add": "a\nb"})) is dict


def test_files_are_where_they_are_said_to_be() -> None:
    assert all(Path(PROJECTS[edit.project][0], edit.file).is_file() for edit in EDITS)
