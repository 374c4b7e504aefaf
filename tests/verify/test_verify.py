"""`docgen verify` and the targets of `docgen redirects verify`, against one TLS server that plays all hosts."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import REPOSITORY, Docgen, Ran
from tests.probe.server import TOKEN
from tests.redirects.edges.kinds.kind import HOST
from tests.verify.certificates import authority, needs_openssl, served_by
from tests.verify.edge import SUNSETS, move_sunsets
from tests.verify.live import DOCS, HOSTS, PIN, Live, point_to
from tests.verify.recorder import Recorder, recording, whole

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = [pytest.mark.edge, needs_openssl]


class World(NamedTuple):
    """A project, what answers for it, and the options with which both are held against each other."""

    root: Path
    live: Live
    server: Recorder
    options: tuple[str, ...]

    @property
    def origin(self) -> str:
        return f"https://{HOST}:{self.server.port}"

    @property
    def recorded(self) -> str:
        return f"{self.origin} by 127.0.0.1"


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def world(aurous: Path, ca: Path) -> Iterator[World]:
    move_sunsets(aurous, SUNSETS["ahead"])
    with recording(lambda _: b"", served_by(ca, HOSTS)) as server:
        point_to(aurous, server.port)
        live = Live(aurous)
        server.answer = live
        resolve = [word for host in HOSTS for word in ("--resolve", f"{host}:{server.port}:127.0.0.1")]
        quick = ("--rate", "1000", "--retries", "0", "--timeout", "5", "--ca-file", str(ca))
        yield World(aurous, live, server, ("--origin", f"https://{HOST}:{server.port}", *resolve, *quick))


Verify = Callable[..., Ran]


@pytest.fixture
def verify(world: World, docgen: Docgen) -> Verify:
    return lambda *more: docgen(world.root, "verify", *world.options, "--skip-targets", *more)


def ids(ran: Ran) -> list[str]:
    return [found["id"] for found in json.loads(ran.out)["findings"]]


def results(world: World) -> dict[str, dict[str, Any]]:
    recorded = json.loads((world.root / f"changelog/{PIN}/live.json").read_text(encoding="utf-8"))
    return {found["claim"]: found for found in recorded["results"]}


def test_a_live_api_that_does_what_it_says_passes(verify: Verify) -> None:
    ran = verify("--all")
    assert (ran.code, ran.out) == (0, "no findings\n"), ran.err


def test_a_sample_of_the_error_pages_is_asked_for_or_all(world: World, verify: Verify) -> None:
    verify()
    assert len({target for host, target, _ in world.live.seen if host == DOCS}) == 3
    verify("--all")
    targets = {target for host, target, _ in world.live.seen if host == DOCS}
    assert targets == {f"/errors/{page.text.code}" for page in world.live.project.errors}


@pytest.mark.parametrize(
    ("route", "answer", "finds"),
    [
        (f"{DOCS}/errors/invalid_request", whole("404 Not Found"), "doc-url-not-served"),
        (
            f"{DOCS}/errors/invalid_request",
            whole("301 Moved", b"", "Location: /errors/invalid_request/"),
            "doc-url-not-served",
        ),
        (f"{DOCS}/errors/invalid_request", b"", "doc-url-not-served"),
        (f"{HOST}/api-spec.json", whole("404 Not Found"), "url-not-served"),
        (f"{HOST}/api-spec.json", whole("200 OK", b"<html>"), "contract-not-served"),
        (f"{HOST}/api-spec.json", whole("200 OK", b"\xff"), "contract-not-served"),
        (f"{HOST}/v1/images", whole("401 Unauthorized"), "version-echo-wrong"),
        (f"{HOST}/v1/images", whole("200 OK", b"", "Aurous-Version: 2026-01-01"), "version-echo-wrong"),
        (f"{HOST}/v1/images", b"", "version-echo-wrong"),
        (
            f"{HOST}/docs",
            whole("301 Moved Permanently", b"", "Location: https://docs.aurous-labs.com/"),
            "redirect-status-changed",
        ),
    ],
)
def test_what_is_not_as_promised_is_found(world: World, verify: Verify, route: str, answer: bytes, finds: str) -> None:
    world.live.routes[route] = answer
    ran = verify("--all", "--format", "json")
    assert ran.code == 1
    assert finds in ids(ran)


def test_a_contract_that_serves_one_operation_more_is_another(world: World, verify: Verify) -> None:
    document = json.loads(world.live.contract)
    world.live.contract = json.dumps(document).encode()
    assert verify().code == 0, "the layout does not matter"
    document["paths"]["/v1/extra"] = document["paths"]["/v1/images"]
    world.live.contract = json.dumps(document).encode()
    ran = verify()
    assert ran.code == 1
    assert "/v1/extra" in ran.out
    assert "[contract-not-served]" in ran.out


def test_a_contract_that_is_served_in_several_files_is_read_whole(world: World, verify: Verify) -> None:
    document = json.loads(world.live.contract)
    part = document["components"]["schemas"]["ErrorCode"]
    document["components"]["schemas"]["ErrorCode"] = {"$ref": "schemas/code.json"}
    world.live.contract = json.dumps(document).encode()
    world.live.routes[f"{HOST}/schemas/code.json"] = whole("200 OK", json.dumps(part).encode())
    assert verify().code == 0
    world.live.routes[f"{HOST}/schemas/code.json"] = whole("404 Not Found")
    ran = verify()
    assert ran.code == 1
    assert "`schemas/code.json` cannot be followed" in ran.out


def test_a_credential_goes_to_the_api_and_nowhere_else(
    world: World, verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERIFY_TOKEN", TOKEN)
    ran = verify("--auth-env", "VERIFY_TOKEN", "--all")
    assert ran.code == 0
    assert TOKEN not in ran.out + ran.err
    got = {(host, target) for host, target, headers in world.live.seen if TOKEN in headers.values()}
    assert got == {(HOST, "/v1/images"), (HOST, "/api-spec.json")}


def test_a_recorded_result_is_shown_with_its_claim(world: World, verify: Verify, docgen: Docgen) -> None:
    ran = verify("--record", "--format", "json")
    assert ran.code == 0
    json.loads(ran.out)
    assert results(world)["docs-site-moved/redirect"]["origin"] == world.recorded
    assert {found["result"] for found in results(world).values()} == {"passed"}
    assert {"versioning/response-header", f"pin-{PIN}/echo", f"pin-{PIN}/doc-url", "docs-site-moved/url"} <= set(
        results(world)
    )
    day = results(world)["docs-site-moved/redirect"]["checked"][:10]  # a result of later than --now is not shown
    proofs = docgen(world.root, "check", "--proofs", "--now", day).out
    line, *_ = [line for line in proofs.splitlines() if " docs-site-moved/redirect " in line]
    assert f"checked live on {day} at {world.origin} by 127.0.0.1" in line
    listed = json.loads(docgen(world.root, "check", "--proofs", "--format", "json", "--now", day).out)
    proof, *_ = [proof for proof in listed["proofs"] if proof["claim"] == "docs-site-moved/redirect"]
    assert proof["live"] == [results(world)["docs-site-moved/redirect"]]


def test_a_failure_is_recorded_warned_of_and_taken_back(world: World, verify: Verify, docgen: Docgen) -> None:
    world.live.routes[f"{HOST}/docs"] = whole("302 Found", b"", "Location: https://docs.aurous-labs.com/")
    assert verify("--record").code == 1
    failed = results(world)["docs-site-moved/redirect"]
    assert failed["result"] == "failed"
    assert "redirect-status-changed" in failed["causes"]
    day = failed["checked"][:10]
    assert "live-check-failed" not in docgen(world.root, "check", "--now", "2026-06-01").out
    checked = docgen(world.root, "check", "--now", day, "--format", "json").out
    (warning,) = [found for found in json.loads(checked)["findings"] if found["id"] == "live-check-failed"]
    assert (warning["severity"], warning["trigger"]) == ("warning", "calendar")
    assert "redirect-status-changed" in warning["message"]
    world.live.routes.clear()
    assert verify("--record").code == 0
    assert "live-check-failed" not in docgen(world.root, "check", "--now", day).out


def test_a_record_of_another_origin_stays(world: World, verify: Verify) -> None:
    path = world.root / f"changelog/{PIN}/live.json"
    other = {
        "claim": "docs-site-moved/redirect",
        "origin": "https://staging.example",
        "checked": "2026-05-20T00:00:00Z",
    }
    path.write_text(json.dumps({"results": [{**other, "result": "passed"}]}), encoding="utf-8")
    verify("--record")
    recorded = json.loads(path.read_text(encoding="utf-8"))["results"]
    assert {found["origin"] for found in recorded if found["claim"] == other["claim"]} == {
        other["origin"],
        world.recorded,
    }


def test_a_frozen_pin_does_not_mind_a_record(world: World, verify: Verify, docgen: Docgen) -> None:
    assert docgen(world.root, "new", "pin", "2026-09-30", "--now", "2026-06-01").code == 0
    assert verify("--record").code == 0
    assert (world.root / f"changelog/{PIN}/live.json").exists()
    assert "frozen-pin-modified" not in docgen(world.root, "check", "--now", "2026-06-01").out


def test_a_record_that_nobody_can_read_is_an_error_at_its_place(aurous: Path, docgen: Docgen) -> None:
    (aurous / f"changelog/{PIN}/live.json").write_text('{"results": [{"claim": "x"}]}', encoding="utf-8")
    ran = docgen(aurous, "check", "--now", "2026-06-01")
    assert ran.code == 1
    assert f"changelog/{PIN}/live.json:1:" in ran.out


def target(world: World, to: str) -> None:
    """Point the rule of the documentation to another address, for both the project and what answers for it."""
    path = world.root / "redirects/docs-site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("to: https://docs.aurous-labs.com/", f"to: {to}"))
    world.live.project = Live(world.root).project


@pytest.mark.parametrize(
    ("to", "answer", "finds"),
    [
        ("https://{docs}:{port}/", whole("200 OK"), []),
        ("https://{docs}:{port}/", whole("401 Unauthorized"), []),
        ("https://{docs}:{port}/", whole("302 Found", b"", "Location: https://elsewhere.example/"), []),
        ("https://{docs}:{port}/", whole("404 Not Found"), ["target-not-found"]),
        ("https://{docs}:{port}/", whole("500 Oh no"), ["target-not-found"]),
        (
            "https://{docs}:{port}/",
            whole("308 Back", b"", "Location: https://api.aurous-labs.com/docs"),
            ["target-not-found"],
        ),
        ("https://{docs}:{port}/", b"", ["target-unreachable"]),
        ("https://nobody.invalid/", b"", ["target-unresolved"]),
        ("https://localhost:{port}/", whole("200 OK"), ["target-unreachable"]),
    ],
)
def test_the_target_of_a_redirect_has_to_be_there(
    world: World, docgen: Docgen, to: str, answer: bytes, finds: list[str]
) -> None:
    world.live.routes[f"{DOCS}/"] = answer
    target(world, to.format(docs=DOCS, port=world.server.port))
    about = ("--rule", "docs-site", "--format", "json")
    ran = docgen(world.root, "redirects", "verify", *world.options, *about)
    assert ids(ran) == finds, ran.out
    assert not any({"authorization", "cookie"} & set(headers) for _, _, headers in world.live.seen)
    assert docgen(world.root, "redirects", "verify", *world.options, *about, "--skip-targets").code == 0


def test_the_same_edge_gives_the_same_report(world: World, docgen: Docgen) -> None:
    world.live.routes[f"{HOST}/docs"] = whole("301 Moved Permanently", b"", "Location: https://docs.aurous-labs.com")
    reports = [docgen(world.root, "redirects", "verify", *world.options, "--skip-targets").out for _ in range(2)]
    assert reports[0] == reports[1]
    assert "[redirect-status-changed]" in reports[0]
    assert "    - 308\n    + 301\n" in reports[0]


def test_an_edge_that_nobody_trusts_is_not_asked(world: World, docgen: Docgen) -> None:
    options = [option for option in world.options if not option.endswith("ca.pem") and option != "--ca-file"]
    ran = docgen(world.root, "redirects", "verify", *options)
    assert ran.code == 5
    assert "certificate" in ran.err.lower()
    assert world.live.seen == []


def test_an_edge_that_is_not_there(world: World, docgen: Docgen) -> None:
    world.server.answer = lambda _: b""
    ran = docgen(world.root, "redirects", "verify", *world.options)
    assert ran.code == 5
    assert world.origin in ran.err


def test_a_clock_that_is_an_hour_ahead_shows_the_skew(
    world: World, docgen: Docgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.cli.network.unix_time", lambda: 1_785_801_600.0)
    lines = [f"{name}: {value}" for name, value in world.live.project.redirects[0].headers]
    location = "Location: https://docs.aurous-labs.com/"
    for path in ("/docs", "/docs/"):
        date = "Date: Tue, 04 Aug 2026 01:00:00 GMT"
        world.live.routes[f"{HOST}{path}"] = whole("308 Permanent Redirect", b"", location, *lines, date)
    ran = docgen(world.root, "redirects", "verify", *world.options, "--skip-targets", "--rule", "docs-site")
    assert ran.code == 1
    assert "is 3600 s ahead" in ran.out
    assert "[edge-clock-skewed]" in ran.out


def test_a_rule_that_lives_elsewhere_is_not_said_to_be_well(docgen: Docgen) -> None:
    origin = ("--origin", "https://api.harbour-parcel.example", "--rule", "tracking-page")
    ran = docgen(REPOSITORY / "tests/other/harbour", "redirects", "verify", *origin)
    assert (ran.code, ran.out) == (2, "")
    assert "`tracking-page` is on track.harbour-parcel.example; expected --origin with that host" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "expected --origin"),
        (("--origin", "https://other.example"), f"expected one of {HOST}"),
        (("--origin", "http://127.0.0.1"), "for one node, add --resolve HOST:PORT:ADDRESS"),
        (("--origin", f"https://{HOST}", "--rule", "nothing"), "rule 'nothing' not found"),
        (("--origin", f"http://{HOST}"), "is not https"),
        (("--origin", f"https://{HOST}", "--resolve", "x"), "HOST:PORT:ADDR"),
        (("--origin", f"https://{HOST}:8443", "--resolve", f"{HOST}:443:127.0.0.1"), f"expected {HOST}:8443"),
    ],
)
def test_an_argument_that_makes_no_sense(aurous: Path, docgen: Docgen, arguments: tuple[str, ...], says: str) -> None:
    ran = docgen(aurous, "redirects", "verify", *arguments)
    assert ran.code == 2
    assert says in ran.err
