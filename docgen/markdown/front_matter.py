"""The front matter of a page, as MkDocs finds it: YAML between two lines of `---` at the top, Markdown below."""

import html
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

import yaml

from docgen.wording import one_line

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*\n", re.S)


class Parts(NamedTuple):
    """The parts of a page: its front matter with both marks, the YAML inside, and the body; `head` may be empty."""

    head: str
    yaml: str
    body: str

    @property
    def first_line(self) -> int:
        """The line of the file, from 1, where the body begins."""
        return self.head.count("\n") + 1


def split(markdown: str) -> Parts:
    """A page split into front matter and body; a `---` further down is a thematic break."""
    match = _FRONT_MATTER.match(markdown)
    if not match:
        return Parts("", "", markdown)
    return Parts(match[0], match["yaml"], markdown[match.end() :])


def mapping(front_matter: str) -> Mapping[str, Any]:
    """The values of front matter by their keys, all texts as they are written; empty where it is not a YAML mapping."""
    try:
        # BaseLoader: a title of `1.10` or `2026-05-15` is text as it was written
        values = yaml.load(front_matter, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


@lru_cache(maxsize=256)  # a page is parsed for its title, and again for its description
def text_values(front_matter: str) -> Mapping[str, str]:
    """The text values of front matter by their keys, each on one line; empty where it is not a YAML mapping."""
    values = mapping(front_matter)
    return {key: " ".join(value.split()) for key, value in values.items() if isinstance(value, str)}


def written(title: str, description: str = "", **more: object) -> str:
    """Front matter as JSON values, which are YAML; without it, MkDocs would read a first line `word: text` as such.

    Every text is escaped here, since the themes print them as they are, the description in an attribute.
    """
    values: Mapping[str, object] = {"title": title, "description": description, **more}
    lines = [
        f"{key}: {_yaml(_attribute(value) if isinstance(value, str) else value)}"
        for key, value in values.items()
        if value
    ]
    return "\n".join(("---", *lines, "---"))


def _yaml(value: object) -> str:
    # JSON escapes an emoji as two surrogates, and a builder that finds these in YAML reads no front matter at all
    text = json.dumps(value, ensure_ascii=False)
    if max(text) > "\uffff":
        return text
    return json.dumps(value)


def _attribute(raw: str) -> str:
    return html.escape(one_line(raw), quote=False).replace('"', "&quot;")
