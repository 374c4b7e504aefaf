"""`changelog.json` and `versions.json`: the records of pins and entries, whose types are their JSON Schemas."""

from datetime import date, datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from docgen import urls
from docgen.model.entry import Entry, EntryText
from docgen.model.history import NOT_CHECKED, HistoryPin
from docgen.model.pin import Pin
from docgen.model.proof import Evidence, Proof
from docgen.model.proof import Status as ProofStatus
from docgen.render.feeds import last_updated, tag_uri
from docgen.render.json_file import Document, checksum, record
from docgen.render.publication import Publication
from docgen.render.verified import statements


class PublishedCheck(msgspec.Struct, frozen=True):
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


class PublishedEntry(msgspec.Struct, frozen=True):
    """An entry with its address, its permanent id (that of the feeds) and when it last changed for a reader.

    `breaks_on` is the first day on which something that it announces stops working: the sunset of a redirect that
    ends in 404 or 410, or of a deprecation. `markdown` is the address of the page as Markdown. `history` says that
    its pin has no contract: nobody checked it.
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
    history: bool = False


class PublishedVersioning(msgspec.Struct, frozen=True):
    """How a request names its pin, and which header of the answer names the one that was applied."""

    carrier: Literal["header", "path", "query"]
    name: str
    echo: str | None
    required: bool


class PublishedContract(msgspec.Struct, frozen=True):
    """The contract as it is downloaded: its size in bytes, and whether the vendor published it."""

    url: str
    sha256: str
    size: int
    origin: Literal["published", "reconstruction"]


class PublishedFeeds(msgspec.Struct, frozen=True):
    """The feeds of one pin alone."""

    atom: str
    json: str


class PublishedPin(msgspec.Struct, frozen=True):
    """A pin, its dates, and its contract; one of `history` has none."""

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
    history: bool = False


class Changelog(Document, frozen=True):
    """`changelog.json`: every published entry, then those of history."""

    api: str
    pins: tuple[PublishedPin, ...]
    entries: tuple[PublishedEntry, ...]


class Versions(Document, frozen=True):
    """`versions.json`: every pin, newest first."""

    current: str | None
    pins: tuple[PublishedPin, ...]


def pins_with_history(publication: Publication) -> tuple[PublishedPin, ...]:
    """Every pin that a reader may see, newest first, then those of history."""
    past = (_history_pin(publication, older) for older in reversed(publication.past.pins))
    return (*(pin(publication, newer) for newer in publication.pins), *past)


def _history_pin(publication: Publication, pin: HistoryPin) -> PublishedPin:
    url = urls.pin_url(pin.id)
    return record(
        PublishedPin,
        pin.text,
        id=pin.id,
        status="history",
        deprecated=None,
        retired=None,
        summary=pin.text.summary or "",
        url=publication.absolute(url),
        spec=None,
        markdown=publication.twin(url),
    )


def pin(publication: Publication, pin: Pin) -> PublishedPin:
    """The record of a pin that a reader may see."""
    absolute, url, spec_url, contract = publication.absolute, urls.pin_url(pin.id), None, None
    if pin.spec:
        spec_url = absolute(urls.spec_file(pin.id))
        contract = record(PublishedContract, checksum(pin.spec), url=spec_url, origin=pin.text.spec.origin)
    return record(
        PublishedPin,
        pin.text,
        id=pin.id,
        status=publication.status(pin),
        url=absolute(url),
        spec=spec_url,
        contract=contract,
        versioning=record(PublishedVersioning, pin.text.versioning) if pin.text.versioning else None,
        feeds=PublishedFeeds(atom=absolute(urls.atom_file(pin.id)), json=absolute(urls.json_feed_file(pin.id))),
        markdown=publication.twin(url),
    )


def entry(publication: Publication, entry: Entry) -> PublishedEntry:
    """The record of an entry with the proofs of its claims."""
    url = urls.entry_url(entry)
    proofs = filter(None, (stated.proof for stated in statements(publication, entry)))
    return record(
        PublishedEntry,
        entry,
        url=publication.absolute(url),
        # the schema promises a summary, which history may lack
        entry=replace(entry.text, summary=entry.text.summary or NOT_CHECKED),
        id=tag_uri(publication, entry),
        updated=last_updated(entry),
        breaks_on=publication.breaks_on(entry),
        markdown=publication.twin(url),
        proofs=tuple(map(_proof, proofs)),
        history=entry.pin in publication.past.pin_ids,
    )


def _proof(proof: Proof) -> PublishedProof:
    live = tuple(record(PublishedCheck, result, passed=result.result == "passed") for result in proof.live)
    return record(PublishedProof, proof, owner=proof.owner or None, live=live)
