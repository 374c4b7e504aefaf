"""`upgrade.json`: what lies between each pin and the current one, and whom each entry and each change concerns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from docgen import urls
from docgen.answers.build import Table, build_table
from docgen.differ.path_items import operation_shape
from docgen.differ.wording import describe
from docgen.model.entry import Action, Entry
from docgen.model.pin import Pin
from docgen.openapi.spec import Spec
from docgen.render.json_file import Document, encoded, record
from docgen.render.publication import Publication
from docgen.upgrade.consumers import ConsumerIndex, Consumers, renamed_operations, use_numbers
from docgen.upgrade.path import UpgradePath


class AnsweringOperation(msgspec.Struct, frozen=True):
    """An operation as a request names it in one contract; `use` is its index among the uses of the way."""

    method: str
    path: str
    use: int


class RequestedContract(msgspec.Struct, frozen=True):
    """How requests find the operations of a contract: the hosts of its servers, their base paths, its operations."""

    hosts: tuple[str, ...]
    bases: tuple[str, ...]
    operations: tuple[AnsweringOperation, ...]


class WayChange(msgspec.Struct, frozen=True):
    """A change of the contract; `uses` are indices, and null is everybody."""

    id: str
    level: str
    text: str
    uses: tuple[int, ...] | None


class WayStep(msgspec.Struct, frozen=True):
    """An entry on a way: whom it concerns by what it covers (null is everybody), and the changes that it tells."""

    slug: str
    uses: tuple[int, ...] | None
    changes: tuple[int, ...]


class PublishedWay(msgspec.Struct, frozen=True):
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


class WayEntry(msgspec.Struct, frozen=True):
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


class Upgrades(Document, frozen=True):
    """`upgrade.json`: the ways to the current pin, the shortest last, their entries, and the parts that have a name."""

    api: str
    current: str
    entries: tuple[WayEntry, ...]
    ways: tuple[PublishedWay, ...]
    lookup: Table


class Values(msgspec.Struct, frozen=True):
    """Values that some schemas and fields list; `of` are their selectors."""

    values: tuple[str, ...]
    of: tuple[str, ...]


def document(publication: Publication, schema_url: str, paths: Sequence[tuple[UpgradePath, ConsumerIndex]]) -> Upgrades:
    """`upgrade.json` for some paths and their consumers; the last one has all entries."""
    from_start, _ = paths[-1]
    return Upgrades(
        schema_url=schema_url,
        version=1,
        as_of=publication.today,
        api=publication.config.api,
        current=from_start.end.id,
        entries=tuple(_entry(publication, entry) for entry in from_start.entries),
        lookup=build_table(publication.project, from_start.end),
        ways=tuple(_path(publication, path, consumers) for path, consumers in paths),
    )


def parts_for_page(upgrades: Upgrades) -> tuple[bytes, bytes]:
    """`upgrade.json` for "Does this affect me?": without fields, and the fields, which only pasted lines name."""
    selectors: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for selector, values in upgrades.lookup.enums.items():
        selectors[values].append(selector)
    enums = [Values(values, tuple(of)) for values, of in selectors.items()]
    without = msgspec.structs.replace(upgrades.lookup, fields={}, enums={})
    first = msgspec.structs.replace(upgrades, lookup=without)
    return encoded(first), encoded({"fields": upgrades.lookup.fields, "enums": enums})


def _entry(publication: Publication, entry: Entry) -> WayEntry:
    address, breaks_on = publication.absolute(urls.entry_url(entry)), publication.breaks_on(entry)
    return record(WayEntry, entry.text, entry, url=address, breaks_on=breaks_on)


def _path(publication: Publication, path: UpgradePath, consumers: ConsumerIndex) -> PublishedWay:
    affected = zip(path.changes, consumers.changes, strict=True)
    covered = zip(path.entries, consumers.entries, strict=True)
    return record(
        PublishedWay,
        path,
        start=path.start and path.start.id,
        end=path.end.id,
        url=publication.absolute(urls.upgrade_url(path.start.id, path.end.id) if path.start else urls.UPGRADE),
        uses=consumers.uses,
        contracts=tuple(_contracts(path.start, path.end, consumers)),
        changes=tuple(
            record(WayChange, change, text=describe(change), uses=_listed(uses)) for change, uses in affected
        ),
        steps=tuple(
            record(WayStep, entry, uses=_listed(uses), changes=path.explained[entry.slug]) for entry, uses in covered
        ),
    )


def _listed(uses: Consumers) -> tuple[int, ...] | None:
    return None if uses is None else tuple(sorted(uses))


def _contracts(start: Pin | None, end: Pin, consumers: ConsumerIndex) -> Iterator[RequestedContract]:
    """The contract that the customer is on, then the one to come, as `docgen upgrade` asks them."""
    index = use_numbers(consumers.uses)
    if start and start.spec:
        yield _contract(start.spec, renamed_operations(start, end), index)
    if end.spec:
        yield _contract(end.spec, {}, index)


def _contract(spec: Spec, names: Mapping[str, str], index: Mapping[str, int]) -> RequestedContract:
    operations = []
    for operation in spec.operations():
        use = index[operation_shape(names.get(operation.name, operation.name))]
        operations.append(record(AnsweringOperation, operation, use=use))
    return RequestedContract(
        hosts=tuple(dict.fromkeys(spec.hosts())),
        bases=tuple(sorted(spec.bases(), key=lambda base: (-len(base), base))),
        operations=tuple(operations),
    )
