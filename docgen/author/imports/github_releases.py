"""Releases of GitHub as JSON: what its REST API answers, and what its command line prints."""

from collections.abc import Iterator
from typing import Final

from docgen.author.imports.release import Release
from docgen.errors import UnreadableError
from docgen.openapi.nodes import as_mapping
from docgen.positions import locate
from docgen.positions.json import loads
from docgen.positions.source import Source

LOOKS_LIKE: Final = "a `tag_name` in JSON (GitHub releases)"


def releases(source: Source) -> Iterator[Release]:
    """A release for each item of a list, or one; a draft has no day. UnreadableError where it is not JSON."""
    if source.content_format != "json":
        return
    try:
        items = loads(source.text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{source.path}: not valid JSON: {error}") from None
    for index, item in enumerate(items if isinstance(items, list) else [items]):
        fields = {key.replace("_", "").removeprefix("is").lower(): value for key, value in as_mapping(item).items()}
        if "tagname" in fields:
            yield Release(
                name=str(fields["tagname"]),
                dated="" if fields.get("draft") else str(fields.get("publishedat")),
                text=str(fields.get("body") or "").replace("\r\n", "\n"),
                line=locate(source, (index,))[0],
                first=locate(source, (index, "body"))[0],
                on_one_line=True,
            )
