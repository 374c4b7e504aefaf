"""While a step takes long, the line of progress names that step, and none that is done."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docgen.cli.console import progress
from docgen.errors import NetworkError
from docgen.probe.client import Client
from docgen.verify.http_exchange import Exchange, Reply
from tests.cases import load_yaml
from tests.conftest import Docgen

CASES = load_yaml(Path(__file__).with_name("steps.yaml").read_text(encoding="utf-8"))
LINE = '192.0.2.1 - - [05/Jul/2026:10:00:00 +0000] "GET /docs HTTP/1.1" 308 0 "-" "curl/8"\n'


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Makes a step note what the line of progress says when it begins."""

    def watch(step: str) -> list[str]:
        module, _, name = step.rpartition(".")
        found = importlib.import_module(module)
        real, lines = getattr(found, name), []

        def begin(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - any step
            lines.append(progress._doing)
            return real(*given, **named)

        monkeypatch.setattr(found, name, begin)
        return lines

    return watch


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address answers 404 at once, and no document can be read."""

    def refuse(*_: object) -> None:
        raise NetworkError("no network")

    monkeypatch.setattr(Client, "send", lambda self, *_, **__: Exchange(0, 0, Reply(404, (("x", "y"),), b"")))
    monkeypatch.setattr("docgen.cli.network.unix_time", lambda: 1783296000.0)  # before the sunsets of the rules
    monkeypatch.setattr("docgen.cli.contracts.read_document", refuse)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["command"]))
def test_each_step_has_its_own_line(
    aurous: Path, docgen: Docgen, said: Callable[[str], list[str]], case: dict[str, Any]
) -> None:
    for name in ("access.log", "other.log"):
        (aurous / name).write_text(LINE, encoding="utf-8")
    noted = {step: said(step) for step in case["steps"]}
    ran = docgen(aurous, "-q", *case["command"].split())
    assert not [step for step, lines in noted.items() if not lines], ran.out + ran.err
    for step, lines in noted.items():
        expected = case["steps"][step]
        told = list(dict.fromkeys(lines))
        assert told == (expected if isinstance(expected, list) else [expected])
