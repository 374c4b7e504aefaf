"""What is asked of an API that nobody knows, without changing anything."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from docgen.model.pin import Pin, PinText, Provenance, Versioning
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.verify.http_exchange import Exchange, Reply
from docgen.verify.pages import echo_findings, echo_request

ID = {"name": "id", "in": "query", "required": True}
VERSION = {"name": "Api-Version", "in": "header", "required": True}


def pin(versioning: Versioning | None, paths: Mapping[str, Any], servers: tuple[str, ...] = ()) -> Pin:
    document = {"openapi": "3.1.0", "paths": paths, "servers": [{"url": url} for url in servers]}
    text = msgspec.convert(
        {"label": "v1", "released": "2026-05-15", "summary": "x", "spec": {"origin": "published"}}, PinText
    )
    assert text.spec == Provenance(origin="published")
    text = msgspec.structs.replace(text, versioning=versioning)
    return Pin("2026-05-15", text, Source("changelog/2026-05-15/pin.yaml", ""), Spec(Source("x", ""), document))


def header(carrier: str = "header", echo: str | None = "Api-Version", name: str = "Api-Version") -> Versioning:
    return msgspec.convert({"carrier": carrier, "name": name, "echo": echo}, Versioning)


@pytest.mark.parametrize(
    ("versioning", "target", "headers"),
    [
        (header(), "/v1/items", (("Api-Version", "2026-05-15"),)),
        (header("query", name="api-version"), "/v1/items?api-version=2026-05-15", ()),
        (header("path", name="v1"), "/v1/items", ()),
    ],
)
def test_the_request_names_the_pin_as_the_api_wants_it(
    versioning: Versioning, target: str, headers: tuple[tuple[str, str], ...]
) -> None:
    paths = {
        "/items/{id}": {"get": {}},
        "/search": {"get": {"parameters": [ID]}},
        "/orders": {"post": {}},
        "/items": {"post": {}, "get": {"parameters": [VERSION]}},
    }
    if versioning.name != "Api-Version":
        paths["/items"]["get"] = {}
    request = echo_request(pin(versioning, paths, ("https://api.example.com/v1/",)))
    assert request
    assert (request.target, request.headers) == (target, headers)


@pytest.mark.parametrize("versioning", [None, header(echo=None), header()])
def test_what_cannot_be_asked_without_knowing_more_is_not_asked(versioning: Versioning | None) -> None:
    assert echo_request(pin(versioning, {"/items/{id}": {"get": {}}, "/orders": {"post": {}}})) is None


def test_a_path_does_not_name_the_pin_so_that_any_echo_will_do() -> None:
    request = echo_request(pin(header("path", name="v1"), {"/v1/items": {"get": {}}}))
    assert request
    assert not echo_findings(request, Exchange(0, 0, Reply(200, (("api-version", "v1"),))), "https://api.example.com")
    (missing,) = echo_findings(request, Exchange(0, 0, Reply(200)), "https://api.example.com")
    assert missing.id == "version-echo-wrong"
