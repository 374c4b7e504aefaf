"""The table of answers of a project: what is announced of each part of its API."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from urllib.parse import urlsplit

import msgspec

from docgen import urls
from docgen.answers import facts
from docgen.answers.announced import Announced, announced_parts
from docgen.answers.names import ContractNames
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.sunsets.endings import end_dates
from docgen.upgrade.answer import Fact


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the API of which something is announced: an operation, an event, a field, a value and so on."""

    kind: str
    name: str
    facts: tuple[Fact, ...]


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """An address that redirects or redirected; `headers` are those of its answer, in the form `name: value`."""

    host: str
    path: str
    match: str
    to: str
    excluded: tuple[str, ...]
    headers: tuple[str, ...]
    fact: Fact


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """What customers may name in one contract.

    `hosts` are those of the API, `site` is the address of its documentation; `path_pins` are the date-pins that
    stand in paths. `parts` have facts, `names` are all names by kind and `fields` the fields by schema,
    `enums` the values of a schema or a field;
    `operation_ids` and `labels` are other names of operations and date-pins, and `version` names the header or query
    parameter of the date-pin. `urls` stay, and `doc_urls` are the addresses of error codes, with `{code}`.
    `everybody` is what every customer must know.
    """

    current: str
    hosts: tuple[str, ...]
    site: str
    path_pins: tuple[str, ...]
    version: str
    addresses: tuple[Address, ...]
    parts: tuple[Part, ...]
    names: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, tuple[str, ...]]
    enums: Mapping[str, tuple[str, ...]]
    operation_ids: Mapping[str, str]
    labels: Mapping[str, str]
    urls: tuple[str, ...]
    doc_urls: tuple[str, ...]
    everybody: tuple[Fact, ...] = ()


def build_table(project: Project, end: Pin) -> Table:
    """The table for those who use the contract of a pin, or of one before it."""
    names = ContractNames(end.spec, project.config) if end.spec else None
    known = names.by_kind if names else {}
    parts, everybody = announced_parts(project, end, names)
    addresses = tuple(_addresses(project))
    sent = (header.partition(":")[0] for address in addresses for header in address.headers)
    pins = visible_pins(project)
    version = end.text.versioning
    in_path = list(_in_path(pins))
    return Table(
        current=end.id,
        hosts=tuple(dict.fromkeys(_hosts(project, pins))),
        site=project.config.site_url.rstrip("/") + "/",
        path_pins=tuple(name for name, _ in in_path),
        version=version.name if version and version.carrier != "path" else "",
        addresses=addresses,
        parts=_merged(parts),
        names=known
        | {
            "header": tuple(dict.fromkeys((*known.get("header", ()), *_version_headers(pins)))),
            "sent": tuple(dict.fromkeys(sent)),
            "pin": tuple(pin.id for pin in pins),
        },
        fields=names.fields if names else {},
        enums=names.enums if names else {},
        operation_ids=names.operation_ids() if names else {},
        labels={pin.text.label: pin.id for pin in pins} | dict(in_path),
        urls=tuple(dict.fromkeys(_urls(project, pins))),
        doc_urls=tuple(dict.fromkeys(_doc_urls(project, pins))),
        everybody=tuple(everybody),
    )


def visible_pins(project: Project) -> tuple[Pin, ...]:
    """The pins of which a reader may know, newest first."""
    return tuple(reversed(project.visible_pins()))


def _merged(parts: Iterable[Announced]) -> tuple[Part, ...]:
    found: dict[tuple[str, str], dict[Fact, None]] = defaultdict(dict)
    for kind, name, fact in parts:
        found[kind, name][fact] = None
    return tuple(Part(kind=kind, name=name, facts=tuple(listed)) for (kind, name), listed in found.items())


def _addresses(project: Project) -> Iterator[Address]:
    ends = {(end.redirect.host, end.redirect.id): end for end in end_dates(project) if end.redirect}
    for rule in project.redirects:
        yield Address(
            host=rule.host,
            path=rule.path,
            match=rule.match,
            to=rule.to,
            excluded=rule.excluded,
            headers=tuple(_headers(rule)),
            fact=facts.redirect_fact(project, rule, ends.get((rule.host, rule.id))),
        )


def _headers(rule: Redirect) -> Iterator[str]:
    """The headers by which an address that ends is known; Link names an entry, which may not be published yet."""
    for name, value in () if rule.is_moved else rule.headers:
        yield f"{name}: {'' if name.lower() == 'link' else value}"


def _hosts(project: Project, pins: tuple[Pin, ...]) -> Iterator[str]:
    for host in project.config.hosts:
        yield host.lower()
    yield from (url.hostname for pin in pins if pin.spec for url in pin.spec.servers() if url.hostname)


def _in_path(pins: tuple[Pin, ...]) -> Iterator[tuple[str, str]]:
    """The name in paths, and the id, of each date-pin that stands in paths."""
    for pin in pins:
        if pin.text.versioning and pin.text.versioning.carrier == "path":
            yield pin.text.versioning.name, pin.id


def _version_headers(pins: tuple[Pin, ...]) -> Iterator[str]:
    for pin in pins:
        versioning = pin.text.versioning
        if versioning:
            yield from (versioning.name,) if versioning.carrier == "header" else ()
            yield from (versioning.echo,) if versioning.echo else ()


def _urls(project: Project, pins: tuple[Pin, ...]) -> Iterator[str]:
    """The addresses that stay: those of claims, and of contracts."""
    claims = chain.from_iterable(entry.text.claims for entry in project.visible_entries())
    for claim in claims:
        if claim.url:
            yield claim.url.is_
    for url in (project.config.spec_url, *(pin.text.spec.url for pin in pins)):
        if url:
            yield url
    yield from (one.url for pin in pins for one in pin.text.doc_url if "{code}" not in one.url)


def _doc_urls(project: Project, pins: tuple[Pin, ...]) -> Iterator[str]:
    yield from (one.url for pin in pins for one in pin.text.doc_url if "{code}" in urlsplit(one.url).path)
    yield urls.absolute(project.config.site_url, f"{urls.ERRORS}{{code}}")
