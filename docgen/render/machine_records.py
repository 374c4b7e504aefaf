"""The records of the machine files; their JSON Schemas are made from these types."""

from datetime import date, datetime
from typing import Literal

import msgspec

from docgen.model.entry import EntryText
from docgen.model.proof import Evidence
from docgen.model.proof import Status as ProofStatus
from docgen.openapi.deprecated import Kind as PartKind

EndingKind = Literal["path", PartKind, "date-pin"]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A machine file: a reader checks `version` before anything else; states are those of the day `as_of`."""

    schema_url: str = msgspec.field(name="$schema")
    version: Literal[1]
    as_of: date


class PublishedCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The last time that a claim was held against a live address; `checked` is in UTC."""

    origin: str
    checked: datetime
    passed: bool


class PublishedProof(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a claim of the entry: `claim` is its id, `against` what it was held against.

    `evidence_from` is what it rests on, the weakest where it is several things: a `schema` or an `example` in the
    contract, the redirect `rule` that the edge is configured from, the `calendar`, the `configuration` of the site,
    or its `owner`; `reconstructed` says that the contract is not the vendor's own. What was checked live is under
    `live`. An attested claim has an `owner`, who answers for it until `review_by`.
    """

    claim: str
    kind: str
    status: ProofStatus
    against: str
    owner: str | None = None
    review_by: date | None = None
    live: tuple[PublishedCheck, ...] = ()
    evidence_from: Evidence
    reconstructed: bool


class PublishedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with its address, its permanent id (that of the feeds) and when it last changed for a reader.

    `breaks_on` is the first day on which something that it announces stops working: the sunset of a redirect that
    ends in 404 or 410, or of a deprecation. `markdown` is the address of the page as Markdown.
    """

    slug: str
    pin: str
    url: str
    entry: EntryText
    id: str | None = None
    updated: date | None = None
    breaks_on: date | None = None
    markdown: str | None = None
    proofs: tuple[PublishedProof, ...] = ()


class PublishedVersioning(msgspec.Struct, frozen=True, kw_only=True):
    """How a request names its pin, and which header of the answer names the one that was applied."""

    carrier: Literal["header", "path", "query"]
    name: str
    echo: str | None
    required: bool


class PublishedContract(msgspec.Struct, frozen=True, kw_only=True):
    """The contract as it is downloaded: its size in bytes, and whether the vendor published it."""

    url: str
    sha256: str
    size: int
    origin: Literal["published", "reconstruction"]


class PublishedFeeds(msgspec.Struct, frozen=True, kw_only=True):
    """The feeds of one pin alone."""

    atom: str
    json: str


class PublishedPin(msgspec.Struct, frozen=True, kw_only=True):
    """A pin, its dates, and its contract."""

    id: str
    label: str
    status: str
    released: date
    deprecated: date | None
    retired: date | None
    summary: str
    url: str
    spec: str | None
    contract: PublishedContract | None = None
    versioning: PublishedVersioning | None = None
    feeds: PublishedFeeds | None = None
    markdown: str | None = None


class Changelog(Document, frozen=True, kw_only=True):
    """`changelog.json`: every published entry."""

    api: str
    pins: tuple[PublishedPin, ...]
    entries: tuple[PublishedEntry, ...]


class Versions(Document, frozen=True, kw_only=True):
    """`versions.json`: every pin, newest first."""

    current: str | None
    pins: tuple[PublishedPin, ...]


class PublishedReturn(msgspec.Struct, frozen=True, kw_only=True):
    """An operation that an example of the contract shows to answer with the code; `status` is as in the contract."""

    operation: str
    status: str
    url: str | None


class PublishedError(msgspec.Struct, frozen=True, kw_only=True):
    """A code, its page, and whether to retry; `doc_url` is the address that an error answer carries.

    `returned` is false for a code that left the contract: `successor` is then what took its place. `causes` and `fixes`
    are those of its page, in order, each as Markdown.
    """

    code: str
    url: str
    title: str
    http: tuple[int, ...]
    returned: bool
    retry: str | None = None
    backoff: str | None = None
    idempotency: str | None = None
    aliases: tuple[str, ...] = ()
    successor: str | None = None
    since: str | None = None
    until: str | None = None
    doc_url: str | None = None
    markdown: str | None = None
    operations: tuple[PublishedReturn, ...] = ()
    causes: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()


class Errors(Document, frozen=True, kw_only=True):
    """`errors.json`: every code."""

    errors: tuple[PublishedError, ...]


class PublishedSchema(msgspec.Struct, frozen=True, kw_only=True):
    """A JSON Schema (draft 2020-12) that stands alone: `url` is its `$id`, and `pin` the date-pin that it is of."""

    pin: str
    url: str


class PublishedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook event: `fired` is false for one that is only named.

    `name` is the one that is sent, `name_at` a JSON pointer (RFC 6901) to it in a payload, null where none is known.
    `json_schemas` is what a payload is under each date-pin, newest first: only of this event, and without values that
    are not sent. `schema` is a JSON pointer into `spec` to the schema in the contract, `resource_status` the status of
    the resource that goes with the event.
    """

    name: str
    url: str
    fired: bool
    since: str | None = None
    candidate_for: str | None = None
    summary: str | None = None
    spec: str | None = None
    schema: str | None = None
    name_at: str | None = None
    resource_status: str | None = None
    markdown: str | None = None
    json_schemas: tuple[PublishedSchema, ...] = ()


class Events(Document, frozen=True, kw_only=True):
    """`events.json`: every named event."""

    events: tuple[PublishedEvent, ...]


class PublishedHeader(msgspec.Struct, frozen=True, kw_only=True):
    """A header of the redirect, in the order sent."""

    name: str
    value: str


class PublishedBrownout(msgspec.Struct, frozen=True, kw_only=True):
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


class PublishedPart(msgspec.Struct, frozen=True, kw_only=True):
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


class PublishedEnding(msgspec.Struct, frozen=True, kw_only=True):
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


class Redirects(Document, frozen=True, kw_only=True):
    """`redirects.json`: every rule of the edges, that of an old address of the documentation included."""

    redirects: tuple[PublishedRedirect, ...]
