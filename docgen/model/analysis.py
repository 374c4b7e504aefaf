"""A project with its proofs, changes, findings and facts: what commands report and pages show."""

import msgspec

from docgen.model.change import Changes
from docgen.model.fact import Fact
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.model.proof import Proof


class Analysis(msgspec.Struct, frozen=True):
    """A project with its proofs, the changes of its contracts, its findings, and the facts of its texts."""

    project: Project
    proofs: tuple[Proof, ...] = ()
    changes: Changes = Changes()
    findings: tuple[Finding, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a build."""
        return tuple(finding for finding in self.findings if finding.is_error)
