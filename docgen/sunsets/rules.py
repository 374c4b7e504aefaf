"""The endings of rules: redirects with their brownouts, and headers that no announcement explains."""

from collections.abc import Iterator, Mapping

import msgspec

from docgen.entries.endings import redirect_ending, rule_ending_id
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.project import Project
from docgen.model.redirect import Redirect, rfc3339
from docgen.redirects.paths import example_path


def redirect_endings(project: Project, claiming: Mapping[str, tuple[Entry, ...]]) -> Iterator[Ending]:
    """Every rule, one for each of its hosts, and its brownouts; not the old addresses of the documentation."""
    for rule in project.redirects:
        if rule.is_moved:
            continue
        end = redirect_ending(rule, claiming.get(rule.id, ()))
        yield msgspec.structs.replace(
            end,
            advice=_advice(rule, passed=rule.sunset is not None and rule.sunset <= project.epoch),
            left=(
                f"the sunset of `{rule.id}` was {rule.sunset_day}; the edge no longer redirects it",
                f"docgen redirects remove {rule.id} --upstream URL, once the upstream answers the same",
            ),
        )
        yield from _brownouts(rule, end)


def _brownouts(rule: Redirect, end: Ending) -> Iterator[Ending]:
    for start, until in rule.brownouts:
        url = f"https://{rule.host}{example_path(rule.path)}"
        yield Ending(
            kind="brownout",
            name=rule.path,
            id=f"brownout/{end.id.partition('/')[2]}/{rfc3339(start)}",
            source=rule.source,
            ends=start,
            what=f"https://{rule.host}{rule.path} answers with {rule.outcome} until {rfc3339(until)}",
            rule=rule,
            claiming=end.claiming,
            advice=("nothing to do: then the edge redirects again by itself", f"docgen redirects simulate GET {url}"),
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


def header_rule_endings(project: Project) -> Iterator[Ending]:
    """The rules without a target that promise a date or a deprecation, and that nothing announces."""
    for rule in project.header_rules:
        if rule.is_announced or not rule.is_served or not (rule.text.since or rule.text.sunset):
            continue
        yield Ending(
            kind="headers",
            name=" ".join(filter(None, ("/".join(rule.methods), rule.path or "/", rule.text.version))),
            id=rule_ending_id(rule),
            source=rule.source,
            pointer=(*rule.pointer, "sunset"),
            what=f"what answers https://{rule.host}{rule.path or '/'}{'/...' if rule.match == 'prefix' else ''}",
            since=rule.text.since,
            ends=rule.sunset,
            instead=rule.text.successor or "",
            rule=rule,
            advice=("announce it: no entry and no pin says that it ends", "docgen new entry"),
        )
