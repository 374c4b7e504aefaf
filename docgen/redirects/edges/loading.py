"""Whether a server reads a generated file: its own configuration has to include it, or to hand requests to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import chain, filterfalse
from typing import Final

import msgspec

from docgen.redirects.edges.comparison import Step
from docgen.redirects.edges.files import Lines
from docgen.redirects.edges.server_configuration import LOADING, Block, Loading, Statement, lines_by_block, statements

_HEAD_LINE: Final = re.compile(r"^#     ((?:acl|http-request|http-response|use_backend) .+)$", re.MULTILINE)
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
    `docgen.load.deployed` reads it.
    """
    loading = LOADING[edge]
    if edge == "haproxy":
        lines = tuple(_of_haproxy(host, text, acting))
    elif edge == "envoy":
        lines = _of_envoy(host, text, acting)
    else:
        lines = tuple(_Including(loading, host, path, statements(acting, by_line=loading.by_line)).lines())
    if not lines:
        return None
    return Step("not-loaded", why=f"{loading.main} does not hand every request to it", lines=lines)


def _of_envoy(host: str, text: str, acting: str) -> Lines:
    """Envoy has no include: the table that it watches has a copy of the file, in the virtual host of its host."""
    # with single spaces: the copy is indented otherwise
    body = " ".join(re.sub(LOADING["envoy"].comment, "", text, flags=re.MULTILINE).split())
    before, copy, _ = " ".join(acting.split()).partition(body)
    if not copy:
        return ("+ these routes: run the sed of this file's head again",)
    _, named, domains = before.rpartition("domains:")
    if not named or _is_one_of(host, re.split("[^a-z0-9.*:-]+", domains)):
        return ()
    return f"- domains: {domains.partition(']')[0]}]", f"+ domains: [{host}]"


def _is_one_of(host: str, names: Iterable[str]) -> bool:
    """Whether some names, which may have wildcards, include a host."""
    return any(fnmatchcase(host, name) for name in names)


class _Including(msgspec.Struct, frozen=True, dict=True):
    """A server's configuration, in which a file of a host has to be included, by a statement of its own."""

    loading: Loading
    host: str
    path: str
    statements: Sequence[Statement]

    @property
    def line(self) -> str:
        """What includes the file."""
        return self.loading.line.format(path=self.path)

    @cached_property
    def reads(self) -> list[int]:
        """The places of the statements that include the file."""
        # a statement is without the sign that ends it
        line = self.line.rstrip(";")
        return [place for place, statement in enumerate(self.statements) if statement.text == line]

    def lines(self) -> Iterator[str]:
        """What to add and to move, so that every request to the host comes to the file."""
        if not self.reads:
            yield f"+ {self.line}"
            return
        # tables belong to no host
        if self.path.endswith(".maps.conf"):
            return
        for sign, block in self._moved():
            yield f"{sign} {self.line}  # in {block}"
        for text in self._in_the_way():
            yield f"- {text}  # in the way of {self.line}"
        headers = (block.header for block in chain.from_iterable(self._around()))
        parts = list(filter(_PART.match, headers))
        if len(parts) == len(self.reads):
            for part in parts:
                yield f"- {self.line}  # in {part}, not for the whole host"

    def _moved(self) -> Iterator[tuple[str, str]]:
        """The server blocks that serve the host and lack the include (`+`), those of other hosts that have it (`-`)."""
        blocks = lines_by_block(self.statements, self.loading.server)
        servers = {block: "\n".join(lines) for block, lines in blocks.items()}
        names = {block: self._names(text) for block, text in servers.items()}
        serving = [block for block in servers if _is_one_of(self.host, names[block])] or [
            block for block, text in servers.items() if names[block] <= {"", "_"} or "default_server" in text
        ]
        reading = {*chain.from_iterable(self._around())}
        # who uses a snippet or a macro, and what a variable or an expression stands for, is not read
        unclear = [block.header for block in reading]
        unclear += chain.from_iterable(names[block] for block in servers if block in reading)
        if not servers or re.search(r"[($~]|<macro", " ".join(unclear).lower()):
            return
        redirects = re.compile(self.loading.redirects)
        lacking = [block for block in serving if block not in reading and not redirects.search(servers[block])]
        if not lacking and reading & {*serving}:
            return
        shown = {block: "; ".join(_SHOWN.findall(text)) for block, text in servers.items()}
        for block in servers:
            if block in reading and block not in serving:
                yield "-", shown[block]
        for block in lacking:
            yield "+", shown[block]
        if not lacking:
            yield "+", f"a block for {self.host}"

    def _around(self) -> Iterator[tuple[Block, ...]]:
        """The blocks around each statement that includes the file."""
        for place in self.reads:
            yield self.statements[place].blocks

    def _names(self, text: str) -> set[str]:
        """The hosts that a server block names, without scheme and port; they may have wildcards, or be empty."""
        names = set()
        for name in re.findall("[^\\s\"',]+", " ".join(re.findall(self.loading.names, text)).lower()):
            if name.startswith("."):
                name = f"*{name}"
            names.add(re.sub("^https?://|:[0-9]+$", "", name))
        return names

    def _in_the_way(self) -> Iterator[str]:
        """The statements to move behind an include, with the blocks around them."""
        for place in self.reads:
            around = self.statements[place].blocks
            statements, decides = self.statements, self.loading.decides
            if self.path.endswith(".headers.conf"):
                # nginx takes the headers of one level: those of blocks inside with headers of their own
                own = {*self._around()}
                statements = [statement for statement in statements if statement.blocks not in own]
                decides = r".*\{ add_header "
            elif self.loading.is_ordered or len(around) > 1:
                statements = statements[:place]
            yield from _deciding(statements, around, decides)


