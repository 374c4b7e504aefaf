"""Unknown ids of findings and changes in the configuration and the acceptances."""

from collections.abc import Iterator, Sequence

from docgen.check.accepted import UNACCEPTABLE
from docgen.check.change_ids import change_ids
from docgen.check.rule import Rule, found, rule
from docgen.model.accepted import BASE_UNREADABLE
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.wording import did_you_mean


@rule(Severity.ERROR)
def unknown_id(project: Project, findings: Sequence[Finding], rules: Sequence[Rule]) -> Iterator[Finding]:
    """An id is unknown or cannot be accepted: the entry or the level has no effect."""
    for id_ in project.config.diff.levels:
        if id_ not in change_ids():
            message = f"`{id_}` in diff.levels is not the id of a change; expected one that `docgen diff` prints"
            yield found(
                project.config_source, ("tool", "docgen", "diff", "levels", id_), message, _hint(id_, change_ids())
            )
    acceptable = sorted({*change_ids(), *(rule.id for rule in rules), BASE_UNREADABLE} - UNACCEPTABLE)
    for index, acceptance in enumerate(project.accepted.entries):
        if acceptance.what not in acceptable:
            message = f"`{acceptance.what}` is not an id that can be accepted; expected the id of a rule or a change"
            pointer = ("accepted", index, "what")
            yield found(project.accepted.source, pointer, message, _hint(acceptance.what, acceptable))


def _hint(id_: str, known: Sequence[str]) -> str:
    return did_you_mean(id_, known, "`docgen check` and `docgen diff` print the ids")
