"""A file as it was read: its path relative to the project, and its text."""

from typing import Literal

import msgspec

Format = Literal["json", "yaml", "toml"]

Pointer = tuple[str | int, ...]
"""The keys and indexes that lead to a value, outermost first; () is the whole document."""

Place = tuple[int, int]
"""Line and column, both from 1."""


class Source(msgspec.Struct, frozen=True):
    """The text of one file, under the path that messages show (relative to the project, with `/`)."""

    path: str
    text: str

    @property
    def format(self) -> Format:
        """How the text is written."""
        return format_of(self.path, self.text)


def format_of(path: str, beginning: str) -> Format:
    """How a file is written: by the ending of its path, or else by its first character, which YAML's cannot be."""
    if path.endswith(".toml"):
        return "toml"
    if path.endswith((".yaml", ".yml", ".md")):  # a page has its data in front of it, as YAML
        return "yaml"
    return "json" if path.endswith(".json") or beginning.lstrip()[:1] in ("{", "[", "") else "yaml"


def place_at(text: str, at: int) -> Place:
    r"""The place of a character; a line ends with `\n`, as editors and CI count them."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
