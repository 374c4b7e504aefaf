"""What entries say of deprecations, compared with the contract, and their actions with what ends."""

from collections.abc import Iterator

from docgen.check.rule import found, refuting, rule
from docgen.entries.endings import breaks_on
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project


@refuting
def deprecation_mismatch() -> None:
    """The changelog announces a deprecation, but the contract differs: customers would plan for the wrong day.

    The contract marks the part with `deprecated: true`, and says in `x-sunset`, or in the example of the header
    `Sunset`, from which day it is gone. The successor is a part that stays.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -claims:
    +claims:
    +  - deprecation:
    +      of: Error.message
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -claims:
    +claims:
    +  - deprecation:
    +      of: Error.message
    +      sunset: 2026-12-31
    ```

    ```diff title="changelog/2026-01-15/api-spec.json"
    -          "message": {"type": "string"}
    +          "message": {"type": "string", "deprecated": true, "x-sunset": "2026-12-31"}
    ```
    """


@rule(Severity.ERROR)
def action_after_sunset(project: Project) -> Iterator[Finding]:
    """An entry lets customers act until a day on which what it announces has already ended.

    What ends is a redirect that the entry claims and that ends in 404 or 410, or a part of the contract that it
    announces as deprecated. The first of these days counts.

    **Fails**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -  by: 2026-12-01
    +  by: 2026-12-02
    ```

    **Passes**

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -  by: 2026-12-01
    +  by: 2026-11-30
    ```
    """
    for entry in project.entries:
        first, action = breaks_on(project, entry), entry.text.action
        if action.by and first and action.by > first:
            yield found(
                entry.source,
                ("action", "by"),
                f"customers may act until {action.by}, but what `{entry.slug}` announces ends on {first}",
                f"write `by: {first}` or an earlier day",
            )
