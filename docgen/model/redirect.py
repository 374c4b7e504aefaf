"""A redirect rule: as a writer authors it, and fully resolved as an edge needs it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Final, Literal, NamedTuple, TypeVar, get_args
from urllib.parse import SplitResult, urlsplit

import msgspec
from msgspec import UNSET, UnsetType

from docgen.model.authored import Authored
from docgen.model.fact import Unchecked
from docgen.model.statuses import status_line
from docgen.model.text import HeaderName, HeaderValue, Host, HttpsUrl, PlainText, RulePath, RuleTarget, SitePath, Slug
from docgen.positions.source import Pointer, Source

RESERVED_HEADERS: Final = frozenset(
    {"location", "sunset", "deprecation", "cache-control", "content-type", "date", "server", "age", "via", "host"}
    | {"etag", "last-modified", "accept-ranges", "content-length", "content-encoding", "content-range", "trailer"}
    | {"te", "upgrade", "connection", "keep-alive", "transfer-encoding", "proxy-connection", "proxy-authenticate"}
    | {"proxy-authorization", "proxy-authentication-info", "__proto__", "constructor"}
)
"""Headers, in lower case, that a rule and a host cannot add: docgen sets them, they are of a connection or a body, or a
server writes, drops or refuses them (nginx sends a second Server, Envoy takes no file with Host, and in
JavaScript, in which some edges are written, every object has a `constructor`)."""

Field = tuple[str, str]
"""Name and value of a header."""
Headers = tuple[Field, ...]
NO_STORE: Final = ("Cache-Control", "no-store")
"""On every answer of a redirect: no client keeps it beyond the sunset, nor a 404 that an extension takes back."""

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Methods(Authored):
    """All methods `except` some, which a redirect leaves to the upstream; `only` those of a rule without a target."""

    except_: tuple[Method, ...] = ()
    only: tuple[Method, ...] = ()


class ErrorAnswer(Authored):
    """After the sunset: the API's own error envelope."""

    status: Literal[404, 410]
    error: PlainText


class Brownout(Authored):
    """A window before the sunset in which the rule answers as after it."""

    from_: datetime
    until: datetime


class RuleText(Authored):
    """One rule of `redirects/*.yaml`."""

    id: Slug
    host: Host | dict[str, Host]
    """The host, or one per environment."""
    from_: RulePath
    match: Literal["exact", "prefix"] = "exact"
    # without one the rule adds headers to what the upstream answers, and nothing else
    to: RuleTarget | UnsetType = UNSET
    query: Literal["keep", "drop"] | UnsetType = UNSET
    """What becomes of the request's query: `keep` by default."""
    status: Literal[301, 302, 307, 308] | UnsetType = UNSET
    """308 by default."""
    methods: Literal["all"] | Methods | None = None
    version: PlainText | None = None
    """Without `to`: the date-pin that a request names to get the headers."""
    exempt: bool = False
    """Without `to`: its requests get no headers, also not those of later rules."""
    deprecated: HeaderValue | None = None
    since: date | None = None
    sunset: datetime | None = None
    after: Literal[404, 410, "upstream"] | ErrorAnswer | UnsetType = UNSET
    """After `sunset`: 404 by default."""
    brownouts: tuple[Brownout, ...] = ()
    """Windows before the sunset in which the rule answers as after it."""
    info: HttpsUrl | None = None
    successor: HttpsUrl | None = None
    headers: Mapping[HeaderName, HeaderValue] = {}
    removed: date | None = None
    note: PlainText | None = None
    unchecked: tuple[Unchecked, ...] = ()
    """Facts in the note that nothing in the project can show."""

    @property
    def ends(self) -> int | None:
        """The sunset as a Unix time in seconds."""
        return int(self.sunset.timestamp()) if self.sunset else None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host, or that of each environment."""
        return (self.host,) if isinstance(self.host, str) else tuple(self.host.values())


class RuleFile(Authored):
    """A file of `redirects/`: rules, old addresses of the site with their new ones, or both."""

    rules: tuple[RuleText, ...] = ()
    moved: Mapping[RulePath, SitePath] = {}
    """An old path of the documentation's site, and the page that has its content now."""


class Gone(msgspec.Struct, frozen=True):
    """What a rule answers at and after its sunset: a status, with a body where the API promises one."""

    status: int
    content_type: str = ""
    body: str = ""


class _Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """What rules of both kinds have on one of their hosts; `sunset` is a Unix time in seconds, or None."""

    id: str
    host: str
    path: str
    match: Literal["exact", "prefix"]
    headers: Headers
    sunset: int | None
    text: RuleText
    source: Source
    pointer: Pointer

    @property
    def open_headers(self) -> Headers:
        """The fields that it sends until it ends, in the order sent, but for Location."""
        return self.headers

    @property
    def is_served(self) -> bool:
        """Whether edges serve the rule: a removed rule is only kept for its history."""
        return self.text.removed is None

    @property
    def sunset_day(self) -> date | None:
        """The day of the sunset in UTC; None for a rule without one."""
        return None if self.sunset is None else utc(self.sunset).date()

    def at(self, *keys: str) -> tuple[Source, Pointer]:
        """The place of the rule, or of a value in it, in its file."""
        return self.source, (*self.pointer, *keys)


