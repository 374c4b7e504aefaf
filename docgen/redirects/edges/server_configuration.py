"""The configuration of servers that read generated files: what it is called and includes, its statements and blocks."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple


class Loading(NamedTuple):
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
_PIECE: Final = re.compile(
    r'((?:"(?:\\.|[^"\\])*+(?:"|\Z)|\'(?:\\.|[^\'\\])*+(?:\'|\Z)|\{"(?:[^"]|"(?!\}))*+(?:"\}|\Z)|\$\{\w*+|[^;{}])*+)'
    r"([;{}]|\Z)",
    re.DOTALL,
)
"""Text up to a sign outside of strings, of Varnish's long ones too, and of nginx's `${name}`."""


class Block(NamedTuple):
    """A block; its `number` tells it from others with the same header."""

    number: int
    header: str


class Statement(NamedTuple):
    """A statement or the header of a block, with single spaces, and the blocks around it, the outermost first."""

    blocks: tuple[Block, ...]
    text: str


def statements(text: str, *, by_line: bool) -> list[Statement]:
    """The statements of a text without comments: each ends with its line, or with a semicolon.

    Blocks are in braces, or `by_line` also in tags, as Apache has them.
    """
    pieces: Iterable[tuple[str, str]] = _PIECE.findall(text)
    if by_line:
        pieces = map(_line, text.splitlines())
    ended: list[Statement] = []
    blocks: tuple[Block, ...] = ()
    for words, sign in pieces:
        plain = " ".join(words.split())
        if plain:
            ended.append(Statement(blocks, plain))
        if sign == "{":
            blocks = (*blocks, Block(len(ended), plain))
        elif sign == "}":
            blocks = blocks[:-1]
    return ended


def _line(line: str) -> tuple[str, str]:
    words = line.strip()
    if words == "}" or words.startswith("</"):
        return "", "}"
    if words.endswith(" {") or words.startswith("<"):
        return words.removesuffix("{"), "{"
    return words, ""


def lines_by_block(statements: Iterable[Statement], header: str) -> dict[Block, list[str]]:
    """The lines of each block with a header that begins as an expression says; the first of them is the header."""
    lines: dict[Block, list[str]] = {}
    for statement in statements:
        block = next((block for block in statement.blocks if re.match(header, block.header)), None)
        # a block within such a one is none, whatever its header
        if block and block == statement.blocks[-1]:
            lines.setdefault(block, [block.header]).append(statement.text)
    return lines
