"""A file as it was read: its path relative to the project, and its text."""

import msgspec


class Source(msgspec.Struct, frozen=True):
    """The text of one file, under the path that messages show (relative to the project, with `/`)."""

    path: str
    text: str


Pointer = tuple[str | int, ...]
"""The keys and indexes that lead to a value, outermost first; () is the whole document."""
