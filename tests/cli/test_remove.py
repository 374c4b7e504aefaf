"""`docgen redirects remove`: a rule goes when the upstream answers what the edge did, seen by a probe or by hand."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import Docgen
from tests.verify.certificates import authority, needs_openssl, served_by
from tests.verify.recorder import recording, whole

AFTER = ("--now", "2026-09-01")
REMOVE = ("redirects", "remove")
RULE, PATHS = "redirects/docs-site.yaml", "redirects/legacy-paths.yaml"
ENVELOPE = b'{"error": {"code": "not_found", "message": "No such path.", "doc_url": "https://x.example"}}'
Answers = dict[str, tuple[int, dict[str, str], bytes]]


class Upstream(ThreadingHTTPServer):
    """An origin that answers by path, and 404 without a body elsewhere; `seen` has host and path of each request."""

    daemon_threads = True

    def __init__(self, answers: Answers) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.seen = answers, list[tuple[str, str]]()
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Upstream

    def do_GET(self) -> None:
        self.server.seen.append((self.headers["Host"], self.path))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base class
        """Nothing: the output is the test's."""


@contextmanager
def serving(answers: Answers) -> Iterator[Upstream]:
    upstream = Upstream(answers)
    threading.Thread(target=upstream.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield upstream
    finally:
        upstream.shutdown()
        upstream.server_close()


def text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    before = text(root, path)
    assert old in before
    (root / path).write_text(before.replace(old, new), encoding="utf-8")


def live() -> None:
    pytest.importorskip("httpx", reason="httpx is the extra `live`")


@pytest.mark.edge
def test_the_rule_stays_in_its_file_once_the_upstream_answers_as_the_edge_did(aurous: Path, docgen: Docgen) -> None:
    live()
    before = text(aurous, RULE)
    with serving({}) as upstream:
        ran = docgen(aurous, *REMOVE, "docs-site", "--upstream", upstream.url, *AFTER)
    assert ran.code == 0, ran.out + ran.err
    assert upstream.seen == [("api.aurous-labs.com", "/docs"), ("api.aurous-labs.com", "/docs/")]
    assert text(aurous, RULE) == before + "    removed: 2026-09-01\n"
    assert "next: docgen redirects build" in ran.err
    assert docgen(aurous, "redirects", "build", *AFTER).code == 0
    assert "sunset of docs-site" not in text(aurous, "redirects/dist/nginx/docgen-redirects.conf")
    found = docgen(aurous, "check", *AFTER)
    assert found.code == 0, found.out
    assert "`docs-site`" not in found.out


@pytest.mark.edge
@pytest.mark.parametrize(
    ("id_", "answers", "says"),
    [
        (
            "docs-site",
            {"/docs": (308, {"Location": "https://docs.aurous-labs.com/"}, b"")},
            "expected 404; got 308 to https://docs.aurous-labs.com/",
        ),
        ("docs-site", {"/docs/": (200, {}, b"hello")}, "/docs/ (Host: api.aurous-labs.com): expected 404; got 200"),
        ("docs-site", {"/docs": (404, {"Location": "https://docs.aurous-labs.com/"}, b"")}, "expected 404; got 404 to"),
        ("legacy-generations", {}, "expected 404 with the error not_found; got 404"),
        (
            "legacy-generations",
            {path: (404, {}, ENVELOPE) for path in ("/v1/generations", "/v1/generations/")},
            "/v1/generations/docgen (Host: api.aurous-labs.com): expected 404 with the error not_found; got 404",
        ),
        ("legacy-generations", {"/v1/generations": (404, {}, b"[" * 100_000)}, "with the error not_found; got 404"),
        (
            "legacy-generations",
            {"/v1/generations": (308, {"Location": "/v1/images"}, b"")},
            "got 308 to https://api.aurous-labs.com/v1/images",
        ),
    ],
)
def test_an_upstream_that_answers_otherwise_keeps_the_rule(
    aurous: Path, docgen: Docgen, id_: str, answers: Answers, says: str
) -> None:
    live()
    before = text(aurous, RULE) + text(aurous, PATHS)
    with serving(answers) as upstream:
        ran = docgen(aurous, *REMOVE, id_, "--upstream", upstream.url, *AFTER)
    assert ran.code == 1, ran.out
    assert says in ran.out
    assert "nothing was written" in ran.err
    assert text(aurous, RULE) + text(aurous, PATHS) == before


@pytest.mark.edge
def test_an_answer_cannot_write_on_the_terminal(aurous: Path, docgen: Docgen) -> None:
    live()
    with serving({"/docs": (302, {"Location": "http://[::1\x1b[31m"}, b"")}) as upstream:
        ran = docgen(aurous, *REMOVE, "docs-site", "--upstream", upstream.url, *AFTER)
    assert ran.code == 1
    assert r"got 302 to http://[::1\x1b[31m" in ran.out


@pytest.mark.edge
@needs_openssl
def test_the_certificate_is_that_of_the_upstream(aurous: Path, docgen: Docgen, tmp_path: Path) -> None:
    live()
    ca = authority(tmp_path / "ca")
    with recording(lambda _: whole("404 Not Found", b""), served_by(ca, ["localhost"])) as server:
        asked = (*REMOVE, "docs-site", "--upstream", f"https://localhost:{server.port}", *AFTER)
        refused = docgen(aurous, *asked)
        assert (refused.code, server.heads) == (5, [])
        assert "certificate" in refused.err
        ran = docgen(aurous, *asked, "--ca-file", str(ca))
    assert ran.code == 0, ran.out + ran.err
    assert set(server.names) == {"localhost"}
    assert all(b"\r\nHost: api.aurous-labs.com\r\n" in head for head in server.heads)


@pytest.mark.edge
def test_the_envelope_that_the_edge_sent_is_known(aurous: Path, docgen: Docgen) -> None:
    live()
    paths = ("/v1/generations", "/v1/generations/", "/v1/generations/docgen")
    with serving({path: (404, {}, ENVELOPE) for path in paths}) as upstream:
        ran = docgen(aurous, *REMOVE, "legacy-generations", "--upstream", f"{upstream.url}/", *AFTER)
    assert ran.code == 0, ran.out
    assert text(aurous, PATHS).count("    removed: 2026-09-01\n  - id: legacy-video-generations\n") == 1


@pytest.mark.edge
@pytest.mark.parametrize(
    ("status", "to", "code"), [(200, "", 0), (401, "", 0), (503, "", 1), (302, "https://docs.aurous-labs.com/", 1)]
)
def test_a_rule_that_left_its_sunset_to_the_upstream(
    aurous: Path, docgen: Docgen, status: int, to: str, code: int
) -> None:
    live()
    edit(aurous, RULE, "after: 404", "after: upstream")
    headers = {"Location": to} if to else {}
    with serving(dict.fromkeys(("/docs", "/docs/"), (status, headers, b""))) as upstream:
        assert docgen(aurous, *REMOVE, "docs-site", "--upstream", upstream.url, *AFTER).code == code


@pytest.mark.edge
def test_a_rule_without_a_sunset_goes_when_the_upstream_redirects_itself(aurous: Path, docgen: Docgen) -> None:
    live()
    edit(aurous, RULE, "    sunset: 2026-08-04T00:00:00Z\n    after: 404\n", "")
    to = {"Location": "https://docs.aurous-labs.com/"}
    with serving({"/docs": (308, to, b""), "/docs/": (308, to, b"")}) as upstream:
        assert docgen(aurous, *REMOVE, "docs-site", "--upstream", upstream.url, *AFTER).code == 0
    assert "    removed: 2026-09-01\n" in text(aurous, RULE)


@pytest.mark.edge
def test_each_host_of_the_rule_is_asked(aurous: Path, docgen: Docgen) -> None:
    live()
    hosts = "host: {prod: api.aurous-labs.com, preprod: api.preprod.aurous-labs.com}"
    edit(aurous, RULE, "host: api.aurous-labs.com", hosts)
    with serving({}) as upstream:
        ran = docgen(aurous, *REMOVE, "docs-site", "--upstream", upstream.url, *AFTER)
    assert ran.code == 0, ran.out
    assert {host for host, _ in upstream.seen} == {"api.aurous-labs.com", "api.preprod.aurous-labs.com"}
    assert text(aurous, RULE).count("removed:") == 1


@pytest.mark.edge
def test_nobody_listens_is_exit_5(aurous: Path, docgen: Docgen) -> None:
    live()
    with serving({}) as upstream:
        url = upstream.url
    before = text(aurous, RULE)
    assert docgen(aurous, *REMOVE, "docs-site", "--upstream", url, *AFTER).code == 5
    assert text(aurous, RULE) == before


def test_by_hand_the_note_goes_into_the_rule(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, *REMOVE, "docs-site", "--no-probe", "--note", 'curl says "404".', *AFTER)
    assert ran.code == 0, ran.err
    assert 'names no pages below it. 2026-09-01: curl says \\"404\\"."\n    removed: 2026-09-01\n' in text(aurous, RULE)
    assert docgen(aurous, "redirects", "build", *AFTER).code == 0
    assert docgen(aurous, "check", *AFTER).code == 0


def test_diff_shows_and_writes_nothing(aurous: Path, docgen: Docgen) -> None:
    before = text(aurous, RULE)
    ran = docgen(aurous, *REMOVE, "docs-site", "--no-probe", "--note", "Seen.", "--diff", *AFTER)
    assert "+    removed: 2026-09-01" in ran.out
    assert text(aurous, RULE) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("docs-site",), "expected --upstream URL"),
        (("docs-site", "--upstream", "https://o.example", "--no-probe", "--note", "x"), "expected --upstream URL"),
        (("docs-site", "--no-probe"), "expected --note TEXT"),
        (("docs-site", "--no-probe", "--note", " "), "expected --note TEXT"),
        (("doc-site", "--no-probe", "--note", "x"), "did you mean `docs-site`?"),
        (("docs-site", "--no-probe", "--note", "x", "--now", "2026-08-03"), "promised until 2026-08-04T00:00:00Z"),
        (("docs-site", "--upstream", "http://origin.example"), "is not https"),
        (("docs-site", "--upstream", "https://u:hidden@origin.example"), "name or password"),
        (("docs-site", "--upstream", "https://[::1"), "is not an origin"),
        (("docs-site", "--upstream", "https://origin.example/v2"), "has a path, a query or a fragment"),
        (("docs-site", "--upstream", "https://origin.example/?a=1"), "has a path, a query or a fragment"),
        (("docs-site", "--upstream", "https://api.aurous-labs.com"), "is the edge itself"),
    ],
)
def test_what_is_refused_unasked(aurous: Path, docgen: Docgen, arguments: tuple[str, ...], says: str) -> None:
    if "--upstream" in arguments:
        live()
    before = text(aurous, RULE)
    ran = docgen(aurous, *REMOVE, *AFTER, *arguments)
    assert ran.code == 2, ran.out
    assert says in ran.err
    assert "hidden" not in ran.err
    assert text(aurous, RULE) == before


def test_a_rule_is_removed_once(aurous: Path, docgen: Docgen) -> None:
    by_hand = (*REMOVE, "docs-site", "--no-probe", "--note", "Seen.")
    assert docgen(aurous, *by_hand, *AFTER).code == 0
    ran = docgen(aurous, *by_hand, "--now", "2026-09-02")
    assert ran.code == 2
    assert "was already removed on 2026-09-01" in ran.err


def test_a_rule_in_flow_style_names_its_place(aurous: Path, docgen: Docgen) -> None:
    rule = "{id: docs-site, host: api.aurous-labs.com, from: /docs, to: https://docs.aurous-labs.com/}"
    (aurous / RULE).write_text(f"rules:\n  - {rule}\n", encoding="utf-8")
    ran = docgen(aurous, *REMOVE, "docs-site", "--no-probe", "--note", "Seen.", *AFTER)
    assert ran.code == 1
    assert f"{RULE}:2:5: `rules.0` is not a block" in ran.err
