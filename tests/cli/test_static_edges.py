"""An edge without a clock on the command line: what a sunset does to the files that are committed."""

import json
from pathlib import Path

import pytest

from tests.conftest import Docgen, accept

BEFORE, AFTER = ("--now", "2026-08-03T23:59:59Z"), ("--now", "2026-08-04T00:00:00Z")
ACCEPTED = "what: edge-cannot-express, at: netlify {}, why: a test, who: us, until: 2027-01-01"
FEATURES = ("after-body", "headers", "methods-except")
pytestmark = pytest.mark.slow


@pytest.fixture
def published(aurous: Path, docgen: Docgen) -> Path:
    """The project with Netlify among its edges, built before the sunset of its rules."""
    config = aurous / "pyproject.toml"
    text = config.read_text("utf-8").replace('edges = ["', 'edges = ["netlify", "', 1)
    config.write_text(text, "utf-8")
    accept(aurous, *map(ACCEPTED.format, FEATURES))
    assert docgen(aurous, "redirects", "build", *BEFORE).code == 0
    return aurous


def found(docgen: Docgen, root: Path, *now: str) -> dict[str, tuple[str, str]]:
    listed = json.loads(docgen(root, "check", "--format", "json", *now).out)["findings"]
    return {finding["id"]: (finding["severity"], finding["path"]) for finding in listed if "output" in finding["id"]}


def test_build_check_fails_once_a_sunset_has_passed(published: Path, docgen: Docgen) -> None:
    assert docgen(published, "redirects", "build", "--check", *BEFORE).code == 0
    ran = docgen(published, "redirects", "build", "--check", *AFTER)
    assert ran.code == 4
    assert ran.out == "update netlify/docgen-redirects/_redirects\n"


def test_a_sunset_alone_is_a_warning_of_the_calendar(published: Path, docgen: Docgen) -> None:
    assert found(docgen, published, *BEFORE) == {}
    assert found(docgen, published, *AFTER) == {
        "output-expired": ("warning", "redirects/dist/netlify/docgen-redirects/_redirects")
    }
    assert docgen(published, "check", *AFTER).code == 0
    assert docgen(published, "redirects", "build", *AFTER).code == 0
    assert found(docgen, published, *AFTER) == {}


def test_a_rule_that_ended_with_a_publish_is_kept_alone(published: Path, docgen: Docgen) -> None:
    assert docgen(published, "redirects", "build", *AFTER).code == 0
    kept = ("--edge", "netlify", "--rule", "docs-site", "--keep-until", "2026-09-01")
    assert docgen(published, "redirects", "build", *kept, *AFTER).code == 0
    text = (published / "redirects/dist/netlify/docgen-redirects/_redirects").read_text("utf-8")
    assert "# Right until 2026-09-01T00:00:00Z: build and publish again then.\n" in text
    assert [line.partition(":")[0] for line in text.splitlines() if line.startswith("# Rule ")] == ["# Rule docs-site"]


def test_committed_files_that_one_command_writes_are_one_finding(published: Path, docgen: Docgen) -> None:
    dist = published / "redirects/dist"
    (dist / "caddy/docgen-redirects-old.caddy").write_text("# old\n", "utf-8")
    stale = (
        "redirects/dist/caddy/docgen-redirects-old.caddy: error: the committed file is left over: no rule generates it"
    )
    assert f"{stale} [stale-output]" in docgen(published, "check", *BEFORE).out
    (dist / "nginx/docgen-redirects.conf").unlink()
    (dist / "haproxy/docgen-redirects.cfg").write_text("# edited\n", "utf-8")
    told = [line for line in docgen(published, "check", *BEFORE).out.splitlines() if "stale-output" in line]
    assert told == [f"{stale}; 2 more are out of date [stale-output]"]


def test_a_change_of_hand_after_a_sunset_is_stale(published: Path, docgen: Docgen) -> None:
    file = published / "redirects/dist/netlify/docgen-redirects/_redirects"
    file.write_text(file.read_text("utf-8") + "/mine /yours 301\n", "utf-8")
    assert found(docgen, published, *AFTER) == {
        "stale-output": ("error", "redirects/dist/netlify/docgen-redirects/_redirects")
    }


def test_what_is_not_accepted_is_told_with_the_entry(published: Path, docgen: Docgen) -> None:
    accept(published, *(ACCEPTED.format(name) for name in FEATURES if name != "headers"))
    ran = docgen(published, "check", *BEFORE)
    assert ran.code == 1
    entry = "{what: edge-cannot-express, at: netlify headers, why: ..., who: ..., until: ...}"
    assert f"accept that none are sent: `{entry}` in .docgen/accepted.yaml" in ran.out
