"""The same request before and after what an entry is about: from the rule of a redirect, or from two contracts."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from msgspec.structs import replace

from docgen.differ.project import translate_selector
from docgen.model.entry import Entry
from docgen.model.pin import Pin
from docgen.model.redirect import Redirect
from docgen.render.publication import Publication
from docgen.render.reference.operation import Code, response_examples
from docgen.render.reference.request import Request, RequestBuilder
from docgen.render.reference.request_samples import curl

# pairs of an entry: the reference has the others
_MOST: Final = 2
# lines of an example: what differs in a longer one would not be seen
_LONGEST: Final = 60
_CHANGES_METHOD: Final = (301, 302)


BeforeAfter = tuple[Code, Code]
"""Two blocks of code, each with a title that says what it is."""


def before_after(publication: Publication, entry: Entry, operations: Iterable[str]) -> tuple[BeforeAfter, ...]:
    """The pairs of an entry that affects operations; nothing where no rule and no earlier contract shows one."""
    pin = publication.project.pin_of(entry)
    claimed = entry.text.claimed_rules
    rules = [rule for rule in publication.project.redirects if rule.id in claimed and not rule.is_moved]
    if rules:
        return tuple(_redirected(publication, pin, rule) for rule in rules[:_MOST])
    if pin and (older := publication.project.before(pin)):
        return tuple(islice(_changed(publication, older, pin, operations), _MOST))
    return ()


def _redirected(publication: Publication, pin: Pin | None, rule: Redirect) -> BeforeAfter:
    request = next(_requests_to(publication, pin, rule), Request("GET", rule.to))
    before = replace(request, url=f"https://{rule.host}{rule.path}")
    return Code("Before", "bash", curl(before)), Code("After", "bash", curl(request))


def _requests_to(publication: Publication, pin: Pin | None, rule: Redirect) -> Iterator[Request]:
    """The requests that the rule redirects, to the operations at its target; 301 and 302 make it GET (RFC 9110)."""
    if pin is None:
        return
    builder = RequestBuilder(publication.config, pin)
    for operation in pin.contract.operations():
        # the target of a rule is one address: a template in the path is none
        if "{" in operation.path or operation.method in rule.excluded:
            continue
        request = builder.build(operation)
        keeps_method = operation.method == "GET" or rule.status not in _CHANGES_METHOD
        if keeps_method and urlsplit(request.url)[1:3] == rule.target[1:3]:
            yield request


def _changed(publication: Publication, older: Pin, pin: Pin, operations: Iterable[str]) -> Iterator[BeforeAfter]:
    """The requests of operations that both contracts have, or their responses, where more than the version differs."""
    for name in operations:
        before, after = _shown(publication, older, translate_selector(name, pin, older)), _shown(publication, pin, name)
        for old, new in zip(before, after, strict=False):
            # the version differs in every request, and says nothing about the entry
            is_short = max(old.lines, new.lines) <= _LONGEST
            if is_short and old.text.replace(_version(older), _version(pin)) != new.text:
                yield old, new


def _shown(publication: Publication, pin: Pin, selector: str) -> Iterator[Code]:
    """The request of an operation and its first response; nothing where the contract of the pin lacks it."""
    if operation := pin.contract.operation(selector):
        request = RequestBuilder(publication.config, pin).build(operation)
        yield Code(f"Request in {pin.id}", "bash", curl(request))
        for example in islice(response_examples(pin.contract, operation), 1):
            yield replace(example, title=f"{example.title} in {pin.id}")


def _version(pin: Pin) -> str:
    """What a request names the version by."""
    versioning = pin.text.versioning
    if versioning and versioning.carrier == "path":
        return versioning.name
    return pin.id
