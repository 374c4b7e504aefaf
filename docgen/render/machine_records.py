"""The records of the machine files; their JSON Schemas are made from these types."""

from datetime import date
from typing import Literal

import msgspec

from docgen.model.entry import EntryText


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a machine file."""


class Document(Record, frozen=True, kw_only=True):
    """A machine file: a reader checks `version` before anything else."""

    schema_url: str = msgspec.field(name="$schema")
    version: Literal[1] = 1


class PublishedEntry(Record, frozen=True, kw_only=True):
    """An entry with its address."""

    slug: str
    pin: str
    url: str
    entry: EntryText


class PublishedPin(Record, frozen=True, kw_only=True):
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


class Changelog(Document, frozen=True, kw_only=True):
    """`changelog.json`: every published entry."""

    api: str
    pins: tuple[PublishedPin, ...]
    entries: tuple[PublishedEntry, ...]


class Versions(Document, frozen=True, kw_only=True):
    """`versions.json`: every pin, newest first."""

    current: str | None
    pins: tuple[PublishedPin, ...]


class PublishedError(Record, frozen=True, kw_only=True):
    """A code, its page, and whether to retry."""

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


class Errors(Document, frozen=True, kw_only=True):
    """`errors.json`: every code."""

    errors: tuple[PublishedError, ...]


class PublishedEvent(Record, frozen=True, kw_only=True):
    """A webhook event: `fired` is false for one that is only named."""

    name: str
    url: str
    fired: bool
    since: str | None = None
    candidate_for: str | None = None


class Events(Document, frozen=True, kw_only=True):
    """`events.json`: every named event."""

    events: tuple[PublishedEvent, ...]


class PublishedHeader(Record, frozen=True, kw_only=True):
    """A header of the redirect, in the order sent."""

    name: str
    value: str


class PublishedRule(Record, frozen=True, kw_only=True):
    """A redirect as the edge answers it; `sunset` is a Unix time in seconds."""

    id: str
    url: str
    host: str
    path: str
    match: str
    to: str
    status: int
    headers: tuple[PublishedHeader, ...]
    sunset: int | None
    after: int | Literal["upstream"]
    state: str
    since: date | None
    entry: str | None


class Deprecations(Document, frozen=True, kw_only=True):
    """`deprecations.json`: every redirect with a date or an announcement, and its state."""

    deprecations: tuple[PublishedRule, ...]


class Redirects(Document, frozen=True, kw_only=True):
    """`redirects.json`: every redirect that an edge carries."""

    redirects: tuple[PublishedRule, ...]