class Redirect(_Resolved, frozen=True, kw_only=True):
    """A rule as an edge and the oracle need it.

    `path` has no trailing slash; `to` is absolute; in both, what is not ASCII is percent-encoded; `excluded` are the
    methods left to the upstream; `headers` go with the redirect, `host_headers` with every answer of the rule, both in
    the order sent; `brownouts` are windows before the sunset, the second time not included, in the order of time;
    `gone` is None where the upstream answers after it; `through` are the ids of the rules between its own target and
    `to`, if its chain is flattened.
    """

    to: str
    status: int
    excluded: tuple[str, ...]
    host_headers: Headers
    gone: Gone | None
    through: tuple[str, ...] = ()
    brownouts: tuple[tuple[int, int], ...] = ()

    @property
    def target(self) -> SplitResult:
        """The parts of `to`."""
        return urlsplit(self.to)

    @property
    def open_headers(self) -> Headers:
        """The fields of the redirect, then those of its host."""
        return (*self.headers, *self.host_headers)

    @property
    def gone_headers(self) -> Headers:
        """The fields of the answer after the sunset but for Content-Type."""
        return (NO_STORE, *self.host_headers)

    @property
    def ended_answer(self) -> Gone | None:
        """What the edge answers once the rule has ended; None where it never ends, or the upstream answers then."""
        if self.sunset is None:
            return None
        return self.gone

    def has_ended(self, moment: int) -> bool:
        """Whether the sunset has passed at a Unix time in seconds: a rule ends at its sunset, not after it."""
        return self.sunset is not None and self.sunset <= moment

    def is_closed(self, moment: int) -> bool:
        """Whether the rule answers as after its sunset at a Unix time in seconds: at and after it, and in brownouts."""
        return self.has_ended(moment) or any(start <= moment < end for start, end in self.brownouts)

    @property
    def redirected_methods(self) -> tuple[str, ...]:
        """The methods that it redirects, where a list is needed: all but those left to the upstream."""
        return tuple(method for method in get_args(Method) if method not in self.excluded)

    @property
    def keeps_query(self) -> bool:
        """Whether Location has the query of the request."""
        return self.text.query != "drop"

    @property
    def outcome(self) -> str:
        """What is answered in place of the redirect from the sunset on, in a few words."""
        return status_line(self.gone.status) if self.gone else "the API's own response"

    @property
    def is_moved(self) -> bool:
        """Whether it is from an old address of the documentation to a page: not part of the API."""
        return self.pointer[0] == "moved"


class HeaderRule(_Resolved, frozen=True, kw_only=True):
    """A rule without a target: headers that are added to what the upstream answers, whatever it answers, at any time.

    `path` is that of a redirect, or empty for all paths with `match` prefix; `methods` are all where it is empty;
    `version` is the request header that names a date-pin, with its value, or None. A header that the upstream sends
    itself stays alone, but for Link, which is added to. Without `headers` it exempts its requests from other rules.
    `is_announced` says whether an entry or a pin announces what it covers.
    """

    methods: tuple[str, ...]
    version: tuple[str, str] | None
    is_announced: bool = False


Rule = Redirect | HeaderRule
AnyRule = TypeVar("AnyRule", bound=Rule)


class Rules(NamedTuple):
    """Rules by their kind, each in its order."""

    redirects: tuple[Redirect, ...]
    header_rules: tuple[HeaderRule, ...]

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "Rules":
        """The rules of both kinds."""
        listed = tuple(rules)
        redirects = tuple(rule for rule in listed if isinstance(rule, Redirect))
        return cls(redirects, tuple(rule for rule in listed if isinstance(rule, HeaderRule)))


def midnight(day: date) -> int:
    """The Unix time in seconds at which a day begins in UTC."""
    return int(day_start(day).timestamp())


def day_start(day: date) -> datetime:
    """The time at which a day begins in UTC."""
    return datetime.combine(day, time(), UTC)


def utc(moment: int) -> datetime:
    """A Unix time in seconds as a time in UTC."""
    return datetime.fromtimestamp(moment, UTC)


def instant(moment: int | None) -> datetime | None:
    """A Unix time in seconds as a time in UTC; None for none."""
    return None if moment is None else utc(moment)


def rfc3339(moment: int) -> str:
    """A Unix time in seconds as an RFC 3339 time in UTC: `2026-08-04T00:00:00Z`."""
    return utc(moment).replace(tzinfo=None).isoformat() + "Z"
