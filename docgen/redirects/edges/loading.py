"""Whether a server reads a generated file: its own configuration has to include it, or to hand requests to it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import chain
from typing import Final

import msgspec

from docgen.redirects.edges.blocks import Statement, lines_by_block, statements
from docgen.redirects.edges.comparison import Step
from docgen.redirects.edges.deployed import Lines


class Loading(msgspec.Struct, frozen=True):
    """The configuration of a server: its usual folder, and the name of its own file there.

    `include` is an expression whose first group is the path, perhaps with wildcards, of a file to read too; `line` is
    what includes a file. `server` is the header of a block that serves hosts, `names` finds these in its lines, of
    which the header is the first. One with `redirects` may do without the include. `decides` are lines that respond or
    change the path, after the headers of the blocks within that of an include: where `is_ordered`, only those above it.
    What is decided by a condition on something else than the path, such as another host or a method, is left alone.
    """

    folder: str
    main: str
    include: str = "(?!)"
    line: str = ""
    comment: str = r"(?:^|(?<=\s))#.*"
    by_line: bool = True
    server: str = "(?!)"
    names: str = "(?!)"
    decides: str = "(?!)"
    is_ordered: bool = True
    redirects: str = "(?!)"


LOADING: Final[Mapping[str, Loading]] = {
    "apache": Loading(
        "/etc/apache2",
        "apache2.conf",
        r"(?im)^[^\S\n]*Include(?:Optional)?\s+\"?([^\s\"]+)\"?",
        "Include {path}",
        server="(?i)<VirtualHost",
        names="(?mi)^Server(?:Name|Alias) (.+)",
        decides="(?i)RewriteRule (?!.*https://%)",
        redirects="(?mi)^(?:Redirect|RewriteRule)",
    ),
    "caddy": Loading(
        "/etc/caddy",
        "Caddyfile",
        r'(?m)^[^\S\n]*import\s+"?([^\s"]+)"?',
        "import {path}",
        server=r"[^(\s]",
        names=r"\A(.+)",
        decides=r"(?:handle|handle_path|rewrite|uri)\b[^{]*$",
        is_ordered=False,
        redirects="(?m)^redir ",
    ),
    "envoy": Loading("/etc/envoy", "routes.yaml"),
    "haproxy": Loading("/etc/haproxy", "haproxy.cfg"),
    "nginx": Loading(
        "/etc/nginx",
        "nginx.conf",
        r'(?:^|(?<=[;{}]))\s*+include\s++"?+([^;"{}]++)"?+\s*+;',
        "include {path};",
        by_line=False,
        server="server$",
        names="(?m)^server_name (.+)",
        decides=r"(?:if \(\$(?:document_|request_)?uri\b.*\{ )?(?:return|rewrite) (?!.*https://\$)",
        redirects=r"(?m)^(?:return|rewrite \^) ",
    ),
    "varnish": Loading(
        "/etc/varnish",
        "default.vcl",
        r'include\s+"([^"]+)"\s*;',
        'include "{path}";',
        r"(?:#|//).*",
        by_line=False,
        decides=r"sub vcl_recv \{ (?:.*req[.]url\b.*\{ )?(?:return ?\(|set req[.]url )",
    ),
}
"""Servers with a configuration of their own; a platform reads a file when it is deployed."""
_HEAD_LINE: Final = re.compile(r"#     ((?:acl|http-request|http-response|use_backend) .+)")
"""A line for a frontend of HAProxy, as the head of a file has it."""
_SHOWN: Final = re.compile(r"\A.+|^(?:listen|server_?(?:name|alias)) .+", re.MULTILINE | re.IGNORECASE)
"""What tells a server block from others."""
_SECTION: Final = re.compile(
    r"(?m)^[^\S\n]*((?:global|defaults|frontend|listen|backend|userlist|peers|resolvers|cache|program|ring)\b.*)"
)
"""The first line of a section of HAProxy."""
_FRONTEND_DECIDES: Final = re.compile(
    "use_backend |http-request (?:allow|auth|deny|normalize-uri|redirect (?!scheme https)|reject|return|silent-drop"
    "|tarpit|use-service|(?:replace|set)-(?:path|pathq|uri))"
)
"""The lines of a frontend that end its rules, or change the path; a redirect to https may come before all rules."""


_PART: Final = re.compile(r"(?i)<?(?:location|handle_path|handle|route)\b(?s:.*) \S*/[^\s*>]")
"""A block for some paths of a host."""


def loading_step(edge: str, host: str, path: str, text: str, acting: str) -> Step | None:
    """The step of a deployed file of a host that its server does not read, or not for every request to the host.

    It has the lines to add (`+`), and to remove or to move (`-`). `acting` is the server's configuration, as
    `docgen.load.acting` reads it.
    """
    if edge == "haproxy":
        lines = _of_haproxy(host, text, acting)
    elif edge == "envoy":
        lines = _of_envoy(host, text, acting)
    else:
        lines = tuple(_of_include(LOADING[edge], host, path, acting))
    why = f"{LOADING[edge].main} does not hand every request to it"
    return Step("not-loaded", why=why, lines=lines) if lines else None


def _of_envoy(host: str, text: str, acting: str) -> Lines:
    """Envoy has no include: the table that it watches has a copy of the file, in the virtual host of its host."""
    body = " ".join(re.sub(LOADING["envoy"].comment, "", text, flags=re.MULTILINE).split())
    before, copy, _ = " ".join(acting.split()).partition(body)
    if not copy:
        return ("+ these routes: run the sed of this file's head again",)
    _, named, domains = before.rpartition("domains:")
    if not named or any(fnmatchcase(host, name) for name in re.split("[^a-z0-9.*:-]+", domains)):
        return ()
    return f"- domains: {domains.partition(']')[0]}]", f"+ domains: [{host}]"


def _of_include(loading: Loading, host: str, path: str, acting: str) -> Iterator[str]:
    line = loading.line.format(path=path)
    found = statements(acting, by_line=loading.by_line)
    reads = [place for place, one in enumerate(found) if one.text == line.rstrip(";")]
    if not reads:
        yield f"+ {line}"
    elif not path.endswith(".maps.conf"):  # tables belong to no host
        yield from (f"{sign} {line}  # in {block}" for sign, block in _moved(loading, host, found, reads))
        yield from (f"- {text}  # in the way of {line}" for text in _in_the_way(loading, path, found, reads))
        parts = [block.header for place in reads for block in found[place].blocks if _PART.match(block.header)]
        yield from (f"- {line}  # in {part}, not for the whole host" for part in parts if len(parts) == len(reads))


def _moved(loading: Loading, host: str, found: Sequence[Statement], reads: Sequence[int]) -> Iterator[tuple[str, str]]:
    """The server blocks that serve a host and lack the include (`+`), and those of other hosts that have it (`-`)."""
    servers = {block: "\n".join(lines) for block, lines in lines_by_block(found, loading.server).items()}
    names = {block: _names(loading, text) for block, text in servers.items()}
    serving = [block for block in servers if any(fnmatchcase(host, name) for name in names[block])]
    serving = serving or [
        block for block, text in servers.items() if names[block] <= {"", "_"} or "default_server" in text
    ]
    reading = {block for place in reads for block in found[place].blocks}
    # who uses a snippet or a macro, and what a variable or an expression stands for, is not read
    unclear = chain((block.header for block in reading), *(names[block] for block in servers if block in reading))
    if not servers or re.search(r"[($~]|<macro", " ".join(unclear).lower()):
        return
    lacking = [block for block in serving if block not in reading and not re.search(loading.redirects, servers[block])]
    if not lacking and reading & {*serving}:
        return
    shown = {block: "; ".join(_SHOWN.findall(text)) for block, text in servers.items()}
    for block in servers:
        if block in reading and block not in serving:
            yield "-", shown[block]
    for where in [shown[block] for block in lacking] or [f"a block for {host}"]:
        yield "+", where


def _names(loading: Loading, text: str) -> set[str]:
    """The hosts that a server block names, without scheme and port; they may have wildcards, or be empty."""
    names = re.findall("[^\\s\"',]+", " ".join(re.findall(loading.names, text)).lower())
    return {re.sub("^https?://|:[0-9]+$", "", f"*{name}" if name.startswith(".") else name) for name in names}


def _in_the_way(loading: Loading, path: str, found: Sequence[Statement], reads: Sequence[int]) -> Iterator[str]:
    """The statements to move behind an include, with the blocks around them.

    Of a file that adds headers, those of blocks inside that add headers of their own: nginx takes those of one level.
    """
    adds = path.endswith(".headers.conf")
    decides = r".*\{ add_header " if adds else loading.decides
    own = {found[place].blocks for place in reads if adds}
    for place in reads:
        around = found[place].blocks
        in_order = not adds and (loading.is_ordered or len(around) > 1)
        for one in found[:place] if in_order else found:
            inner = " { ".join([*(block.header for block in one.blocks[len(around) :]), one.text])
            if one.blocks[: len(around)] == around and one.blocks not in own and re.match(decides, inner):
                yield inner


def _of_haproxy(host: str, text: str, acting: str) -> Lines:
    """HAProxy has no include: the lines in the head of the file are in the frontends that serve the host."""
    wanted = [" ".join(match[1].split()) for line in text.splitlines() if (match := _HEAD_LINE.fullmatch(line))]
    used = [line.split()[:2] for line in wanted if line.startswith("use_backend ")]
    in_braces = statements(_SECTION.sub(r"}\n\1 {", acting), by_line=True)
    frontends = lines_by_block(in_braces, "frontend|listen").values()
    asking = [here for here in frontends if {*here} & {*wanted}]
    old = [line for line in chain(*frontends) if line.split()[:2] in used and line not in wanted]
    early = chain(*(_early(host, here, wanted) for here in asking))
    return (
        *(f"- {line}" for line in old),
        *(f"- {line}  # before those of the file's head" for line in early),
        *(f"+ {line}" for line in wanted if not asking or any(line not in here for here in asking)),
    )


def _early(host: str, here: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    """The lines of a frontend that come before one of those wanted of their kind, and have to be behind it."""
    for index, line in enumerate(here):
        later = [one for one in here[index:] if one in wanted and one.split()[0] == line.split()[0]]
        is_own = later and "docgen" not in line and _FRONTEND_DECIDES.match(line)
        if (is_own and _may_cover(host, here, line)) or (
            later[:1] == [line] and later != sorted(later, key=wanted.index)
        ):
            yield line


def _may_cover(host: str, here: Sequence[str], line: str) -> bool:
    """Whether a line of a frontend may be for a path of a host: where it asks for something else alone, it is not."""
    asked = re.split(" (?:if|unless) ", line, maxsplit=1)[1:]
    if not asked:
        return True
    names = {name.lstrip("!") for name in asked[0].split()}
    words = [*asked, *(one for one in here if one.startswith("acl ") and one.split()[1] in names)]
    is_of_host = any("." in word and word in host for word in " ".join(words).split())
    return is_of_host or re.search(r"\b(?:path|url|base|method|METH_(?!TRACE|CONNECT))", " ".join(words)) is not None
