"""The table of answers of a project: what is announced of each part of its API."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from urllib.parse import urlsplit

import msgspec

from docgen import urls
from docgen.answers import facts
from docgen.answers.announced import Announced, announced_parts, announced_to_everybody
from docgen.answers.names import ContractNames
from docgen.model.pin import Pin
from docgen.model.project import Project
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
    `operation_ids`, `event_keys` and `labels` are other names of operations, events and date-pins, and `version` names
    the header or query parameter of the date-pin. `urls` stay, and `doc_urls` are the addresses of error codes, with
    `{code}`.
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
    event_keys: Mapping[str, str]
    labels: Mapping[str, str]
    urls: tuple[str, ...]
    doc_urls: tuple[str, ...]
    everybody: tuple[Fact, ...] = ()


def build_table(project: Project, end: Pin) -> Table:
    """The table for those who use the contract of a pin, or of one before it."""
    names = ContractNames(end.contract, project.config)
    addresses = tuple(_addresses(project))
    sent = chain.from_iterable(address.headers for address in addresses)
    pins = project.visible_pins()[::-1]
    hosts, headers, path_pins = list(map(str.lower, project.config.hosts)), [*names.by_kind["header"]], dict[str, str]()
    event_keys = dict[str, str]()
    for pin in pins:
        event_keys = {key: event for event, key in pin.contract.event_keys().items() if key != event} | event_keys
        # a redirect of a host that no longer serves is asked about, too: all contracts count
        hosts += pin.contract.hosts()
        if versioning := project.versioning(pin):
            if versioning.carrier == "path":
                path_pins[versioning.name] = pin.id
            if versioning.carrier == "header":
                headers.append(versioning.name)
            headers += filter(None, [versioning.echo])
    version = end.text.versioning
    stay, doc_urls = _urls(project, pins)
    return Table(
        current=end.id,
        hosts=_distinct(hosts),
        site=project.config.site_url.rstrip("/") + "/",
        path_pins=tuple(path_pins),
        version=version.name if version and version.carrier != "path" else "",
        addresses=addresses,
        parts=_merged(announced_parts(project, end, names)),
        names={
            **names.by_kind,
            "header": _distinct(headers),
            "sent": _distinct(header.partition(":")[0] for header in sent),
            "pin": tuple(pin.id for pin in pins),
        },
        fields=names.fields,
        enums=names.enums,
        operation_ids=names.operation_ids(),
        event_keys=event_keys,
        labels={pin.text.label: pin.id for pin in pins} | path_pins,
        urls=_distinct(stay),
        doc_urls=_distinct(doc_urls),
        everybody=tuple(announced_to_everybody(project, end)),
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _merged(parts: Iterable[Announced]) -> tuple[Part, ...]:
    facts_by_part: defaultdict[tuple[str, str], dict[Fact, None]] = defaultdict(dict)
    for kind, name, fact in parts:
        facts_by_part[kind, name][fact] = None
    return tuple(Part(kind=kind, name=name, facts=tuple(known)) for (kind, name), known in facts_by_part.items())


def _addresses(project: Project) -> Iterator[Address]:
    ends = {(end.redirect.host, end.redirect.id): end for end in end_dates(project) if end.redirect}
    for rule in project.redirects:
        headers = () if rule.is_moved else rule.headers
        yield Address(
            host=rule.host,
            path=rule.path,
            match=rule.match,
            to=rule.to,
            excluded=rule.excluded,
            # Link names an entry, which may not be published yet
            headers=tuple(f"{name}: {'' if name.lower() == 'link' else value}" for name, value in headers),
            fact=facts.redirect_fact(project, rule, ends.get((rule.host, rule.id))),
        )


def _urls(project: Project, pins: Sequence[Pin]) -> tuple[list[str], list[str]]:
    """The addresses that stay, those of claims and of contracts; and those of error codes, with `{code}`."""
    stay, codes = list[str](), list[str]()
    for entry in project.visible_entries():
        stay += (claim.url.is_ for claim in entry.text.claims if claim.url)
    stay += filter(None, (project.config.spec_url, *(pin.text.spec.url for pin in pins)))
    for pin in pins:
        for page in pin.text.doc_url:
            if "{code}" in urlsplit(page.url).path:
                codes.append(page.url)
            if "{code}" not in page.url:
                stay.append(page.url)
    return stay, [*codes, urls.absolute(project.config.site_url, f"{urls.ERRORS}{{code}}")]
