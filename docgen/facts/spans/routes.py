"""URLs and paths: the operation, rule, page or claim that has each, and what the operations of a request have."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

from docgen.facts.knowledge.addresses import is_alike
from docgen.facts.knowledge.places import Place
from docgen.facts.knowledge.surface import Route, segments, split_url, status_of
from docgen.facts.knowledge.vocabulary import Vocabulary
from docgen.facts.spans.names import HINT, NEAR, out_of_date
from docgen.facts.verdict import Around, Verdict, bound, contradicted, unbound
from docgen.model.redirect import Redirect
from docgen.openapi.nodes import Node
from docgen.openapi.serialization import is_exploded, schema_of
from docgen.openapi.spec import Operation
from docgen.wording import choice, did_you_mean

_DEFAULT_PORT: Final = re.compile(r"^(https://[^/:]+):443(?![\w-])|^(http://[^/:]+):80(?![\w-])")
_RESERVED: Final = re.compile(r"(?:^|\.)(?:example(?:\.\w+)?|test|invalid|localhost)(?::\d+)?$")
"""A host for examples (RFC 2606, RFC 6761)."""
_IS_REFUSED: Final = re.compile(r"\b(?:404|405|501)\b")
"""A status by which a text says that there is no such method."""

Asked = tuple[tuple[Vocabulary, Operation], ...]
"""The operations that a request may be to, each with its contract."""


def bind_url(url: str, around: Around) -> Verdict:
    """The operation, rule, page or claim that has a URL; a host that is no one's in particular may stand."""
    addresses = around.addresses
    url = _DEFAULT_PORT.sub(r"\1\2", url)
    host = split_url(url).netloc.lower()
    # `<host>`, `{host}` and `$HOST` stand for any host, and so does a reserved one that the project does not use
    is_reserved = host not in addresses.hosts and _RESERVED.search(host)
    if is_reserved or not host or re.search(r"[<{$]", host):
        return bound("example")
    name, apis = host.partition(":")[0], addresses.apis(around.contracts)
    # the port of an API is part of its address; a text may say that there is none
    if name in apis and host not in apis and not around.denies(strictly=False):
        return contradicted(f"the API is at {name}, not at {host}", f"write {name}")
    if route := addresses.url(url, around.contracts):
        return _query_fault("", url, around) or bound(route.bound_to)
    if host in addresses.hosts:
        return unbound(
            f"nothing in the contract, the rules or the site has {url}", _similar(split_url(url).path, around)
        )
    if any(url in contract.names for contract in around.contracts):
        return bound("contract: URL")
    return unknown_host(host, around)


def unknown_host(host: str, around: Around) -> Verdict:
    """The verdict on a host that the project does not know."""
    hint = did_you_mean(host, around.addresses.hosts, HINT)
    return unbound(f"the project does not know the host {host}", hint)


def bind_path(path: str, around: Around, method: str = "") -> Verdict:
    """The operation, rule or page that has a path; with `*` at its end, any path below."""
    if not method:
        # `/v1/*` is any path below; with a method, a path is meant as it is
        path = re.sub(r"/\*$", "/", path)
    if "://" in path:
        return bind_url(path, around)
    if route := route_of(path, around, method):
        return _query_fault(method, path, around) or bound(route.bound_to)
    whole, earlier = f"{method} {path}".strip(), _earlier_contract(path, around, method)
    if not earlier and (by := around.scope.names.get(whole)):
        return bound(by)
    known = around.contracts.route(path) if method else None
    if known and not _IS_REFUSED.search(around.sentence) and any(map(partial(_is_of, path), known.operations)):
        has = choice(sorted({operation.method for operation in known.operations}), "and")
        hint = "write a method that it has, or add the operation to the contract"
        return contradicted(f"the contract has no {method} of `{path}`; it has {has}", hint)
    if earlier:
        return out_of_date(path, earlier)
    return unbound(f"nothing in the contract, the rules or the site has `{whole}`", _similar(path, around))


def _is_of(path: str, operation: Operation) -> bool:
    """Whether a path is surely that of an operation: a plain word at the end is no id, but rather of another path."""
    last, known = segments(path.partition("?")[0])[-1:], segments(operation.path)[-1:]
    return known != ("{}",) or last == known or not re.fullmatch("[a-z_-]+", "".join(last))


def _earlier_contract(path: str, around: Around, method: str) -> str:
    """The contract with a path that those which the text is about do not have; empty where a text denies it."""
    if around.clause_denies() or around.asks():
        return ""
    return next((contract.id for contract in around.earlier if contract.route(path, method)), "")


