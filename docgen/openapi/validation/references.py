"""The references of a contract that lead nowhere."""

from collections.abc import Iterator

import msgspec

from docgen.openapi.pointers import pointer_of
from docgen.openapi.references import is_reference, refs_in, why_missing
from docgen.openapi.spec import Spec
from docgen.openapi.structure import references_in
from docgen.openapi.validation.problem import Problem


def reference_problems(spec: Spec) -> Iterator[Problem]:
    """Each reference to another part of the contract that is not found, or that refers back to itself."""
    refs = refs_in(msgspec.json.encode(spec.document)) if spec.refs is None else spec.refs
    causes = {ref: cause for ref in refs if (cause := _why_unresolved(spec, ref))}
    for ref, pointer in references_in(spec.document) if causes else ():
        if ref in causes:
            yield Problem("unresolved-ref", pointer, causes[ref], "add the part to the document, or fix the reference")


def _why_unresolved(spec: Spec, ref: str) -> str:
    """Why a reference does not resolve; empty for one that does, and for another file, which the readers report."""
    if not ref.startswith("#"):
        return ""
    target = spec.at(pointer_of(ref))
    if target is None:
        return f"`{ref}` {why_missing(ref, spec.source.path)}"
    in_circle = is_reference(target) and not spec.resolve({"$ref": ref})
    return f"`{ref}` refers back to itself" if in_circle else ""
