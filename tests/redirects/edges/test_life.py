"""The whole life of an address on one server that is only ever reloaded, with what a client gets each half second."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from docgen.model.redirect import rfc3339
from tests.conftest import Docgen

from .kinds import demanded
from .kinds.haproxy import frontend_lines
from .kinds.kind import HOST
from .servers import Upstream, free_port, send

pytestmark = pytest.mark.edge
RULE = """rules:
  - id: life
    host: {host}
    from: /old
    match: prefix
    to: https://docs.aurous-labs.com/new
    methods: all
    since: 2026-05-05
    sunset: {sunset}
    brownouts: [{brownout}]
    after: 410
"""
ANNOUNCED = """rules:
  - {{id: announced, host: {host}, from: /old, match: prefix, since: 2026-05-05, sunset: 2100-01-01T00:00:00Z{removed}}}
"""
ACCEPTED = "  - {what: header-rule-mismatch, at: announced, why: No contract has it., who: Test, until: 2099-01-01}\n"
NGINX = """daemon on; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}
http {{
  access_log off; client_body_temp_path {folder}/spool; proxy_temp_path {folder}/spool;
  fastcgi_temp_path {folder}/spool; uwsgi_temp_path {folder}/spool; scgi_temp_path {folder}/spool;
  include {folder}/conf.d/*.conf;
  server {{ listen 127.0.0.1:{port}; server_name {host}; include {folder}/docgen-redirects.conf;
    location / {{ include {folder}/docgen-redirects.headers.conf; proxy_pass http://127.0.0.1:{upstream}; }} }}
}}
"""
HAPROXY = """global
  stats socket unix@admin.sock level admin
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend web
  bind 127.0.0.1:{port}
  {lines}
  default_backend up
backend up
  server up 127.0.0.1:{upstream}
"""


class Edge:
    """A server with the generated files of a project, whose own configuration is written once."""

    def __init__(self, name: str, folder: Path, port: int, upstream: int) -> None:
        self.name, self.folder, self.port, self.upstream = name, folder, port, upstream
        self.binary = str(demanded(name).binary)
        self.marked = folder / ("conf.d/docgen-redirects.maps.conf" if name == "nginx" else "docgen-redirects.map")
        self._master: subprocess.Popen[bytes] | None = None

    def start(self, built: Path) -> None:
        self._install(built)
        text = NGINX if self.name == "nginx" else HAPROXY
        lines = "\n  ".join(frontend_lines(self._head()))
        values = {"folder": self.folder, "port": self.port, "host": HOST, "upstream": self.upstream, "lines": lines}
        (self.folder / f"{self.name}.{'conf' if self.name == 'nginx' else 'cfg'}").write_text(
            text.format(**values), "utf-8"
        )
        if self.name == "nginx":
            self._run("-p", str(self.folder), "-c", str(self.folder / "nginx.conf"))
        else:
            kind = demanded(self.name)
            command = [self.binary, "-W", *self._files()]
            self._master = subprocess.Popen(command, cwd=self.folder, env=dict(kind.environment))
        time.sleep(1)

    def stop(self) -> None:
        if self._master:
            self._master.terminate()
            self._master.wait(10)
        else:
            self._run("-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-s", "quit")

    def deploy(self, built: Path) -> None:
        self._install(built)
        self.reload()

    def reload(self) -> None:
        if self._master:
            self._run("-c", *self._files())
            self._master.send_signal(12)  # SIGUSR2
        else:
            at = ("-p", str(self.folder), "-c", str(self.folder / "nginx.conf"))
            self._run(*at, "-t")
            self._run(*at, "-s", "reload")
        time.sleep(1)

    def seen(self, seconds: float) -> list[int]:
        """The statuses that a client gets in turn, each half second for a time."""
        ends, statuses = time.time() + seconds, []
        while time.time() < ends:
            statuses.append(send(self.port, "GET", b"/old/a?b", HOST).status)
            time.sleep(0.5)
        return [status for status, _ in groupby(statuses)]

    def _install(self, built: Path) -> None:
        for path in (built / self.name).glob("docgen-redirects*"):
            folder = self.folder / "conf.d" if path.name.endswith(".maps.conf") else self.folder
            shutil.copy(path, folder / path.name)

    def _head(self) -> str:
        return (self.folder / "docgen-redirects.cfg").read_text("utf-8") if self.name == "haproxy" else ""

    def _files(self) -> tuple[str, ...]:
        return ("-f", str(self.folder / "haproxy.cfg"), "-f", str(self.folder / "docgen-redirects.cfg"))

    def _run(self, *arguments: str) -> None:
        environment = dict(demanded(self.name).environment)
        ran = subprocess.run([self.binary, *arguments], capture_output=True, text=True, check=False, env=environment)
        assert ran.returncode == 0, ran.stderr


@pytest.fixture(params=["nginx", "haproxy"])
def edge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Edge]:
    folder = tmp_path / "edge"
    (folder / "conf.d").mkdir(parents=True)
    (folder / "spool").mkdir()
    with closing(Upstream()) as upstream:
        edge = Edge(request.param, folder, free_port(), upstream.port)
        yield edge
        edge.stop()


def write(root: Path, sunset: float, brownout: str = "") -> None:
    rule = RULE.format(host=HOST, sunset=rfc3339(int(sunset)), brownout=brownout)
    (root / "redirects/life.yaml").write_text(rule, "utf-8")


def announce(root: Path, removed: str = "") -> None:
    text = ANNOUNCED.format(host=HOST, removed=removed and f", removed: {removed}")
    (root / "redirects/announced.yaml").write_text(text, "utf-8")


def test_announce_brownout_rehearse_extend_keep_sunset_remove(aurous: Path, docgen: Docgen, edge: Edge) -> None:
    project = aurous / "pyproject.toml"
    text = project.read_text("utf-8").replace('["nginx", "haproxy", "caddy"]', f'["{edge.name}"]')
    project.write_text(f'{text}\n[tool.docgen.edge.{edge.name}]\nfolder = "{edge.folder}"\n', "utf-8")
    accepted = aurous / ".docgen/accepted.yaml"
    accepted.write_text(accepted.read_text("utf-8") + ACCEPTED, "utf-8")

    def built(*options: str) -> Path:
        ran = docgen(aurous, "redirects", "build", *options)
        assert ran.code == 0, ran.out + ran.err
        return aurous / "redirects/dist"

    def changes() -> int:
        return docgen(aurous, "redirects", "plan", "--deployed", str(edge.folder), "--edge", edge.name).code

    def sunset_header() -> list[str]:
        return send(edge.port, "HEAD", b"/old", HOST).all("Sunset")

    announce(aurous)
    edge.start(built())
    assert (edge.seen(0.6), sunset_header()) == ([200], ["Fri, 01 Jan 2100 00:00:00 GMT"])
    assert changes() == 0
    announce(aurous, removed=str(datetime.now(UTC).date()))
    start = int(time.time()) + 5
    write(aurous, start + 3600, f"{{from: {rfc3339(start)}, until: {rfc3339(start + 2)}}}")
    edge.deploy(built())
    assert edge.seen(start + 4 - time.time()) == [308, 410, 308]
    assert changes() == 0
    docgen(aurous, "redirects", "build", "--rehearse", "+5s", "--output", str(aurous / "staging"))
    edge.deploy(aurous / "staging")
    assert edge.seen(6) == [308, 410]
    edge.deploy(built())
    assert edge.seen(0.6) == [308]
    later = (datetime.now(UTC) + timedelta(days=60)).date()
    assert docgen(aurous, "redirects", "extend", "life", str(later), "--note", "Partners need more time.").code == 0
    assert changes() == 4
    edge.deploy(built())
    assert sunset_header() == [f"{later:%a, %d %b %Y} 00:00:00 GMT"]
    write(aurous, time.time() + 5)
    edge.deploy(built())
    assert edge.seen(6) == [308, 410]
    lines = edge.marked.read_text("utf-8").splitlines(keepends=True)
    edge.marked.write_text("".join(line for line in lines if "sunset of life;" not in line), "utf-8")
    edge.reload()
    assert edge.seen(0.6) == [308]
    built("--rule", "life", "--keep-until", "+5s")
    edge.deploy(aurous / "redirects/dist")
    assert edge.seen(6) == [308, 410]
    note = ("--no-probe", "--note", "Seen on the upstream.")
    assert docgen(aurous, "redirects", "remove", "life", *note).code == 0
    edge.deploy(built())
    assert (edge.seen(0.6), sunset_header()) == ([200], [])
    assert changes() == 0
