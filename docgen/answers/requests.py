"""What becomes of a request: the rule that redirects it, or the operation of a contract that answers it."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from docgen.answers.build import Address, build_table
from docgen.answers.index import NameIndex
from docgen.answers.pasted import Request
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.routes import Routes
from docgen.redirects.paths import Covered, covered
from docgen.upgrade.answer import Answer, Fact
from docgen.upgrade.answer_wording import NOWHERE, all_clear
from docgen.upgrade.consumers import renamed_operations
from docgen.urls import WEBHOOKS

_PAGE: Final = "A documentation page, not an API request."
_STAYS: Final = "This address stays. No known change affects it."
_LOST: Final = "The redirect target is not an operation in the contract."


class _Operation(NamedTuple):
    """An operation as its own contract names it, and as the contract that is upgraded to does."""

    name: str
    use: str

    @property
    def method(self) -> str:
        return self.name.partition(" ")[0]


class RequestAnswers:
    """The answers for requests, at the time of a project, for a customer who goes from one pin to another."""

    def __init__(self, project: Project, start: Pin | None, end: Pin) -> None:
        self._now = project.epoch
        self.table = build_table(project, end)
        self._index = NameIndex(self.table)
        self._hosts = frozenset(self.table.hosts)
        self._site = self.table.site.partition("://")[2]
        pins = {pin.id: pin for pin in (start, end, *reversed(project.visible_pins())) if pin}
        self._contracts = [(Routes(pin.contract), renamed_operations(pin, end)) for pin in pins.values()]
        """The routes of the contracts, and the names of their operations in the one that is upgraded to.

        The contract of `start`, then that of `end`, then the others that a reader may know, the newest first.
        """

    def _known(self, ask: Request) -> list[Answer]:
        """The answers for an address that redirects, an address that stays, or an operation; none otherwise."""
        known: list[Answer] = []
        for address in self.table.addresses:
            known += self._redirected(address, ask)
        known = known or list(self._staying(ask))
        if known or self._is_foreign(ask):
            return known
        for operation in self._operations(ask.method, ask.path):
            known += self._of(ask, operation)
        return known

    def _error_code(self, ask: Request) -> str | None:
        """The error code whose page an address is."""
        if not ask.host or any(_covered(address, ask) for address in self.table.addresses):
            return None
        paths = (ask.path.partition("#")[0].rstrip("/"), _page_path(ask))
        for template in self.table.doc_urls:
            before, _, after = template.partition("://")[2].partition("{code}")
            for path in paths:
                address = ask.host + path
                code = address.removeprefix(before).removesuffix(after)
                if code and before + code + after == address:
                    return unquote(code)
        return None

    def _event_of_page(self, ask: Request) -> str:
        """The event whose page an address is."""
        start, address = self._site + WEBHOOKS, ask.host + ask.path
        return unquote(address.removeprefix(start).rstrip("/")) if ask.host and address.startswith(start) else ""

    def _otherwise(self, ask: Request) -> Answer:
        """The answer for an address that nothing else knows: a page of the documentation, or unknown."""
        if ask.host and f"{ask.host}{ask.path}/".startswith(self._site):
            return Answer(ask.label, ask.label, "page", "note", _PAGE)
        return Answer(ask.label, ask.label, "request", "unknown", self._why(ask))

    def _why(self, ask: Request) -> str:
        if self._is_foreign(ask):
            return f"`{ask.host[:100]}` is not a host of this API."
        methods = dict.fromkeys(map(attrgetter("method"), self._operations("", ask.path)))
        # the path first: who sends the wrong method needs no other path
        if methods and ask.method:
            return f"The contract has this path for {', '.join(methods)}, not for {ask.method[:20]}."
        # asked again in lower case, which ends here: that is no other path
        lower = Request(ask.method, ask.host, ask.path.lower(), ask.query)
        if lower != ask and self._known(lower):
            return f"Paths are case-sensitive: did you mean `{lower.path[:150]}`?"
        return NOWHERE

    def _is_foreign(self, ask: Request) -> bool:
        return bool(ask.host and self._hosts) and ask.host not in self._hosts

    def _staying(self, ask: Request) -> Iterator[Answer]:
        path = _page_path(ask)
        for url in self.table.urls:
            parts = urlsplit(url)
            if path and parts.path.rstrip("/") == path and ask.host in ("", parts.hostname):
                yield Answer(ask.label, url, "address", "fine", _STAYS)
                return

    def _operations(self, method: str, path: str) -> list[_Operation]:
        """The operations that answer, of the first contract that has any."""
        # a path of an older version can also be that of a template of a newer one: the customer's own contract decides
        for routes, uses in self._contracts:
            if names := routes.find_all(method, path):
                return [_Operation(name, uses.get(name, name)) for name in names]
        return []

    def _of(self, ask: Request, operation: _Operation) -> Iterator[Answer]:
        """What is announced of an operation, under both of its names, and of the date-pin in its path."""
        of_name, of_use = self._index.facts("operation", operation.name), self._index.facts("operation", operation.use)
        known = dict.fromkeys((*of_name, *of_use, *self._pin_facts(operation.name)))
        for fact in known or [all_clear(operation.name)]:
            yield fact.answer(self._now, ask.label, operation.name, "operation", (operation.use,))

    def _pin_facts(self, name: str) -> Sequence[Fact]:
        segment = name.partition(" ")[2].strip("/").partition("/")[0]
        pin = self.table.labels.get(segment, "") if segment in self.table.path_pins else ""
        return self._index.facts("pin", pin)

    def _redirected(self, address: Address, ask: Request) -> Iterator[Answer]:
        parts = _covered(address, ask)
        if parts is None or ask.method in address.excluded:
            return
        suffix = parts.suffix.rstrip("/")
        target = urlsplit(address.to)
        base = target.path.rstrip("/")
        is_ours = target.hostname in self._hosts and not f"{address.to}/".startswith(self.table.site)
        operations = self._operations(ask.method, base + suffix) if is_ours else []
        more = _below(operations, suffix)
        instead = ""
        if operations:
            # HEAD is answered as GET is
            instead = _named(operations[0].method if ask.method else "", base + more)
        elif not is_ours:
            instead = f"{address.to.rstrip('/')}{more}" if more else address.to
        uses = tuple(operation.use for operation in operations)
        name = _named(ask.method, address.path + more)
        yield address.fact.answer(self._now, ask.label, name, "address", uses, instead)
        # an address that ends is no all-clear, whatever is behind it
        for operation in operations:
            for answer in self._of(ask, operation):
                if answer.state != "fine":
                    yield answer
        if is_ours and not operations:
            yield Answer(ask.label, _named(ask.method, base + suffix), "request", "unknown", _LOST)


def _named(method: str, path: str) -> str:
    return f"{method} {path}".strip()


def _below(operations: Sequence[_Operation], suffix: str) -> str:
    """What follows the path of a rule, as the contract writes it: as many segments of the operation at its target."""
    if not suffix:
        return ""
    if not operations:
        return "/…"
    return "/" + "/".join(operations[0].name.split("/")[-suffix.count("/") :])


def _covered(address: Address, ask: Request) -> Covered | None:
    if ask.host not in ("", address.host):
        return None
    return covered(address, ask.path.partition("#")[0] + ask.query)


def _page_path(ask: Request) -> str:
    return ask.path.partition("#")[0].rstrip("/").removesuffix(".html")
