"""Old addresses of the site, paired with its pages."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen.author.moved_pages import moved_file, moves, old_pages, titles
from docgen.load.project import load
from tests.cases import load_yaml
from tests.conftest import REPOSITORY, Docgen

CASES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "moved.yaml").read_text(encoding="utf-8"))
PAGES = (
    *("", "changelog/", "errors/", "errors/rate_limited", "errors/not_found", "webhooks/", "webhooks/image.failed/"),
    *("get-started/quickstart/", "guides/webhooks/", "changelog.json", "changelog.atom"),
)
TITLES = {"guides/webhooks": "Receiving webhooks", "get-started/quickstart": "Quickstart"}


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_an_old_address_has_a_page_or_is_left_to_the_writer(case: dict[str, Any]) -> None:
    found = moves(old_pages(case["list"]), case.get("pages", PAGES), TITLES)
    assert [[move.old, move.new, "left" if move.task else "sure"] for move in found] == case["moves"]


def test_pages_and_entries_have_titles() -> None:
    project, _ = load(REPOSITORY / "tests/check/sample", datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    assert titles(project) == {"changelog/2026-01-15/widgets": "Widgets can be read", "": "Widget API"}


@pytest.mark.slow
def test_the_map_is_a_file_that_the_check_refuses_until_it_is_complete(docgen: Docgen, aurous: Path) -> None:
    listed = aurous / "llms.txt"
    listed.write_text("- [Quickstart](https://x.example/quickstart.md)\n- [Pricing](https://x.example/pricing)\n")
    ran = docgen(aurous, "new", "moved", "--from", str(listed), "--now", "2026-06-01")
    assert (ran.code, ran.out.splitlines()[-1]) == (
        0,
        "of 2 URLs: 0 still pages, 1 matched to a page, 1 left to you",
    )
    checked = docgen(aurous, "check", "--now", "2026-06-01")
    assert "redirects/moved.yaml:5:17: error: unfinished draft: no page found" in checked.out
    again = docgen(aurous, "new", "moved", "--from", str(listed), "--now", "2026-06-01")
    assert again.code == 2
    written = aurous / "redirects" / "moved.yaml"
    text, _, _ = written.read_text("utf-8").partition(" # @@")
    written.write_text(f"{text}nowhere\n")
    checked = docgen(aurous, "check", "--now", "2026-06-01")
    assert (
        "redirects/moved.yaml:5:3: error: `/pricing` redirects to `/nowhere`, which is not a page of the site"
        in checked.out
    )
    assert "draft-left" not in checked.out


@pytest.mark.slow
def test_a_map_of_the_site_is_no_deprecation_of_the_api(docgen: Docgen, aurous: Path) -> None:
    (aurous / "redirects" / "moved.yaml").write_text("moved:\n  /quickstart: /get-started/quickstart/\n")
    assert docgen(aurous, "redirects", "build", "--now", "2026-06-01").code == 0
    asked = ("GET", "https://docs.aurous-labs.com/quickstart", "--now", "2026-06-01")
    answer = docgen(aurous, "redirects", "simulate", *asked)
    assert "Location: https://docs.aurous-labs.com/get-started/quickstart/" in answer.out
    assert docgen(aurous, "build", "--now", "2026-06-01").code == 0
    site = aurous / "build" / "site"
    for name in ("deprecations/index.html", "deprecations.json"):
        assert "moved-quickstart" not in (site / name).read_text("utf-8")
    rules = json.loads((site / "redirects.json").read_text("utf-8"))["redirects"]
    (moved,) = (rule for rule in rules if rule["moved"])
    assert moved["from"] == "https://docs.aurous-labs.com/quickstart"
    assert moved["url"] == moved["to"] == "https://docs.aurous-labs.com/get-started/quickstart/"


def test_the_map_of_nothing_is_not_written() -> None:
    assert old_pages("nothing here") == {}
    (text,) = moved_file((), "llms.txt").values()
    assert str(text).endswith("moved:\n")
