"""The dates of a rule, compared with each other, the policy of the pin, and today."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import msgspec

from docgen.check.rule import found, rule
from docgen.model.finding import Finding, Severity
from docgen.model.pin import current_pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.positions.source import Source
from docgen.sunsets import EndDate, passed
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
    """A rule gives fewer days of notice, from `since` to its sunset, than the policy of the pin of that day promises.

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
    for redirect in project.redirects:
        sunset, promised = _sunset_day(redirect), _promised_days(project, redirect)
        # fewer than 0 days is sunset-before-deprecation
        if sunset and redirect.text.since and 0 <= (days := (sunset - redirect.text.since).days) < promised:
            yield found(
                redirect.source,
                (*redirect.pointer, "sunset"),
                f"`{redirect.id}` gives {counted(days, 'day')} of notice; the policy promises {promised}",
                "move the sunset, or correct `since`",
            )


def _promised_days(project: Project, redirect: Redirect) -> int:
    """The days of notice that the pin promised which was current on `since`: a later one promises nothing for it."""
    since = redirect.text.since
    pin = (current_pin(project.pins, since) if since else None) or next(iter(project.visible_pins()), None)
    return pin.text.policy.notice_days if pin and pin.text.policy else 0


@rule(Severity.WARNING, trigger="calendar")
def sunset_passed(project: Project) -> Iterator[Finding]:
    """A sunset has passed, and the redirect was not removed, or the current contract still has the operation.

    The edge responds as `after` says. `docgen sunsets` lists the same sunsets, and those to come.

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
    yield from (passed_sunset(end) for end in passed(project))


def passed_sunset(end: EndDate) -> Finding:
    """The finding for an end date that has passed and has something left to do."""
    message, hint = end.left
    source, pointer = end.position or (Source(end.path, ""), ())
    return msgspec.structs.replace(found(source, pointer, message, hint), id=sunset_passed.id)


def _sunset_day(redirect: Redirect) -> date | None:
    return None if redirect.sunset is None else datetime.fromtimestamp(redirect.sunset, UTC).date()
