"""OpenAPI text -> Spec: JSON or YAML, version 3.x."""

from typing import Final

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
    wrong = misplaced(source, spec.document)
    return (None, wrong) if wrong else (Spec(source, spec.document), findings)


def read_spec(
    path: str, data: bytes, other: OtherFile | None = None, deep: bool = False
) -> tuple[Spec | None, tuple[Finding, ...]]:
    """The contract in the bytes of a file as `parse_spec` reads it, at a third of the cost.

    Its text is not kept and its shape is not looked at; with `deep`, neither are the levels of a JSON document:
    for a caller who says so himself where there are too many for him.
    """
    source = Source(path, "")
    try:
        read = read_document(path, data, deep)
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

        whole, findings = bundled(
            path, read_document(path, data).value if deep else document, data, other, read_document
        )
        return Spec(source, whole), findings
    except RefusedError as error:
        return None, error.findings


def read_document(path: str, data: bytes, deep: bool = False) -> Document:
    """The value of a JSON or YAML file, by its name or else its first character; RefusedError for anything else."""
    if len(data) > LARGEST * 1_000_000:
        message = f"the file has {len(data) // 1_000_000} MB; expected at most {LARGEST} MB"
        raise RefusedError(finding(Source(path, ""), 1, 1, "spec-unreadable", message, _HINT))
    named_yaml = path.endswith((".yaml", ".yml"))
    if path.endswith(".json") or (not named_yaml and data.lstrip()[:1] in (b"{", b"[", b"")):
        return read_json(path, data, deep)
    from docgen.load.yaml_document import read_yaml  # PyYAML is slow to import, and a JSON contract needs none of it

    source, unreadable = decoded(path, data)
    if unreadable:
        raise RefusedError(*unreadable)
    return read_yaml(source)


def misplaced(source: Source, document: object, beside: object = None) -> tuple[Finding, ...]:
    """Every place of a document that is of another kind than OpenAPI says; (1, 1) without the text of the source.

    What another document, `beside` it, has in the same place is passed over.
    """
    return tuple(_misplaced(source, place) for place in misshapen(document, beside))


def _misplaced(source: Source, place: Misshapen) -> Finding:
    line, column = 1, 1
    if source.text:
        from docgen.positions import locate  # PyYAML is slow to import

        line, column = locate(source, place.pointer)
    name = ".".join(str(step) for step in place.pointer)
    message = f"{name} is not {place.expected}; expected OpenAPI 3.x"
    return finding(source, line, column, "spec-unreadable", message, _HINT)
