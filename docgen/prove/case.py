"""A claim in its place, and the four things that can become of it."""

from datetime import date
from typing import Any, NamedTuple

import msgspec

from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.proof import Proof, Status
from docgen.positions.source import Pointer, Source
from docgen.prove.contract import Contract


class NoContractError(Exception):
    """The pin's spec could not be read, so that nothing can be held against it."""


class Case(NamedTuple):
    """One claim of a pin or an entry: `said` is the claim's own part, at `pointer` of `carrier`."""

    project: Project
    pin: Pin
    read: Contract | None
    id: str
    kind: str
    against: str
    said: Any
    carrier: Source
    pointer: Pointer

    @property
    def contract(self) -> Contract:
        """The contract of the claim's own pin; NoContractError where there is none."""
        if self.read is None:
            raise NoContractError
        return self.read

    def refuted(
        self,
        rule: str,
        message: str,
        *path: str | int,
        hint: str = "",
        spec: Pointer | None = None,
        other: tuple[Source, Pointer] | None = None,
    ) -> Proof:
        """The claim is false: `path` leads to the words at fault, `spec` or `other` to what says otherwise."""
        counter = (self.contract.source, spec) if spec is not None else other
        place = (*self.pointer, *path)
        return msgspec.structs.replace(
            self._proof("refuted", message), pointer=place, rule=rule, hint=hint, counter=counter
        )

    def unknown(self, selector: str, *path: str | int) -> Proof:
        """The selector names nothing in the spec."""
        return self.refuted(
            "unknown-selector",
            f"the changelog names `{selector}`; it is not found in the spec",
            *(path or ("at",)),
            hint="write the name as it is in the spec",
        )

    def cannot_prove(self, message: str) -> Proof:
        """Nothing that docgen reads shows the claim."""
        return self._proof("cannot-prove", message)

    def proved(self) -> Proof:
        """What it was held against says the same."""
        return self._proof("proved", "")

    def attested(self, text: str, owner: str, evidence: str, review_by: date) -> Proof:
        """Somebody answers for it until a date, and says on what evidence."""
        proof = self._proof("attested", text)
        return msgspec.structs.replace(proof, against=owner, owner=owner, evidence=evidence, review_by=review_by)

    def _proof(self, status: Status, message: str) -> Proof:
        return Proof(self.id, self.kind, status, self.against, message, self.carrier, self.pointer)
