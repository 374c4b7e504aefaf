"""What was held against live addresses and did not pass."""

from collections.abc import Iterator

from docgen.check.rule import found, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project


@rule(Severity.WARNING, trigger="calendar")
def live_check_failed(project: Project) -> Iterator[Finding]:
    """The last `docgen verify --record` found that a live address does not do what the changelog says.

    The result stays until the same claim passes at the same origin; then the file says so, and the warning is gone.

    **Fails**

    ```json title="changelog/2026-01-15/live.json"
    {
      "results": [
        {
          "claim": "widgets/redirect",
          "origin": "https://api.widgets.example",
          "checked": "2026-09-30T06:00:00Z",
          "result": "failed",
          "causes": ["query-lost"]
        }
      ]
    }
    ```

    **Passes**

    ```json title="changelog/2026-01-15/live.json"
    {
      "results": [
        {
          "claim": "widgets/redirect",
          "origin": "https://api.widgets.example",
          "checked": "2026-09-30T06:00:00Z",
          "result": "passed"
        }
      ]
    }
    ```
    """
    for pin in project.pins:
        for index, result in enumerate(pin.live.results if pin.live else ()):
            if pin.live and result.result == "failed":
                why = f": {', '.join(result.causes)}" if result.causes else ""
                yield found(
                    pin.live.source,
                    ("results", index),
                    f"`{result.claim}` failed at {result.origin} on {result.checked:%Y-%m-%d}{why}",
                    "docgen verify shows expected and got; fix it, and record again with --record",
                )
