"""The objects of a contract, found in one walk."""

from docgen.openapi.spec import Spec
from docgen.openapi.structure import Part, parts


def objects(spec: Spec) -> tuple[Part, ...]:
    """Every object of a contract and every map of them by name, in the order of the document."""
    return spec.cached(_objects)


def _objects(spec: Spec) -> tuple[Part, ...]:
    return tuple(part for part in parts(spec.document) if isinstance(part.value, dict))
