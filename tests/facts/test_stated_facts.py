"""One sentence of a guide at a time: what is so has no finding, and what is not has one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from docgen.facts.knowledge.scope import Scope, Vocabularies
from docgen.facts.reader import Reader
from docgen.facts.texts.passages import Passage
from docgen.load import load
from docgen.model.project import Project
from docgen.positions.source import Source
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

STATEMENTS: Final[dict[bool, list[str]]] = load_yaml(
    Path(__file__).with_name("statements.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def project() -> Project:
    project, _ = load(REPOSITORY, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return project


@pytest.mark.parametrize(("is_so", "text"), [(is_so, text) for is_so, texts in STATEMENTS.items() for text in texts])
def test_a_statement_has_a_finding_where_it_is_not_so(is_so: bool, text: str, project: Project) -> None:
    passage = Passage(Source("docs/guides/stated.md", text), text, project.current, first_line=1)
    verdicts = [verdict for _, verdict in Reader(passage, Scope(Vocabularies(project), None)).facts()]
    wrong = [verdict for verdict in verdicts if verdict.state != "bound"]
    assert wrong == [] if is_so else wrong and all(verdict.message and verdict.hint for verdict in wrong)
