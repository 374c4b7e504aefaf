"""What a command writes about rules and live checks, whole: over the sample project, without the rest of a command."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from docgen.author.header_rules import drafted_header_rules
from docgen.author.rules import refuse_removal, removed
from docgen.errors import UsageError
from docgen.load.project import load
from docgen.model.live import LiveResult, LiveResults
from docgen.model.project import Project
from docgen.positions.source import Source
from docgen.verify.outcomes import Outcome, live_files
from tests.conftest import REPOSITORY

PIN = "changelog/2026-01-15"
HEADERS = """\
# yaml-language-server: $schema=../.docgen/schema/redirects.json
# Headers on what the upstream answers: Deprecation, Sunset and Link, as the changelog announces them.
rules:
  - id: get-widgets-id
    host: api.widgets.example
    from: "/widgets/{id}"
    methods: {only: [GET]}
    since: 2026-01-15
    sunset: 2026-12-31T00:00:00Z
  - id: get-widgets-latest
    host: api.widgets.example
    from: "/widgets/latest"
    methods: {only: [GET, HEAD]}
    exempt: true
  - id: version-2026-01-15
    host: api.widgets.example
    from: "/"
    match: prefix
    version: "2026-01-15"
    since: 2026-06-01
    sunset: 2027-06-01T00:00:00Z
"""


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def read(root: Path, now: datetime = datetime(2026, 6, 20, tzinfo=UTC)) -> Project:
    project, _ = load(root, now)
    assert project is not None
    return project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample project: a deprecated operation beside a live one that its path fits, and a deprecated version."""
    root = shutil.copytree(REPOSITORY / "tests/check/sample", tmp_path / "project")
    edit(root / PIN / "widgets.yaml", "claims:\n", "claims:\n  - deprecation: {of: 'GET /widgets/{id}'}\n")
    contract = json.loads((root / PIN / "api-spec.json").read_text(encoding="utf-8"))
    contract["paths"]["/widgets/{id}"]["get"] |= {"deprecated": True, "x-sunset": "2026-12-31"}
    answers = {"responses": {"200": {"description": "One."}}}
    contract["paths"]["/widgets/{id}"]["head"] = answers
    contract["paths"]["/widgets/latest"] = {"get": answers, "put": answers}
    contract["paths"]["/other"] = {"get": answers}
    (root / PIN / "api-spec.json").write_text(json.dumps(contract), encoding="utf-8")
    edit(root / PIN / "pin.yaml", "summary:", "deprecated: 2026-06-01\nretired: 2027-06-01\nsummary:")
    return root


def test_every_announced_deprecation_gets_a_rule_and_what_it_would_cover_none_of_its_headers(root: Path) -> None:
    assert drafted_header_rules(read(root)) == ({"redirects/headers.yaml": HEADERS}, [])
    (root / "redirects/headers.yaml").write_text(HEADERS, encoding="utf-8")
    assert drafted_header_rules(read(root)) == ({}, [])


def test_a_rule_counts_for_the_path_it_is_on_whatever_it_says_now(root: Path) -> None:
    (root / "redirects/headers.yaml").write_text(HEADERS.replace("2026-12-31", "2027-01-31"), encoding="utf-8")
    assert drafted_header_rules(read(root))[0] == {}
    gone = HEADERS.replace("2026-12-31T00:00:00Z\n", "2026-12-31T00:00:00Z\n    removed: 2026-06-19\n", 1)
    (root / "redirects/headers.yaml").write_text(gone, encoding="utf-8")
    assert drafted_header_rules(read(root))[0] == {}
    other = HEADERS.replace('from: "/widgets/{id}"', 'from: "/widgets/{id}/parts"', 1)
    (root / "redirects/headers.yaml").write_text(other, encoding="utf-8")
    (drafted,) = drafted_header_rules(read(root))[0].items()
    assert drafted[0] == "redirects/headers-2.yaml"
    assert "id: get-widgets-id-2\n" in str(drafted[1])
    assert str(drafted[1]).count("- id:") == 1


def test_a_version_in_the_path_is_left_to_the_api(root: Path) -> None:
    header = "  carrier: header\n  name: Widget-Version\n  echo: Widget-Version\n"
    edit(root / PIN / "pin.yaml", header, "  carrier: path\n  name: v1\n")
    files, left = drafted_header_rules(read(root))
    assert left == ["version 2026-01-15"]
    assert "version" not in str(files["redirects/headers.yaml"])


def test_a_removed_rule_stays_in_its_file_with_the_day_and_who_checked(root: Path) -> None:
    rules = root / "redirects/parts.yaml"
    for note in ("", "    note: Asked for.\n"):
        project = read(root)
        end = "    after: {status: 404, error: not_found}\n"
        text = rules.read_text(encoding="utf-8").partition("    note:")[0].rstrip() + "\n" + note
        rules.write_text(text, encoding="utf-8")
        files = removed(read(root).redirects_of("parts"), date(2026, 12, 2), "Ada checked.")
        wanted = "Asked for. 2026-12-02: Ada checked." if note else "2026-12-02: Ada checked."
        assert (
            str(files["redirects/parts.yaml"]).partition(end)[2] == f'    note: "{wanted}"\n    removed: 2026-12-02\n'
        )
    assert "note" not in str(removed(project.redirects_of("parts"), date(2026, 12, 2), None))


def test_a_rule_is_removed_once_and_not_before_its_sunset(root: Path) -> None:
    rules = read(root).redirects_of("parts")
    refuse_removal(rules, rules[0].sunset or 0)
    with pytest.raises(UsageError, match="`parts` is promised until 2026-12-01T00:00:00Z; remove it then, or later"):
        refuse_removal(rules, (rules[0].sunset or 0) - 1)
    edit(root / "redirects/parts.yaml", "    since:", "    removed: 2026-12-02\n    since:")
    with pytest.raises(UsageError, match="`parts` was already removed on 2026-12-02"):
        refuse_removal(read(root).redirects_of("parts"), 0)
    edit(root / "redirects/parts.yaml", "    removed: 2026-12-02\n", "")
    end = "    sunset: 2026-12-01T00:00:00Z\n    after: {status: 404, error: not_found}\n"
    edit(root / "redirects/parts.yaml", end, "")
    refuse_removal(read(root).redirects_of("parts"), 0)


def test_new_results_of_a_claim_at_an_origin_replace_the_earlier_one(root: Path) -> None:
    def result(claim: str, origin: str, outcome: str) -> LiveResult:
        return LiveResult(claim=claim, origin=origin, checked=datetime(2026, 6, 20, tzinfo=UTC), result=outcome)  # type: ignore[arg-type]

    (pin,) = read(root).pins
    earlier = (result("b/url", "https://a.example", "passed"), result("a/url", "https://a.example", "failed"))
    pin = msgspec.structs.replace(pin, live=LiveResults(Source("", ""), earlier))
    outcomes = [Outcome("a/url", pin.id, "https://a.example"), Outcome("a/url", "other", "https://a.example")]
    files = live_files([pin], outcomes, 1781913600.5)
    ((path, text),) = files.items()
    assert path == f"{PIN}/live.json"
    assert str(text).endswith("}\n")
    assert '\n  "results": [\n' in str(text)
    saved = [(one["claim"], one["result"]) for one in json.loads(str(text))["results"]]
    assert saved == [("a/url", "passed"), ("b/url", "passed")]
    assert live_files([pin], [Outcome("", pin.id, "https://a.example")], 0) == {}
