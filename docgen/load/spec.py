"""OpenAPI text -> Spec: JSON or YAML, version 3.x."""

from typing import Any, Final

from docgen.load.document import Document, OtherFile
from docgen.load.files import LARGEST, decoded
from docgen.load.findings import RefusedError, finding
from docgen.load.json_document import read_json
from docgen.load.shape import Misshapen, misshapen
from docgen.model.finding import Finding
from docgen.model.source import Source
from docgen.model.spec import Spec

_HINT: Final = "export the contract again, or fetch it from where it is published"


def parse_spec(source: Source, other: OtherFile | None = None) -> tuple[Spec | None, tuple[Finding, ...]]:
    """The contract in a text, or why it is none: broken JSON or YAML, or not OpenAPI 3.x.

    What the contract refers to in other files of its folder becomes a part of the document. A reference that
    cannot be followed stays as it is, with a finding beside the contract; without a folder that is each to a file.
    """
    spec, findings = read_spec(source.path, source.text.encode("utf-8", "surrogatepass"), other)
    if spec is None:
        return None, findings
    wrong = tuple(misplaced(source, spec))
    return (None, wrong) if wrong else (Spec(source, spec.document), findings)


def read_spec(path: str, data: bytes, other: OtherFile | None = None) -> tuple[Spec | None, tuple[Finding, ...]]:
    """The contract in the bytes of a file as `parse_spec` reads it, but its text is not kept, nor its shape looked at.

    That is for a reader who needs no positions, and looks with `misplaced` at what is of use to him.
    """
    source = Source(path, "")
    try:
        read = read_document(path, data)
        document = read.value
        version = document.get("openapi", document.get("swagger")) if isinstance(document, dict) else None
        if not str(version).startswith("3."):
            said = f"is OpenAPI {version}" if version else "names no OpenAPI version"
            message = f"{said}; expected OpenAPI 3.x as JSON or YAML"
            raise RefusedError(
                finding(source, 1, 1, "spec-unreadable", message, "convert it to OpenAPI 3.1"),
            )
        if not read.refers:
            return Spec(source, document), ()
        from docgen.load.refs import bundled  # few contracts have more files than one

        whole, findings = bundled(path, document, data, other, read_document)
        return Spec(source, whole), findings
    except RefusedError as error:
        return None, error.findings


def read_document(path: str, data: bytes) -> Document:
    """The value of a JSON or YAML file, by its name or else its first character; RefusedError for anything else."""
    if len(data) > LARGEST * 1_000_000:
        message = f"the file has {len(data) // 1_000_000} MB; expected at most {LARGEST} MB"
        raise RefusedError(finding(Source(path, ""), 1, 1, "spec-unreadable", message, _HINT))
    named_yaml = path.endswith((".yaml", ".yml"))
    if path.endswith(".json") or (not named_yaml and data.lstrip()[:1] in (b"{", b"[", b"")):
        return read_json(path, data)
    from docgen.load.yaml_document import read_yaml  # PyYAML is slow to import, and a JSON contract needs none of it

    source, unreadable = decoded(path, data)
    if unreadable:
        raise RefusedError(*unreadable)
    return read_yaml(source)


def misplaced(source: Source, spec: Spec, beside: Spec | None = None) -> tuple[Finding, ...]:
    """Every place of a contract that is of another kind than OpenAPI says.

    Places that are the same in a second contract, `beside` it, are left out: nobody compares them.
    """
    places = misshapen(_different(spec.document, beside.document) if beside else spec.document)
    return tuple(_misplaced(source, place) for place in places)


def _different(document: Any, other: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """The parts of a document that another one lacks or has otherwise: paths, events and components."""
    parts = dict(document)
    for section in ("paths", "webhooks"):
        parts[section] = _unequal(document.get(section), other.get(section))
    ours, theirs = document.get("components"), other.get("components")
    if isinstance(ours, dict) and isinstance(theirs, dict):
        parts["components"] = {kind: _unequal(inner, theirs.get(kind)) for kind, inner in ours.items()}
    return {key: part for key, part in parts.items() if part is not None}


def _unequal(ours: Any, theirs: Any) -> Any:  # noqa: ANN401 - any JSON
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return ours
    return {name: inner for name, inner in ours.items() if name not in theirs or inner != theirs[name]}


def _misplaced(source: Source, place: Misshapen) -> Finding:
    line, column = 1, 1
    if source.text:
        from docgen.positions import locate  # PyYAML is slow to import

        line, column = locate(source, place.pointer)
    name = ".".join(str(step) for step in place.pointer)
    message = f"{name} is not {place.expected}; expected OpenAPI 3.x"
    return finding(source, line, column, "spec-unreadable", message, _HINT)
