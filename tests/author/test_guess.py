"""What a contract alone tells of its API."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docgen.author.guess_config import Guesses, guess
from docgen.author.new_project import NewProject, appended, pin_files, refusal_reason, report_lines
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("guesses.yaml").read_text(encoding="utf-8"))
TITLES = Path(__file__).with_name("titles.yaml")


def seen(guesses: Guesses) -> dict[str, Any]:
    """The guesses as the cases write them."""
    versioning, errors = guesses.versioning.value, guesses.errors
    parts = ("carrier", "name", "required", "echo")
    table = ("envelope", "code", "doc_url", "codes")
    return {
        "api": guesses.api.value,
        "pin": guesses.pin.value,
        "released": guesses.released.value.isoformat(),
        "hosts": list(guesses.hosts.value),
        "reason": guesses.versioning.reason,
        "versioning": versioning and {name: getattr(versioning, name) for name in parts},
        "errors": errors and {name: plain(getattr(errors, name)) for name in table},
        "pages": errors and [[page.code, page.title, list(page.http), page.retry] for page in errors.pages],
        "events": list(guesses.events),
        "wildcard": guesses.wildcard,
    }


def plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_guess(case: dict[str, Any]) -> None:
    document = {"openapi": "3.1.0", **case["spec"]}
    found = seen(guess(Spec(Source("api-spec.json", ""), document), date(2026, 11, 25)))
    expected = case["guessed"]
    if expected.get("versioning"):
        expected["versioning"] = {"echo": None, **expected["versioning"]}
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(("title", "api"), load_yaml(TITLES.read_text(encoding="utf-8")).items())
def test_the_api_is_what_the_title_describes(title: str, api: str) -> None:
    spec = Spec(Source("api-spec.json", ""), {"info": {"title": title}})
    assert guess(spec, date(2026, 11, 25)).api.value == api


def test_what_is_said_comes_first() -> None:
    spec = Spec(
        Source("api-spec.json", ""), {"info": {"title": "A", "version": "1"}, "servers": [{"url": "https://a"}]}
    )
    guesses = guess(spec, date(2026, 11, 25), "p", "B", "https://docs.b.example/", ("b",))
    assert (guesses.pin.value, guesses.api.value, guesses.hosts.value) == ("p", "B", ("b",))
    assert guesses.site_url.value == "https://docs.b.example/"


def test_each_guess_is_printed_with_its_reason() -> None:
    fields = {"code": {"type": "string"}, "doc_url": {"type": "string"}}
    failed = {"400": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/E"}}}}}
    document = {
        "paths": {"/v1/a": {"get": {"responses": failed}}},
        "components": {"schemas": {"E": {"properties": fields}}},
    }
    spec = Spec(Source("api-spec.json", ""), {"info": {"title": "A"}, **document})
    day = date(2026, 11, 25)
    new = NewProject(guess(spec, day), spec, "api-spec.json", b"", day)
    assert [line.split(None, 1) for line in report_lines(new, ["something is wrong"])] == [
        ["api", "A  (guessed from info.title)"],
        ["owner", "A team  (a placeholder: the contract has no info.contact.name)"],
        ["site_url", "https://docs.example.com/  (a placeholder: no address yet)"],
        ["hosts", "none  (the contract names no server with a host)"],
        ["pin", "2026-11-25  (today: the contract has no info.version)"],
        ["released", "2026-11-25  (guessed from the id of the pin)"],
        ["versioning", "path v1  (guessed from the beginning of 1 of 1 paths)"],
        ["events", "0  (the webhooks of the contract)"],
        ["errors", "E  (guessed: the schema of 1 of 1 JSON bodies of errors)"],
        ["code", "code  (guessed from its name)"],
        ["codes", '0  (the contract lists no codes; write them here, for example codes = ["not_found"])'],
        ["doc_url", "doc_url  (guessed from the names of the fields)"],
        ["accepted", "something is wrong"],
        ["these", "are warnings until 2027-11-01; to repair one, run `docgen explain ID`,"],
        ["and", "remove its entry from .docgen/accepted.yaml"],
    ]


def test_a_pin_notes_the_address_of_its_contract() -> None:
    spec, day = Spec(Source("api-spec.json", ""), {"info": {"title": "A", "version": "1"}}), date(2026, 11, 25)
    new = NewProject(guess(spec, day), spec, "api-spec.json", b"", day, url="https://api.a.dev/spec.json")
    pin = load_yaml(pin_files(new)["changelog/1/pin.yaml"])
    assert pin["spec"] == {"file": "api-spec.json", "origin": "published", "url": "https://api.a.dev/spec.json"}


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (b"", ""),
        (b"[tool.other]\na = 1\n", ""),
        (b"[tool.docgen]\n", "already has [tool.docgen], so there is a project here; run docgen check"),
        (b"tool = {other = 1}\n", "cannot append [tool.docgen]: Cannot "),
        (b"a = \n", "not valid TOML: Invalid value"),
        (b"a = " + b"[" * 5000, "nests arrays or tables too deeply; fix it first"),
    ],
)
def test_a_table_is_appended_where_the_file_has_room_for_it(before: bytes, why: str) -> None:
    assert refusal_reason(before).startswith(why)
    assert bool(refusal_reason(before)) == bool(why)


@pytest.mark.parametrize(
    ("before", "after"),
    [(b" \n", "t\n"), (b"a = 1", b"a = 1\n\nt\n"), (b"a = 1\r\n", b"a = 1\r\n\r\nt\r\n")],
)
def test_a_table_has_the_line_endings_of_its_file(before: bytes, after: str | bytes) -> None:
    assert appended(before, "t\n") == after
