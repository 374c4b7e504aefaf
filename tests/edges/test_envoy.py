"""What is Envoy's alone: the header that carries the time, the table that takes the routes in, the length of a body."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import docgen
from docgen.edges import envoy
from docgen.edges.edge import Setup

from .conformance import FAR_FUTURE, FAR_PAST
from .kinds import KINDS, Kind
from .kinds.envoy import static
from .kinds.kind import HOST
from .rules import build, redirects
from .servers import install, running

BASE = {"id": "base", "path": "/base", "match": "exact", "to": "https://docs.aurous-labs.com/"}
TABLE = """\
resources:
- "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
  name: routes
  virtual_hosts:
  - name: preprod
    routes:
    # docgen-redirects-api.preprod.aurous-labs.com.yaml
    - name: own-preprod
  - name: api
    routes:
    # docgen-redirects.yaml
    - name: own
"""
on_envoy = pytest.mark.parametrize("kind", sorted(name for name in KINDS if name.startswith("envoy")), indirect=True)


@pytest.mark.edge
@on_envoy
@pytest.mark.parametrize(
    "sent", ["docgen-time: 1", "Docgen-Time: 1\r\ndocgen-time: 2", "docgen-time: -1", "docgen-time:"]
)
def test_a_client_cannot_set_the_clock(kind: Kind, tmp_path: Path, sent: str) -> None:
    with running(kind, envoy.render(redirects(FAR_PAST), Setup()), tmp_path) as server:
        assert server.send("GET", b"/docs", f"{HOST}\r\n{sent}").status == 404
        assert server.send("GET", b"/docsX", f"{HOST}\r\n{sent}").status == 200
        (head,) = server.upstream.heads
    assert b"docgen" not in head.lower()


@pytest.mark.edge
@on_envoy
def test_the_static_routes_of_the_benchmark_redirect(kind: Kind, tmp_path: Path) -> None:
    below = {"id": "below", "path": "/below", "match": "prefix", "to": "https://docs.aurous-labs.com/x"}
    with running(kind, static([build(BASE, FAR_PAST), build(below, FAR_PAST)]), tmp_path) as server:
        of_exact, of_prefix = server.send("GET", b"/base/?q=1"), server.send("GET", b"/below/a?q=1")
    assert (of_exact.status, of_exact.all("Location")) == (308, ["https://docs.aurous-labs.com/?q=1"])
    assert (of_prefix.status, of_prefix.all("Location")) == (308, ["https://docs.aurous-labs.com/x/a?q=1"])


def test_the_server_of_the_runbook_is_set_up_as_its_page_says() -> None:
    page = (Path(docgen.__file__).parent / "docs" / "runbooks" / "envoy.md").read_text("utf-8")
    script = (Path(__file__).parent / "runbooks" / "envoy.sh").read_text("utf-8")
    shown = re.findall(r'(?ms)^```yaml title="([^"]+)"\n(.*?)^```', page)
    assert [path for path, _ in shown] == ["/etc/envoy/envoy.yaml", "/etc/envoy/routes.yaml.in"]
    for path, text in shown:
        assert f"cat > {path} <<'SITE'\n{text}SITE\n" in script


def test_the_command_of_the_head_puts_the_routes_before_the_own_ones(tmp_path: Path) -> None:
    files = envoy.render(redirects(FAR_FUTURE), Setup(folder=f"{tmp_path}/envoy"))
    install(files, tmp_path)
    (tmp_path / "envoy" / "routes.yaml.in").write_text(TABLE, "utf-8")
    for text in files.values():
        (command,) = (
            line.removeprefix("#").strip() for line in str(text).splitlines() if line.startswith("#             sed")
        )
        subprocess.run(["/bin/sh", "-c", command], check=True)
        (table,) = yaml.safe_load((tmp_path / "envoy" / "routes.yaml.new").read_text("utf-8"))["resources"]
        names = [[route["name"] for route in host["routes"]] for host in table["virtual_hosts"]]
        assert names[0] == ["docgen-preprod-docs", "docgen-preprod-docs-gone", "own-preprod"]
        assert (names[1][0], names[1][-1]) == ("docgen-docs-site", "own")


@pytest.mark.parametrize(("length", "refused"), [(4096, False), (4097, True)])
def test_a_body_that_envoy_refuses_is_said(length: int, refused: bool) -> None:
    rule = build({**BASE, "gone": {"status": 404, "content_type": "text/plain", "body": "x" * length}}, FAR_FUTURE)
    assert [excess.found for excess in envoy.excesses([rule], Setup())] == [length] * refused
    assert not envoy.excesses([build({**BASE, "gone": {"status": 404, "body": "x" * length}}, None)], Setup())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])) | st.text("\n\r\t\"\\'#%{}$`: ab"))
def test_any_text_is_one_scalar(text: str) -> None:
    assert yaml.safe_load(f"[{envoy.quoted(text)}]") == [text]
    assert "\n" not in envoy.quoted(text)
