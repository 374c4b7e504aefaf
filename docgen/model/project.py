"""A repository as docgen loads it, once and frozen."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import chain, pairwise

import msgspec

from docgen.model.accepted import Acceptance, Accepted
from docgen.model.config import Config
from docgen.model.entry import Entry
from docgen.model.error_page import ErrorPage
from docgen.model.files import Files
from docgen.model.history import History
from docgen.model.pin import Pin, Versioning, current_pin
from docgen.model.redirect import HeaderRule, Redirect, Rule, Rules
from docgen.openapi.spec import Spec
from docgen.positions.source import Source


class Named:
    """The pins, the entries and the rules of a repository, by their ids and slugs."""

    __slots__ = ()
    pins: tuple[Pin, ...]
    entries: tuple[Entry, ...]
    redirects: tuple[Redirect, ...]
    header_rules: tuple[HeaderRule, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The redirects, then the rules without a target."""
        return (*self.redirects, *self.header_rules)

    def pin(self, id_: str | None) -> Pin | None:
        """The pin of an id, or None where there is none."""
        return next((pin for pin in self.pins if pin.id == id_), None)

    def entry(self, slug: str) -> Entry | None:
        """The entry of a slug, or None where there is none."""
        return next((entry for entry in self.entries if entry.slug == slug), None)


class Base(msgspec.Struct, Named, frozen=True):
    """What a project is compared with: its pins and entries as they were.

    `label` names it for a reader: a git ref with its commit, or a file. A part that could not be read is left out.
    The rest is of a commit alone, and `day` is None for a file: its day in UTC, its settings (`config` is None where
    they cannot be read), what it accepts, its rules, the paths of its pins' files, those of
    guides and records that are different now, and the `pages` among them as they were.
    """

    label: str
    pins: tuple[Pin, ...] = ()
    entries: tuple[Entry, ...] = ()
    day: date | None = None
    settings: Source = Source("", "")
    config: Config | None = None
    accepted: Accepted = Accepted()
    redirects: tuple[Redirect, ...] = ()
    header_rules: tuple[HeaderRule, ...] = ()
    files: frozenset[str] = frozenset()
    changed: tuple[str, ...] = ()
    pages: tuple[Source, ...] = ()

    @property
    def ref(self) -> str:
        """The base as the command line named it."""
        return self.label.partition(" at ")[0]


class Version(msgspec.Struct, frozen=True):
    """A version of a hand-written page: `page` is the file of the page itself, `pin` the `pin:` of its own."""

    page: str
    pin: str


class Edition(msgspec.Struct, frozen=True):
    """The hand-written pages while one pin is current.

    `files` has the file of each page that a version for a pin replaces, by the path of the page.
    """

    docs: tuple[Source, ...] = ()
    errors: tuple[ErrorPage, ...] = ()
    files: Mapping[str, str] = {}