def _query_fault(method: str, url: str, around: Around) -> Verdict | None:
    """The verdict on a query that has a parameter which no operation at its path has.

    In a guide, it is nearly one that they have: any other may be one that the contract does not list.
    """
    asked = operations_of(method, url, around)
    known = _query_parameters(asked, around)
    # a command may break its URL within the quotes, where the next line is indented
    named = (name.strip() for name, _ in parse_qsl(split_url(url).query, keep_blank_values=True))
    # of parameters in brackets, the name before these; a placeholder may be any
    plain = (name.partition("[")[0] for name in named if name and name[0] not in "{<$")
    unknown = next((name for name in plain if name not in known), "")
    if not unknown or not asked or around.denies(strictly=False):
        return None
    message = f"`{asked[0][1].name}` of the contract has no query parameter `{unknown}`"
    says = unbound
    if around.is_strict or get_close_matches(unknown, known, 1, NEAR):
        says = contradicted
    return says(message, did_you_mean(unknown, known, f"it has {choice(known, 'and') or 'none'}"))


def route_of(path: str, around: Around, method: str = "") -> Route | None:
    """What a path without a host leads to."""
    if (rule := around.addresses.rule("", path)) and method not in rule.excluded:
        return Route(f"rule {rule.id}", rule)
    if route := around.contracts.route(path, method):
        return route
    page = around.addresses.page(path.partition("#")[0].strip("/"))
    return Route(f"page {page}") if page and method in ("", "GET") else None


def _similar(path: str, around: Around) -> str:
    if not around.is_strict:
        return ""
    known: list[Operation | Redirect] = [*around.contracts.each(lambda contract: contract.operations)]
    if around.scope.entry:  # nobody is led to an address that goes away, but by the entry on it
        known += around.scope.rules
    return did_you_mean(path, [part.path for part in known], HINT)


def operations_of(method: str, url: str, around: Around) -> Asked:
    """The operations that a request is to, in each contract; none where it is to another host."""
    parts = split_url(url)
    host = parts.netloc.lower().partition(":")[0]
    if host and not is_alike(host, around.addresses.apis(around.contracts)):
        return ()
    asked: list[tuple[Vocabulary, Operation]] = []
    for contract in around.contracts:
        if route := contract.route(f"{parts.path or '/'}?{parts.query}".rstrip("?"), method):
            asked += [(contract, operation) for operation in route.operations]
    return tuple(asked)


def _query_parameters(asked: Asked, around: Around) -> tuple[str, ...]:
    """The names of the query parameters of operations, and those that carry a key or the version."""
    listed = [str(scheme.get("name")) for scheme in around.security_schemes() if scheme.get("in") == "query"]
    for vocabulary, operation in asked:
        listed += dict(parse_qsl(split_url(operation.path).query, keep_blank_values=True))
        for parameter in operation.parameters:
            if parameter.get("in") == "query":
                listed += _names_of(parameter, vocabulary)
    for pin in around.project.pins:
        if pin.text.versioning and pin.text.versioning.carrier == "query":
            listed.append(pin.text.versioning.name)
    return tuple(dict.fromkeys(name.partition("[")[0] for name in listed))


def _names_of(parameter: Node, vocabulary: Vocabulary) -> list[str]:
    """The names that a parameter has in a query: an object in the style of forms has those of its fields."""
    fields = Place(((vocabulary.resolver, schema_of(parameter)),)).fields if is_exploded(parameter) else ()
    return sorted(fields) or [parameter.name]


def body_place(asked: Asked) -> Place:
    """The schemas of the request bodies of operations."""
    return _place((contract, operation.get("requestBody")) for contract, operation in asked)


def answer_place(asked: Asked, status: int) -> Place:
    """The schemas of the responses of operations: with a status, or of all."""
    bodies = []
    for contract, operation in asked:
        for key in (status_of(operation, status),) if status else operation.responses:
            if key:
                bodies.append((contract, operation.responses[key]))
    return _place(bodies)


def _place(bodies: Iterable[tuple[Vocabulary, object]]) -> Place:
    """The schemas of all media types of bodies."""
    schemas = []
    for contract, body in bodies:
        for media in Node(contract.spec.resolve(body), ()).members("content").values():
            if "schema" in media.mapping:
                schemas.append((contract.resolver, media.child("schema")))
    return Place(tuple(schemas))
