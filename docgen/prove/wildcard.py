"""The claim on what the wildcard means in a webhook subscription."""

from collections.abc import Iterator, Mapping

from docgen.model.proof import Proof
from docgen.prove.case import Case


def prove(case: Case) -> Iterator[Proof]:
    """Attested if the spec mentions the value and an owner attests its meaning; else it cannot be proved."""
    wildcard = case.pin.text.wildcard
    if wildcard is None:
        return
    if not _mentions(case.contract.spec.document, wildcard.value):
        yield case.cannot_prove(f"`{wildcard.value}` is in no example and no enum of the spec")
    elif wildcard.attested is None:
        yield case.cannot_prove(f"the spec mentions `{wildcard.value}`, but not what it means")
    else:
        yield case._replace(pointer=(*case.pointer, "attested")).attested(wildcard.attested)


def _mentions(node: object, value: str) -> bool:
    if isinstance(node, Mapping):
        return any(_mentions(child, value) for child in node.values())
    if isinstance(node, list):
        return any(_mentions(child, value) for child in node)
    return bool(node == value)
