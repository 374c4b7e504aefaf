"""A contract of several files: the other files are read from its folder, and their errors become findings."""

from collections.abc import Callable, Mapping
from posixpath import basename, dirname, join
from typing import Any

from docgen.load.document import Document, OtherFile
from docgen.load.files import decoded
from docgen.load.findings import RefusedError, finding_at
from docgen.model.finding import Finding
from docgen.openapi.bundle import bundled
from docgen.openapi.folder import UnresolvedReference
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

    whole, unresolved = bundled(main, document, value if other else None)
    sources = {at.file: decoded(join(above, at.file), texts[at.file])[0] for at in unresolved}
    return whole, (*refused, *(unresolved_reference(sources[at.file], at) for at in unresolved))


def unresolved_reference(source: Source, unresolved: UnresolvedReference) -> Finding:
    """The finding for an unresolved reference, at its position in its file."""
    message = f"`{unresolved.ref}` {unresolved.why}"
    return finding_at(source, unresolved.pointer, "unresolved-ref", message, unresolved.hint)
