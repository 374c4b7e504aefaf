"""Edits of authored YAML keep what its writer wrote; cases in edits.yaml."""

from pathlib import Path
from typing import Any

import pytest

from docgen.author import edit
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("edits.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_edit_changes_what_it_has_to(case: dict[str, Any]) -> None:
    arguments = [tuple(argument) if isinstance(argument, list) else argument for argument in case["with"]]
    source = Source("changelog/2026-05-15/x.yaml", case["before"])
    if "refused" in case:
        with pytest.raises(edit.EditError, match=r"^changelog/2026-05-15/x\.yaml:\d+:\d+: ") as refused:
            getattr(edit, case["call"])(source, *arguments)
        assert case["refused"] in str(refused.value)
    else:
        assert getattr(edit, case["call"])(source, *arguments).text == case["after"]
