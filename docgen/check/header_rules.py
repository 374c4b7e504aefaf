"""Rules that add headers, compared with what entries and pins announce as deprecated."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from docgen.check.rule import found, rule
from docgen.entries.deprecations import announcements
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import HeaderRule
from docgen.redirects.operations import covers_operation


class _Promise(NamedTuple):
    """What `by` says of something: deprecated since a day (None: it names none), and gone from another on, or never."""

    by: str
    since: date | None
    sunset: date | None


@rule(Severity.ERROR)
def header_rule_mismatch(project: Project) -> Iterator[Finding]:
    """A rule adds `Deprecation` or `Sunset` to answers, but the changelog does not say the same of what it covers.

    For a rule on a version that `pin.yaml` calls deprecated or retired, the days of the pin count. For any other rule
    an entry announces each operation that the rule covers, with a claim `deprecation` or in what it covers as
    deprecated, and names the same days.

    **Fails**

    ```diff title="redirects/parts.yaml"
    -rules:
    +rules:
    +  - {id: read, host: api.widgets.example, from: "/widgets/{id}", methods: {only: [GET, HEAD]}, since: 2026-09-02}
    ```

    **Passes**

    ```diff title="redirects/parts.yaml"
    -rules:
    +rules:
    +  - id: read
    +    host: api.widgets.example
    +    from: /widgets/{id}
    +    methods: {only: [GET, HEAD]}
    +    since: 2026-01-15
    +    sunset: 2026-12-31T00:00:00Z
    ```

    ```diff title="changelog/2026-01-15/widgets.yaml"
    -claims:
    +claims:
    +  - deprecation:
    +      of: GET /widgets/{id}
    +      sunset: 2026-12-31
    ```

    ```diff title="changelog/2026-01-15/api-spec.json"
    -        "summary": "Read a widget",
    +        "summary": "Read a widget", "deprecated": true, "x-sunset": "2026-12-31",
    ```
    """
    announced = _announced(project)
    for one in project.header_rules:
        if one.is_served and one.headers and one.host == one.text.hosts[0]:
            yield from _mismatches(one, _promises(project, one, announced))


def _announced(project: Project) -> Mapping[str, Sequence[_Promise]]:
    """The announcements of all entries by the name of the operation."""
    found: dict[str, list[_Promise]] = {}
    for entry in project.entries:
        for one in announcements(project, entry):
            found.setdefault(one.selector, []).append(_Promise(f"`{entry.slug}`", one.since, one.sunset))
    return found


def _promises(
    project: Project, one: HeaderRule, announced: Mapping[str, Sequence[_Promise]]
) -> Iterator[tuple[str, Sequence[_Promise]]]:
    """What a rule covers, each with the announcements of it."""
    pins = [pin for pin in project.pins if one.text.version in (None, pin.id)]
    for pin in pins if one.version else ():
        if pin.text.deprecated or pin.text.retired or not one.path:
            said = _Promise(f"the pin {pin.id}", pin.text.deprecated, pin.text.retired)
            yield said.by, [said] if said.since or said.sunset else []
            return
    rules = [other for other in project.header_rules if other.is_served and other.host == one.host]
    earlier = [other for other in rules[: rules.index(one)] if other.version in (None, one.version)]
    operations = [(spec, op.name) for pin in pins if (spec := pin.spec) for op in spec.operations()]
    covered = [(spec, name) for spec, name in operations if covers_operation(one, spec, name)]
    if not covered:
        yield f"{one.path or '/'}, which no contract has,", ()
    own = [name for spec, name in covered if not any(covers_operation(other, spec, name) for other in earlier)]
    for name in dict.fromkeys(own):
        yield f"`{name}`", announced.get(name, ())


def _mismatches(one: HeaderRule, covered: Iterator[tuple[str, Sequence[_Promise]]]) -> Iterator[Finding]:
    since, sunset = one.text.since, one.text.sunset.date() if one.text.sunset else None
    for name, promises in covered:
        if not promises:
            message = f"`{one.id}` says that {name} is deprecated; nothing announces it"
            hint = "announce it, with a claim `deprecation` or in pin.yaml; or narrow the rule, or exempt requests"
            yield found(one.source, (*one.pointer, "from"), message, hint)
        elif all(promise.since not in (None, since) for promise in promises):
            promise = promises[-1]
            message = f"`{one.id}` says that {name} is deprecated since {since}; {promise.by} says {promise.since}"
            yield found(one.source, (*one.pointer, "since"), message, f"write `since: {promise.since}`")
        elif all(promise.sunset != sunset for promise in promises):
            promise = promises[-1]
            message = f"by `{one.id}`, {name} {_ends(sunset)}; by {promise.by}, it {_ends(promise.sunset)}"
            hint = f"write `sunset: {promise.sunset}T00:00:00Z`" if promise.sunset else "remove `sunset`"
            yield found(one.source, (*one.pointer, "sunset"), message, hint)


def _ends(sunset: date | None) -> str:
    return f"ends on {sunset}" if sunset else "has no sunset"
