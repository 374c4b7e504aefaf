"""Rules that hide an operation of the API, or redirect to a path that it does not have."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from docgen.check.redirect_graph import served_rules
from docgen.check.rule import found, rule
from docgen.model.finding import Finding, Severity
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.openapi.spec import Operation
from docgen.redirects.oracle import covers_url
from docgen.redirects.paths import RuleIndex
from docgen.wording import ticked


@rule(Severity.ERROR, by_pin=True)
def covers_live_operation(project: Project) -> Iterator[Finding]:
    """A rule redirects the path of an operation of the current contract, or of the contract itself, and so hides it."""
    operations = _operations([project.current] if project.current else [])
    for redirect in served_rules(project):
        if redirect.host not in project.config.hosts:
            continue
        hidden = [operation.name for operation in operations if _matches_operation(redirect, operation)]
        if project.config.spec_url and covers_url(redirect, project.config.spec_url):
            hidden.append(project.config.spec_url)
        if hidden:
            yield found(
                *redirect.at("from"),
                f"`{redirect.id}` redirects {redirect.path}, which hides {ticked(hidden)}",
                "narrow `from`, or write `match: exact`",
            )


def _matches_operation(redirect: Redirect, operation: Operation) -> bool:
    levels = [path.strip("/").count("/") for path in (redirect.path, operation.path)]
    if operation.method in redirect.excluded or (redirect.match == "exact" and levels[0] != levels[1]):
        return False
    return _is_path_of(redirect.path, operation.path)


@rule(Severity.ERROR, by_pin=True)
def target_not_in_spec(project: Project) -> Iterator[Finding]:
    """A rule redirects to a path of the API that no contract in force has: clients get an error."""
    operations = _operations(_pins_in_force(project))
    if project.current is None or project.current.spec is None:
        return
    rules = RuleIndex(project.redirects)
    for redirect in served_rules(project):
        target = urlsplit(redirect.to)
        chained = any(True for _ in rules.covering_url(redirect.to))
        if target.hostname not in project.config.hosts or chained:
            continue
        if not any(_is_path_of(target.path, operation.path) for operation in operations):
            yield found(
                *redirect.at("to"),
                f"`{redirect.id}` redirects to {redirect.to}, where the spec has no operation",
                "write a path of the spec as `to`",
            )


def _operations(pins: Iterable[Pin]) -> list[Operation]:
    operations: list[Operation] = []
    for pin in pins:
        operations += pin.spec.operations() if pin.spec else ()
    return operations


def _pins_in_force(project: Project) -> Iterator[Pin]:
    today = project.now.date()
    for pin in project.pins:
        retired = pin.text.retired and pin.text.retired <= today
        if pin == project.current or (pin.text.released <= today and not retired):
            yield pin


def _is_path_of(target: str, path: str) -> bool:
    # a prefix rule appends the rest of the request's path, so the start of an operation's path is enough
    own, parts = target.strip("/").split("/"), path.strip("/").split("/")
    return len(own) <= len(parts) and all(
        part.startswith("{") or part == mine for mine, part in zip(own, parts, strict=False)
    )
