"""What a customer uses: paths find the operation that answers them."""

import time
from pathlib import Path
from typing import Any

import pytest

from docgen.openapi.routes import Routes
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.cases import load_yaml

HERE = Path(__file__).parent
ROUTES = load_yaml((HERE / "routes.yaml").read_text(encoding="utf-8"))


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


def test_many_templates_of_a_segment_do_not_either() -> None:
    routes = Routes(contract({"/{a}-{b}-{c}-{d}-{e}-{f}!": ["get"]}))
    start = time.process_time()
    assert routes.find("GET", "/" + "-" * 2_000) is None
    assert routes.find("GET", "/" + "-" * 2_000 + "!") is not None
    assert time.process_time() - start < 1
