"""What an argument names in the project: a pin, a rule, a host; UsageError (exit code 2) where there is none."""

from collections.abc import Iterable, Sequence

from docgen.errors import UsageError
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import AnyRule, Redirect
from docgen.openapi.spec import Spec
from docgen.wording import did_you_mean


def find_pin(project: Project, pin_id: str | None, current: bool = False) -> Pin:
    """The pin with an id; without an id, the current or the newest pin."""
    if not project.pins:
        raise UsageError("the project has no pin yet; expected changelog/<date>/pin.yaml")
    if pin_id is None:
        return (project.current if current else None) or project.pins[-1]
    pin = project.pin(pin_id)
    if pin is None:
        known = ", ".join(pin.id for pin in project.pins)
        raise UsageError(f"pin {pin_id!r} not found; expected one of {known}")
    return pin


def contract_of(pin: Pin) -> Spec:
    """The contract of a pin; UsageError where it could not be read."""
    if pin.spec is None:
        raise UsageError(f"the contract of {pin.id} could not be read; run `docgen check` for details")
    return pin.spec


def no_rule_on(host: str, known: Iterable[str]) -> UsageError:
    """The error for a host without redirect rules."""
    hosts = ", ".join(sorted(known))
    return UsageError(f"no rule is on {host}; {f'expected one of {hosts}' if hosts else 'the project has no rules'}")


def find_rules(rules: Sequence[AnyRule], id_: str) -> tuple[AnyRule, ...]:
    """The rules with an id, one per host; the error has the closest id."""
    with_id = tuple(rule for rule in rules if rule.id == id_)
    if not with_id:
        known = sorted({rule.id for rule in rules})
        listed = f"expected one of {', '.join(known)}" if known else "no rule could be read"
        raise UsageError(f"rule {id_!r} not found; {did_you_mean(id_, known, listed)}")
    return with_id


def find_redirects(project: Project, id_: str) -> tuple[Redirect, ...]:
    """The redirects with an id, as `find_rules`; UsageError for a rule without a target, too."""
    for rule in project.header_rules:
        if rule.id == id_:
            instead = f"change it in {rule.source.path}, and what the changelog announces"
            raise UsageError(f"`{id_}` adds headers, and ends nothing; expected a redirect: {instead}")
    return find_rules(project.redirects, id_)
