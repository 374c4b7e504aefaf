"""Guesses at the configuration of a new project from its contract, each with the reason for it."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from docgen.author.guess_errors import ErrorsGuess, guess_errors
from docgen.model.pin import Versioning
from docgen.openapi.nodes import as_list, as_mapping, children
from docgen.openapi.servers import addresses
from docgen.openapi.spec import Spec
from docgen.wording import choice, one_line

T = TypeVar("T")
PLACEHOLDER: Final = "https://docs.example.com/"
"""The address of a site that has none yet (RFC 2606 keeps the name)."""

_PIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_VERSION_NAME: Final = re.compile(r"(.*[-_])?(api[-_]?)?version", re.I)
_VERSION_SEGMENT: Final = re.compile(r"v\d+([._-]\w++)*|\d{4}-\d{2}(-\d{2})?", re.I)

_DESCRIPTION: Final = re.compile(
    r"(documentation|docs?|reference|specifications?|spec|definitions?|openapi|swagger|v\d[\w.]*|\d+\.[\d.]+)?", re.I
)
"""The words with which a title says that it is that of a document."""
_MARKS: Final = "()[]-\u2013\u2014:|,."
_MOST: Final = 3
"""How many versions of paths are named."""


class Guess(NamedTuple, Generic[T]):
    """A value, and where it comes from."""

    value: T
    reason: str


class Guesses(NamedTuple):
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


def guess(
    spec: Spec,
    today: date,
    pin_id: str | None = None,
    api_name: str | None = None,
    site_url: str | None = None,
    hosts: tuple[str, ...] = (),
) -> Guesses:
    """The guesses from a contract; what the user gives is not guessed."""
    api = _first(
        (api_name, "given"),
        (_name(info(spec, "title")), "guessed from info.title"),
        otherwise=("API", "a placeholder: info.title names no API"),
    )
    pin = _pin(info(spec, "version"), pin_id, today)
    return Guesses(
        api=api,
        owner=_first(
            (info(spec, "contact", "name"), "guessed from info.contact"),
            otherwise=(f"{api.value} team", "a placeholder: the contract has no info.contact.name"),
        ),
        site_url=_first(
            (site_url, "given, or from mkdocs.yml"), otherwise=(PLACEHOLDER, "a placeholder: no address yet")
        ),
        hosts=_first(
            (hosts, "given"),
            (tuple(dict.fromkeys(filter(HOST.fullmatch, spec.hosts()))), "guessed from servers"),
            otherwise=((), "the contract names no server with a host"),
        ),
        pin=pin,
        released=_first((day_of(pin.value), "guessed from the id of the pin"), otherwise=(today, "today")),
        versioning=_versioning(spec),
        errors=guess_errors(spec),
        events=spec.events(),
        wildcard=_has_wildcard(spec.document, spec.events()),
    )


def _first(*better: tuple[T | None, str], otherwise: tuple[T, str]) -> Guess[T]:
    """The first value that is there, with the reason for it."""
    for value, reason in better:
        if value:
            return Guess(value, reason)
    return Guess(*otherwise)


def info(spec: Spec, *keys: str) -> str:
    """What the contract says of itself under keys of `info`, on one line; empty where it says nothing."""
    return one_line(str(spec.at(("info", *keys)) or ""))


def _name(title: str) -> str:
    """The API that a title names: without what says that this is its description, and in which version."""
    words = title.split()
    while words and _DESCRIPTION.fullmatch(words[-1].strip(_MARKS)):
        words.pop()
    return " ".join(words).rstrip(_MARKS)


def _pin(version: str, given: str | None, today: date) -> Guess[str]:
    if _PIN.fullmatch(version) and not given:
        return Guess(version, "guessed from info.version")
    reason = f"`{version}` of info.version cannot name a folder" if version else "the contract has no info.version"
    return _first((given, "given"), otherwise=(today.isoformat(), f"today: {reason}"))


def day_of(pin: str) -> date | None:
    """The day that the id of a pin begins with; None where it begins with none."""
    if _DATE.match(pin):
        with suppress(ValueError):
            return date.fromisoformat(pin[:10])
    return None


def _versioning(spec: Spec) -> Guess[Versioning | None]:
    """A version parameter of at least half of the operations, else the segments that all paths begin with."""
    operations = spec.operations()
    required = defaultdict[tuple[Literal["header", "query"], str], list[bool]](list)
    for operation in operations:
        for parameter in operation.parameters:
            carrier, name = parameter.get("in"), parameter.name
            if carrier in ("header", "query") and _VERSION_NAME.fullmatch(name):
                required[carrier, name].append(bool(parameter.get("required")))
    # some operations, such as a health check, have no version
    usual = max(required, key=lambda named: len(required[named]), default=None)
    if usual and len(required[usual]) * 2 >= len(operations):
        (carrier, name), count = usual, len(required[usual])
        is_required = Counter(required[usual]).most_common(1)[0][0]
        echo = name if carrier == "header" and _is_echoed(spec, name) else None
        versioning = Versioning(carrier=carrier, name=name, required=is_required, echo=echo)
        return Guess(versioning, f"guessed from the {carrier} parameter of {count} of {len(operations)} operations")
    begins = _begins(spec)
    if segment := version_segment(spec):
        in_path = Versioning(carrier="path", name=segment, required=True)
        return Guess(in_path, f"guessed from the beginning of {begins.total():,} of {begins.total():,} paths")
    if named := [f"`{segment}` on {count:,}" for segment, count in begins.most_common() if segment]:
        return Guess(None, f"no version is on all {begins.total():,} paths: {choice(named[:_MOST], 'and')}")
    return Guess(None, "no parameter and no path names a version")


def _is_echoed(spec: Spec, name: str) -> bool:
    """Whether every response of every operation has a header of that name."""
    for operation in spec.operations():
        if not operation.responses:
            return False
        for _, response in spec.responses(operation):
            if name.casefold() not in map(str.casefold, response.members("headers")):
                return False
    return True


def version_segment(spec: Spec) -> str | None:
    """The first path segments, up to one such as `v1`, that all operations share on all servers."""
    segment, *others = _begins(spec) or (None,)
    return None if others else segment


def _begins(spec: Spec) -> Counter[str | None]:
    """How many paths begin with each version, or with none, on all servers."""
    paths = set[str]().union(*(addresses(spec, operation) for operation in spec.operations()))
    return Counter(map(_begin, sorted(paths)))


def _begin(path: str) -> str | None:
    """The segments of a path up to the first that names a version; None where one before it is a parameter."""
    segments = path.strip("/").split("/")
    for end, segment in enumerate(segments, 1):
        if "{" in segment:
            return None
        if _VERSION_SEGMENT.fullmatch(segment):
            return "/".join(segments[:end])
    return None


def _has_wildcard(node: object, events: Collection[str]) -> bool:
    """Whether an enum in a node lists `*` beside an event."""
    values = as_list(as_mapping(node).get("enum"))
    if "*" in values and any(value in events for value in values):
        return True
    return any(_has_wildcard(child, events) for _, child in children(node))
