"""What an entry promises, in a form that a check can prove or refute."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from docgen.model.authored import AuthoredPart
from docgen.model.text import COMPLETED, HeaderName, HeaderValue, HttpsUrl, PlainText, Selector, Slug

_Event = Annotated[PlainText, Meta(extra_json_schema={COMPLETED: "Event"})]
_Field = Annotated[PlainText, Meta(extra_json_schema={COMPLETED: "Field"})]
_Value = Annotated[PlainText, Meta(extra_json_schema={COMPLETED: "Value"})]


class EventsClaim(AuthoredPart):
    """The webhook events that fire (`exactly`), or that are named and do not fire (`planned`)."""

    exactly: tuple[_Event, ...] | None = None
    planned: tuple[PlainText, ...] | None = None
    for_: PlainText | None = None
    """The label that a planned event is a candidate for."""
    because: PlainText | None = None
    today: PlainText | None = None
    """What happens today instead."""
    change: PlainText | None = None
    """What will change when it comes."""
    after_status: dict[str, str] | None = None
    """Event to the status value that goes with it."""
    at: PlainText | None = None
    """The field of the event's payload that has its status, such as `data.status`; else the one field with an enum
    that lists each status."""


class EnumClaim(AuthoredPart):
    """The values of an enum that are seen on the wire, reserved (in the enum only), or never used."""

    at: Selector
    wire: tuple[_Value, ...]
    reserved: tuple[PlainText, ...] = ()
    never: tuple[PlainText, ...] = ()
    because: PlainText | None = None


class FieldsClaim(AuthoredPart):
    """The properties that a schema has exactly, has among others, must require, and does not have."""

    at: Selector
    exactly: tuple[_Field, ...] | None = None
    has: tuple[PlainText, ...] = ()
    """Those that it has, optional or not: an addition does not make it untrue."""
    required: tuple[PlainText, ...] = ()
    absent: tuple[PlainText, ...] = ()
    because: PlainText | None = None


class ResponseClaim(AuthoredPart):
    """What an operation (or every operation) answers with a status (or with every 4xx and 5xx)."""

    operation: Annotated[Selector, Meta(extra_json_schema={COMPLETED: "Operation"})]
    """An operation, or `every-operation`."""
    status: int | Literal["every-error"]
    error: PlainText | None = None
    """The error code in the response."""
    schema: PlainText | None = None
    """The name of the schema of the body."""
    cause: PlainText | None = None
    """What the page of the error code must name as a cause."""


class HeaderClaim(AuthoredPart):
    """Where a header is sent or returned, and whether a request must carry it."""

    name: HeaderName
    in_: Literal["every-request", "every-response"] | tuple[Selector, ...]
    required: bool | None = None


class RedirectClaim(AuthoredPart):
    """What the changelog promises of a redirect; the rule must say the same."""

    rule: Annotated[Slug, Meta(extra_json_schema={COMPLETED: "Rule"})]
    from_: HttpsUrl | None = None
    """The whole URL that redirects."""
    match: Literal["exact", "prefix"] | None = None
    status: Literal[301, 302, 307, 308]
    deprecated: HeaderValue | None = None
    """The value of the deprecation header."""
    deprecated_header: HeaderName | None = None
    """Its name; else the configured one."""
    since: date | None = None
    sunset: date | None = None
    after: Literal[404, 410, "upstream"] | None = None
    to: HttpsUrl | None = None


class NoticeClaim(AuthoredPart):
    """A notice period: `from` plus `days` is `until`."""

    from_: date
    days: Annotated[int, Meta(ge=1)]
    until: date


class UrlClaim(AuthoredPart):
    """A URL that stays, and what it serves."""

    is_: HttpsUrl
    serves: Literal["api-spec", "docs", "page"]


class AttestedClaim(AuthoredPart):
    """A fact that no contract shows: somebody answers for it until a date."""

    text: PlainText
    at: Selector | None = None
    """The enum that has the keys of `values`."""
    values: dict[str, PlainText] | None = None
    """What is attested of each value."""
    columns: Annotated[tuple[PlainText, ...], Meta(min_length=2, max_length=2)] = ("Value", "Meaning")
    """The heads of a table of `values`."""
    owner: PlainText
    evidence: PlainText
    review_by: date


class RemovalClaim(AuthoredPart):
    """The parts that this contract no longer has: operations, fields, events, error codes, schemas."""

    of: Annotated[tuple[Selector, ...], Meta(min_length=1)]
    because: PlainText | None = None


class DeprecationClaim(AuthoredPart):
    """A part of the contract that is deprecated, until when, and what replaces it; the contract must say the same."""

    of: Selector
    """An operation, a field such as `Image.size`, or a parameter: `GET /v1/images parameter limit`."""
    since: date | None = None
    """The first day of the notice; else `published`."""
    sunset: date | None = None
    """The day from which it is gone: `x-sunset` of the contract."""
    successor: Selector | None = None
    """The part of the contract to use instead."""


class Claim(AuthoredPart):
    """One promise: exactly one kind, and an id where an entry has two of a kind."""

    id: Slug | None = None
    events: EventsClaim | None = None
    enum: EnumClaim | None = None
    fields: FieldsClaim | None = None
    response: ResponseClaim | None = None
    header: HeaderClaim | None = None
    redirect: RedirectClaim | None = None
    notice: NoticeClaim | None = None
    url: UrlClaim | None = None
    attested: AttestedClaim | None = None
    removal: RemovalClaim | None = None
    deprecation: DeprecationClaim | None = None

    @property
    def kind(self) -> str:
        """The name of the one kind that is set."""
        return next(kind for kind in CLAIM_KINDS if getattr(self, kind) is not None)

    @property
    def promise(self) -> msgspec.Struct:
        """What it says: the part of its kind."""
        promise: msgspec.Struct = getattr(self, self.kind)
        return promise

    def full_id(self, slug: str) -> str:
        """The id of the claim in the project: `<slug>/<id or kind>`."""
        return f"{slug}/{self.id or self.kind}"


CLAIM_KINDS = tuple(name for name in Claim.__struct_fields__ if name != "id")
"""The kinds of claim, in the order in which they are documented."""
