"""The rules with an id."""

from collections.abc import Sequence

from docgen.errors import UsageError
from docgen.model.project import Project
from docgen.model.redirect import AnyRule, Redirect
from docgen.wording import did_you_mean


def find_rules(rules: Sequence[AnyRule], id_: str) -> tuple[AnyRule, ...]:
    """The rules with an id, one per host; UsageError (exit code 2), with the closest id, where there is none."""
    found = tuple(rule for rule in rules if rule.id == id_)
    if not found:
        known = sorted({rule.id for rule in rules})
        listed = f"expected one of {', '.join(known)}" if known else "no rule could be read"
        raise UsageError(f"rule {id_!r} not found; {did_you_mean(id_, known, listed)}")
    return found


def find_redirects(project: Project, id_: str) -> tuple[Redirect, ...]:
    """The redirects with an id, as `find_rules`; UsageError for a rule without a target, too."""
    if rule := next((rule for rule in project.header_rules if rule.id == id_), None):
        instead = f"change it in {rule.source.path}, and what the changelog announces"
        raise UsageError(f"`{id_}` adds headers, and ends nothing; expected a redirect: {instead}")
    return find_rules(project.redirects, id_)
