"""What a text means by a path, where the contract has paths with a query."""

import json

import pytest

from docgen import parse_spec
from docgen.facts.knowledge.surface import Surface
from docgen.model.config import Config

CONFIG = Config(api="Orders", site_url="https://orders.example/", feed_authority="orders.example,2026", hosts=())
PATHS = {"/orders": ["get", "post"], "/orders?beta=true": ["post"], "/orders/{id}?view=full": ["get"]}


@pytest.mark.parametrize(
    ("method", "path", "names"),
    [
        ("POST", "/orders", {"POST /orders", "POST /orders?beta=true"}),
        ("POST", "/orders?beta=true", {"POST /orders?beta=true"}),
        ("POST", "/orders?beta=true&limit=1", {"POST /orders", "POST /orders?beta=true"}),
        ("GET", "/orders?limit=1", {"GET /orders"}),
        ("GET", "/orders?beta=true", {"GET /orders"}),
        ("GET", "/orders/7?view=full", {"GET /orders/{id}?view=full"}),
        ("DELETE", "/orders?beta=true", set()),
    ],
)
def test_a_path_with_a_query_is_that_of_the_contract_or_of_a_request(method: str, path: str, names: set[str]) -> None:
    paths = {path: {method: {"responses": {}} for method in methods} for path, methods in PATHS.items()}
    document = {"openapi": "3.1.0", "info": {"title": "Orders", "version": "1"}, "paths": paths}
    route = Surface("1", parse_spec(json.dumps(document)), CONFIG).route(path, method)
    assert {operation.name for operation in (route.operations if route else ())} == names
