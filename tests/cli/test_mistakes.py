"""What a user mistypes ends with a sentence and the documented exit code, never with a traceback."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Docgen

CASES = yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_mistake_is_named(aurous: Path, docgen: Docgen, case: dict[str, Any]) -> None:
    for path, (old, new) in case.get("edit", {}).items():
        text = (aurous / path).read_text(encoding="utf-8")
        assert old in text
        (aurous / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = docgen(aurous, *case["run"])
    assert ran.code == case["exit"], ran.out + ran.err
    assert case["says"] in ran.out + ran.err
