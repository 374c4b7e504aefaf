"""The same request before and after what an entry is about: from the rule of a redirect, or from two contracts."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

import msgspec

from docgen.differ.project import translate_selector
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.redirect import Redirect
from docgen.openapi.resolver import Resolver
from docgen.render.publication import Publication
from docgen.render.reference.code import curl
from docgen.render.reference.operation import Code, response_examples
from docgen.render.reference.request import Request, RequestBuilder

_MOST: Final = 2  # pairs of an entry: the reference has the others
_LONGEST: Final = 60  # lines of an example: what differs in a longer one would not be seen
_CHANGES_METHOD: Final = (301, 302)


class BeforeAfter(msgspec.Struct, frozen=True):
    """Two blocks of code, each with a title that says what it is."""

    before: Code
    after: Code


def before_after(publication: Publication, entry: Entry, operations: Iterable[str]) -> tuple[BeforeAfter, ...]:
    """The pairs of an entry that affects operations; nothing where no rule and no earlier contract shows one."""
    pin = publication.pin_of(entry)
    claimed = entry.text.claimed_rules
    rules = [rule for rule in publication.project.redirects if rule.id in claimed and not rule.is_moved]
    if rules:
        return tuple(_redirected(publication, pin, rule) for rule in rules[:_MOST])
    older = next((old for old, new in publication.project.successions() if pin and new.id == pin.id), None)
    if pin is None or older is None:
        return ()
    return tuple(islice(_changed(publication, older, pin, operations), _MOST))


def _redirected(publication: Publication, pin: Pin | None, rule: Redirect) -> BeforeAfter:
    old = f"https://{rule.host}{rule.path}"
    request = _request_to(publication, pin, rule) or Request("GET", rule.to)
    before = msgspec.structs.replace(request, url=old)
    return BeforeAfter(Code("Before", "bash", curl(before)), Code("After", "bash", curl(request)))


def _request_to(publication: Publication, pin: Pin | None, rule: Redirect) -> Request | None:
    """A request that the rule redirects, to the first operation at its target; 301 and 302 make it GET (RFC 9110)."""
    if pin is None or pin.spec is None:
        return None
    builder = _builder(publication, pin)
    requests = (builder.build(operation) for operation in pin.spec.operations() if "{" not in operation.path)
    return next(
        (
            request
            for request in requests
            if urlsplit(request.url)[1:3] == urlsplit(rule.to)[1:3]
            and request.method not in rule.excluded
            and (request.method == "GET" or rule.status not in _CHANGES_METHOD)
        ),
        None,
    )


def _changed(publication: Publication, older: Pin, pin: Pin, operations: Iterable[str]) -> Iterator[BeforeAfter]:
    """The requests of operations that both contracts have, or their responses, where more than the version differs."""
    for name in operations:
        before, after = _shown(publication, older, translate_selector(name, pin, older)), _shown(publication, pin, name)
        for old, new in zip(before, after, strict=False):
            is_short = max(old.lines, new.lines) <= _LONGEST
            if is_short and old.text.replace(_version(older), _version(pin)) != new.text:
                yield BeforeAfter(old, new)


def _shown(publication: Publication, pin: Pin, selector: str) -> tuple[Code, ...]:
    """The request of an operation and its first response; nothing where the contract of the pin lacks it."""
    operation = next((one for one in (pin.spec.operations() if pin.spec else ()) if one.name == selector), None)
    if operation is None or pin.spec is None:
        return ()
    request = Code(f"Request in {pin.id}", "bash", curl(_builder(publication, pin).build(operation)))
    responses = (
        msgspec.structs.replace(code, title=f"{code.title} in {pin.id}")
        for code in response_examples(Resolver(pin.spec), operation)
    )
    return (request, *islice(responses, 1))


def _version(pin: Pin) -> str:
    """What a request names the version by."""
    versioning = pin.text.versioning
    return versioning.name if versioning and versioning.carrier == "path" else pin.id


def _builder(publication: Publication, pin: Pin) -> RequestBuilder:
    config = publication.project.config
    assert pin.spec  # noqa: S101 - asked for operations of the contract
    return RequestBuilder(Resolver(pin.spec), config.api, tuple(config.hosts), pin.id, pin.text.versioning)
