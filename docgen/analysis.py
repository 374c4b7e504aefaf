"""Load, prove, compare, bind and check, once: for the command line, the plugin and the pages."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path  # noqa: TID251 - the shells hand the folder to the readers
from typing import TYPE_CHECKING

from docgen.check import check
from docgen.check.spec_document import contract_problems
from docgen.differ.project import changes
from docgen.facts import facts
from docgen.load.cache import checks_file, code_digest, read_records
from docgen.load.placeholders import with_placeholders
from docgen.model.analysis import Analysis
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.prove import prove
from docgen.write.cache import write_records

if TYPE_CHECKING:
    from docgen.load.known_contracts import KnownContracts  # slow to import

Progress = Callable[[str], None]


def analyse(
    root: Path, now: datetime, progress: Progress = lambda doing: None, contracts: "KnownContracts | None" = None
) -> tuple[Analysis | None, tuple[Finding, ...]]:
    """The project in a folder as it is at `now` with its proofs, changes and findings; and all findings.

    The analysis is None where the configuration cannot be read. `progress` gets what comes next, for a user who waits.
    Of `contracts`, those that are as they were are not parsed again. Raises what `load` raises.
    """
    from docgen.load.project import load  # slow to import, and not all that checks a project reads one

    progress("reading the project")
    project, findings = load(root, now, known=contracts)
    if project is None:
        return None, findings
    analysis = analysed(project, findings, progress, root)
    return analysis, analysis.findings


def analysed(
    project: Project,
    findings: tuple[Finding, ...] = (),
    progress: Progress = lambda doing: None,
    root: Path | None = None,
    *,
    every: bool = False,
) -> Analysis:
    """A loaded project with its proofs, changes and facts, and its findings added to those of loading.

    The texts are checked as they are written; those of the analysis have the references filled in. With the
    `root` of the project, what the last run found in the same contract or page is not looked for again. With `every`,
    what may only follow from an error is among the findings.
    """
    progress("proving claims and comparing contracts")
    proofs, changed = prove(project), changes(project)
    file = checks_file(root) if root and project.config.cache else None
    known, code = None, ""
    if file:
        known, code = read_records(file), code_digest()
    progress("reading texts")
    bound = facts(project, known, code)
    progress("checking the contract and its examples")
    problems = contract_problems(project, known, code)
    if file and known:
        write_records(file, known)
    progress("checking texts, claims and redirects")
    checked = check(project, proofs, changed, findings, bound, problems, every=every)
    return Analysis(with_placeholders(project), proofs, changed, checked, bound)
