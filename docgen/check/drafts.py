"""Drafts that their writer has not finished."""

from collections.abc import Iterator

from docgen.check.rule import found_at, rule
from docgen.model.draft import MARK
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project


@rule(Severity.ERROR)
def draft_left(project: Project) -> Iterator[Finding]:
    """A draft still has `@@DRAFT:` where its writer has to explain a change, or what a customer does.

    In a map of old addresses that `docgen new moved` wrote, the mark is where no page was found.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -    - Read the status of a widget before you use it.
    +    - "@@DRAFT: say what a customer does"
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -    - Read the status of a widget before you use it.
    +    - Read the status of a widget, and use it when it is ready.
    ```
    """
    rules = dict.fromkeys(redirect.source for redirect in project.redirects)
    for source in (*(pin.source for pin in project.pins), *(entry.source for entry in project.entries), *rules):
        for number, line in enumerate(source.text.split("\n"), 1):
            if MARK in line:
                task = line.partition(MARK)[2].strip(" \"'").partition(". ")[0]
                column = line.index(MARK) + 1
                yield found_at(source.path, number, column, f"unfinished draft: {task}", f"replace {MARK} and its text")
