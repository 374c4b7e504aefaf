"""Each row of trial.yaml is a broken deployment on a real server, and what `verify` and `plan` have to say of it."""

import contextlib
import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docgen.model.files import Files
from docgen.redirects.edges.server_configuration import LOADING
from tests.cases import load_yaml
from tests.conftest import Docgen
from tests.redirects.edges.kinds import demanded
from tests.redirects.edges.kinds.kind import HOST, Kind
from tests.redirects.edges.servers import free_port, install, running, start
from tests.sampling import some
from tests.verify.edge import SUNSETS, move_sunsets, rules_of
from tests.verify.test_header_rules import write_rules

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
ROWS: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("trial.yaml").read_text(encoding="utf-8"))
MAIN = {"apache": "httpd.conf", "caddy": "Caddyfile", "haproxy": "haproxy.cfg", "nginx": "nginx.conf"}
MAIN |= {"varnish": "site.vcl", "envoy": "routes.yaml"}
"""The server's own file, as the tests call it."""
NOW = ("--now", "2026-06-01")
QUICK = ("--rate", "1000", "--retries", "0", "--timeout", "5", "--skip-targets", "--unsafe-methods")
FRONT = """daemon off; master_process off; pid @folder@/nginx.pid; error_log stderr;
events {}
http { access_log off; proxy_temp_path @folder@/spool; client_body_temp_path @folder@/spool;
fastcgi_temp_path @folder@/spool; uwsgi_temp_path @folder@/spool; scgi_temp_path @folder@/spool;
proxy_set_header Host $host;
"""


def filled(text: str, values: dict[str, object]) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


def edited(kind: Kind, row: dict[str, Any], other: int) -> Kind:
    """The server with the changes of the row in its own configuration."""

    def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
        kind.configure(folder, files, port, upstream)
        path = folder / row.get("main", MAIN[kind.edge])
        text = path.read_text(encoding="utf-8")
        values: dict[str, object] = {"folder": folder, "port": port, "upstream": upstream, "other": other}
        for old, new in row.get("edit", ()):
            assert filled(old, values) in text, text
            text = text.replace(filled(old, values), filled(new, values), 1)
        path.write_text(text, encoding="utf-8")

    return kind._replace(configure=configure)


def builds(root: Path, row: dict[str, Any], folder: Path) -> tuple[Files, Files]:
    """The files of the rules, and of an earlier build."""
    move_sunsets(root, SUNSETS[row.get("sunset", "ahead")])
    if row.get("header_rules"):
        write_rules(root)
    if row["edge"] == "haproxy":
        with (root / "pyproject.toml").open("a", encoding="utf-8") as stream:
            stream.write(f'\n[tool.docgen.edge.haproxy]\nfolder = "{folder}/haproxy"\n')
    older = shutil.copytree(root, root.with_name("older"))
    for path in (older / "redirects").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for pattern, new in row.get("older", ()):
            text = re.sub(pattern, new, text)
        path.write_text(text, encoding="utf-8")
    return rules_of(root, row["edge"]), rules_of(older, row["edge"])


@contextlib.contextmanager
def deployed(row: dict[str, Any], new: Files, old: Files, folder: Path) -> Iterator[int]:
    """The port that clients ask."""
    kind, other = demanded(row["edge"]), free_port()
    pattern = row.get("old_files", "." if row.get("not_reloaded") else "(?!)")
    on_edge = {name: old.get(name, text) if re.search(pattern, name) else text for name, text in new.items()}
    with contextlib.ExitStack() as stack:
        folder.mkdir()
        edge = stack.enter_context(running(edited(kind, row, other), on_edge, folder))
        if MAIN[kind.edge] != LOADING[kind.edge].main:
            shutil.copy(folder / MAIN[kind.edge], folder / LOADING[kind.edge].main)
        if row.get("not_reloaded"):
            install(new, folder)
        if "front" not in row:
            yield other if row.get("asks") == "other" else edge.port
            return
        node = folder.with_name("node")
        node.mkdir()
        values: dict[str, object] = {"edge": edge.port}
        if "@old@" in str(row["front"]):
            values["old"] = stack.enter_context(running(kind, old, node)).port
        yield stack.enter_context(front(row["front"], values, folder.with_name("front")))


@contextlib.contextmanager
def front(row: dict[str, str], values: dict[str, object], folder: Path) -> Iterator[int]:
    kind = demanded(row["kind"])
    folder.mkdir()
    text = row.get(
        "text", f"{FRONT}{row.get('http', '')}\nserver {{ listen 127.0.0.1:@port@; {row.get('server')} }}\n}}\n"
    )

    def configure(port: int) -> None:
        (folder / MAIN[kind.edge]).write_text(filled(text, {**values, "port": port, "folder": folder}), "utf-8")

    with start(kind, {}, folder, configure) as started:
        yield started.port


@pytest.mark.parametrize("row", some(ROWS, 8), ids=lambda row: row["name"])
def test_a_broken_deployment(aurous: Path, tmp_path: Path, docgen: Docgen, row: dict[str, Any]) -> None:
    folder = tmp_path / "edge"
    new, old = builds(aurous, row, folder)
    with deployed(row, new, old, folder) as port:
        where = ("--origin", f"http://{HOST}:{port}", "--resolve", f"{HOST}:{port}:127.0.0.1")
        if "waits" in row:
            docgen(aurous, "redirects", "verify", *where, *QUICK)
            time.sleep(row["waits"])
        ran = docgen(aurous, "redirects", "verify", *where, *QUICK, "--format", "json")
        planned = docgen(aurous, "redirects", "plan", "--deployed", str(folder), "--edge", row["edge"], *NOW).out
    findings = json.loads(ran.out)["findings"]
    ids = {one["id"] for one in findings}
    said = ran.err + "\n".join(f"{one['id']}: {one['message']}\n  {one['hint']}" for one in findings)
    expected, consequences = set(row["finds"]), set(row.get("also", ()))
    assert expected <= ids <= expected | consequences, said
    assert [words for words in row.get("says", ()) if not re.search(words, said)] == [], said
    assert [words for words in row.get("plan", ()) if not re.search(words, planned)] == [], planned
    assert ran.code == (1 if expected else 0)


def test_there_are_thirty_of_them_on_every_server() -> None:
    assert len(ROWS) == 30
    assert {row["edge"] for row in ROWS} == set(LOADING)
