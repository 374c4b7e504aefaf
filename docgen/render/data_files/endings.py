"""`deprecations.json` and `redirects.json`: the records of what ends, whose types are their JSON Schemas."""

from datetime import date, datetime
from typing import Final, Literal

import msgspec

from docgen import urls
from docgen.model.ending import Ending
from docgen.model.entry import Entry
from docgen.model.redirect import instant, utc
from docgen.openapi.deprecated import Kind as PartKind
from docgen.openapi.deprecated import owner
from docgen.render import deprecations
from docgen.render.deprecations import RedirectView
from docgen.render.json_file import Document, Record, record
from docgen.render.publication import Publication

EndingKind = Literal["path", PartKind, "date-pin"]
_KINDS: Final = {"redirect": "path", "pin-retired": "date-pin"}


class PublishedHeader(msgspec.Struct, frozen=True):
    """A header of the redirect, in the order sent."""

    name: str
    value: str


class PublishedBrownout(msgspec.Struct, frozen=True):
    """A window before the sunset in which the rule answers as after it; `until` is not included."""

    from_: datetime = msgspec.field(name="from")
    until: datetime


class PublishedRule(msgspec.Struct, frozen=True, kw_only=True):
    """A redirect: requests to `path` of `host`, with `prefix` also below it, get `status`, `to` and `headers`.

    From `sunset_at` on (`sunset` is the same as a Unix time in seconds) they get `after`. `url` is the page on it.
    """

    id: str
    url: str
    host: str
    path: str
    match: str
    to: str
    status: int
    headers: tuple[PublishedHeader, ...]
    sunset: int | None
    sunset_at: datetime | None = None
    after: int | Literal["upstream"]
    brownouts: tuple[PublishedBrownout, ...] = ()
    state: str
    since: date | None
    entry: str | None
    markdown: str | None = None


class PublishedRedirect(PublishedRule, frozen=True, kw_only=True):
    """A rule of the edges: `from` is the address that it redirects, `except_methods` are left to the API.

    `moved` says that it is an old address of the documentation: `url` is then the page that it leads to.
    """

    from_: str = msgspec.field(name="from")
    except_methods: tuple[str, ...] = ()
    moved: bool = False


class PublishedPart(msgspec.Struct, frozen=True):
    """An operation, parameter, schema or field that the contract of `pin` marks as deprecated.

    `since` is the first day of its notice, `sunset` the day from which it is gone, `successor` the part to use
    instead, `entry` the address of what announces it; each is null where nobody has said it.
    """

    selector: str
    kind: PartKind
    pin: str
    url: str | None
    state: Literal["deprecated", "date-passed"]
    since: date | None
    sunset: date | None
    successor: str | None
    entry: str | None


class PublishedEnding(msgspec.Struct, frozen=True):
    """What a caller may use and is deprecated, ends or has ended; `name` is its path, its selector or the date-pin.

    `address` is where a path is asked for. It works until `sunset_at`; `sunset` is the day of that. `since` is the day
    from which it is deprecated, `since_pin` the first date-pin whose contract marks it, else that of its entry;
    `replacement` is what to use instead, `entry` the address of what announces it. Each is null where nobody has said
    it. `url` is the page on it. `state` is that of the day `as_of`: compare `sunset_at` with the clock.
    """

    name: str
    kind: EndingKind
    state: str
    address: str | None
    url: str
    since: date | None
    since_pin: str | None
    sunset: date | None
    sunset_at: datetime | None
    replacement: str | None
    entry: str | None


class Deprecations(Document, frozen=True, kw_only=True):
    """`deprecations.json`: what ends for a caller.

    `endings` has all of it in one form, what ends next first: paths, parts of the contracts, date-pins. `deprecations`
    are the redirects of it and `parts` the parts of the contracts, with what only they have.
    """

    endings: tuple[PublishedEnding, ...] = ()
    deprecations: tuple[PublishedRule, ...]
    parts: tuple[PublishedPart, ...] = ()


class Redirects(Document, frozen=True):
    """`redirects.json`: every rule of the edges, that of an old address of the documentation included."""

    redirects: tuple[PublishedRedirect, ...]


def part(publication: Publication, part: Ending) -> PublishedPart:
    """The record of a part that a contract marks as deprecated."""
    return record(
        PublishedPart,
        part,
        selector=part.name,
        url=publication.page_of(owner(part.name)),
        state=deprecations.part_state(part, publication.today),
        successor=part.instead or None,
        entry=_entry(publication, part.entry),
    )


def endings(publication: Publication) -> tuple[PublishedEnding, ...]:
    """What ends or has ended for a caller, the next first; a path that redirects for good does not end."""
    listed = []
    for end in deprecations.endings(publication):
        if end.kind != "redirect" or end.since or end.sunset:
            listed.append(_ending(publication, end))
    return tuple(listed)


def _ending(publication: Publication, end: Ending) -> PublishedEnding:
    return record(
        PublishedEnding,
        end,
        kind=_KINDS.get(end.kind, end.kind),
        state=deprecations.state_of(publication, end),
        address=f"https://{end.rule.host}{end.name}" if end.rule else None,
        url=publication.absolute(deprecations.url_of(publication, end) or urls.DEPRECATIONS),
        since_pin=end.since_pin or (end.entry.pin if end.entry else None),
        sunset_at=instant(end.ends),
        replacement=end.instead or None,
        entry=_entry(publication, end.entry),
    )


def _entry(publication: Publication, entry: Entry | None) -> str | None:
    if entry:
        return publication.absolute(urls.entry_url(entry))
    return None


def rules(publication: Publication) -> tuple[PublishedRule, ...]:
    """Every redirect of the API with a date or an announcement, the next sunset first."""
    announced = []
    for view in deprecations.views(publication):
        if view.rule.text.since or view.rule.sunset is not None:
            announced.append(_rule(PublishedRule, publication, view))
    return tuple(announced)


def redirects(publication: Publication) -> tuple[PublishedRedirect, ...]:
    """Every rule of the edges by host and path, old addresses of the documentation included."""
    moved = (RedirectView(rule, "permanent", None) for rule in publication.project.redirects if rule.is_moved)
    views = sorted((*deprecations.views(publication), *moved), key=lambda view: (view.rule.host, view.rule.path))
    return tuple(_redirect(publication, view) for view in views if view.rule.is_served)


def _redirect(publication: Publication, view: RedirectView) -> PublishedRedirect:
    rule = view.rule
    address = f"https://{rule.host}{rule.path}"
    return _rule(PublishedRedirect, publication, view, from_=address, except_methods=rule.excluded, moved=rule.is_moved)


def _rule(kind: type[Record], publication: Publication, view: RedirectView, /, **own: object) -> Record:
    rule = view.rule
    url, markdown = publication.absolute(urls.redirect_url(rule.id)), publication.twin(urls.DEPRECATIONS)
    if rule.is_moved:
        # an old address has no place on the page of deprecations
        url, markdown = rule.to, None
    return record(
        kind,
        rule,
        url=url,
        headers=tuple(PublishedHeader(*header) for header in rule.headers),
        sunset_at=instant(rule.sunset),
        after=rule.gone.status if rule.gone else "upstream",
        brownouts=tuple(PublishedBrownout(from_=utc(start), until=utc(end)) for start, end in rule.brownouts),
        state=view.state,
        since=rule.text.since,
        entry=_entry(publication, view.entry),
        markdown=markdown,
        **own,
    )
