"""What is wrong in a contract on its own is found at its place, in words that say what was expected."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from docgen.load.spec import parse_spec
from docgen.openapi.pointers import json_pointer
from docgen.openapi.validation import problems
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("documents.yaml").read_text(encoding="utf-8"))
VALID: dict[str, Any] = {
    "info": {"title": "Things", "version": "1"},
    "paths": {"/things": {"get": {"operationId": "listThings", "responses": {"200": {"description": "OK"}}}}},
    "components": {"schemas": {"Thing": {"type": "object"}}},
}


def laid_over(under: Any, over: Any) -> Any:  # noqa: ANN401 - any JSON
    """As a JSON merge patch (RFC 7396) does it, but a default of null stays."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    both = {key: laid_over(under.get(key), value) for key, value in over.items()}
    return {key: value for key, value in (under | both).items() if value is not None or key == "default"}


@pytest.mark.parametrize(
    ("case", "version"),
    [(case, version) for case in CASES for version in case.get("openapi", ["3.0.3", "3.1.0"])],
    ids=lambda value: value["title"] if isinstance(value, dict) else value,
)
def test_what_is_wrong_in_a_document(case: dict[str, Any], version: str) -> None:
    document = laid_over({"openapi": version, **VALID}, case["with"])
    spec, refused = parse_spec("api.json", json.dumps(document).encode())
    assert spec is not None, refused
    found: dict[str, list[str]] = defaultdict(list)
    rules: dict[str, str] = {}
    for problem in problems(spec):
        found[json_pointer(problem.pointer)].append(problem.message)
        rules[json_pointer(problem.pointer)] = f"{problem.id}: {problem.hint}"
    wanted = {place: [said] if isinstance(said, str) else said for place, said in case["found"].items()}
    assert found == wanted
    assert {place: rules[place] for place in case.get("rules", ())} == case.get("rules", {})
