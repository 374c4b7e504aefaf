"""This repository's rules on real servers, with a sunset that lies ahead or is over whatever day it is."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.redirects.edges.output import edge_files
from tests.redirects.edges.kinds.kind import HOST, Kind
from tests.redirects.edges.servers import Server, running

SUNSETS = {"ahead": "2100-01-01T00:00:00Z", "over": "2000-01-01T00:00:00Z"}


def move_sunsets(root: Path, sunset: str) -> None:
    """Give every rule of a project another sunset."""
    for path in (root / "redirects").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"sunset: .*", f"sunset: {sunset}", text), encoding="utf-8")


def remove_docs_site(root: Path) -> None:
    """Take the rule `docs-site` off the edge."""
    path = root / "redirects/docs-site.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "    removed: 2026-05-20\n", encoding="utf-8")


def read(root: Path) -> Project:
    project, findings = load(root, parse_now("2026-06-01"))
    assert project, findings
    return project


def rules_of(root: Path, edge: str) -> Files:
    """The files of the rules that an edge gets."""
    return {path: text for path, text in edge_files(read(root), [edge]).items() if "redirects" in path}


@contextlib.contextmanager
def edge(kind: Kind, files: Files, folder: Path) -> Iterator[tuple[Server, tuple[str, ...]]]:
    """A server with the files, and the options with which `verify` asks it under the name of the host."""
    folder.mkdir(exist_ok=True)
    with running(kind, files, folder) as server:
        where = (f"http://{HOST}:{server.port}", f"{HOST}:{server.port}:127.0.0.1")
        yield server, ("--origin", where[0], "--resolve", where[1], "--rate", "1000", "--retries", "0")
