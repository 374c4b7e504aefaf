"""OpenAPI text -> Spec: JSON or YAML, version 3.x."""

from collections.abc import Iterator
from itertools import chain
from posixpath import basename, dirname, join
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from docgen.load.files import MAX_MEGABYTES, OtherFile, contract_source, decoded
from docgen.load.findings import Findings, RefusedError, finding, finding_at, unreadable_contract
from docgen.load.json_document import EXPORT, Document, Pieces, read_json
from docgen.model.finding import Finding
from docgen.openapi.discriminators import has_mapped_files
from docgen.openapi.nodes import PROSE, JsonObject, is_reference, unresolved_refs, why_missing
from docgen.openapi.pointers import value_at
from docgen.openapi.shape import Malformed, malformed
from docgen.openapi.spec import Spec
from docgen.openapi.unfolding import unfolded_too_far
from docgen.positions.source import Pointer, Source, dotted, format_of
from docgen.wording import MANY

if TYPE_CHECKING:
    from docgen.openapi.folder import UnresolvedReference

_LARGEST_YAML: Final = 24  # MB: as YAML, a contract takes thirty times the time
_UNCOUNTED: Final = 16_000_000  # bytes of JSON that hold no more values than can be afforded, whatever they are
_MOST_JSON: Final = 6_000_000
_MOST_YAML: Final = 1_000_000


def parse_spec(path: str, data: bytes, other: OtherFile | None = None) -> tuple[Spec | None, Findings]:
    """The contract in the bytes of a file, or why it is none: broken JSON or YAML, or not OpenAPI 3.x.

    What the contract refers to in other files of its folder becomes a part of the document. A reference that
    cannot be followed stays as it is, with a finding beside the contract; without a folder that is each to a file.
    """
    spec, findings = read_spec(path, data, other)
    if spec is None:
        return None, findings
    source = replace(contract_source(path, data), parts=spec.source.parts)
    contract = replace(spec, source=source)
    left_out, wrong = list[Finding](), list[Finding]()
    for place in tuple(malformed(spec.document, skeleton=False)):
        *above, key = place.pointer
        around = value_at(spec.document, tuple(above))
        # no OpenAPI has it, and tools of vendors follow it: the rest of the contract stays of use
        if key in PROSE and is_reference(around[key]):
            message = f"`{around.pop(key)['$ref']}` is left out: `{key}` is text in OpenAPI, not a reference"
            hint = "put the text there, as a bundler does"
            left_out.append(finding_at(source, place.pointer, "unresolved-ref", message, hint))
        else:
            wrong.append(_misplaced(source, place))
    if not wrong:
        hint = "refer to a part once, where it is all of `allOf`, or one of `anyOf` or `oneOf`"
        for pointer, message in unfolded_too_far(contract):
            wrong.append(finding_at(source, pointer, "unfolds-too-far", message, hint))
    return (None, tuple(wrong)) if wrong else (contract, (*findings, *left_out))


def read_spec(
    path: str, data: bytes, other: OtherFile | None = None, deep: bool = False, known: Pieces | None = None
) -> tuple[Spec | None, Findings]:
    """The contract in the bytes of a file as `parse_spec` reads it, at a third of the cost.

    Its text is not kept, and its shape is not checked. With `deep`, the nesting of a JSON document is not limited, and
    broken references are findings, for which `docgen check` has a rule.
    """
    try:
        read = read_document(path, data, deep, known)
        document = read.value
        version = document.get("openapi", document.get("swagger")) if isinstance(document, dict) else None
        if not str(version).startswith("3."):
            problem = f"is OpenAPI {version}" if version else "names no OpenAPI version"
            raise RefusedError(unreadable_contract(Source(path, ""), 0, problem, "convert it to OpenAPI 3.1"))
        spec, findings = Spec(Source(path, ""), document, read.refs, read.piece_refs), list[Finding]()
        if has_mapped_files(document) or not all(ref.startswith("#") for ref in read.refs):
            # of several files, only as many levels as a whole contract may have
            main = read_document(path, data).value if deep else document
            spec, findings = _read_folder(path, main, data, other)
        missing = _unresolved(path, read, spec.document, data) if deep else ()
        return spec, (*missing, *findings)
    except RefusedError as error:
        return None, error.findings


