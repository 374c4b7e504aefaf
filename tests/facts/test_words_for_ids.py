"""A word in the place of an id is no id, wherever the servers of the contract begin."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.facts import facts
from docgen.load import load
from docgen.prove import prove
from tests.conftest import REPOSITORY
from tests.facts.conftest import copied


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/rest/v1/images/gen_4Kt9bRw1", "bound"),
        ("/rest/v1/images/{id}/cancel", "bound"),
        ("/rest/v1/images", "bound"),
        ("/v1/images/gen_4Kt9bRw1", "bound"),
        ("/rest/v1/images/search", "unbound"),
        ("/v1/images/latest", "unbound"),
    ],
)
def test_a_word_is_no_id_below_the_path_of_a_server(path: str, state: str, tmp_path: Path) -> None:
    root = copied(REPOSITORY, tmp_path)
    contract = root / "changelog/2026-05-15/api-spec.json"
    spec = json.loads(contract.read_text(encoding="utf-8"))
    spec["servers"] = [{"url": f"{spec['servers'][0]['url']}/rest"}]
    for item in spec["paths"].values():
        item["parameters"] = [{"name": "id", "in": "path", "required": True, "example": "gen_4Kt9bRw1"}]
    for item in spec["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("parameters", None)
    contract.write_text(json.dumps(spec), encoding="utf-8")
    (root / "docs/guides/ids.md").write_text(f"# Ids\n\nCall `{path}`.\n", encoding="utf-8")
    project, _ = load(root, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    found = [fact for fact in facts(project, prove(project)) if fact.source.path == "docs/guides/ids.md"]
    assert [(fact.text, fact.state) for fact in found] == [(path, state)]
