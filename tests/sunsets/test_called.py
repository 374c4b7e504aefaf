"""Whatever ends has its traffic: a rule, an operation, a query parameter, a version."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.load.project import load
from docgen.model.project import Project
from docgen.sunsets import Logs, Sunsets, end_dates, undated
from docgen.sunsets.traffic import TrafficCounter
from docgen.sunsets.wording import reason
from docgen.traffic.log import parse_log
from tests.cases import load_yaml
from tests.conftest import Docgen

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "check" / "sample"
CASES = load_yaml((HERE / "called.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 10, 1, tzinfo=UTC)
IDS = CASES["ids"]
OPERATION, RETIRED = IDS["operation"], IDS["retired"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with an operation, a query parameter, a version and a rule for headers that end."""
    made = tmp_path_factory.mktemp("called") / "project"
    shutil.copytree(SAMPLE, made)
    spec, pin = (made / "changelog/2026-01-15" / name for name in ("api-spec.json", "pin.yaml"))
    text = spec.read_text(encoding="utf-8")
    for old, new in CASES["marks"].items():
        assert old in text
        text = text.replace(old, new, 1)
    spec.write_text(text, encoding="utf-8")
    entry = made / "changelog/2026-01-15/widgets.yaml"
    text = entry.read_text(encoding="utf-8").replace("claims:\n", f"claims:\n  - {CASES['claim']}\n")
    entry.write_text(text, encoding="utf-8")
    pin.write_text(pin.read_text(encoding="utf-8").replace("released: 2026-01-15", CASES["pin"]), encoding="utf-8")
    (made / "redirects/tools.yaml").write_text(CASES["rules"], encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def project(root: Path) -> Project:
    found, findings = load(root, NOW)
    assert found is not None and found.complete, findings
    return found


def counted(project: Project, *lines: str) -> Logs:
    counter = TrafficCounter(project, (*end_dates(project), *undated(project)))
    counter.read(parse_log(lines))
    return counter.logs()


@pytest.mark.parametrize(("line", "called"), CASES["lines"])
def test_a_request_counts_for_all_that_ends_of_what_it_calls(project: Project, line: str, called: list[str]) -> None:
    found = counted(project, line).traffic
    assert {id_: traffic.hits for id_, traffic in found.items()} == {IDS[name]: 1 for name in called}


@pytest.mark.parametrize("case", CASES["carriers"], ids=lambda case: case["line"])
def test_a_request_names_a_version_as_its_api_asks_for_it(project: Project, case: dict[str, Any]) -> None:
    (pin,) = project.pins
    assert pin.text.versioning
    versioning = msgspec.structs.replace(pin.text.versioning, carrier=case["carrier"], name=case["name"])
    spec = pin.spec if case.get("contract", True) else None
    named = msgspec.structs.replace(pin, spec=spec, text=msgspec.structs.replace(pin.text, versioning=versioning))
    # an older pin whose requests do not name it
    text = msgspec.structs.replace(pin.text, versioning=None, deprecated=None, retired=None)
    older = msgspec.structs.replace(pin, id="2025-01-15", spec=None, text=text)
    found = counted(msgspec.structs.replace(project, pins=(older, named)), case["line"]).traffic
    assert {id_ for id_ in found if id_.startswith("pin-")} == (
        {IDS["supported"], RETIRED} if case["called"] else set()
    )


def test_what_ends_of_a_rule_is_called_by_what_it_covers(project: Project) -> None:
    sunsets = Sunsets(project, 30 * 86_400, end_dates(project))
    ends = {end.id: end for end in sunsets.every}
    assert ends[IDS["headers"]].name == "/tools"
    brownout = ends["brownout/hammers/2026-10-05T00:00:00Z"]
    assert reason(brownout, sunsets) == "brownout hammers: begins in 4 days, within 30 days"


def test_nobody_knows_the_traffic_of_a_version_where_no_line_has_its_header(project: Project) -> None:
    every = (*end_dates(project), *undated(project))

    def traffic(line: str) -> dict[str, bool]:
        found = Sunsets(project, 0, every, counted(project, line))
        return {end.id: found.traffic(end) is not None for end in every}

    without = traffic("GET /widgets/w_1")
    assert (without[OPERATION], without[IDS["headers"]], without[RETIRED]) == (True, True, False)
    of_another = traffic('{"status": 200, "method": "GET", "path": "/other", "widget_version": "2026-07-01"}')
    assert (of_another[OPERATION], of_another[RETIRED]) == (True, True)


def test_a_report_counts_what_has_no_date_and_what_ends_later(root: Path, docgen: Docgen) -> None:
    line = '10.0.0.{n} - - [0{n}/Sep/2026:10:00:00 +0000] "GET /widgets/w_1 HTTP/1.1" 200 12 "-" "curl/8"\n'
    (root / "access.log").write_text("".join(line.format(n=n) for n in (1, 2, 2, 3)), encoding="utf-8")
    options = ("--log", "access.log", "--now", "2026-10-01")
    told = docgen(root, "sunsets", *options).out
    assert "Deprecated, no end announced\n\n  no date" in told
    assert "\nLater\n\n  1 Dec 2026, 00:00 UTC" in told
    times = "the first at 1 Sep 2026, 10:00 UTC, the last at 3 Sep 2026, 10:00 UTC"
    assert f"operation GET /widgets/{{id}}\n    4 requests from 3 clients, {times}\n" in told
    document = json.loads(docgen(root, "sunsets", "--format", "json", *options).out)
    (found,) = (one for one in document["sunsets"] if one["kind"] == "operation")
    days = [datetime.fromtimestamp(found["traffic"][key], UTC).day for key in ("first", "last")]
    assert (found["state"], found["at"], found["traffic"]["hits"], days) == ("undated", None, 4, [1, 3])


def test_a_redirect_without_a_date_has_its_own_advice_in_a_report_on_logs(docgen: Docgen, tmp_path: Path) -> None:
    workshop = HERE.parent / "answers" / "workshop"
    (tmp_path / "access.log").write_text("GET https://api.workshop.example/docs\n", encoding="utf-8")
    ran = docgen(workshop, "sunsets", "--log", str(tmp_path / "access.log"), "--format", "json", "--now", "2026-06-01")
    sunsets = json.loads(ran.out)["sunsets"]
    undated = [sunset for sunset in sunsets if sunset["kind"] == "redirect" and sunset["at"] is None]
    assert undated and all(sunset["advice"]["text"] for sunset in undated)
