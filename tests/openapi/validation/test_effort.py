"""What a validation takes is known before it begins: the schemas that are compared, and those that are compiled."""

from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.validation.effort import Effort
from docgen.openapi.validation.json_schema import Converted
from docgen.openapi.validation.values import compiled
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("effort.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_how_many_schemas_are_compared_with_a_value(case: dict[str, Any]) -> None:
    assert Effort(case.get("schemas", {})).steps(case["schema"], case["value"]) == case["steps"]


@pytest.mark.parametrize(("alternatives", "steps"), [(19_999, 20_000), (20_000, 20_000), (30_000, 20_000)])
def test_more_alternatives_than_any_validator_should_try_are_not_counted(alternatives: int, steps: int) -> None:
    assert Effort({}).steps({"anyOf": [{}] * alternatives}, 7) == steps


def refers(*numbers: int) -> Converted:
    return Converted({}, dict.fromkeys(map(str, numbers)))


REFERRED = {"0": refers(1, 2), "1": refers(3), "2": refers(4, 0), "3": refers(), "4": refers()}


@pytest.mark.parametrize(("numbers", "count"), [((0,), 5), ((1,), 2), ((2,), 5), ((3,), 1), ((0, 1), 7), ((), 0)])
def test_how_many_schemas_are_compiled(numbers: tuple[int, ...], count: int) -> None:
    assert compiled([refers(*numbers)], REFERRED, 14) == count
    assert compiled([refers(number) for number in numbers], REFERRED, 14) == count
    assert compiled([], REFERRED, 13) > 13


def test_a_long_enum_counts_as_several_schemas() -> None:
    long = {"0": Converted({"enum": ["x" * 97] * 32}, {}), "1": refers(0)}
    assert [compiled([refers(number)], long, 100) for number in (0, 1)] == [5, 6]
