"""Failed checks of live addresses that `docgen verify --record` recorded."""

from collections.abc import Iterator

from docgen.check.rule import found, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project


@rule(Severity.WARNING, trigger="calendar")
def live_check_failed(project: Project) -> Iterator[Finding]:
    """The last `docgen verify --record` found a live address that differs from the changelog.

    The warning stays until the same claim passes at the same origin.

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
            if pin.live and result.result == "failed" and result.checked.date() <= project.now.date():
                why = f": {', '.join(result.causes)}" if result.causes else ""
                yield found(
                    pin.live.source,
                    ("results", index),
                    f"`{result.claim}` failed at {result.origin} on {result.checked:%Y-%m-%d}{why}",
                    "docgen verify shows what differs; fix it, and run it again with --record",
                )
