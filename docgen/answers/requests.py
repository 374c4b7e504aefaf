"""What becomes of a request: the rule that redirects it, or the operation of a contract that answers it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec

from docgen.answers.asked import Request
from docgen.answers.build import Address, Table, visible_pins
from docgen.answers.index import NameIndex
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.routes import Routes
from docgen.redirects.paths import Covered, covered
from docgen.upgrade.answer import Answer, Fact, stated
from docgen.upgrade.answer_wording import FINE, NOWHERE
from docgen.upgrade.consumers import renamed_operations
from docgen.urls import WEBHOOKS

_PAGE: Final = "A documentation page, not an API request."
_STAYS: Final = "This address stays. No known change affects it."


class Contract(msgspec.Struct, frozen=True):
    """The routes of a contract, and the name of each of its operations in the contract that is upgraded to."""

    routes: Routes
    names: Mapping[str, str]


def contracts(project: Project, start: Pin | None, end: Pin) -> tuple[Contract, ...]:
    """The contract of `start`, then that of `end`, then the others that a reader may know, the newest first."""
    pins = {pin.id: pin for pin in (start, end, *visible_pins(project)) if pin}
    return tuple(_contract(pin, end) for pin in pins.values() if pin.spec)


def _contract(pin: Pin, end: Pin) -> Contract:
    assert pin.spec  # noqa: S101 - the caller leaves the others out
    return Contract(Routes(pin.spec), renamed_operations(pin, end) if pin is not end else {})


class RequestAnswers:
    """The answers for requests, at one time."""

    def __init__(self, table: Table, index: NameIndex, contracts: Sequence[Contract], now: int) -> None:
        self._table, self._index, self._contracts, self._now = table, index, contracts, now
        self._hosts = frozenset(table.hosts)

    def answers(self, ask: Request) -> list[Answer]:
        """The answers for an address that redirects, an address that stays, or an operation; none otherwise."""
        found = [one for address in self._table.addresses for one in self._redirected(address, ask)]
        return found or list(self._staying(ask)) or list(self._answered(ask))

    def _answered(self, ask: Request) -> Iterator[Answer]:
        if not self._is_foreign(ask):
            for names in self._names(ask.method, ask.path):
                yield from self._of(ask, names)

    def error_code(self, ask: Request) -> str | None:
        """The error code whose page an address is."""
        if not ask.host or any(_covered(address, ask) for address in self._table.addresses):
            return None
        addresses = (f"{ask.host}{path}" for path in (ask.path.partition("#")[0].rstrip("/"), _page_path(ask)))
        for template, address in product(self._table.doc_urls, tuple(addresses)):
            before, _, after = template.partition("://")[2].partition("{code}")
            if address.startswith(before) and address.endswith(after) and len(address) > len(before) + len(after):
                return unquote(address[len(before) : len(address) - len(after)])
        return None

    def event_of_page(self, ask: Request) -> str:
        """The event whose page an address is."""
        page = self._page(ask)
        return unquote(page.removeprefix(WEBHOOKS).rstrip("/")) if page.startswith(WEBHOOKS) else ""

    def otherwise(self, ask: Request) -> Answer:
        """The answer for an address that nothing else knows: a page of the documentation, or unknown."""
        if ask.host and f"{ask.host}{ask.path}/".startswith(self._table.site.partition("://")[2]):
            return Answer(asked=ask.label, name=ask.label, kind="page", state="note", text=_PAGE)
        return Answer(asked=ask.label, name=ask.label, kind="request", state="unknown", text=self._why(ask))

    def _page(self, ask: Request) -> str:
        site = self._table.site.partition("://")[2]
        address = f"{ask.host}{ask.path}"
        return address[len(site) :] if ask.host and address.startswith(site) else ""

    def _why(self, ask: Request) -> str:
        if self._is_foreign(ask):
            return f"`{ask.host[:100]}` is not a host of this API."
        methods = dict.fromkeys(name.partition(" ")[0] for name, _ in self._names("", ask.path)) if ask.method else {}
        if methods:
            return f"The contract has this path for {', '.join(methods)}, not for {ask.method[:20]}."
        lower = Request(ask.method, ask.host, ask.path.lower(), ask.query)
        if lower != ask and self.answers(lower):
            return f"Paths are case-sensitive: did you mean `{lower.path[:150]}`?"
        return NOWHERE

    def _is_foreign(self, ask: Request) -> bool:
        return bool(ask.host and self._hosts) and ask.host not in self._hosts

    def _staying(self, ask: Request) -> Iterator[Answer]:
        path = _page_path(ask)
        for url in self._table.urls:
            parts = urlsplit(url)
            if parts.path.rstrip("/") == path and path and ask.host in ("", parts.hostname):
                yield Answer(asked=ask.label, name=url, kind="address", state="fine", text=_STAYS)
                return

    def _names(self, method: str, path: str) -> list[tuple[str, str]]:
        """The operations that answer, as their contract and as the one upgraded to name them: of the first contract."""
        for contract in self._contracts:
            if found := contract.routes.find_all(method, path):
                return [(name, contract.names.get(name, name)) for name in found]
        return []

    def _of(self, ask: Request, names: tuple[str, str]) -> Iterator[Answer]:
        name, use = names
        facts = dict.fromkeys(fact for one in names for fact in self._index.facts("operation", one))
        facts |= dict.fromkeys(self._pin_facts(name))
        for fact in facts:
            yield stated(fact, self._now, asked=ask.label, kind="operation", name=name, uses=(use,))
        if not facts:
            yield Answer(asked=ask.label, name=name, kind="operation", state="fine", text=FINE, uses=(use,))

    def _pin_facts(self, name: str) -> Sequence[Fact]:
        """What is announced of the date-pin in the path of an operation."""
        segment = name.partition(" ")[2].strip("/").partition("/")[0]
        pin = self._table.labels.get(segment, "") if segment in self._table.path_pins else ""
        return self._index.facts("pin", pin)

    def _redirected(self, address: Address, ask: Request) -> Iterator[Answer]:
        parts = _covered(address, ask)
        if parts is None or ask.method in address.excluded:
            return
        suffix = parts.suffix.rstrip("/")
        target = urlsplit(address.to)
        is_ours = target.hostname in self._hosts and not f"{address.to}/".startswith(self._table.site)
        path = target.path.rstrip("/") + (suffix if address.match == "prefix" else "")
        found = self._names(ask.method, path) if is_ours else []
        more = _below(found, suffix) or ("/…" if suffix else "")
        instead = f"{target.path.rstrip('/')}{more}" if found else "" if is_ours else _elsewhere(address, more)
        yield stated(
            address.fact,
            self._now,
            asked=ask.label,
            kind="address",
            name=_named(ask.method, f"{address.path}{more}"),
            uses=tuple(use for _, use in found),
            instead=_named(_method(ask, found), instead) if found else instead,
        )
        for names in found:
            for answer in self._of(ask, names):
                if answer.state != "fine":
                    yield answer
        if is_ours and not found:
            text = "The redirect target is not an operation in the contract."
            sent = _named(ask.method, path)
            yield Answer(asked=ask.label, name=sent, kind="request", state="unknown", text=text)


def _elsewhere(address: Address, more: str) -> str:
    return f"{address.to.rstrip('/')}{more}" if more else address.to


def _named(method: str, path: str) -> str:
    return f"{method} {path}" if method else path


def _method(ask: Request, found: Sequence[tuple[str, str]]) -> str:
    """The method of the operation at a target, where one is asked for: HEAD is answered as GET is."""
    return found[0][0].partition(" ")[0] if ask.method else ""


def _below(found: Sequence[tuple[str, str]], suffix: str) -> str:
    """What follows the path of a rule, as the contract writes it: as many segments of the operation at its target."""
    segments = found[0][0].split("/")[-suffix.count("/") :] if found and suffix else []
    return "".join(f"/{segment}" for segment in segments)


def _covered(address: Address, ask: Request) -> Covered | None:
    if ask.host not in ("", address.host):
        return None
    return covered(address, ask.path.partition("#")[0] + ask.query)


def _page_path(ask: Request) -> str:
    return ask.path.partition("#")[0].rstrip("/").removesuffix(".html")
