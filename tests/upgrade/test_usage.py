"""What a customer uses: lines are read as they are written, and paths find the operation that answers them."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.errors import UsageError
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.upgrade.routes import Routes
from docgen.upgrade.usage import Line, read_archive, read_usage

HERE = Path(__file__).parent
ROUTES = yaml.safe_load((HERE / "routes.yaml").read_text(encoding="utf-8"))
LINES = yaml.safe_load((HERE / "lines.yaml").read_text(encoding="utf-8"))


def contract(paths: dict[str, list[str]], servers: list[str] | None = None) -> Spec:
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "servers": [{"url": url, "variables": {"region": {"default": "eu"}}} for url in servers or ()],
        "paths": {path: {method: {} for method in methods} for path, methods in paths.items()},
    }
    return Spec(Source("api-spec.json", ""), document)


@pytest.mark.parametrize(("sent", "answers"), ROUTES["requests"])
def test_a_request_finds_its_operation(sent: str, answers: str | None) -> None:
    routes = Routes(contract(ROUTES["paths"], ROUTES["servers"]))
    assert routes.find(*sent.split(" ", 1)) == answers


def test_a_contract_without_hosts_takes_any() -> None:
    routes = Routes(contract({"/a": ["get"]}, ["/base"]))
    assert routes.find("GET", "https://anywhere.example/base/a") == "GET /a"


def test_many_templates_do_not_multiply_the_work() -> None:
    depth = 60
    paths = {"/" + "/".join(["a", "{x}"] * count): ["get"] for count in range(1, depth)}
    routes = Routes(contract(paths | {"/" + "/".join(["{y}", "a"] * count): ["put"] for count in range(1, depth)}))
    assert routes.find("POST", "/" + "/".join(["a"] * depth)) is None


@pytest.mark.parametrize(("text", "named"), LINES)
def test_a_line_of_a_file(text: str, named: str | None) -> None:
    (line,) = read_usage([text])
    read = f"event {line.event}" if line.event else f"{line.method} {line.target}" if line.target else None
    assert read == named
    assert line.text == text.strip()


def test_comments_and_empty_lines_say_nothing() -> None:
    assert list(read_usage(["# GET /a", "", "   ", "GET /b\n"])) == [Line("GET /b", "GET", "/b")]


def test_an_http_archive_gives_its_requests() -> None:
    request = {"method": "GET", "url": "https://api.example.com/v1/images?x=1"}
    archive = {"log": {"entries": [{"request": request}, {"request": 3}, {}]}}
    lines = list(read_archive(json.dumps(archive)))
    assert [(line.method, line.target) for line in lines] == [("GET", request["url"]), ("", ""), ("", "")]
    with pytest.raises(UsageError, match=r"log\.entries"):
        list(read_archive('{"log": []}'))
