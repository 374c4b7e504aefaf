"""What is Apache's own: the header with its clock, the groups in which rules are passed over, its strings."""

import time as clock
from collections.abc import Sequence
from pathlib import Path

import pytest

from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, Redirect
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup

from .conformance import FAR_FUTURE, FAR_PAST
from .kinds.kind import HOST, Kind
from .rules import build, others, redirects
from .servers import install, running, validate
from .test_header_rules import RULES, header_rule

pytestmark = [pytest.mark.edge, pytest.mark.parametrize("kind", ["apache"], indirect=True)]
BASE = {"id": "base", "path": "/base", "match": "exact", "to": "https://docs.aurous-labs.com/"}


@pytest.mark.parametrize("sent", ["t=1", "t=4102444800000000", "4102444800", ""])
@pytest.mark.parametrize(("sunset", "status"), [(-60, 404), (60, 308)])
def test_a_client_cannot_set_the_clock(kind: Kind, tmp_path: Path, sunset: int, status: int, sent: str) -> None:
    files = EDGES["apache"].render(redirects(int(clock.time()) + sunset), Setup())
    with running(kind, files, tmp_path) as server:
        forged = f"{HOST}\r\nX-Docgen-Time: {sent}\r\nx-docgen-time: {sent}"
        assert server.send("GET", b"/docs", forged).status == status
        assert server.send("GET", b"/elsewhere", forged).status == 200
        assert b"docgen" not in server.upstream.heads[-1].lower()


def test_every_rule_of_many_answers_and_takes_nothing_else(kind: Kind, tmp_path: Path) -> None:
    many = others(60, FAR_FUTURE)
    files = EDGES["apache"].render((*redirects(FAR_FUTURE), *many), Setup())
    with running(kind, files, tmp_path) as server:
        for rule in many:
            assert server.send("GET", rule.path.encode()).all("Location") == [rule.to]
            below = server.send("GET", f"{rule.path}/below".encode())
            assert below.all("Location") == ([f"{rule.to}/below"] if rule.match == "prefix" else [])
            assert server.send("GET", f"{rule.path}-old".encode()).status == 200


@pytest.mark.parametrize(("length", "fits"), [(8190, True), (8191, False)])
def test_the_limit_of_a_body_is_the_servers(kind: Kind, tmp_path: Path, length: int, fits: bool) -> None:
    rule = build({**BASE, "gone": {"status": 404, "content_type": "text/plain", "body": "{" * length}}, FAR_FUTURE)
    assert [excess.actual for excess in EDGES["apache"].excesses([rule], Setup())] == [length] * (not fits)
    files = EDGES["apache"].render([rule], Setup())
    install(files, tmp_path)
    kind.configure(tmp_path, files, 8000, 8001)
    assert (validate(kind, files, tmp_path).returncode == 0) == fits


def test_a_body_of_every_printable_character_comes_as_it_is(kind: Kind, tmp_path: Path) -> None:
    body = "{" + "".join(map(chr, range(32, 127))) + "${HOME} %{ENV:HOME} $0 \\n \\044 \n\t\r\n}"
    rule = build({**BASE, "gone": {"status": 410, "content_type": "text/plain", "body": body}}, FAR_PAST)
    with running(kind, EDGES["apache"].render([rule], Setup()), tmp_path) as server:
        assert server.send("GET", b"/base").body == body.encode()


@pytest.mark.parametrize(
    "value", ["100% %t %{HOST}e", "a\\nb \\\\n \\", "expr=%{HOST}", "${HOME} $0 $$", "'a' \"b\" #c", "env=x"]
)
def test_a_header_comes_as_it_is(kind: Kind, tmp_path: Path, value: str) -> None:
    rule = build({**BASE, "headers": [["X-Value", value]]}, FAR_FUTURE)
    added = header_rule({"id": "new", "path": "/new", "headers": {"X-Value": value}})
    files = EDGES["apache"].render([rule, added], Setup())
    with running(kind, files, tmp_path) as server:
        checked = validate(kind, files, tmp_path)
        assert "warn" not in checked.stderr.lower()
        for path in (b"/base", b"/new"):
            assert server.send("GET", path).all("X-Value") == [value]


@pytest.mark.parametrize("added", [(), RULES], ids=["", "headers"])
@pytest.mark.parametrize("rules", [[], redirects(FAR_PAST), redirects(FAR_FUTURE)], ids=["no rule", "ended", "before"])
def test_a_host_passes_on_what_no_rule_answers_as_it_does_without_them(
    kind: Kind, tmp_path: Path, rules: Sequence[Redirect], added: tuple[HeaderRule, ...]
) -> None:
    """A section of a rule around such a request would make it `%252F`."""

    def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
        kind.configure(folder, files, port, upstream)
        config = folder / "httpd.conf"
        config.write_text(config.read_text().replace(" nocanon", ""))

    files = EDGES["apache"].render((*rules, *added), Setup()) or {}
    with running(kind._replace(configure=configure), files, tmp_path) as server:
        for method, target in (
            ("OPTIONS", b"/v1/generations/a%2Fb"),
            ("PATCH", b"/v1/hooks/a%2Fb"),
            ("GET", b"//here/a%2Fb"),
            ("GET", b"/docs/a%2Fb"),
        ):
            assert server.send(method, target).status == 200
            assert server.upstream.heads[-1].split(b" ")[1] == target.replace(b"//", b"/")
