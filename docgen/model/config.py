"""`[tool.docgen]` of pyproject.toml: all that differs from one API to the next."""

import re
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from docgen.model.authored import Authored
from docgen.model.change import Level, Profile, Stability
from docgen.model.text import FeedAuthority, HeaderName, HeaderValue, Host, HttpsUrl, PlainText
from docgen.openapi.spec import Spec


class ErrorsConfig(Authored):
    """Where the error envelope and the codes stand in the spec."""

    envelope: str
    """The name of the envelope's schema."""
    code: str | None = None
    """The field of the code in the envelope, with dots: `error.code`; absent without."""
    doc_url: str | None = None
    """The field of the documentation URL."""
    codes: str | tuple[PlainText, ...] = ()
    """The schema whose enum lists the codes, or the codes themselves."""


class EdgeConfig(Authored):
    """Settings of one edge."""

    folder: str | None = None
    """Where the edge's files are installed."""
    hosts: tuple[Host, ...] = ()
    """The hosts whose rules and site the edge serves; absent: all."""


class LevelOverride(Authored):
    """Another level for the id of a change, and why."""

    level: Level
    reason: PlainText


class EventsConfig(Authored):
    """Which schemas are payloads of events, where no webhook refers to them, and where a payload has its name."""

    payloads: tuple[PlainText, ...] = ()
    """Names of schemas, in which `*` stands for any text: `*Webhook`."""
    name: PlainText = ""
    """The field of a payload with the name of the event, with dots (`meta.kind`), or a header: `header X-Event`."""

    def applied_to(self, spec: Spec) -> Spec:
        """A contract with the events that these settings describe."""
        if spec.event_name != self.name:
            spec = msgspec.structs.replace(spec, event_name=self.name)
        return spec.with_payload_events(self.payloads)


_API: Final = re.compile(r"API|\b[Aa]pis?\b")
NO_EVENTS: Final = EventsConfig()
"""The settings of a project that has none of events."""


class DiffConfig(Authored):
    """Which changes of the contract break its customers."""

    policy: Profile = "strict"
    levels: Mapping[str, LevelOverride] = {}
    unstable: tuple[Stability, ...] = ()
    """The values of `x-stability-level` at which an operation may break: its changes warn."""


class GateConfig(Authored):
    """What a comparison with a base (`docgen check --against`) takes for accepted."""

    accept: Literal["any", "reviewed"] = "any"
    """`reviewed`: only acceptances that the base has, too."""


class FeedsConfig(Authored):
    """What the feeds carry."""

    history: bool = False
    """Whether the feeds of all pins carry entries of pins without a contract."""


class Config(Authored):
    """The whole table `[tool.docgen]`."""

    api: PlainText
    """The name of the API, as a reader knows it."""
    feed_authority: FeedAuthority
    """`host,year` of the feed's permanent ids (RFC 4151)."""
    hosts: tuple[Host, ...]
    site_url: HttpsUrl = ""
    host_headers: Mapping[Host, dict[HeaderName, HeaderValue]] = {}
    """A host's own headers (HSTS, CORS), which its rules keep on every answer."""
    spec_url: HttpsUrl | None = None
    deprecated_header: HeaderName | None = None
    errors: ErrorsConfig | None = None
    """Absent where the errors share no schema."""
    edges: tuple[PlainText, ...] = ()
    edge: Mapping[str, EdgeConfig] = {}
    diff: DiffConfig = msgspec.field(default_factory=DiffConfig)
    events: EventsConfig = msgspec.field(default_factory=EventsConfig)
    feeds: FeedsConfig = msgspec.field(default_factory=FeedsConfig)
    gate: GateConfig = msgspec.field(default_factory=GateConfig)
    cache: bool = True
    """Whether what was validated and rendered is kept beside the site for the next run."""
    reference: tuple[PlainText, ...] = ()
    """The ids of older versions that have their reference, beside that of the current one."""
    internal_words: Mapping[str, str] = {}
    """A word that must not be published, and what to write instead."""

    @property
    def the_api(self) -> str:
        """The API in a sentence: `the Parcel API`, `the WorkOS API`."""
        return f"the {self.api}" if _API.search(self.api) else f"the {self.api} API"

    def serves(self, edge: str, host: str) -> bool:
        """Whether an edge gets the rules of a host: those of any, unless its table lists `hosts`."""
        hosts = self.edge.get(edge, EdgeConfig()).hosts
        return not hosts or host in hosts

    @property
    def code_field(self) -> str | None:
        """The field of the error code in the envelope, with dots; None where the contract has no such field."""
        return self.errors.code if self.errors else None

    @property
    def error_codes(self) -> str | tuple[str, ...]:
        """The error codes, or the schema or field whose enum lists them; none where the errors share no schema."""
        return self.errors.codes if self.errors else ()
