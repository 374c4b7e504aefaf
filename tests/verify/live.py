"""The API and its site on one TLS server of loopback, doing what the project says, but for what a test breaks."""

import re
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from docgen.model.project import Project
from docgen.redirects import oracle
from tests.redirects.edges.kinds.kind import HOST
from tests.verify.edge import read
from tests.verify.recorder import whole

DOCS = "docs.aurous-labs.com"
PIN = "2026-05-15"


def point_to(root: Path, port: int) -> None:
    """Move the addresses of a project, but for the targets of its rules, to a port where a test can listen."""
    for path in (root / "pyproject.toml", *root.glob("changelog/*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"https://(docs|api)\.aurous-labs\.com(?!:)/", rf"https://\1.aurous-labs.com:{port}/", text)
        path.write_text(text, encoding="utf-8")


class Live:
    """`routes` are answers by `host/path`, which come before all else; `seen` are the requests with their headers."""

    def __init__(self, root: Path) -> None:
        self.project: Project = read(root)
        self.contract = (root / f"changelog/{PIN}/api-spec.json").read_bytes()
        self.routes: dict[str, bytes | Callable[[], bytes]] = {}
        self.seen: list[tuple[str, str, dict[str, str]]] = []

    def __call__(self, head: bytes) -> bytes:
        line, *fields = head.decode("latin-1").split("\r\n")
        method, target, _ = line.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
        host = headers["host"].partition(":")[0]
        self.seen.append((host, target, headers))
        if f"{host}{target}" in self.routes:
            reply = self.routes[f"{host}{target}"]
            return reply if isinstance(reply, bytes) else reply()
        answer = oracle.answer(self.project.redirects, oracle.Request(method, host, target), int(time.time()))
        if answer:
            lines = [f"{name}: {value}" for name, value in answer.headers]
            lines += [f"Content-Type: {answer.content_type}"] if answer.content_type else []
            return whole(f"{answer.status} {HTTPStatus(answer.status).phrase}", answer.body.encode(), *lines)
        return self._of_site(target) if host == DOCS else self._of_api(target, headers)

    def _of_site(self, target: str) -> bytes:
        known = {f"/errors/{page.text.code}" for page in self.project.errors} | {"/"}
        return whole("200 OK" if target in known else "404 Not Found", b"<!doctype html>")

    def _of_api(self, target: str, headers: dict[str, str]) -> bytes:
        if target == "/api-spec.json":
            return whole("200 OK", self.contract)
        echo = f"Aurous-Version: {headers.get('aurous-version', PIN)}"
        return (
            whole("401 Unauthorized", b"{}", echo) if target.startswith("/v1/") else whole("404 Not Found", b"", echo)
        )


HOSTS = (HOST, DOCS)
