"""Old addresses of the site in a rule file: what they become, and what is refused."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.redirects import parse_redirects
from docgen.model.config import Config
from docgen.positions.source import Source
from docgen.redirects.resolve import RuleContext
from tests.cases import load_yaml

CASES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "moved_cases.yaml").read_text(encoding="utf-8"))
TABLE = {
    "api": "A",
    "site_url": "https://docs.example/",
    "feed_authority": "docs.example,2026",
    "hosts": ("api.example",),
    "host_headers": {"docs.example": {"X-Own": "1"}},
}
AROUND = RuleContext(msgspec.convert(TABLE, Config))


def with_line(line: str) -> str:
    return f"moved:\n  {line}\n".replace("\n'\n", "\\n'\n")


def test_a_line_is_a_permanent_redirect_of_the_sites_host() -> None:
    rules, wrong = parse_redirects(Source("redirects/moved.yaml", "moved:\n  /old/: /new\n"), AROUND)
    assert wrong == ()
    (rule,) = rules
    assert (rule.host, rule.path, rule.match, rule.to) == ("docs.example", "/old", "exact", "https://docs.example/new")
    assert (rule.status, rule.sunset, rule.gone, rule.excluded) == (308, None, rule.gone, ())
    assert (rule.headers, rule.host_headers, rule.is_moved) == ((), (("X-Own", "1"),), True)


def test_the_path_alone_decides_the_id_and_no_two_share_one() -> None:
    text = "moved:\n" + "".join(
        f"  {path}: /\n" for path in ("/quick-start", "/a/b", "/a-b", "/a.b", "/A-b", "/a_b", "/_")
    )
    rules, _ = parse_redirects(Source("redirects/moved.yaml", text), AROUND)
    ids = [rule.id for rule in rules]
    assert ids[0] == "moved-quick-start"
    assert len(set(ids)) == 7
    alone, _ = parse_redirects(Source("redirects/other.yaml", "moved:\n  /a.b: /\n"), AROUND)
    assert alone[0].id == ids[3]


def test_rules_and_moves_stand_in_one_file() -> None:
    rule = "rules:\n  - {id: guides, host: docs.example, from: /old-guides, match: prefix, to: /guides}\n"
    rules, wrong = parse_redirects(Source("redirects/moved.yaml", f"{rule}moved:\n  /old: /new\n"), AROUND)
    assert (wrong, [found.is_moved for found in rules]) == ((), [False, True])


@pytest.mark.parametrize("case", CASES, ids=[case["line"] for case in CASES])
def test_a_line_is_refused_at_its_place(case: dict[str, Any]) -> None:
    rules, wrong = parse_redirects(Source("redirects/moved.yaml", with_line(case["line"])), AROUND)
    assert rules == ()
    assert [(found.id, found.line) for found in wrong] == [("schema-mismatch", 2)]
    assert case["says"] in wrong[0].message
