"""The YAML between `---` at the head of a page, as MkDocs finds it, and the Markdown below."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import msgspec
import yaml

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*\n", re.S)


class Split(msgspec.Struct, frozen=True):
    """A page: its front matter with both marks, the YAML inside, and the body; the first two are empty without one."""

    head: str
    yaml: str
    body: str

    @property
    def first_line(self) -> int:
        """The line of the file, from 1, on which the body begins."""
        return self.head.count("\n") + 1


def split(markdown: str) -> Split:
    """A page without its front matter; a `---` further down is a rule of Markdown."""
    found = _FRONT_MATTER.match(markdown)
    if not found:
        return Split("", "", markdown)
    return Split(found[0], found["yaml"], markdown[found.end() :])


@lru_cache(maxsize=256)  # the title and the description of a page are asked for one after the other
def texts(front_matter: str) -> Mapping[str, str]:
    """Every value of front matter that is text, on one line; nothing where it is not a mapping in YAML."""
    try:
        # BaseLoader: a title of `1.10` or `2026-05-15` is text as it was written
        values = yaml.load(front_matter, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return {}
    if not isinstance(values, dict):
        return {}
    return {key: " ".join(value.split()) for key, value in values.items() if isinstance(value, str)}
