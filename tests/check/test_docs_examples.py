import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.check.docs_examples import example_in_docs_invalid
from docgen.load.project import load
from docgen.model.change import Changes
from tests.cases import load_yaml
from tests.check.test_edits_of_sample import edit

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = load_yaml((HERE / "docs_examples.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_an_example_on_a_page(case: dict[str, Any], tmp_path: Path) -> None:
    shutil.copytree(HERE / "sample", tmp_path, dirs_exist_ok=True)
    head = "---\nfacts: strict\n---\n" if "strict" in case else ""
    (tmp_path / "docs/index.md").write_text(f"{head}# A page\n\n{case['page']}", encoding="utf-8")
    for name, pairs in case.get("edits", {}).items():
        edit(tmp_path / name, pairs)
    project, _ = load(tmp_path, NOW)
    assert project is not None
    found = [(finding.line, finding.message) for finding in example_in_docs_invalid.run(project, (), Changes())]
    if "says" in case:
        [(line, message)] = found
        assert (line - head.count("\n"), message) == (case["line"], case["says"])
    else:
        assert found == []