def _deciding(statements: Iterable[Statement], around: tuple[Block, ...], decides: str) -> Iterator[str]:
    """The statements within some blocks that an expression matches, with the blocks between."""
    for statement in statements:
        headers = [block.header for block in statement.blocks[len(around) :]]
        inner = " { ".join([*headers, statement.text])
        if statement.blocks[: len(around)] == around and re.match(decides, inner):
            yield inner


def _of_haproxy(host: str, text: str, acting: str) -> Iterator[str]:
    """HAProxy has no include: the lines in the head of the file are in the frontends that serve the host."""
    wanted = [" ".join(line.split()) for line in _HEAD_LINE.findall(text)]
    used = [line.split()[:2] for line in wanted if line.startswith("use_backend ")]
    in_braces = statements(_SECTION.sub(r"}\n\1 {", acting), by_line=True)
    frontends = list(lines_by_block(in_braces, "frontend|listen").values())
    asking = list(filterfalse({*wanted}.isdisjoint, frontends))
    for line in chain(*frontends):
        if line.split()[:2] in used and line not in wanted:
            yield f"- {line}"
    for lines in asking:
        for line in _early(host, lines, wanted):
            yield f"- {line}  # before those of the file's head"
    for line in wanted:
        if not asking or not all(line in lines for lines in asking):
            yield f"+ {line}"


def _early(host: str, lines: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    """The lines of a frontend that come before one of those wanted of their kind, and have to be behind it."""
    for index, line in enumerate(lines):
        later = [other for other in lines[index:] if other in wanted and other.split()[0] == line.split()[0]]
        is_own = later and "docgen" not in line and _FRONTEND_DECIDES.match(line)
        if (is_own and _may_cover(host, lines, line)) or (
            later[:1] == [line] and later != sorted(later, key=wanted.index)
        ):
            yield line


def _may_cover(host: str, lines: Sequence[str], line: str) -> bool:
    """Whether a line of a frontend may be for a path of a host: where it asks for something else alone, it is not."""
    _, *asked = re.split(" (?:if|unless) ", line, maxsplit=1)
    if not asked:
        return True
    words = asked[0]
    names = words.replace("!", "").split()
    for other in lines:
        if other.startswith("acl ") and other.split()[1] in names:
            words += f" {other}"
    is_of_host = any("." in word and word in host for word in words.split())
    return is_of_host or re.search(r"\b(?:path|url|base|method|METH_(?!TRACE|CONNECT))", words) is not None
