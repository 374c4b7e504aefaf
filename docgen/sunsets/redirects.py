"""The end dates of redirects."""

from collections.abc import Iterator

from docgen.entries.redirects import claims_by_rule
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.redirect import Redirect, rfc3339
from docgen.model.statuses import status_line
from docgen.redirects.paths import example_path
from docgen.sunsets.end_date import EndDate


def redirect_end_dates(project: Project) -> Iterator[EndDate]:
    """The sunset of every rule that is not removed, one for each host of a rule."""
    claiming = claims_by_rule(project.visible_entries())
    for rule in project.redirects:
        entries = claiming.get(rule.id, ())
        if rule.is_served and rule.sunset is not None:
            yield EndDate(
                kind="redirect",
                id=_id(rule),
                at=rule.sunset,
                what=f"https://{rule.host}{rule.path}{'/...' if rule.match == 'prefix' else ''} to {rule.to}",
                path=rule.source.path,
                then=outcome(rule),
                entry=next(iter(entries), None),
                redirect=rule,
                claiming=entries,
                advice=_advice(rule, passed=rule.sunset <= project.epoch),
                position=rule.at("sunset"),
                left=_left(rule),
            )
            yield from _brownouts(rule, entries)


def _brownouts(rule: Redirect, claiming: tuple[Entry, ...]) -> Iterator[EndDate]:
    for start, end in rule.brownouts:
        url = f"https://{rule.host}{example_path(rule.path)}"
        yield EndDate(
            kind="brownout",
            id=f"brownout/{_id(rule).partition('/')[2]}/{rfc3339(start)}",
            at=start,
            what=f"https://{rule.host}{rule.path} answers with {outcome(rule)} until {rfc3339(end)}",
            path=rule.source.path,
            redirect=rule,
            claiming=claiming,
            advice=("nothing to do: then the edge redirects again by itself", f"docgen redirects simulate GET {url}"),
        )


def _id(rule: Redirect) -> str:
    """The rule's id, followed by the host for all hosts of the rule but its first."""
    return f"redirect/{rule.id}" + ("" if rule.host == rule.text.hosts[0] else f"/{rule.host}")


def outcome(rule: Redirect) -> str:
    """What is answered in place of the redirect from the sunset on, in a few words."""
    return status_line(rule.gone.status) if rule.gone else "the API's own response"


def _left(rule: Redirect) -> tuple[str, str]:
    return (
        f"the sunset of `{rule.id}` was {rule.sunset_day}; the edge no longer redirects it",
        f"docgen redirects remove {rule.id} --upstream URL, once the upstream answers the same",
    )


def _advice(rule: Redirect, passed: bool) -> tuple[str, str]:
    if passed:
        return (
            "once the requests have stopped, remove the rule from the edge",
            f"docgen redirects remove {rule.id} --upstream URL",
        )
    return (
        "nothing to do to let it end: the edge stops redirecting; to keep it, extend its sunset",
        f"docgen redirects extend {rule.id} DATE --note TEXT",
    )
