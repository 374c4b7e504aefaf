"""A chain of rules is shortened where a client gets the same in the end, and nowhere else."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.load.redirects import parse_redirects
from docgen.model.config import Config
from docgen.positions.source import Source
from docgen.redirects.chains import flattened
from docgen.redirects.resolve import RuleContext
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("chain_cases.yaml").read_text("utf-8"))
CONFIG = Config(
    api="A", site_url="https://docs.example.com/", feed_authority="docs.example.com,2026", hosts=("api.example.com",)
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_where_a_chain_ends(case: dict[str, Any]) -> None:
    rules = [{"host": "api.example.com", **rule} for rule in case["rules"]]
    redirects, findings = parse_redirects(
        Source("redirects/a.yaml", yaml.safe_dump({"rules": rules})), RuleContext(CONFIG)
    )
    assert not findings
    first = flattened(redirects)[0]
    assert (first.to, list(first.through)) == (case["to"], case["through"])
