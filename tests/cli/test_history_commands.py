"""Every command that takes the name of a pin or an entry says what to do with one of history."""

from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.conftest import Docgen

pytestmark = pytest.mark.slow  # each runs a command over a whole project
CASES = load_yaml(Path(__file__).with_name("history_commands.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case["run"])[:60])
def test_history_is_named(aurous: Path, docgen: Docgen, case: dict[str, Any]) -> None:
    folder = aurous / "changelog/2024-01-10"
    folder.mkdir()
    (folder / "pin.yaml").write_text("history: true\nlabel: v0.9\nreleased: 2024-01-10\n", encoding="utf-8")
    text = "title: The first images\nkind: added\npublished: 2024-01-10\nbody: `GET /v0/images` was there.\n"
    (folder / "first.yaml").write_text(text.replace("`", ""), encoding="utf-8")
    ran = docgen(aurous, *case["run"], *(() if case["run"][0] in ("schema", "diff") else ("--now", "2026-06-01")))
    assert ran.code == case["exit"], ran.out + ran.err
    assert case["says"] in ran.out + ran.err
    assert sorted(path.name for path in folder.iterdir()) == ["first.yaml", "pin.yaml"]
