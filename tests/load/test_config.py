"""The configuration says nothing that an edge would send twice."""

import pytest

from docgen.load.config import parse_config
from docgen.model.source import Source

TEXT = """[tool.docgen]
api = "A"
site_url = "https://docs.example.com/"
feed_authority = "docs.example.com,2026"
hosts = ["api.example.com"]

[tool.docgen.host_headers."api.example.com"]
Strict-Transport-Security = "max-age=31536000"
%s = "text"
"""


@pytest.mark.parametrize("name", ["Content-Type", "location", "Cache-Control", "Transfer-Encoding"])
def test_a_header_that_an_answer_has_already_is_refused_at_its_line(name: str) -> None:
    _, _, findings = parse_config(Source("pyproject.toml", TEXT % name))
    ((line, message),) = [(found.line, found.message) for found in findings]
    assert line == 9
    assert message.startswith(f"host_headers.api.example.com.{name}: is no header of a host")


def test_any_other_header_is_taken() -> None:
    config, _, findings = parse_config(Source("pyproject.toml", TEXT % "X-Frame-Options"))
    assert not findings
    assert config and list(config.host_headers["api.example.com"]) == ["Strict-Transport-Security", "X-Frame-Options"]


def test_only_what_a_rule_can_go_without_is_accepted() -> None:
    text = TEXT % "X-Frame-Options" + '\n[tool.docgen.edge.nginx]\naccept = {dollar = "no"}\n'
    _, _, findings = parse_config(Source("pyproject.toml", text))
    assert ["edge.nginx.accept: is 'dollar'" in found.message for found in findings] == [True]
