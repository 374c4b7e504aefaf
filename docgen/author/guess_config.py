"""Guesses at the configuration of a new project from its contract, each with the reason for it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, Generic, NamedTuple, TypeVar

import msgspec

from docgen.author.guess_errors import ErrorsGuess, guess_errors
from docgen.model.pin import Versioning
from docgen.openapi.spec import Operation, Spec
from docgen.wording import printable

T = TypeVar("T")
PLACEHOLDER: Final = "https://docs.example.com/"
"""The address of a site that has none yet (RFC 2606 keeps the name)."""

_PIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_VERSION_NAME: Final = re.compile(r"(.*[-_])?(api[-_]?)?version", re.I)
_VERSION_SEGMENT: Final = re.compile(r"v\d+([._-]\w++)*|\d{4}-\d{2}(-\d{2})?", re.I)


class Guess(NamedTuple, Generic[T]):
    """A value, and where it comes from."""

    value: T
    reason: str


class Overrides(msgspec.Struct, frozen=True):
    """Values given by the user, which are not guessed."""

    pin: str | None = None
    api: str | None = None
    site_url: str | None = None
    hosts: tuple[str, ...] = ()


class Guesses(msgspec.Struct, frozen=True):
    """The values of a new project's configuration."""

    api: Guess[str]
    owner: Guess[str]
    site_url: Guess[str]
    hosts: Guess[tuple[str, ...]]
    pin: Guess[str]
    released: Guess[date]
    versioning: Guess[Versioning | None]
    errors: ErrorsGuess | None
    events: tuple[str, ...]
    wildcard: bool


def guess(spec: Spec, overrides: Overrides, today: date) -> Guesses:
    """The guesses from a contract; `overrides` come first."""
    pin = _pin(spec, overrides, today)
    return Guesses(
        api=_api(spec, overrides),
        owner=_owner(spec, overrides),
        site_url=Guess(overrides.site_url, "given")
        if overrides.site_url
        else Guess(PLACEHOLDER, "a placeholder: no address yet"),
        hosts=_hosts(spec, overrides),
        pin=pin,
        released=_released(pin.value, today),
        versioning=_versioning(spec),
        errors=guess_errors(spec),
        events=spec.events(),
        wildcard=any(_wildcards(spec.document, set(spec.events()))),
    )


def plain(text: object) -> str:
    """A text of a contract on one line, without control characters."""
    return " ".join(printable(str(text)).split())


def info(spec: Spec, key: str) -> str:
    """What the contract says of itself under a key of `info`, on one line; empty where it says nothing."""
    return plain((spec.document.get("info") or {}).get(key) or "")


def _api(spec: Spec, overrides: Overrides) -> Guess[str]:
    if overrides.api:
        return Guess(overrides.api, "given")
    title = info(spec, "title")
    return (
        Guess(title, "guessed from info.title") if title else Guess("API", "a placeholder: the contract has no title")
    )


def _owner(spec: Spec, overrides: Overrides) -> Guess[str]:
    contact = (spec.document.get("info") or {}).get("contact")
    name = plain(contact.get("name") or "") if isinstance(contact, Mapping) else ""
    if name:
        return Guess(name, "guessed from info.contact")
    return Guess(f"{_api(spec, overrides).value} team", "a placeholder: the contract has no info.contact.name")


def _hosts(spec: Spec, overrides: Overrides) -> Guess[tuple[str, ...]]:
    if overrides.hosts:
        return Guess(overrides.hosts, "given")
    named = (server.hostname for server in spec.servers())
    hosts = tuple(dict.fromkeys(host for host in named if host and _HOST.fullmatch(host)))
    if hosts:
        return Guess(hosts, "guessed from servers")
    return Guess((), "the contract names no server with a host")


def _pin(spec: Spec, overrides: Overrides, today: date) -> Guess[str]:
    version = info(spec, "version")
    if overrides.pin:
        return Guess(overrides.pin, "given")
    if _PIN.fullmatch(version):
        return Guess(version, "guessed from info.version")
    reason = f"`{version}` of info.version cannot name a folder" if version else "the contract has no info.version"
    return Guess(today.isoformat(), f"today: {reason}")


def _released(pin: str, today: date) -> Guess[date]:
    found = _DATE.match(pin)
    try:
        return Guess(date.fromisoformat(found[0]), "guessed from the id of the pin") if found else Guess(today, "today")
    except ValueError:
        return Guess(today, "today")


def _versioning(spec: Spec) -> Guess[Versioning | None]:
    """A version parameter of at least half of the operations, else the segments that all paths begin with."""
    operations = spec.operations()
    counts = Counter(
        (str(parameter.get("in")), str(parameter.get("name")))
        for operation in operations
        for parameter in operation.parameters
        if parameter.get("in") in ("header", "query") and _VERSION_NAME.fullmatch(str(parameter.get("name")))
    )
    for (carrier, name), count in counts.most_common(1):
        if count * 2 >= len(operations):
            found = _by_parameter(spec, operations, "header" if carrier == "header" else "query", name)
            return Guess(found, f"guessed from the {carrier} parameter of {count} of {len(operations)} operations")
    segment = version_segment(spec)
    if segment:
        return Guess(
            Versioning(carrier="path", name=segment, required=True), "guessed from the beginning of every path"
        )
    return Guess(None, "no parameter and no path names a version")


def _by_parameter(spec: Spec, operations: tuple[Operation, ...], carrier: Any, name: str) -> Versioning:  # noqa: ANN401 - a literal
    required = Counter(
        bool(parameter.get("required"))
        for operation in operations
        for parameter in operation.parameters
        if parameter.get("in") == carrier and parameter.get("name") == name
    )
    echoed = carrier == "header" and all(_answers_with(spec, operation, name) for operation in operations)
    return Versioning(carrier=carrier, name=name, required=required.most_common(1)[0][0], echo=name if echoed else None)


def _answers_with(spec: Spec, operation: Operation, name: str) -> bool:
    responses = [spec.resolve(response) for response in operation.responses.values()]
    return bool(responses) and all(
        name.casefold() in {header.casefold() for header in response.get("headers") or {}} for response in responses
    )


def version_segment(spec: Spec) -> str | None:
    """The first path segments, up to one such as `v1`, that all operations share on all servers."""
    bases = [server.path.rstrip("/") for server in spec.servers()] or [""]
    begins = {_begin(base + operation.path) for base in bases for operation in spec.operations()}
    return begins.pop() if len(begins) == 1 else None


def _begin(path: str) -> str | None:
    segments = path.strip("/").split("/")
    at = next((index for index, segment in enumerate(segments) if _VERSION_SEGMENT.fullmatch(segment)), None)
    fixed = at is not None and not any("{" in segment for segment in segments[: at + 1])
    return "/".join(segments[: at + 1]) if at is not None and fixed else None


def _wildcards(node: object, events: set[str]) -> Iterator[bool]:
    """True for each enum that lists `*` beside an event."""
    if isinstance(node, Mapping):
        values = node.get("enum")
        if isinstance(values, list) and "*" in values:
            yield bool(events & {value for value in values if isinstance(value, str)})
        for child in node.values():
            yield from _wildcards(child, events)
    elif isinstance(node, list):
        for child in node:
            yield from _wildcards(child, events)
