"""Pages of Mintlify whose releases are `<Update>` elements."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from docgen.author.imports.dates import version_in
from docgen.author.imports.markup import attributes, elements
from docgen.author.imports.release import Release
from docgen.positions.source import Source, position_at

LOOKS_LIKE: Final = '`<Update label="...">` elements (Mintlify)'


def releases(source: Source) -> Iterator[Release]:
    """A release for each `Update`; label and description have its day and its version, in any order."""
    tags = [tag for tag in elements(source.text) if tag["element"] == "Update"]
    for tag, following in zip_longest(tags, tags[1:]):
        named = attributes(tag)
        if "label" in named:
            title = f"{named['label']}\n{named.get('description', '')}"
            yield Release(
                name=version_in(title) or named["label"],
                dated=title,
                text=source.text[tag.end() : following and following.start()].partition("</Update>")[0],
                line=position_at(source.text, tag.start())[0],
                first=position_at(source.text, tag.end())[0],
                tags=tuple(re.findall(r"[\"']([^\"']+)[\"']", named.get("tags", ""))),
            )
