"""The requests that verify the rules of an edge."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, Literal, NamedTuple

from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.paths import example_path

Aspect = Literal[
    "address", "variant", "method", "boundary", "normalised", "hostile", "removed", "control", "form", "again"
]
"""The rule's own address; another form of it; another method; a similar address; one that is the same where slashes are
merged; an attack; the address of a removed rule; one beside that, which no rule ever had;
a form of the rules' addresses beside them, which shows who refuses it;
the first address once more, which a cache answers."""

SAFE: Final = ("GET", "HEAD", "OPTIONS")
UNSAFE: Final = ("POST", "PUT", "PATCH", "DELETE")
INJECTED: Final = "X-Injected"
# a query and a path with what edges tend to decode, encode again or cut: `%2F`, `%20`, `+`, `;`, `@`, a second `?`
_QUERY: Final = "?a=1+2&b=%20%2F&c=d?e"
_LONG_QUERY: Final = f"?long={'0123456789' * 120}"
_SUFFIX: Final = "/a%2Fb%20c+d;v=1/@x"
_NEAR_MISSES: Final = ("X", "2", "-old", ".evil.com", "@evil.com", ";x", "%20", "%00", "/below")
_HOSTILE_TARGETS: Final = (
    "//evil.com",
    "//evil.com{path}",
    "{path}//evil.com",
    "{path}/..//x",
    "{path}%0d%0aX-Injected:1",
    "{path}/%0d%0aX-Injected:1",
    "{path}?x=%0d%0aX-Injected:1",
    "{path}\\evil.com",
    "{path}/\\evil.com",
    "http://evil.com{path}",
)


class Question(NamedTuple):
    """A request that checks one aspect of a rule."""

    redirect: Redirect
    aspect: Aspect
    request: oracle.Request


def questions(
    redirects: Sequence[Redirect], now: int, *, unsafe: bool = False, only: str | None = None
) -> tuple[Question, ...]:
    """The questions about the rules of a host, or about the rule `only`; each rule's own address comes first.

    The first address of all is asked for once more at the end.

    Unsafe methods are sent with `unsafe` only, and never if the upstream would receive them at `now` (Unix seconds).
    """
    rules = [redirect for redirect in redirects if only in (None, redirect.id)]
    sent: list[Question] = []
    for question in _candidates(rules):
        is_safe = question.request.method in SAFE
        is_sent = is_safe or (unsafe and oracle.answer(redirects, question.request, now) is not None)
        if is_sent and _is_of_rule(question, redirects):
            sent.append(question)
    # a cache has it by then, if one is in front
    again = [question._replace(aspect="again") for question in sent if question.aspect == "address"]
    return (*sent, *again[:1])


def _is_of_rule(question: Question, redirects: Sequence[Redirect]) -> bool:
    """Whether a request is covered by the rule that it is about, or by none where it should not be."""
    if question.aspect == "hostile":
        return True
    covering = oracle.covering_rule(redirects, question.request)
    # a form of the address that an earlier rule matches belongs to the questions of that rule
    if question.aspect in ("address", "variant", "method"):
        return covering is not None and covering[0] is question.redirect
    return covering is None


def _candidates(rules: Sequence[Redirect]) -> Iterator[Question]:
    for rule in rules:
        if rule.is_served:
            yield from _rule_questions(rule)
        else:
            path = example_path(rule.path)
            yield _ask(rule, "removed", path)
            yield _ask(rule, "control", f"{path}-docgen")
    served = [rule for rule in rules if rule.is_served]
    # each form of their addresses once, beside the first rule, and no form at all
    for first in served[:1]:
        for form in dict.fromkeys(chain([""], *map(_variants, served))):
            yield _ask(first, "form", f"{example_path(first.path)}-docgen{form}")


def _ask(redirect: Redirect, aspect: Aspect, target: str, method: str = "GET") -> Question:
    return Question(redirect, aspect, oracle.Request(method, redirect.host, target))


def _rule_questions(redirect: Redirect) -> Iterator[Question]:
    path = example_path(redirect.path)
    yield _ask(redirect, "address", path)
    for form in _variants(redirect):
        yield _ask(redirect, "variant", path + form)
    for method in ("HEAD", "OPTIONS", *UNSAFE):
        yield _ask(redirect, "method", path + _QUERY, method)
    for target in (*map(path.__add__, _NEAR_MISSES), path.upper()):
        yield _ask(redirect, "boundary", target)
    yield _ask(redirect, "normalised", f"/{path}")
    for form in _HOSTILE_TARGETS:
        yield _ask(redirect, "hostile", form.format(path=path))


def _variants(redirect: Redirect) -> Iterator[str]:
    yield from ("/", _QUERY, _LONG_QUERY)
    if redirect.match == "prefix":
        yield from (_SUFFIX, _SUFFIX + _QUERY, "//a.b")


def is_near_sunset(redirects: Sequence[Redirect], question: Question, sent: float, received: float) -> bool:
    """Whether a sunset is so near to an exchange that either response can be right: within a second of it."""
    # to the second after `received`, which int() rounds down
    moments = range(int(sent) - 1, int(received) + 3)
    return len({oracle.answer(redirects, question.request, moment) for moment in moments}) > 1
