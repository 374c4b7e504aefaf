"""The claims of pin.yaml: versioning, echo, policy, the wildcard and `doc_url`."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from docgen.claims import header
from docgen.claims.case import Case, Proofs
from docgen.markdown.fences import CODE_SPAN
from docgen.model.pin import Attestation, PinText, Policy, Versioning, Wildcard
from docgen.model.proof import Evidence
from docgen.openapi.allowed_values import allowed_values
from docgen.openapi.nodes import JsonObject, Node, children
from docgen.openapi.servers import addresses
from docgen.openapi.spec import Operation
from docgen.positions.source import Pointer
from docgen.prove import doc_url
from docgen.wording import ticked

_MEANING: Final = re.compile(
    r"(?P<denied>\b(?:not|no|never|(?:more|rather|other) than|instead of|unlike)\b[^.,;:]{0,60}|n't\b[^.,;:]{0,60})?"
    r"\b(?:snapshots?|(?P<live>(?:is|are|stays?|remains?) live))\b",
    re.IGNORECASE,
)
"""What a text says of the meaning of a wildcard: that it is a snapshot or live, or that it is not."""


class PinClaim(NamedTuple):
    """A claim of pin.yaml: what it is compared with and rests on, its pointer, and how to prove it."""

    name: str
    against: str
    evidence: Evidence
    pointer: Pointer
    prove: Callable[[Case, Any], Proofs]

    def read(self, text: PinText) -> object:
        """What pin.yaml has at the pointer; None where it claims nothing."""
        value: object = text
        for name in self.pointer:
            # a part that is absent has no parts: None all the way down
            value = getattr(value, str(name), None)
        return value


def _versioning(case: Case, versioning: Versioning) -> Proofs:
    operations = case.contract.operations
    if not operations:
        yield case.cannot_prove(header.NO_OPERATION)
    if versioning.carrier == "path":
        yield from _version_in_path(case, versioning.name)
        return
    yield from header.on_requests(case, operations, versioning.name, versioning.required, versioning.carrier)
    for operation, parameter in _version_parameters(case, versioning):
        values = allowed_values(case.contract.resolver, Node(parameter.get("schema"), operation.pointer))
        if values is not None and case.pin.id not in values:
            listed = ticked(values)
            yield case.refuted(
                "header-mismatch",
                f"the pin says that `{versioning.name}` carries `{case.pin.id}`; `{operation.name}` takes {listed}",
                "name",
                hint=f"add `{case.pin.id}` to the values of the parameter in the spec",
                spec=operation.pointer,
            )
            return


def _version_parameters(case: Case, versioning: Versioning) -> Iterator[tuple[Operation, JsonObject]]:
    for operation in case.contract.operations:
        parameter = header.parameter_of(operation, versioning.name, versioning.carrier)
        if parameter is not None:
            yield operation, parameter


def _version_in_path(case: Case, name: str) -> Proofs:
    others = [
        header.Place(operation.name, operation.pointer)
        for operation in case.contract.operations
        if not all(path.startswith(f"/{name}/") for path in addresses(case.contract.spec, operation))
    ]
    if others:
        yield case.refuted(
            "header-mismatch",
            f"the pin says that every path begins with `/{name}/`; {header.abbreviated(others)} does not",
            "name",
            hint="set `name` to the first segment of every path, or remove `versioning`",
            spec=others[0].pointer,
        )


def _echo(case: Case, name: str) -> Proofs:
    yield from header.on_responses(case, case.contract.operations, name)


def _missing(case: Case, attested: Attestation) -> Proofs:
    versioning = case.pin.text.versioning
    # `missing` says what applies without a version, which a required one never is
    if versioning and versioning.required:
        yield case.refuted(
            "header-mismatch",
            f"the pin says that `{versioning.name}` is required, but also what applies without it",
            hint="remove `missing` or `required: true` from pin.yaml",
        )
        return
    parameters = _version_parameters(case, versioning) if versioning and case.maybe_contract else ()
    needed = [operation for operation, parameter in parameters if parameter.get("required") is True]
    if versioning and needed and versioning.carrier != "path":
        yield case.refuted(
            "header-mismatch",
            f"the pin says what applies without `{versioning.name}`; `{needed[0].name}` of the spec requires it",
            hint="remove `missing` from pin.yaml, or make the parameter optional in the spec",
            spec=needed[0].pointer,
        )
        return
    yield case.attested(attested)


def _accepts(case: Case, attested: Attestation) -> Proofs:
    yield case.attested(attested)


def _policy(case: Case, policy: Policy) -> Proofs:
    breaking, additions = policy.breaking, policy.additions
    both = Attestation(
        text=f"{breaking.text} {additions.text}",
        owner=", ".join(dict.fromkeys((breaking.owner, additions.owner))),
        evidence=" ".join(dict.fromkeys((breaking.evidence, additions.evidence))),
        # one claim with two attestations: the earlier review counts
        review_by=min(breaking.review_by, additions.review_by),
    )
    yield case.attested(both)


def _wildcard(case: Case, wildcard: Wildcard) -> Proofs:
    """Attested if the spec mentions the value and an owner attests its meaning; else it cannot be proved."""
    others = tuple(_other_wildcard(case, wildcard))
    if others:
        yield from others
    elif not _mentions(case.contract.spec.document, wildcard.value):
        yield case.cannot_prove(f"`{wildcard.value}` is in no example and no enum of the spec")
    elif wildcard.attested is None:
        yield case.cannot_prove(f"the spec mentions `{wildcard.value}`, but not what it means")
    else:
        yield case._replace(pointer=(*case.pointer, "attested")).attested(wildcard.attested)


def _other_wildcard(case: Case, wildcard: Wildcard) -> Proofs:
    """What the texts of the wildcard say of another value, or of the other meaning."""
    text = wildcard.text
    if wildcard.attested:
        text += f" {wildcard.attested.text}"
    spans, meaning = [span.strip("[]\"'") for _, span in CODE_SPAN.findall(text)], _MEANING.search(text)
    # a word may be the name of a field, a path one of an operation, and `**` another wildcard beside `*`
    others = [span for span in spans if span and not any(map(str.isalnum, span)) and wildcard.value not in span]
    is_snapshot = meaning is not None and bool(meaning["live"]) == bool(meaning["denied"])
    if others and wildcard.value not in spans:
        part, says = "value", f"`value` is `{wildcard.value}`; its text names `{others[0]}`"
    elif meaning and is_snapshot != (wildcard.semantics == "snapshot"):
        part, says = "semantics", f"`semantics` is {wildcard.semantics}; its text says “{meaning[0]}”"
    else:
        return
    yield case.refuted(
        "wildcard-mismatch",
        f"the pin says two things of its wildcard: {says}",
        part,
        hint="write the same in both",
    )


def _mentions(node: object, value: str) -> bool:
    return node == value or any(_mentions(child, value) for _, child in children(node))


def _first_pin(case: Case, _: date) -> Proofs:
    info = case.contract.spec.document.get("info") or {}
    others = {pin.id for pin in case.project.pins} - {case.pin.id}
    if others and info.get("version") is None:
        yield case.cannot_prove("the spec has no `info.version`")
        return
    version = str(info.get("version"))
    if version in others:
        yield case.refuted(
            "header-mismatch",
            f"the changelog has this contract under the pin `{case.pin.id}`; the spec says that it is `{version}`",
            hint="replace the file with the contract of the pin",
            spec=("info", "version"),
        )


PIN_CLAIMS: Final = (
    PinClaim("versioning", "the parameters of every operation of the spec", "schema", ("versioning",), _versioning),
    PinClaim("echo", "the headers of every response of the spec", "schema", ("versioning", "echo"), _echo),
    PinClaim("missing", "its owner", "owner", ("versioning", "missing"), _missing),
    PinClaim("accepts", "its owner", "owner", ("versioning", "accepts"), _accepts),
    PinClaim("policy", "its owners", "owner", ("policy",), _policy),
    PinClaim(
        "doc-url",
        "the pages of the codes and the pointers into the spec",
        "configuration",
        ("doc_url",),
        doc_url.prove,
    ),
    PinClaim(
        "wildcard",
        "the mention of the value in the spec, which does not show what it means",
        "owner",
        ("wildcard",),
        _wildcard,
    ),
)
"""What every pin can claim, in the order of pin.yaml."""

FIRST_PIN: Final = PinClaim(
    "first-pin", "the pins of the project, and `info.version` of the spec", "schema", ("released",), _first_pin
)
"""What the oldest pin claims: that its contract is not a later one."""