class Project(msgspec.Struct, Named, frozen=True):
    """One repository at one time.

    `pins` are ordered by release, oldest first; `now` is aware, in UTC; `docs` are the hand-written
    pages with their placeholders expanded, without the error pages, under the paths of their pages, which begin with
    `docs/`: `files` has the file of a page that is elsewhere, and `docs_folder` is the folder of the files;
    `committed` is the generated output in the repository; `complete` is False where
    a file could not be loaded; `base` is None where the project is compared with nothing; `accepted` is what it
    accepts for a while. `editions` are the pages while each pin is current, by its id, and `versions` the files of
    pages that are written for one pin, by their path. `history` is what has no contract: pages show it, and no rule
    that proves, compares or gates knows of it. `preview_url` is the address of a preview of the site, which ends with a
    slash; empty for the site itself.
    """

    config: Config
    config_source: Source
    now: datetime
    pins: tuple[Pin, ...] = ()
    entries: tuple[Entry, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    header_rules: tuple[HeaderRule, ...] = ()
    errors: tuple[ErrorPage, ...] = ()
    docs: tuple[Source, ...] = ()
    committed: Files = {}
    complete: bool = True
    base: Base | None = None
    accepted: Accepted = Accepted()
    files: Mapping[str, str] = {}
    editions: Mapping[str, Edition] = {}
    versions: Mapping[str, Version] = {}
    history: History = History()
    docs_folder: str = "docs"
    preview_url: str = ""

    @property
    def site_url(self) -> str:
        """The address at which pages and files are; that of `config` is promised, and so stays in a preview."""
        return self.preview_url or self.config.site_url

    def tag(self, name: str) -> str:
        """A permanent id (a tag URI, RFC 4151), whatever the address of the site; a preview has ids of its own."""
        return f"tag:{self.config.feed_authority}:{self.preview_url.removeprefix('https://')}{name}"

    def at(self, moment: datetime) -> "Project":
        """The same content at another time, with the pages of the pin that is current then."""
        current = current_pin(self.pins, moment.date())
        pages = self.editions.get(current.id if current else "", Edition(self.docs, self.errors, self.files))
        return msgspec.structs.replace(self, now=moment, docs=pages.docs, errors=pages.errors, files=pages.files)

    def file_of(self, page: str) -> str:
        """The file of a hand-written page: a version for a pin has a path of its own."""
        return self.files.get(page, page)

    def error_versions(self) -> tuple[ErrorPage, ...]:
        """The pages of error codes in all their versions, each file once."""
        of_editions = chain.from_iterable(edition.errors for edition in self.editions.values())
        every = (*self.errors, *of_editions)
        return tuple({page.source.path: page for page in reversed(every)}.values())

    @property
    def epoch(self) -> int:
        """`now` in whole seconds since 1970-01-01T00:00:00Z."""
        return int(self.now.timestamp())

    @property
    def today(self) -> date:
        """The day of `now` in UTC."""
        return self.now.date()

    @property
    def current(self) -> Pin | None:
        """The newest pin that is released at `now`, or announced where none is."""
        return current_pin(self.pins, self.today)

    @property
    def older_references(self) -> tuple[Pin, ...]:
        """The pins before the current one whose reference the settings name, the newest first."""
        current, listed = self.current, self.config.reference
        if current is None or not current.contract.operations():
            return ()
        released = current.text.released
        return tuple(pin for pin in reversed(self.pins) if pin.id in listed and pin.text.released < released)

    @property
    def version_headers(self) -> tuple[str, ...]:
        """The headers in which requests name a pin, in lower case, each once."""
        names = filter(None, (pin.text.version_header for pin in self.pins))
        return tuple(dict.fromkeys(map(str.lower, names)))

    def visible_pins(self) -> tuple[Pin, ...]:
        """The pins that a reader may see at `now`: released, or announced; oldest first."""
        return tuple(p for p in self.pins if p.text.announce or p.text.released <= self.today)

    def versioning(self, pin: Pin) -> Versioning | None:
        """How requests choose a visible pin; None where no request does, as where the path of another has its name."""
        versioning = pin.text.versioning
        others = [other.text.versioning for other in self.visible_pins() if other.id != pin.id]
        if versioning and versioning.carrier == "path" and versioning.name in [other.name for other in others if other]:
            return None
        return versioning

    @property
    def judge(self) -> Config:
        """The settings that judge what changed: those of the base, so that no change sets its own measure."""
        return self.base.config if self.base and self.base.config else self.config

    @property
    def acceptances(self) -> tuple[Acceptance, ...]:
        """The acceptances that count: with `gate.accept = "reviewed"`, those that the base has, too."""
        if self.base is None or self.judge.gate.accept == "any":
            return self.accepted.entries
        return tuple(entry for entry in self.accepted.entries if entry in self.base.accepted.entries)

    def with_rules(self, rules: Iterable[Rule]) -> "Project":
        """The project with these rules alone."""
        redirects, header_rules = Rules.of(rules)
        return msgspec.structs.replace(self, redirects=redirects, header_rules=header_rules)

    def visible_entries(self) -> tuple[Entry, ...]:
        """The entries that a reader may see at `now`, published or announced, without the corrections after it."""
        today = self.today
        return tuple(entry.until(today) for entry in self.entries if entry.is_visible(today))

    def pin_of(self, entry: Entry) -> Pin | None:
        """The pin in whose folder an entry is, or None where its `pin.yaml` could not be read."""
        return self.pin(entry.pin)

    def spec_of(self, entry: Entry) -> Spec | None:
        """The contract of the pin of an entry, or None where there is none, or it could not be read."""
        pin = self.pin_of(entry)
        return pin.spec if pin else None

    def entries_of(self, pin: Pin) -> tuple[Entry, ...]:
        """The entries in the folder of a pin."""
        return tuple(entry for entry in self.entries if entry.pin == pin.id)

    def specs(self) -> dict[str, Spec]:
        """The contracts by the ids of their pins, without those that could not be read."""
        return {pin.id: pin.spec for pin in self.pins if pin.spec}

    def servers(self) -> set[str]:
        """The hosts of the servers in all contracts."""
        return set(chain.from_iterable(map(Spec.hosts, self.specs().values())))

    def redirects_of(self, id_: str) -> tuple[Redirect, ...]:
        """The redirects with an id: one for each host that has it."""
        return tuple(redirect for redirect in self.redirects if redirect.id == id_)

    def redirects_at(self, host: str) -> tuple[Redirect, ...]:
        """The redirects of a host."""
        return tuple(redirect for redirect in self.redirects if redirect.host == host)

    def successions(self) -> tuple[tuple[Pin, Pin], ...]:
        """Each pin that has a successor, with it, oldest first."""
        return tuple(pairwise(self.pins))

    def in_base(self, pin: Pin) -> Pin | None:
        """A pin as the base has it; None where that has none of its id, or there is no base."""
        return self.base.pin(pin.id) if self.base else None

    def as_in_base(self) -> "Project | None":
        """The pins, entries, rules and settings of the base at the same time; None where no commit is compared."""
        if self.base is None or self.base.day is None:
            return None
        fields = ("pins", "entries", "redirects", "header_rules", "accepted")
        was = {name: getattr(self.base, name) for name in fields}
        return msgspec.structs.replace(self, config=self.judge, base=None, **was)

    def before(self, pin: Pin) -> Pin | None:
        """The pin before one; None for the first."""
        return {after.id: before for before, after in self.successions()}.get(pin.id)
