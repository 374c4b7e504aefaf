"""A brownout is on the edge, in the simulation, on the page, in the calendar and in the machine files alike."""

import json
from pathlib import Path

import pytest

from tests.conftest import Docgen

RULE = "redirects/docs-site.yaml"
WINDOW = "    brownouts: [{from: 2026-07-01T10:00:00Z, until: 2026-07-01T10:30:00Z}]\n"
NOW = ("--now", "2026-06-20")


@pytest.fixture
def root(aurous: Path) -> Path:
    path = aurous / RULE
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + WINDOW, encoding="utf-8")
    return aurous


def test_simulate_shows_its_start_and_its_end(root: Path, docgen: Docgen) -> None:
    out = docgen(root, "redirects", "simulate", "GET", "https://api.aurous-labs.com/docs", *NOW).out
    shown = [line for line in out.splitlines() if line.startswith("2026")]
    assert shown[:3] == ["2026-07-01T10:00:00Z  404", "2026-07-01T10:30:00Z  308", "2026-08-03T23:59:59Z  308"]


def test_what_comes_lists_it(root: Path, docgen: Docgen) -> None:
    ran = docgen(root, "sunsets", "--within", "15d", *NOW)
    assert "1 Jul 2026, 10:00 UTC" in ran.out
    assert "https://api.aurous-labs.com/docs answers with 404 Not Found until 2026-07-01T10:30:00Z" in ran.out
    assert "brownout docs-site: begins in 11 days" in ran.err


def test_the_calendar_has_its_start(root: Path, docgen: Docgen) -> None:
    out = docgen(root, "sunsets", "--format", "ics", *NOW).out
    assert "DTSTART:20260701T100000Z" in out


@pytest.mark.slow
def test_the_page_and_the_machine_files_have_the_window(root: Path, docgen: Docgen, tmp_path: Path) -> None:
    ran = docgen(root, "render", str(tmp_path / "plain"), *NOW)
    assert ran.code == 0, ran.err
    page = (tmp_path / "plain/docs/deprecations/index.md").read_text("utf-8")
    assert '<b>Brownout</b><time datetime="2026-07-01T10:00:00Z">1 Jul 2026' in page
    rules = json.loads((tmp_path / "plain/docs/redirects.json").read_text("utf-8"))["redirects"]
    assert [rule["brownouts"] for rule in rules if rule["id"] == "docs-site"] == [
        [{"from": "2026-07-01T10:00:00Z", "until": "2026-07-01T10:30:00Z"}]
    ]
