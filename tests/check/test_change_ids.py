"""The ids that a configuration may name are those that changes have: what the differ says is among them."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

import docgen
from docgen.differ.ids import known_change_ids
from docgen.load.spec import parse_spec
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

DATA = Path(os.environ.get("DOCGEN_DATA") or REPOSITORY.parent / "shared" / "data") / "diff-cases"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "id_",
    [
        "response-property-enum-value-added",
        "request-parameter-removed-before-sunset",
        "new-required-request-property-with-default",
        "api-global-security-scope-removed",
        "component-max-length-decreased",
        "webhook-removed",
        "sunset-deleted",
    ],
)
def test_an_id_that_a_change_can_have(id_: str) -> None:
    assert id_ in known_change_ids()


@pytest.mark.parametrize("id_", ["", "endpoint-add", "response-property", "breaking", "annotation-changed-now"])
def test_an_id_that_none_can_have(id_: str) -> None:
    assert id_ not in known_change_ids()


def test_every_id_of_the_cases_is_known() -> None:
    cases = load_yaml((Path(__file__).parents[1] / "differ/cases/schemas.yaml").read_text(encoding="utf-8"))
    said = {said.split()[1] for case in cases for side in ("request", "response") for said in case.get(side, ())}
    assert len(said) > 50
    assert said - set(known_change_ids()) == set()


@pytest.mark.skipif(not DATA.is_dir(), reason="the cases of others are not beside this repository")
def test_every_id_that_the_differ_says_of_the_recorded_cases_is_known() -> None:
    said, seen = set(), set()
    for line in (DATA / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        files = (case["base_file"], case["revision_file"])
        if files not in seen and seen.add(files) is None:
            sides = [parse_spec(file, (DATA / file).read_bytes())[0] for file in files]
            if all(sides):
                said |= {effect.id for change in docgen.diff(*sides, now=NOW) for effect in change.effects}
    assert len(said) > 300
    assert said - set(known_change_ids()) == set()
