"""Ids of changes in the configuration that no change can have."""

from collections.abc import Iterator
from difflib import get_close_matches

from docgen.check.change_ids import change_ids
from docgen.check.ignores import place_of_ignore, place_of_level
from docgen.check.rule import found_at, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project


@rule(Severity.ERROR)
def unknown_change_id(project: Project) -> Iterator[Finding]:
    """The configuration names an id that no change can have: the level or the ignore does nothing.

    `docgen diff` prints the ids of changes.

    **Fails**

    ```diff title="pyproject.toml"
    -[tool.docgen.errors]
    +[tool.docgen.diff.levels]
    +response-property-enum-value-add = { level = "info", reason = "Clients expect new values." }
    +
    +[tool.docgen.errors]
    ```

    **Passes**

    ```diff title="pyproject.toml"
    -[tool.docgen.errors]
    +[tool.docgen.diff.levels]
    +response-property-enum-value-added = { level = "info", reason = "Clients expect new values." }
    +
    +[tool.docgen.errors]
    ```
    """
    diff = project.config.diff
    named = [(id_, place_of_level(project, id_)) for id_ in diff.levels]
    named += [(ignore.id, place_of_ignore(project, index)) for index, ignore in enumerate(diff.ignore)]
    for id_, where in named:
        if id_ not in change_ids():
            near = get_close_matches(id_, sorted(change_ids()), 1)
            hint = f"did you mean `{near[0]}`?" if near else "write an id as `docgen diff` prints it"
            yield found_at(*where, f"no change can have the id `{id_}`; expected an id of `docgen diff`", hint)
