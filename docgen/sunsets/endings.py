"""Everything of a project that ends: rules, parts, API versions, notices, days to act, acceptances, attestations."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Final

import msgspec

from docgen.model.authored import values
from docgen.model.claim import AttestedClaim
from docgen.model.ending import Ending, Kind, redirect_ending, rule_ending_id
from docgen.model.entry import Entry, claims_by_rule
from docgen.model.pin import Attestation, Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect, midnight, rfc3339
from docgen.positions.source import Pointer
from docgen.redirects.paths import example_path
from docgen.sunsets.parts import part_endings
from docgen.wording import counted

# what stops an API's requests ranks before what asks people to act, and that before pages in bookmarks
_ROUTE, _ACTION, _BOOKMARK = 0, 1, 2
_DAY: Final = 86_400
_CALLED: Final = ("redirect", "operation", "parameter", "headers", "pin-retired")


def endings(project: Project) -> tuple[Ending, ...]:
    """What ends of an API: redirects, parts and pins, also what is deprecated and has no date, or has ended."""
    claiming = claims_by_rule(project.visible_entries())
    of_pins = chain.from_iterable(pin_endings(project, pin) for pin in project.pins)
    parts = part_endings(project)
    return (*redirect_endings(project, claiming), *parts, *of_pins, *header_rule_endings(project))


def end_dates(project: Project) -> tuple[Ending, ...]:
    """The endings with a date in order of time, each announced end once; at one time, the most urgent first."""
    ends = [end for end in endings(project) if end.ends is not None and _is_open(end)]
    # a redirect or a part that ends on the day of its entry's notice is one date, not two
    announced = {(end.entry.slug, end.day) for end in ends if end.entry}
    own = [end for end in _entries(project) if (end.name, end.day) not in announced]
    every = (*ends, *own, *_acceptances(project), *_reviews(project))
    return tuple(sorted(every, key=lambda end: (end.at, urgency(project, end), end.id)))


def undated(project: Project) -> tuple[Ending, ...]:
    """What is deprecated and has no date, where requests show whether it is still called."""
    ends = (end for end in endings(project) if end.ends is None and (end.since or end.rule is None))
    return tuple(end for end in ends if end.kind in _CALLED and _is_open(end))


def _is_open(end: Ending) -> bool:
    """Whether something can still call it: a rule that is removed has ended for good."""
    return end.rule is None or end.rule.is_served


def pin_endings(project: Project, pin: Pin) -> Iterator[Ending]:
    """The end of the support of a pin, and that of the pin itself, which may have no date."""
    if pin.text.deprecated:
        yield _pin_ending(project, pin, "pin-deprecated", pin.text.deprecated)
    if pin.text.deprecated or pin.text.retired:
        yield _pin_ending(project, pin, "pin-retired", pin.text.retired)


def _pin_ending(project: Project, pin: Pin, kind: Kind, day: date | None) -> Ending:
    what, then = "availability", "it is not answered"
    if kind == "pin-deprecated":
        what, then = "support", "it is still answered"
    current, following = project.current, project.pins[project.pins.index(pin) + 1 :]
    advice = "no later pin to upgrade to; add one", "docgen new pin DATE"
    if following:
        upgrade = f"docgen upgrade {pin.id} {following[-1].id} --format markdown"
        advice = "send customers the upgrade steps", upgrade
    return Ending(
        kind=kind,
        name=pin.id,
        id=f"{kind}/{pin.id}",
        source=pin.source,
        what=f"{what} of {pin.id} ({pin.text.label})",
        since=pin.text.deprecated,
        ends=midnight(day) if day else None,
        then=then,
        instead=current.id if current and current is not pin else "",
        pin=pin.id,
        advice=advice,
    )


def _entries(project: Project) -> Iterator[Ending]:
    """The ends of notices, and the days by which customers must have acted."""
    for entry in project.visible_entries():
        notices = {claim.notice.until: claim.full_id(entry.slug) for claim in entry.text.claims if claim.notice}
        for until, key in notices.items():
            yield _entry_ending(entry, "notice", key, until)
        by = entry.text.action.by
        if by and entry.text.action.level != "none" and by not in notices:
            yield _entry_ending(entry, "action", entry.slug, by)


def _entry_ending(entry: Entry, kind: Kind, key: str, day: date) -> Ending:
    what, ends = "the notice of", midnight(day)
    # customers have the whole day
    if kind == "action":
        what, ends = "the time to act on", midnight(day) + _DAY
    return Ending(
        kind=kind,
        name=entry.slug,
        id=f"{kind}/{key}",
        source=entry.source,
        what=f"{what} “{entry.text.title}”",
        ends=ends,
        entry=entry,
        advice=("to give more time, change the date and announce it", f"docgen correct {entry.slug} --note TEXT"),
    )


def _acceptances(project: Project) -> Iterator[Ending]:
    for index, accepted in enumerate(project.accepted.entries):
        name = " ".join(filter(None, (accepted.what, accepted.at)))
        yield Ending(
            kind="accepted",
            name=name,
            id=f"accepted/{name}/{accepted.until}",
            source=project.accepted.source,
            pointer=("accepted", index, "until"),
            what=accepted.summary,
            ends=midnight(accepted.until) + _DAY,
            advice=("mend it, or decide again and set a new `until`", "docgen check"),
        )


def _reviews(project: Project) -> Iterator[Ending]:
    """The last days of attested statements: one date for those of one owner in one file until one day."""
    for file in chain[Pin | Entry](project.pins, project.entries):
        path, places = file.source.path, defaultdict[tuple[str, date], list[Pointer]](list)
        for _, _, pointer, part in values(file.text):
            if isinstance(part, Attestation | AttestedClaim):
                places[part.owner, part.review_by].append(pointer)
        for (owner, until), pointers in places.items():
            to_do = "ask the owner and set a new `review_by`, or remove the statement"
            yield Ending(
                kind="review",
                name=f"of {path} by {owner}",
                id=f"review/{path}/{owner}/{until}",
                source=file.source,
                pointer=(*pointers[0], "review_by"),
                what=f"the time of {counted(len(pointers), 'statement')} that {owner} attests",
                ends=midnight(until) + _DAY,
                advice=(to_do, "docgen check --proofs"),
                left=(f"it was due on {until}", to_do),
            )


def redirect_endings(project: Project, claiming: Mapping[str, tuple[Entry, ...]]) -> Iterator[Ending]:
    """Every rule, one for each of its hosts, and its brownouts; not the old addresses of the documentation."""
    for rule in project.redirects:
        # old addresses of pages are promised for good
        if rule.is_moved:
            continue
        end = redirect_ending(rule, claiming.get(rule.id, ()))
        remove = f"docgen redirects remove {rule.id} --upstream URL"
        advice = (
            "nothing to do to let it end: the edge stops redirecting; to keep it, extend its sunset",
            f"docgen redirects extend {rule.id} DATE --note TEXT",
        )
        if rule.has_ended(project.epoch):
            advice = "once the requests have stopped, remove the rule from the edge", remove
        left = (
            f"the sunset of `{rule.id}` was {rule.sunset_day}; the edge no longer redirects it",
            f"{remove}, once the upstream answers the same",
        )
        yield msgspec.structs.replace(end, advice=advice, left=left)
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


def urgency(project: Project, end: Ending) -> int:
    """The rank of an ending among those of its day: requests of the API, then actions, then other addresses."""
    if end.kind in ("operation", "pin-retired"):
        return _ROUTE
    rule = end.redirect
    if rule is None:
        return _ACTION
    if f"{rule.to}/".startswith(f"{project.config.site_url.rstrip('/')}/"):
        return _BOOKMARK
    return _ROUTE if rule.target.hostname in {*project.config.hosts, *project.servers()} else _BOOKMARK
