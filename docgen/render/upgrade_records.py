"""`upgrade.json`: what lies between each pin and the current one, and whom each entry and each change concerns."""

from datetime import date

import msgspec

from docgen import urls
from docgen.answers.build import Table, build_table
from docgen.differ.path_items import operation_shape
from docgen.differ.wording import describe
from docgen.model.entry import Action, Entry
from docgen.model.pin import Pin
from docgen.openapi.spec import Spec
from docgen.render.json_file import encoded
from docgen.render.machine_records import Document
from docgen.render.publication import Publication
from docgen.upgrade import UpgradePath
from docgen.upgrade.consumers import ConsumerIndex, Consumers, renamed_operations, use_numbers


class AnsweringOperation(msgspec.Struct, frozen=True, kw_only=True):
    """An operation as a request names it in one contract; `use` is its index among the uses of the way."""

    method: str
    path: str
    use: int


class RequestedContract(msgspec.Struct, frozen=True, kw_only=True):
    """How requests find the operations of a contract: the hosts of its servers, their base paths, its operations."""

    hosts: tuple[str, ...]
    bases: tuple[str, ...]
    operations: tuple[AnsweringOperation, ...]


class WayChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the contract; `uses` are indices, and null is everybody."""

    id: str
    level: str
    text: str
    uses: tuple[int, ...] | None


class WayStep(msgspec.Struct, frozen=True, kw_only=True):
    """An entry on a way: whom it concerns by what it covers (null is everybody), and the changes that it tells."""

    slug: str
    uses: tuple[int, ...] | None
    changes: tuple[int, ...]


class PublishedWay(msgspec.Struct, frozen=True, kw_only=True):
    """All that lies between a pin (null: before the first) and the current one.

    An entry matters to somebody where it, or a change that it tells, concerns one of the uses that they have.
    `url` is the page of the way; `unexplained` are the changes that no entry tells; `unpublished` counts those to come.
    """

    start: str | None = msgspec.field(name="from")
    end: str = msgspec.field(name="to")
    url: str
    uses: tuple[str, ...]
    contracts: tuple[RequestedContract, ...]
    changes: tuple[WayChange, ...]
    steps: tuple[WayStep, ...]
    unexplained: tuple[int, ...]
    unpublished: int


class WayEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of an entry; `breaks_on` is the first day on which something that it announces stops working."""

    slug: str
    pin: str
    url: str
    title: str
    summary: str
    kind: str
    impact: str
    breaks_on: date | None
    effective: date
    action: Action


class Upgrades(Document, frozen=True, kw_only=True):
    """`upgrade.json`: the ways to the current pin, the shortest last, their entries, and the parts that have a name."""

    api: str
    current: str
    entries: tuple[WayEntry, ...]
    ways: tuple[PublishedWay, ...]
    lookup: Table


def document(publication: Publication, schema_url: str, paths: list[tuple[UpgradePath, ConsumerIndex]]) -> str:
    """The text of `upgrade.json` for some paths and their consumers; the last one has all entries."""
    from_start, _ = paths[-1]
    upgrades = Upgrades(
        schema_url=schema_url,
        version=1,
        as_of=publication.today,
        api=publication.project.config.api,
        current=from_start.end.id,
        entries=tuple(_entry(publication, entry) for entry in from_start.entries),
        lookup=build_table(publication.project, from_start.end),
        ways=tuple(_path(publication, path, consumers) for path, consumers in paths),
    )
    return encoded(upgrades).decode() + "\n"


def _entry(publication: Publication, entry: Entry) -> WayEntry:
    text = entry.text
    return WayEntry(
        slug=entry.slug,
        pin=entry.pin,
        url=publication.absolute(urls.entry_url(entry)),
        title=text.title,
        summary=text.summary,
        kind=text.kind,
        impact=text.impact,
        breaks_on=publication.breaks_on(entry),
        effective=text.effective,
        action=text.action,
    )


def _path(publication: Publication, path: UpgradePath, consumers: ConsumerIndex) -> PublishedWay:
    page = urls.upgrade_url(path.start.id, path.end.id) if path.start else urls.UPGRADE
    return PublishedWay(
        start=path.start.id if path.start else None,
        end=path.end.id,
        url=publication.absolute(page),
        uses=consumers.uses,
        contracts=_contracts(path.start, path.end, consumers),
        changes=tuple(
            WayChange(id=change.id, level=change.level, text=describe(change), uses=_listed(uses))
            for change, uses in zip(path.changes, consumers.changes, strict=True)
        ),
        steps=tuple(
            WayStep(slug=entry.slug, uses=_listed(uses), changes=path.explained[entry.slug])
            for entry, uses in zip(path.entries, consumers.entries, strict=True)
        ),
        unexplained=path.unexplained,
        unpublished=path.unpublished,
    )


def _listed(uses: Consumers) -> tuple[int, ...] | None:
    return None if uses is None else tuple(sorted(uses))


def _contracts(start: Pin | None, end: Pin, consumers: ConsumerIndex) -> tuple[RequestedContract, ...]:
    """The contract that the customer is on, then the one to come, as `docgen upgrade` asks them."""
    index = use_numbers(consumers.uses)
    names = renamed_operations(start, end) if start else {}
    specs = [spec for spec in (start.spec if start else None, end.spec) if spec]
    return tuple(_contract(spec, names if spec is not end.spec else {}, index) for spec in specs)


def _contract(spec: Spec, names: dict[str, str], index: dict[str, int]) -> RequestedContract:
    servers = spec.servers()
    return RequestedContract(
        hosts=tuple(dict.fromkeys(url.hostname for url in servers if url.hostname)),
        bases=tuple(sorted({url.path.rstrip("/") for url in servers} | {""}, key=lambda base: (-len(base), base))),
        operations=tuple(
            AnsweringOperation(
                method=operation.method,
                path=operation.path,
                use=index[operation_shape(names.get(operation.name, operation.name))],
            )
            for operation in spec.operations()
        ),
    )
