"""`docgen init` says in a sentence for each rule what the contract gets wrong, and how to go on."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from docgen.author.first_check import EXPECTED
from docgen.check import known_ids
from tests.cases import load_yaml
from tests.conftest import Docgen

CASES = load_yaml(Path(__file__).with_name("first_check.yaml").read_text(encoding="utf-8"))
ERROR = {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}


def contract(case: dict[str, Any]) -> dict[str, Any]:
    example = {"example": case["example"]} if "example" in case else {}
    responses = {status: {"description": "", **response} for status, response in case.get("responses", {}).items()}
    count = {"type": "object", "properties": {"count": {"type": "integer", **example, **case.get("count", {})}}}
    body = {"description": "", "content": {"application/json": {"schema": count}}}
    errors = dict.fromkeys(("400", "401", "402", "403", "500"), ERROR)
    return {
        "openapi": "3.1.0",
        "info": {"title": "A", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": body, **errors, **responses}}}},
        "components": {
            "schemas": {
                "Error": {"type": "object", "properties": {"message": {"type": "string"}}, "required": ["message"]},
                "Other": {"type": "object", "properties": {"reason": {"type": "string"}}},
            }
        },
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_init_says_what_the_contract_gets_wrong(case: dict[str, Any], tmp_path: Path, docgen: Docgen) -> None:
    (tmp_path / "spec.json").write_text(json.dumps(contract(case), indent=1))
    ran = docgen(tmp_path, "init", "--spec", "spec.json", "api", "--now", "2026-11-25")
    assert ran.code == 0, ran.out
    lines = [line.removeprefix("accepted").strip() for line in ran.out.splitlines() if line.startswith("accepted")]
    assert [re.sub(r":\d+:\d+ \[", " [", line) for line in lines] == case["lines"]
    assert ("these are warnings until 2027-11-01" in ran.out) == bool(lines)


def test_every_rule_that_a_new_project_may_fail_is_one() -> None:
    assert set(EXPECTED) - set(known_ids()) == set()
