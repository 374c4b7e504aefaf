"""The whole life of a rule on one nginx that is only ever reloaded, with what a client gets each half second."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from docgen.model.redirect import rfc3339
from tests.conftest import Docgen

from .kinds import demanded
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
CONF = """daemon on; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}
http {{
  access_log off; client_body_temp_path {folder}/spool; proxy_temp_path {folder}/spool;
  fastcgi_temp_path {folder}/spool; uwsgi_temp_path {folder}/spool; scgi_temp_path {folder}/spool;
  include {folder}/conf.d/*.conf;
  server {{ listen 127.0.0.1:{port}; server_name {host}; include {folder}/docgen-redirects.conf;
    location / {{ proxy_pass http://127.0.0.1:{upstream}; }} }}
}}
"""


class Edge:
    """An nginx with the generated files of a project."""

    def __init__(self, folder: Path, port: int, run: Callable[..., None]) -> None:
        self.folder, self.port, self._run = folder, port, run

    def deploy(self, built: Path) -> None:
        shutil.copy(built / "nginx/docgen-redirects.conf", self.folder / "docgen-redirects.conf")
        shutil.copy(built / "nginx/docgen-redirects.maps.conf", self.folder / "conf.d/docgen-redirects.maps.conf")
        self.reload()

    def reload(self) -> None:
        self._run("-t")
        self._run("-s", "reload")
        time.sleep(0.6)

    def seen(self, seconds: float) -> list[int]:
        """The statuses that a client gets in turn, each half second for a time."""
        ends, statuses = time.time() + seconds, []
        while time.time() < ends:
            statuses.append(send(self.port, "GET", b"/old/a?b", HOST).status)
            time.sleep(0.5)
        return [status for status, _ in groupby(statuses)]


@pytest.fixture
def edge(tmp_path: Path) -> Iterator[Edge]:
    kind, folder, port = demanded("nginx"), tmp_path / "edge", free_port()
    assert kind.binary
    (folder / "conf.d").mkdir(parents=True)
    (folder / "spool").mkdir()
    (folder / "docgen-redirects.conf").write_text("", "utf-8")

    def run(*arguments: str) -> None:
        command = [str(kind.binary), "-p", str(folder), "-c", str(folder / "nginx.conf"), *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr

    with closing(Upstream()) as upstream:
        conf = CONF.format(folder=folder, port=port, host=HOST, upstream=upstream.port)
        (folder / "nginx.conf").write_text(conf, "utf-8")
        run()
        yield Edge(folder, port, run)
        run("-s", "quit")


def write(root: Path, sunset: float, brownout: str = "") -> None:
    rule = RULE.format(host=HOST, sunset=rfc3339(int(sunset)), brownout=brownout)
    (root / "redirects/life.yaml").write_text(rule, "utf-8")


def test_announce_brownout_rehearse_extend_keep_sunset_remove(aurous: Path, docgen: Docgen, edge: Edge) -> None:
    project = aurous / "pyproject.toml"
    project.write_text(project.read_text("utf-8").replace('["nginx", "haproxy", "caddy"]', '["nginx"]'), "utf-8")

    def built(*options: str) -> Path:
        ran = docgen(aurous, "redirects", "build", *options)
        assert ran.code == 0, ran.out + ran.err
        return aurous / "redirects/dist"

    def changes() -> int:
        return docgen(aurous, "redirects", "plan", "--deployed", str(edge.folder), "--edge", "nginx").code

    assert edge.seen(0.6) == [200]
    start = int(time.time()) + 4
    write(aurous, start + 3600, f"{{from: {rfc3339(start)}, until: {rfc3339(start + 2)}}}")
    edge.deploy(built())
    assert edge.seen(start + 4 - time.time()) == [308, 410, 308]
    assert changes() == 0
    docgen(aurous, "redirects", "build", "--rehearse", "+4s", "--output", str(aurous / "staging"))
    edge.deploy(aurous / "staging")
    assert edge.seen(5) == [308, 410]
    edge.deploy(built())
    assert edge.seen(0.6) == [308]
    later = (datetime.now(UTC) + timedelta(days=60)).date()
    assert docgen(aurous, "redirects", "extend", "life", str(later), "--note", "Partners need more time.").code == 0
    assert changes() == 4
    edge.deploy(built())
    (sunset,) = send(edge.port, "HEAD", b"/old", HOST).all("Sunset")
    assert sunset.endswith(f"{later:%d %b %Y} 00:00:00 GMT")
    write(aurous, time.time() + 4)
    edge.deploy(built())
    assert edge.seen(5) == [308, 410]
    tables = edge.folder / "conf.d/docgen-redirects.maps.conf"
    lines = tables.read_text("utf-8").splitlines(keepends=True)
    tables.write_text("".join(line for line in lines if "sunset of life;" not in line), "utf-8")
    edge.reload()
    assert edge.seen(0.6) == [308]
    built("--rule", "life", "--keep-until", rfc3339(int(time.time()) + 5))
    edge.deploy(aurous / "redirects/dist")
    assert edge.seen(6) == [308, 410]
    note = ("--no-probe", "--note", "Seen on the upstream.")
    assert docgen(aurous, "redirects", "remove", "life", *note).code == 0
    edge.deploy(built())
    assert edge.seen(0.6) == [200]
    assert changes() == 0
