"""The requests that verify the rules of an edge."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, Literal

import msgspec

from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.paths import covered, example_path

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


class Question(msgspec.Struct, frozen=True):
    """A request that checks one aspect of a rule."""

    redirect: Redirect
    aspect: Aspect
    request: oracle.Request


def questions(
    redirects: Sequence[Redirect], host: str, now: int, *, unsafe: bool = False, only: str | None = None
) -> tuple[Question, ...]:
    """The questions about the rules of a host, or about the rule `only`; each rule's own address comes first.

    The first address of all is asked for once more at the end.

    Unsafe methods are sent with `unsafe` only, and never if the upstream would receive them at `now` (Unix seconds).
    """
    rules = [redirect for redirect in redirects if redirect.host == host and only in (None, redirect.id)]
    candidates = [question for redirect in rules for question in _rule_questions(redirect, redirects)]
    candidates += _forms([rule for rule in rules if rule.is_served], redirects)
    sent = [question for question in candidates if _may_be_sent(question, redirects, now, unsafe)]
    again = [msgspec.structs.replace(question, aspect="again") for question in sent if question.aspect == "address"]
    return (*sent, *again[:1])


def _may_be_sent(question: Question, redirects: Sequence[Redirect], now: int, unsafe: bool) -> bool:
    if question.request.method in SAFE:
        return True
    return unsafe and oracle.answer(redirects, question.request, now) is not None


def _rule_questions(redirect: Redirect, redirects: Sequence[Redirect]) -> Iterator[Question]:
    def ask(aspect: Aspect, target: str, method: str = "GET") -> Question:
        return Question(redirect, aspect, oracle.Request(method, redirect.host, target))

    path = example_path(redirect.path)
    rules = [rule for rule in redirects if rule.host == redirect.host and rule.is_served]
    if not redirect.is_served:
        addresses: tuple[tuple[Aspect, str], ...] = (("removed", path), ("control", f"{path}-docgen"))
        yield from (ask(aspect, target) for aspect, target in addresses if not _matching_rule(rules, target))
        return
    # a form of the address that an earlier rule matches belongs to the questions of that rule
    own_targets = [
        target
        for target in (path, *(path + form for form in _variants(redirect)))
        if _matching_rule(rules, target) is redirect
    ]
    yield from (ask("address" if target == path else "variant", target) for target in own_targets)
    if path + _QUERY in own_targets:
        yield from (ask("method", path + _QUERY, method) for method in ("HEAD", "OPTIONS", *UNSAFE))
    near_misses = (*(path + mark for mark in _NEAR_MISSES), path.upper())
    yield from (ask("boundary", target) for target in near_misses if not _matching_rule(rules, target))
    if not _matching_rule(rules, f"/{path}"):
        yield ask("normalised", f"/{path}")
    for form in _HOSTILE_TARGETS:
        yield ask("hostile", form.format(path=path))


def _forms(rules: Sequence[Redirect], redirects: Sequence[Redirect]) -> Iterator[Question]:
    """Each form of the rules' addresses once, beside the first rule, and no form at all."""
    forms = dict.fromkeys(chain([""], *map(_variants, rules)))
    for target in (f"{example_path(rules[0].path)}-docgen{form}" for form in forms if rules):
        if not _matching_rule(redirects, target):
            yield Question(rules[0], "form", oracle.Request("GET", rules[0].host, target))


def _matching_rule(rules: Sequence[Redirect], target: str) -> Redirect | None:
    """The first rule that matches a target."""
    return next((rule for rule in rules if covered(rule, target) is not None), None)


def _variants(redirect: Redirect) -> tuple[str, ...]:
    below = (_SUFFIX, _SUFFIX + _QUERY, "//a.b") if redirect.match == "prefix" else ()
    return ("/", _QUERY, _LONG_QUERY, *below)


def is_near_sunset(redirects: Sequence[Redirect], question: Question, sent: float, received: float) -> bool:
    """Whether a sunset is so near to an exchange that either response can be right: within a second of it."""
    moments = range(int(sent) - 1, int(received) + 3)  # to the second after `received`, which int() rounds down
    return len({oracle.answer(redirects, question.request, moment) for moment in moments}) > 1
