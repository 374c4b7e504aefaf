"""A contract of several files: the other files are read from its folder, and their errors become findings."""

import re
from collections.abc import Callable, Mapping
from posixpath import basename, dirname, join
from typing import Any

from docgen.load.document import Document, OtherFile
from docgen.load.findings import RefusedError, finding
from docgen.model.finding import Finding
from docgen.openapi.bundle import bundled
from docgen.openapi.folder import LostReference
from docgen.positions.source import Source

Read = Callable[[str, bytes], Document]


def read_folder(
    path: str, document: Mapping[str, Any], data: bytes, other: OtherFile | None, read: Read
) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
    """A document with the parts of other files that it refers to, and a finding for each unresolved reference.

    `data` are the bytes of the document's own file; `other` reads another file, and `read` parses it.
    """
    above, main = dirname(path), basename(path)
    texts, refused = {main: data}, list[Finding]()

    def value(file: str) -> Any:  # noqa: ANN401 - any JSON
        texts[file] = other(file) if other else b""
        try:
            return read(join(above, file), texts[file]).value
        except RefusedError as error:
            refused.extend(error.findings)
            return None

    whole, lost = bundled(main, document, value if other else None)
    return whole, (*refused, *(lost_reference(Source(join(above, at.file), ""), texts[at.file], at) for at in lost))


def lost_reference(source: Source, data: bytes, lost: LostReference) -> Finding:
    """The finding for an unresolved reference, at its position in the bytes of its file."""
    line, column = _where(data, lost.ref)
    return finding(source, line, column, "unresolved-ref", f"`{lost.ref}` {lost.why}", lost.hint)


def _where(data: bytes, ref: str) -> tuple[int, int]:
    """The line and column of the first occurrence of a reference in the bytes of its file."""
    escaped = ref.replace("\\", "\\\\")
    forms = "|".join(re.escape(form) for form in (ref, escaped, escaped.replace("/", "\\/")))
    found = re.search(rf"""(?<=["'\s])(?:{forms})(?=["'\s,}}]|$)""".encode("utf-8", "replace"), data)
    at = found.start() if found else 0
    return data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)
