"""Bodies in samples: values that cannot be in them; and responses, compared with what the oracle answers for a rule."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from docgen.facts.samples.http_text import Message, header
from docgen.facts.samples.json_text import has_placeholder
from docgen.facts.verdict import Around, Verdict, bound, contradicted
from docgen.model.redirect import Redirect
from docgen.openapi.examples import field
from docgen.openapi.nodes import children
from docgen.redirects import oracle
from docgen.wording import choice, json_text

Misfits = Iterator[tuple[str, Verdict]]
"""Values that cannot be where they are, each with its verdict."""


def misfits(value: object, status: int, around: Around) -> Misfits:
    """Each value of a body that something says is never there, or that the status rules out."""
    for name, leaf in _leaves(value):
        denied = around.scope.denied.get(leaf)
        # what is never a value is in no enum, so example-in-docs-invalid says so
        if denied and denied.as_ in ("reserved", "planned") and around.has_field(name):
            message = f"the sample has `{leaf}`; claim {denied.claim} says that it is {denied.as_}"
            yield leaf, contradicted(message, "use a value that is sent")
        if (absent := around.scope.denied.get(name)) and absent.as_ == "absent":
            yield name, contradicted(f"claim {absent.claim} says that `{name}` is absent", "delete it")
    yield from _of_another_error(value, status, around)


def _leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Each value that has no others in it, as text, with the name of its field."""
    if not isinstance(value, dict | list):
        yield name, str(value)
    for key, child in children(value):
        yield from _leaves(child, name if isinstance(value, list) else key)


def _of_another_error(value: object, status: int, around: Around) -> Misfits:
    """The address of an error's page, or the status, that is not that of its code."""
    project, errors = around.project, around.project.config.errors
    named = field(value, errors.code) if errors and errors.code else None
    if named is None or errors is None:
        return
    code, url = json_text(named), field(value, errors.doc_url) if errors.doc_url else None
    listed = chain.from_iterable(pin.text.doc_url for pin in project.pins)
    urls = [page.url.replace("{code}", code) for page in listed]
    if isinstance(url, str) and urls and url not in urls and not has_placeholder(url):
        yield url, contradicted(f"the `{errors.doc_url}` of `{code}` is {choice(urls)}, not {url}", f"write {urls[0]}")
    page = around.scope.shared.error_pages.get(code)
    if page and page.http and status not in (0, *page.http):
        says = choice([*map(str, page.http)])
        message = f"`{code}` is answered with {says}, not with {status}"
        yield code, contradicted(message, f"write {says}, or the code of {status}")


_NOT_MODIFIED: Final = 304


def bind_to_rules(message: Message, request: Message | None, around: Around) -> Verdict | None:
    """The verdict on a response that a rule may give; None where no rule may."""
    reasons = {rule.id: _disagreement(rule, asked, message, around) for rule, asked in _rules(message, request, around)}
    for rule, reason in reasons.items():
        if not reason:
            return bound(f"rule {rule}: oracle")
    for reason in reasons.values():
        return contradicted(reason, "write what the rule answers, or correct the rule")
    return None


def _rules(message: Message, request: Message | None, around: Around) -> Iterator[tuple[Redirect, oracle.Request]]:
    """The rules that the response may be of, each with a request that it covers."""
    project = around.project
    if request:
        host = header(request, "Host") or next(iter(project.config.hosts), "")
        asked = oracle.Request(request.method, host, request.target)
        covered = oracle.covering_rule(project.redirects, asked)
        is_operation = around.contracts.route(request.target, request.method)
        # covers-live-operation says where a rule hides an operation
        if covered and request.method not in covered[0].excluded and not is_operation:
            yield covered[0], asked
    elif 300 <= message.status < 400 and message.status != _NOT_MODIFIED:
        for rule in around.scope.rules or project.redirects:
            to, base = header(message, "Location") or rule.to, rule.to.rstrip("/")
            rest = to.removeprefix(base) if rule.match == "prefix" and to.startswith(base) else ""
            yield rule, oracle.Request("GET", rule.host, rule.path + rest)


def _disagreement(rule: Redirect, asked: oracle.Request, message: Message, around: Around) -> str:
    """Why a response is none of a rule, before and after its sunset; empty where it is."""
    project = around.project
    moments = (project.epoch,) if rule.sunset is None else (rule.sunset - 1, rule.sunset)
    answers = [oracle.answer(project.redirects, asked, now) for now in moments]
    reasons = [_difference(rule, answer, message) for answer in answers if answer]
    return reasons[0] if reasons and all(reasons) else ""


def _difference(rule: Redirect, answer: oracle.Answer, message: Message) -> str:
    if answer.status != message.status:
        return f"the rule `{rule.id}` answers {answer.status}, not {message.status}"
    sent = {name.casefold(): value for name, value in answer.headers}
    for name, value in message.headers.items():
        known = sent.get(name.casefold())
        if known is None and name.casefold() in ("location", "sunset", "deprecation"):
            return f"the rule `{rule.id}` sends no `{name}`"
        if known not in (None, value):
            return f"the rule `{rule.id}` sends `{name}: {known}`, not `{value}`"
    return ""