def read_document(path: str, data: bytes, deep: bool = False, known: Pieces | None = None) -> Document:
    """The value of a JSON or YAML file, by its name or else its first character; RefusedError for anything else.

    The value of Markdown is its text.
    """
    if format_of(path, data) == "json":
        if len(data) > _UNCOUNTED:
            _bounded(path, data, MAX_MEGABYTES, _MOST_JSON, b",[{")
        return read_json(path, data, deep, known)
    _bounded(path, data, _LARGEST_YAML, _MOST_YAML, b",[{\n")
    from docgen.load.yaml_document import read_yaml  # PyYAML is slow to import, and a JSON contract needs none of it

    source, unreadable = decoded(path, data)
    if unreadable:
        raise RefusedError(*unreadable)
    return Document(source.text, frozenset()) if path.endswith(".md") else read_yaml(source)


def _unresolved(path: str, read: Document, whole: JsonObject, data: bytes) -> Iterator[Finding]:
    """The references within a document that are not found in the whole of it, each once, and MANY of them at most."""
    missing = unresolved_refs(whole, read.refs)
    if not missing:
        return
    from docgen.openapi.folder import UnresolvedReference  # few contracts have such references
    from docgen.openapi.structure import references_in  # as above

    source, _ = decoded(path, data)
    first: dict[str, Pointer] = {}
    for ref, pointer in references_in(read.value):
        if ref in missing:
            first.setdefault(ref, pointer)
    for ref, pointer in list(first.items())[:MANY]:
        yield _unresolved_reference(source, UnresolvedReference(path, pointer, ref, why_missing(ref, path)))


def _read_folder(path: str, document: JsonObject, data: bytes, other: OtherFile | None) -> tuple[Spec, list[Finding]]:
    """A document with the parts of other files that it refers to, and a finding for each unresolved reference.

    `data` are the bytes of the document's own file; `other` reads another file.
    """
    from docgen.openapi.bundle import bundled  # few contracts have more files than one

    above, main = dirname(path), basename(path)
    texts, refused = {main: data}, dict[str, Findings]()

    def value(file: str) -> Any:  # noqa: ANN401 - any JSON
        texts[file] = other(file) if other else b""
        try:
            read = read_document(join(above, file), texts[file]).value
            if read is None:
                refused[file] = (unreadable_contract(Source(join(above, file), ""), 0, "the file is empty", EXPORT),)
            return read
        except RefusedError as error:
            refused[file] = error.findings
            return None

    whole, places, unresolved, missed = bundled(main, document, value if other else None)
    sources = {file: contract_source(join(above, file), text) for file, text in texts.items()}
    # a file of data alone may be unreadable: then its example is none
    findings = list(chain.from_iterable(refused[file] for file in texts if file in missed))
    findings += (_unresolved_reference(sources[reference.file], reference) for reference in unresolved)
    parts = {pointer: (sources[file], inner) for pointer, (file, inner) in places.items()}
    return Spec(Source(path, "", parts), whole), findings


def _unresolved_reference(source: Source, unresolved: "UnresolvedReference") -> Finding:
    """The finding for an unresolved reference, at its position in its file."""
    message = f"`{unresolved.ref}` {unresolved.why}"
    return finding_at(source, unresolved.pointer, "unresolved-ref", message, unresolved.hint)


def _bounded(path: str, data: bytes, megabytes: int, most: int, marks: bytes) -> None:
    """Refuse what would take more memory than a contract is worth: a list of nothing is two bytes, and 60 once read."""
    limit = ""
    if len(data) > megabytes * 1_000_000:
        limit = f"{megabytes} MB"
    elif len(data) > most and sum(map(data.count, marks)) > most:
        limit = f"{most:,} values"
    if limit:
        message = f"the file has more than {limit}; expected no more"
        raise RefusedError(finding(Source(path, ""), "spec-unreadable", message, "split it into contracts"))


def misplaced(spec: Spec) -> Findings:
    """Every place of the skeleton of a contract that is of another kind than OpenAPI says.

    Without the text of its source each is at (1, 1).
    """
    return tuple(_misplaced(spec.source, place) for place in malformed(spec.document, skeleton=True))


def _misplaced(source: Source, place: Malformed) -> Finding:
    message = f"{dotted(place.pointer)} is not {place.expected}; expected OpenAPI 3.x"
    return finding_at(source, place.pointer, "spec-unreadable", message, EXPORT)
