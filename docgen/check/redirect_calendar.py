"""The dates of rules, of the headers that they add, and of deprecations, compared with each other and with today."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, product

import msgspec

from docgen.check.rule import Findings, calendar_rule, error_rule, found, found_at
from docgen.entries.endings import announced_parts, deprecations
from docgen.model.ending import Ending, redirect_ending
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.pin import Pin, current_pin
from docgen.model.project import Base, Project
from docgen.model.redirect import HeaderRule, Redirect, midnight, rfc3339
from docgen.positions.source import Pointer, Source
from docgen.redirects.paths import RuleIndex, covers_operation, paths_of
from docgen.sunsets import passed
from docgen.sunsets.endings import pin_endings
from docgen.wording import counted

Notice = tuple[Ending, int, int]
"""What ends, the days of its notice (negative where it ends before `since`), and the days that the policy promises."""


@error_rule
def sunset_before_deprecation(project: Project) -> Findings:
    """The sunset of a rule or of a deprecation is before its `since`, which RFC 9745 forbids."""
    for end, days, _ in notices(project):
        if days < 0:
            message = f"the sunset of `{_name(end)}`, {end.day}, is before its `since`, {end.since}"
            yield found(*written_at(end, "since"), message, "set `since` to a day before the sunset")


@error_rule
def notice_too_short(project: Project) -> Findings:
    """A rule or a deprecation gives fewer days of notice, up to its sunset, than the policy of that day promises."""
    for end, days, promised in notices(project):
        # fewer than 0 days is sunset-before-deprecation
        if 0 <= days < promised:
            message = f"`{_name(end)}` gives {counted(days, 'day')} of notice; the policy promises {promised}"
            yield found(*written_at(end, "sunset"), message, "move the sunset, or correct `since`")


def _name(end: Ending) -> str:
    return end.rule.id if end.rule else end.name


@error_rule
def sunset_moved_earlier(project: Project, base: Base) -> Findings:
    """A redirect ends before the sunset that a published entry promised: customers who planned for it are cut off."""
    for entry, rule_id, day in _promised_sunsets(project, base):
        promised = f"`{entry.slug}` promised the redirect `{rule_id}` until {day}"
        redirects = project.redirects_of(rule_id)
        if not redirects and midnight(day) > project.epoch:
            hint = "restore the rule; after that day, set `removed:`"
            yield found_at(entry.source.path, 0, 0, f"{promised}, but no rule has that id", hint)
        for redirect in redirects:
            ends, key = _end(redirect, project.epoch)
            if ends is not None and ends < midnight(day):
                message = f"{promised}, but it ends at {rfc3339(ends)}"
                yield found(*redirect.at(key), message, f"write {day} or a later day")


def _promised_sunsets(project: Project, base: Base) -> Iterator[tuple[Entry, str, date]]:
    """Each sunset that a published entry of the base promised: the entry, the id of the rule, the day."""
    for entry in base.entries:
        if entry.is_visible(project.today):
            for claim in entry.text.claims:
                if claim.redirect and claim.redirect.sunset:
                    yield entry, claim.redirect.rule, claim.redirect.sunset


def _end(redirect: Redirect, now: int) -> tuple[int | None, str]:
    """When a rule ends, as a Unix time in seconds, and the key that sets it; None where it is permanent."""
    if redirect.text.removed:
        removed = min(midnight(redirect.text.removed), now)  # no edge serves it any more, even before that day
        if redirect.sunset is None or removed < redirect.sunset:
            return removed, "removed"
    return redirect.sunset, "sunset"


@calendar_rule
def sunset_passed(project: Project) -> Findings:
    """A sunset has passed, and the redirect was not removed, or the current contract still has the operation."""
    yield from map(passed_finding, passed(project))


def passed_finding(end: Ending) -> Finding:
    """The finding for an end date that has passed and has something left to do."""
    finding = found(end.source, end.pointer, *end.left)
    return msgspec.structs.replace(finding, id="attestation-expired" if end.kind == "review" else sunset_passed.id)


def notices(project: Project) -> Iterator[Notice]:
    """The notices of the rules with both dates, by the policy of that day; of deprecations, by that of their pin."""
    for redirect in project.redirects:
        if redirect.sunset is not None and redirect.text.since:
            # the pin that was current on that day: a later one promises nothing for it
            pin = current_pin(project.pins, redirect.text.since) or next(iter(project.visible_pins()), None)
            yield from _notice(redirect_ending(redirect, ()), pin)
    for entry in chain.from_iterable(map(project.entries_of, project.pins)):
        for announced in deprecations(project, entry):
            yield from _notice(announced, project.pin_of(entry))


def written_at(end: Ending, key: str) -> tuple[Source, Pointer]:
    """Where a date of an ending is written; a claim that leaves it to the contract stands for it."""
    if end.rule:
        return end.rule.at(key)
    is_claimed = end.claim is not None and getattr(end.claim, key) is not None
    return end.source, (*end.pointer, key) if is_claimed else end.pointer


def _notice(end: Ending, pin: Pin | None) -> Iterator[Notice]:
    if end.sunset and end.since:
        policy = pin.text.policy if pin else None
        yield end, (end.sunset - end.since).days, policy.notice_days if policy else 0


@error_rule
def header_rule_mismatch(project: Project) -> Findings:
    """A rule adds `Deprecation` or `Sunset` to answers, but the changelog does not say the same of what it covers."""
    announced, decided = announced_parts(project), _decided(project)
    for header_rule in project.header_rules:
        # a rule of several environments is judged once
        if header_rule.is_served and header_rule.host == header_rule.text.hosts[0]:
            yield from _mismatches(
                header_rule, _promises(project, header_rule, announced, decided.get((header_rule.host, header_rule.id)))
            )


def _decided(project: Project) -> Mapping[tuple[str, str], list[str]]:
    """The operations for which each rule decides, by its host and id; a rule that covers none at all is left out."""
    rules = [header_rule for header_rule in project.header_rules if header_rule.is_served]
    index, hosts = RuleIndex(rules), dict.fromkeys(header_rule.host for header_rule in rules)
    decided = defaultdict[tuple[str, str], list[str]](list)
    for pin_id, spec in project.specs().items():
        for operation, host in product(spec.operations(), hosts):
            name, versions = operation.name, set[tuple[str, str] | None]()
            for header_rule in index.covering(host, *paths_of(spec, host, name)):
                if header_rule.text.version not in (None, pin_id) or not covers_operation(header_rule, spec, name):
                    continue
                own = decided[host, header_rule.id]
                # an earlier rule for all versions, or for this version, decides
                if versions.isdisjoint((None, header_rule.version)):
                    own.append(name)
                versions.add(header_rule.version)
    return decided


def _promises(
    project: Project, header_rule: HeaderRule, announced: Mapping[str, Ending], own: list[str] | None
) -> Iterator[tuple[str, Ending | None]]:
    """What a rule covers, each with the announcement of it; `own` are the operations for which it decides."""
    pin = project.pin(header_rule.text.version) if header_rule.version else None
    if pin:
        ends = next((end for end in pin_endings(project, pin) if end.kind == "pin-retired"), None)
        if ends or not header_rule.path:
            yield f"the pin {pin.id}", ends
            return
    if own is None:
        yield f"{header_rule.path or '/'}, which is no operation of a contract,", None
    for name in dict.fromkeys(own or ()):
        yield f"`{name}`", announced.get(name)


def _mismatches(header_rule: HeaderRule, covered: Iterator[tuple[str, Ending | None]]) -> Findings:
    for name, promise in covered:
        if not header_rule.headers:
            if promise:
                message = f"`{header_rule.id}` exempts {name}, which {_by(promise)} announces as deprecated"
                yield found(*header_rule.at("exempt"), message, "remove `exempt`, or narrow the rule")
        elif promise is None:
            message = f"`{header_rule.id}` says that {name} is deprecated; nothing announces it"
            hint = "announce it, with a claim `deprecation` or in pin.yaml; or narrow the rule, or exempt requests"
            yield found(*header_rule.at("from"), message, hint)
        else:
            yield from _other_days(header_rule, name, promise)


def _other_days(header_rule: HeaderRule, name: str, promise: Ending) -> Findings:
    narrower = "; where other operations have other days, write a narrower rule for this one"
    if promise.since not in (None, header_rule.text.since):
        deprecated = f"`{header_rule.id}` says that {name} is deprecated since {header_rule.text.since}"
        message = f"{deprecated}; {_by(promise)} says {promise.since}"
        yield found(*header_rule.at("since"), message, f"write `since: {promise.since}`{narrower}")
        return
    # a header without a sunset is right only where nothing announces one
    ends, announced, expected, hint = "has no sunset", "has no sunset", None, "remove `sunset`"
    if header_rule.sunset is not None:
        ends = f"ends at {rfc3339(header_rule.sunset)}"
    if promise.sunset:
        announced, expected = f"ends on {promise.sunset}", midnight(promise.sunset)
        hint = f"write `sunset: {promise.sunset}T00:00:00Z`"
    if header_rule.sunset != expected:
        message = f"by `{header_rule.id}`, {name} {ends}; by {_by(promise)}, it {announced}"
        yield found(*header_rule.at("sunset"), message, hint + narrower)


def _by(promise: Ending) -> str:
    return f"`{promise.entry.slug}`" if promise.entry else f"the pin {promise.pin}"
