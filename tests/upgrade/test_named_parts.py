"""Whatever name a customer asks about, the changes of that part are listed, and only these; the opening counts it."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.answers.resolver import find_usage
from docgen.load.project import load
from docgen.model.project import Project
from docgen.openapi.spec import Spec
from docgen.openapi.structure import Part, objects_of
from docgen.positions.source import Source
from docgen.traffic.log import parse_log
from docgen.upgrade import upgrade_along
from docgen.upgrade.path import upgrade_path
from docgen.upgrade.wording import opening
from tests.cases import load_yaml
from tests.conftest import REPOSITORY

CASES = load_yaml(Path(__file__).with_name("named_parts.yaml").read_text(encoding="utf-8"))


@cache
def shop() -> Project:
    """A project with the two contracts, and no entries."""
    project, _ = load(REPOSITORY / "tests/other/harbour", datetime(2026, 11, 25, tzinfo=UTC))
    assert project
    texts = [CASES["contract"]]
    for before, after in CASES["edits"]:
        assert before in texts[-1], before
        texts.append(texts[-1].replace(before, after, 1))
    pins = []
    for pin, text in zip(project.pins, (texts[0], texts[-1]), strict=True):
        spec = Spec(Source("openapi.yaml", text), load_yaml(text))
        pins.append(msgspec.structs.replace(pin, spec=spec))
    return msgspec.structs.replace(project, pins=tuple(pins), entries=(), redirects=())


def asked(lines: list[str]) -> tuple[str, list[str], Any]:
    project = shop()
    usage = find_usage(project, *project.pins, parse_log(lines))
    found = upgrade_along(upgrade_path(project, *project.pins), project.pins[0], usage)
    return next(opening(found)).partition(":")[0], sorted(change.text for change in found.unexplained), usage


@pytest.mark.parametrize("case", CASES["questions"], ids=lambda case: case["asked"])
def test_what_is_asked_is_answered(case: dict[str, Any]) -> None:
    said, texts, usage = asked(case["asked"].split(", "))
    assert {"uses": said, "changes": texts} == {"uses": case["uses"], "changes": sorted(case["changes"])}
    assert usage.unknown == []
    if "clear" in case:
        assert [answer.text for answer, _ in usage.answers] == [case["clear"]]


def test_a_name_of_neither_contract_is_unknown() -> None:
    said, texts, usage = asked(["Bokking"])
    assert (said, texts) == ("You use nothing of either contract", [])
    assert usage.unknown == [("Bokking", 1)]


def test_each_contract_is_walked_once_for_all_names(monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[Spec] = []

    def counted(spec: Spec, kind: str) -> list[Part]:
        walked.append(spec)
        return objects_of(spec, kind)

    monkeypatch.setattr("docgen.upgrade.dependencies.objects_of", counted)
    shop.cache_clear()
    asked(["lost", "open", "weight", "slow", "not_found"])
    assert len(walked) == len(set(map(id, walked))) == 3
