"""`docgen spec pull`: what a contract changes, under which date it fits, and what is written."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.cli import contracts
from docgen.differ import project
from docgen.model.draft import MARK
from docgen.probe.read import Credential, Received
from tests.author.changes import change
from tests.conftest import Docgen, accept
from tests.probe.server import TOKEN, Server

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
NOW = ("--now", "2026-06-01")
PIN = "changelog/2026-05-15"
ADDED = change("endpoint-added", "GET /v1/things", text="added the operation `GET /v1/things`")
BROKEN = change("api-removed-without-deprecation", "GET /v1/images", level="breaking")


def finds(monkeypatch: pytest.MonkeyPatch, *changes: object) -> None:
    """A differ that finds these changes."""
    monkeypatch.setattr(project, "diff", lambda *_, **__: changes)


def published(server: Server) -> str:
    """What the server gives after an edit: one operation more."""
    document = json.loads(server.contract)
    document["paths"]["/v1/things"] = {
        "get": {
            "operationId": "listThings",
            "summary": "List things",
            "parameters": document["paths"]["/v1/images"]["get"]["parameters"],
            "responses": document["paths"]["/v1/images"]["get"]["responses"],
        }
    }
    text = json.dumps(document, indent=1) + "\n"
    server.contract = text.encode()
    return text


def changelog(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / PIN).iterdir())}


def test_an_equal_contract_is_unchanged_whatever_its_layout(aurous: Path, docgen: Docgen, server: Server) -> None:
    server.contract = json.dumps(json.loads(server.contract)).encode()
    before = changelog(aurous)
    ran = docgen(aurous, "spec", "pull", f"{server.url}/contract", "--write", *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert "nothing to do" in ran.out
    assert changelog(aurous) == before


def test_an_addition_is_shown_and_written_only_when_asked(
    aurous: Path, docgen: Docgen, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, ADDED)
    text, before = published(server), changelog(aurous)
    shown = docgen(aurous, "spec", "pull", f"{server.url}/contract", *NOW)
    assert shown.code == 7
    assert f"would draft {PIN}/things-added.yaml" in shown.out
    assert changelog(aurous) == before
    assert docgen(aurous, "spec", "pull", f"{server.url}/contract", "--write", *NOW).code == 7
    assert (aurous / PIN / "api-spec.json").read_text(encoding="utf-8") == text
    assert MARK in (aurous / PIN / "things-added.yaml").read_text(encoding="utf-8")
    pin = (aurous / PIN / "pin.yaml").read_text(encoding="utf-8")
    assert "  origin: published\n" in pin
    assert "before, it was: Written from the changelog" in pin
    found = json.loads(docgen(aurous, "check", "--format", "json", *NOW).out)["findings"]
    ids = {finding["id"] for finding in found if finding["severity"] == "error"}
    assert ids - {"stale-output"} == {"draft-left"}


def test_what_breaks_is_never_written_into_the_current_pin(
    aurous: Path, docgen: Docgen, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, ADDED, BROKEN)
    published(server)
    before = changelog(aurous)
    ran = docgen(aurous, "spec", "pull", f"{server.url}/contract", "--write", *NOW)
    assert ran.code == 8
    assert "docgen new pin DATE --spec FILE" in ran.out
    assert changelog(aurous) == before


def test_what_breaks_can_be_kept_for_a_new_pin(aurous: Path, docgen: Docgen, server: Server) -> None:
    document = json.loads(server.contract)
    del document["paths"]["/v1/videos/{id}/cancel"]
    server.contract = json.dumps(document).encode()
    before = changelog(aurous)
    ran = docgen(aurous, "spec", "pull", f"{server.url}/contract", "--write", "--save", "new.json", *NOW)
    assert ran.code == 8, ran.out + ran.err
    assert changelog(aurous) == before
    assert docgen(aurous, "new", "pin", "2026-09-30", "--spec", "new.json", *NOW).code == 0
    entry = (aurous / "changelog/2026-09-30/videos-removed.yaml").read_text(encoding="utf-8")
    assert "impact: breaking" in entry
    assert "  - POST /v1/videos/{id}/cancel\n" in entry
    again = docgen(aurous, "spec", "pull", f"{PIN}/api-spec.json", "--save", "new.json", *NOW)
    assert again.code == 2
    assert "never overwrites" in again.err


def test_an_addition_of_the_real_differ_is_taken_with_its_draft(aurous: Path, docgen: Docgen, server: Server) -> None:
    published(server)
    ran = docgen(aurous, "spec", "pull", f"{server.url}/contract", "--write", *NOW)
    assert ran.code == 7, ran.out + ran.err
    assert "  - GET /v1/things\n" in (aurous / PIN / "things-added.yaml").read_text(encoding="utf-8")
    assert docgen(aurous, "spec", "pull", f"{server.url}/contract", *NOW).code == 0


def test_a_change_that_is_accepted_does_not_need_a_new_date(
    aurous: Path, docgen: Docgen, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, BROKEN)
    published(server)
    accept(aurous, f"what: {BROKEN.id}, at: {BROKEN.selector}, why: nobody calls it, who: us, until: 2026-12-31")
    assert docgen(aurous, "spec", "pull", f"{server.url}/contract", *NOW).code == 7


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_a_report_is_alone_on_the_output(
    aurous: Path, docgen: Docgen, server: Server, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    finds(monkeypatch, ADDED)
    published(server)
    ran = docgen(aurous, "spec", "pull", f"{server.url}/contract", "--write", "--format", form, *NOW)
    assert ran.code == 7
    assert "wrote " in ran.err
    assert "wrote " not in ran.out
    if form == "json":
        document = json.loads(ran.out)
        assert (document["verdict"], document["pin"], document["written"]) == ("additive", "2026-05-15", True)
        assert document["drafts"] == [f"{PIN}/things-added.yaml"]
        assert [found["id"] for found in document["changes"]] == ["endpoint-added"]


@pytest.mark.parametrize(("option", "value"), [("--auth-env", TOKEN), ("--header-env", f"X-Api-Key: {TOKEN}")])
def test_a_credential_comes_from_the_environment_and_is_never_printed(
    aurous: Path, docgen: Docgen, server: Server, monkeypatch: pytest.MonkeyPatch, option: str, value: str
) -> None:
    assert docgen(aurous, "spec", "pull", f"{server.url}/locked", *NOW).code == 5
    monkeypatch.setenv("PULL_TOKEN", value)
    ran = docgen(aurous, "spec", "pull", f"{server.url}/here", option, "PULL_TOKEN", *NOW)
    assert ran.code == 0, ran.err
    assert TOKEN not in ran.out + ran.err


@pytest.mark.parametrize("value", ["", "hidden", "hidden: a\nX: b", "hid den: a"])
def test_a_variable_that_holds_no_header_is_named_and_not_shown(
    aurous: Path, docgen: Docgen, server: Server, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PULL_TOKEN", value)
    ran = docgen(aurous, "spec", "pull", f"{server.url}/contract", "--header-env", "PULL_TOKEN", *NOW)
    assert ran.code == 2
    assert "PULL_TOKEN" in ran.err
    assert "hid" not in ran.err
    assert server.seen == []


@pytest.mark.parametrize(
    ("path", "code", "says"),
    [("html", 3, "/html:1:1: names no OpenAPI version"), ("latin", 3, "is not UTF-8"), ("missing", 5, "status 404")],
)
def test_an_address_without_a_contract(
    aurous: Path, docgen: Docgen, server: Server, path: str, code: int, says: str
) -> None:
    ran = docgen(aurous, "spec", "pull", f"{server.url}/{path}?key=hidden", *NOW)
    assert ran.code == code
    assert says in ran.err
    assert "hidden" not in ran.out + ran.err


def test_an_invalid_contract_is_not_taken(aurous: Path, docgen: Docgen, server: Server) -> None:
    server.contract = server.contract.replace(b'"operationId"', b'"operationID"')
    before = changelog(aurous)
    ran = docgen(aurous, "spec", "pull", f"{server.url}/contract", "--write", *NOW)
    assert ran.code == 1
    assert "[spec-invalid]" in ran.out
    assert changelog(aurous) == before


def test_a_file_needs_no_network(aurous: Path, docgen: Docgen, monkeypatch: pytest.MonkeyPatch) -> None:
    finds(monkeypatch, ADDED)
    (aurous / "new.yaml").write_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n", encoding="utf-8")
    assert docgen(aurous, "spec", "pull", f"{PIN}/api-spec.json", *NOW).code == 0
    assert docgen(aurous, "spec", "pull", "new.yaml", *NOW).code == 7
    ran = docgen(aurous, "spec", "pull", "new.yaml", "--write", *NOW)
    assert ran.code == 2
    assert "new.yaml is YAML" in ran.err
    assert docgen(aurous, "spec", "pull", "nothing.json", *NOW).code == 3
    assert docgen(aurous, "spec", "pull", "new.yaml", "--auth-env", "HOME", *NOW).code == 2


def test_what_a_writer_edits_while_the_contract_comes_is_kept(
    aurous: Path, docgen: Docgen, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(server)
    real, pin = contracts.read_document, aurous / PIN / "pin.yaml"

    def slow(url: str, credential: Credential | None, timeout: float) -> tuple[Received, Callable[[str], bytes]]:
        pin.write_text(pin.read_text(encoding="utf-8") + "# a writer was here meanwhile\n", encoding="utf-8")
        return real(url, credential, timeout)

    monkeypatch.setattr(contracts, "read_document", slow)
    assert docgen(aurous, "spec", "pull", f"{server.url}/contract", "--write", *NOW).code == 7
    assert "# a writer was here meanwhile\n" in pin.read_text(encoding="utf-8")
