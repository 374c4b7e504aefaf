"""Whether a server reads a generated file: its own configuration has to include it, or to hand requests to it."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from docgen.redirects.edges.comparison import Step
from docgen.redirects.edges.deployed import Lines


class Loading(msgspec.Struct, frozen=True):
    """The configuration of a server: its usual folder, and the name of its own file there.

    `include` is an expression whose first group is the path, perhaps with wildcards, of a file to read too; `line` says
    what is missing where nothing reads a file.
    """

    folder: str
    main: str
    include: str = "(?!)"
    line: str = ""
    comment: str = r"(?:^|(?<=\s))#.*"


LOADING: Final[Mapping[str, Loading]] = {
    "apache": Loading(
        "/etc/apache2", "apache2.conf", r"(?im)^[^\S\n]*Include(?:Optional)?\s+\"?([^\s\"]+)", "Include {path}"
    ),
    "caddy": Loading("/etc/caddy", "Caddyfile", r'(?m)^[^\S\n]*import\s+"?([^\s"]+)', "import {path}"),
    "envoy": Loading("/etc/envoy", "routes.yaml"),
    "haproxy": Loading("/etc/haproxy", "haproxy.cfg"),
    "nginx": Loading(
        "/etc/nginx", "nginx.conf", r'(?:^|[;{}])\s*+include\s++"?+([^;"{}]++)"?+\s*+(?=;)', "include {path};"
    ),
    "varnish": Loading("/etc/varnish", "default.vcl", r'include\s+"([^"]+)"\s*;', 'include "{path}";', r"(?:#|//).*"),
}
"""Servers with a configuration of their own; a platform reads a file when it is deployed."""
_HEAD_LINE: Final = re.compile(r"#     ((?:acl|http-request|http-response|use_backend) .+)")
"""A line for a frontend of HAProxy, as the head of a file has it."""
_SECTION: Final = re.compile("global|defaults|frontend|listen|backend|userlist|peers|resolvers|cache|program|ring")
"""The first word of a section of HAProxy."""


def loading_step(edge: str, path: str, text: str, acting: Mapping[str, str]) -> Step | None:
    """The step of a deployed file that its server does not read, with the lines to add (`+`) and to remove (`-`).

    `acting` are the texts of the files that the server reads, by path, without comments.
    """
    missing = {"envoy": _routes, "haproxy": _frontend_lines}.get(edge)
    lines = (
        missing(text, acting) if missing else () if path in acting else (f"+ {LOADING[edge].line.format(path=path)}",)
    )
    return Step("not-loaded", why=f"{LOADING[edge].main} does not hand requests to it", lines=lines) if lines else None


def _routes(text: str, acting: Mapping[str, str]) -> Lines:
    """Envoy has no include: the table that it watches has a copy of the file."""
    table = "".join("".join(acting.values()).split())
    body = re.sub(LOADING["envoy"].comment, "", text, flags=re.MULTILINE)
    return () if "".join(body.split()) in table else ("+ these routes: run the sed of this file's head again",)


def _of_frontends(text: str) -> Iterator[str]:
    """The lines of the sections of HAProxy that take requests, with single spaces."""
    section = ""
    for words in (line.split() for line in text.splitlines()):
        if words and _SECTION.fullmatch(words[0]):
            section = words[0]
        elif section in ("frontend", "listen"):
            yield " ".join(words)


def _frontend_lines(text: str, acting: Mapping[str, str]) -> Lines:
    wanted = [" ".join(match[1].split()) for line in text.splitlines() if (match := _HEAD_LINE.fullmatch(line))]
    here = [line for one in acting.values() for line in _of_frontends(one)]
    backends = {line.split()[1] for line in wanted if line.startswith("use_backend ")}
    old = [line for line in here if line.startswith("use_backend ") and line.split()[1] in backends]
    return (
        *(f"- {line}" for line in old if line not in wanted),
        *(f"+ {line}" for line in wanted if line not in here),
    )
