"""Edits of a contract and a project under which a claim of pin.yaml is false."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from docgen.model.pin import Pin
from docgen.openapi.pointers import pointer_of
from docgen.openapi.selectors import error_codes
from tests.prove.strength.edit import Carrier, Edit, Edits, drop, put
from tests.prove.strength.schemas import OTHER
from tests.prove.strength.traffic import on_requests, on_responses

_ELSEWHERE: Final = [{"url": "https://docgen.example/other"}]


def _versioning(carrier: Carrier) -> Edits:
    versioning = _pin(carrier).text.versioning
    assert versioning
    operations = carrier.contract.operations
    ends = [operations[0], operations[-1]]
    if versioning.carrier == "header":
        yield from on_requests(carrier, versioning.name, versioning.required, ends)
        yield carrier.edited("another value", lambda d: _close(d, versioning.name))
        return
    for operation in ends:
        path = operation.pointer[1]
        yield carrier.edited(
            f"{path} elsewhere", lambda d, p=path: d["paths"].update({f"/docgen{p}": d["paths"].pop(p)})
        )
        yield carrier.edited(
            f"other servers of {path}", lambda d, o=operation: put(d, (*o.pointer, "servers"), _ELSEWHERE)
        )
    yield carrier.edited("another server", lambda d: d.update(servers=_ELSEWHERE))
    yield carrier.edited("no operation", lambda d: d.update(paths={}), refuted=False)


def _close(document: dict[str, object], name: str) -> None:
    """Each schema of a parameter of that name takes another value only."""
    waiting: list[object] = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("name") == name and node.get("in") == "header":
                node["schema"] = {"const": OTHER}
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _echo(carrier: Carrier) -> Edits:
    versioning = _pin(carrier).text.versioning
    assert versioning
    assert versioning.echo
    operations = carrier.contract.operations
    yield from on_responses(carrier, versioning.echo, [operations[0], operations[-1]])


def _missing(carrier: Carrier) -> Edits:
    versioning = _pin(carrier).text.versioning
    assert versioning
    operations = carrier.contract.operations
    for edit in on_requests(carrier, versioning.name, False, [operations[0], operations[-1]]):
        if "inverted" in edit.label or "overridden" in edit.label:
            yield edit


def _doc_url(carrier: Carrier) -> Edits:
    project = carrier.project
    for code in error_codes(carrier.contract.spec, project.config.error_codes):
        errors = tuple(page for page in project.errors if code not in (page.text.code, *page.text.aliases))
        yield Edit(f"no page {code}", msgspec.structs.replace(project, errors=errors, editions={}))
    for doc_url in _pin(carrier).text.doc_url:
        if "#" in doc_url.url:
            place = pointer_of(f"#{doc_url.url.partition('#')[2]}")
            yield carrier.edited(f"no {doc_url.environment} fragment", lambda d, p=place: drop(d, p))
        else:
            config = msgspec.structs.replace(project.config, site_url="https://docs.docgen.example/")
            yield Edit("another site", msgspec.structs.replace(project, config=config), refuted=False)


def _first_pin(carrier: Carrier) -> Edits:
    *_, last = carrier.project.pins
    if last.id == carrier.pin_id:  # of a single pin nothing says that its contract is a later one
        later = msgspec.structs.replace(last, id="2099-01-01")
        carrier = carrier._replace(project=msgspec.structs.replace(carrier.project, pins=(last, later)))
    for pin in carrier.project.pins:
        if pin.id != carrier.pin_id:
            yield carrier.edited(f"version {pin.id}", lambda d, p=pin: d["info"].update(version=p.id))
    yield carrier.edited("no version", lambda d: d["info"].pop("version"), refuted=False)


def _wildcard(carrier: Carrier) -> Edits:
    wildcard = _pin(carrier).text.wildcard
    assert wildcard
    yield carrier.edited("not mentioned", lambda d: _replace(d, wildcard.value), refuted=False)


def _replace(node: object, value: str) -> None:
    if isinstance(node, dict):
        for key, child in node.items():
            node[key] = OTHER if child == value else child
            _replace(child, value)
    elif isinstance(node, list):
        for index, child in enumerate(node):
            node[index] = OTHER if child == value else child
            _replace(child, value)


def _pin(carrier: Carrier) -> Pin:
    return next(pin for pin in carrier.project.pins if pin.id == carrier.pin_id)


PARTS: Final[Mapping[str, Callable[[Carrier], Edits]]] = {
    "versioning": _versioning,
    "echo": _echo,
    "missing": _missing,
    "doc-url": _doc_url,
    "first-pin": _first_pin,
    "wildcard": _wildcard,
}
