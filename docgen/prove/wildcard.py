"""What the wildcard means when events are subscribed."""

from collections.abc import Iterator, Mapping

from docgen.model.proof import Proof
from docgen.prove.case import Case


def prove(case: Case) -> Iterator[Proof]:
    """The spec shows the wildcard's value in an example or an enum; else it cannot be proved."""
    wildcard = case.pin.text.wildcard
    if wildcard and not _mentions(case.contract.spec.document, wildcard.value):
        yield case.cannot_prove(f"the spec shows `{wildcard.value}` in no example and no enum")


def _mentions(node: object, value: str) -> bool:
    if isinstance(node, Mapping):
        return any(_mentions(child, value) for child in node.values())
    if isinstance(node, list):
        return any(_mentions(child, value) for child in node)
    return bool(node == value)
