"""The statements of a server's configuration, with the blocks around them."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

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
