"""The redirects that an edge carries and that end."""

from collections.abc import Iterator
from http import HTTPStatus

from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.sunsets.due import Due


def redirects(project: Project) -> Iterator[Due]:
    """Every rule with a sunset that was not removed, as the site lists them; one a host."""
    for rule in project.redirects:
        if rule.is_served and rule.sunset is not None:
            yield Due(
                kind="redirect",
                id=_id(rule),
                at=rule.sunset,
                what=f"https://{rule.host}{rule.path}{'/...' if rule.match == 'prefix' else ''} to {rule.to}",
                path=rule.source.path,
                then=_then(rule),
                entry=_announcing(project, rule),
                redirect=rule,
                advice=_advice(rule, passed=rule.sunset <= project.epoch),
            )


def _id(rule: Redirect) -> str:
    """The rule's id; with the host on the second and every further host of one rule."""
    hosts = [rule.text.host] if isinstance(rule.text.host, str) else list(rule.text.host.values())
    return f"redirect/{rule.id}" + ("" if rule.host == hosts[0] else f"/{rule.host}")


def _then(rule: Redirect) -> str:
    return f"{rule.gone.status} {HTTPStatus(rule.gone.status).phrase}" if rule.gone else "the API's own answer"


def _announcing(project: Project, rule: Redirect) -> Entry | None:
    """The published entry that promises the redirect."""
    claiming = (
        entry
        for entry in project.visible_entries()
        if any(claim.redirect and claim.redirect.rule == rule.id for claim in entry.text.claims)
    )
    return next(claiming, None)


def _advice(rule: Redirect, passed: bool) -> tuple[str, str]:
    if passed:
        return (
            "once the requests have stopped, remove the rule from the edge",
            f"docgen redirects remove {rule.id} --upstream URL",
        )
    return (
        "to let it end, do nothing: the edge ends it by itself; to keep it, move its sunset",
        f"docgen redirects extend {rule.id} DATE --note TEXT",
    )
