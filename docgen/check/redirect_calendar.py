"""The dates of a rule, compared with each other, the policy of the pin, and today."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from docgen.check.rule import found, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.wording import counted


@rule(Severity.ERROR)
def sunset_before_deprecation(project: Project) -> Iterator[Finding]:
    """A rule's sunset is before its `since`, which RFC 9745 forbids.

    **Fails**

    ```diff title="redirects/parts.yaml"
    -    since: 2026-09-02
    +    since: 2026-12-02
    ```

    **Passes**

    ```diff title="redirects/parts.yaml"
    -    since: 2026-09-02
    +    since: 2026-08-02
    ```
    """
    for redirect in project.redirects:
        sunset = _sunset_day(redirect)
        if sunset and redirect.text.since and sunset < redirect.text.since:
            yield found(
                redirect.source,
                (*redirect.pointer, "since"),
                f"the sunset of `{redirect.id}`, {sunset}, is before its `since`, {redirect.text.since}",
                "set `since` to a day before the sunset",
            )


@rule(Severity.ERROR)
def notice_too_short(project: Project) -> Iterator[Finding]:
    """A rule gives fewer days of notice, from `since` to its sunset, than the policy of the pin promises.

    **Fails**

    ```diff title="redirects/parts.yaml"
    -    since: 2026-09-02
    +    since: 2026-09-03
    ```

    **Passes**

    ```diff title="redirects/parts.yaml"
    -    since: 2026-09-02
    +    since: 2026-09-01
    ```
    """
    policy = project.current.text.policy if project.current else None
    promised = policy.notice_days if policy else 0
    for redirect in project.redirects:
        sunset = _sunset_day(redirect)
        # fewer than 0 days is sunset-before-deprecation
        if sunset and redirect.text.since and 0 <= (days := (sunset - redirect.text.since).days) < promised:
            yield found(
                redirect.source,
                (*redirect.pointer, "sunset"),
                f"`{redirect.id}` gives {counted(days, 'day')} of notice; the policy promises {promised}",
                "move the sunset, or correct `since`",
            )


@rule(Severity.WARNING, trigger="calendar")
def sunset_passed(project: Project) -> Iterator[Finding]:
    """A rule's sunset has passed: the edge responds as `after` says, and the rule can be removed.

    **Fails**

    ```diff title="redirects/parts.yaml"
    -rules:
    +rules:
    +  - id: bits
    +    host: api.widgets.example
    +    from: /bits
    +    to: https://docs.widgets.example/
    +    sunset: 2026-02-01T00:00:00Z
    ```

    **Passes**

    ```diff title="redirects/parts.yaml"
    -rules:
    +rules:
    +  - id: bits
    +    host: api.widgets.example
    +    from: /bits
    +    to: https://docs.widgets.example/
    +    sunset: 2026-02-01T00:00:00Z
    +    removed: 2026-02-02
    ```
    """
    for redirect in project.redirects:
        if redirect.is_served and redirect.sunset is not None and redirect.sunset <= project.epoch:
            yield found(
                redirect.source,
                (*redirect.pointer, "sunset"),
                f"the sunset of `{redirect.id}` was {_sunset_day(redirect)}; the edge no longer redirects it",
                f"docgen redirects remove {redirect.id} --upstream URL, once the upstream answers the same",
            )


def _sunset_day(redirect: Redirect) -> date | None:
    return None if redirect.sunset is None else datetime.fromtimestamp(redirect.sunset, UTC).date()
