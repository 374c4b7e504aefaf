"""A mistake in pyproject.toml is said at the line of its key, in tables, dotted keys and arrays of tables."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from docgen.load.config import parse_config
from docgen.positions import locate
from docgen.positions.source import Source
from tests.cases import load_yaml

DATA: dict[str, Any] = load_yaml(Path(__file__).with_name("toml_places.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("pointer", "line"), DATA["cases"], ids=lambda value: str(value))
def test_the_line_of_a_key(pointer: list[str | int], line: int) -> None:
    source = Source("pyproject.toml", DATA["text"])
    assert locate(source, ("tool", "docgen", *pointer)) == (line, 1)


def test_what_is_lacking_is_written_as_toml_has_it() -> None:
    config, findings = parse_config(Source("pyproject.toml", DATA["text"]))
    assert config is None
    said = {(found.line, found.message.partition(":")[0]): found.hint for found in findings}
    assert said[(10, "diff.levels.endpoint-added")].startswith("add `reason = ")
    assert said[(11, "diff.levels.webhook-added")] == "it needs `level` and `reason`"


def test_quotes_at_the_end_of_a_long_text_cost_nothing() -> None:
    text = 'a = 1\n[z]\nx = ["""x"""", \'""""' + "\\" * 60 + "']\ny = 2\n"
    assert tomllib.loads(text)["z"]["y"] == 2
    assert locate(Source("a.toml", text), ("z", "y")) == (4, 1)
