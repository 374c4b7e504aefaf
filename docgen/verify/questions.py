"""What to ask an edge about its rules."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from docgen.model.redirect import Redirect
from docgen.redirects import oracle

Aspect = Literal["address", "variant", "method", "boundary", "hostile", "removed"]
"""The rule's own address; another form of it; another method; what lies beside it; an attack; a rule that is over."""

SAFE: Final = ("GET", "HEAD", "OPTIONS")
UNSAFE: Final = ("POST", "PUT", "PATCH", "DELETE")
INJECTED: Final = "X-Injected"
_QUERY: Final = "?a=1&b=%20%2F&c=d?e"
_SUFFIX: Final = "/a%2Fb%20c;v=1/@x"
_BESIDE: Final = ("X", "-old", ".evil.com", "@evil.com", ";x")
_HOSTILE: Final = (
    "//evil.com",
    "//evil.com{path}",
    "{path}//evil.com",
    "{path}/..//x",
    "{path}%0d%0aX-Injected:1",
    "{path}/%0d%0aX-Injected:1",
    "{path}?x=%0d%0aX-Injected:1",
    "{path}%00",
    "{path}\\evil.com",
    "{path}/\\evil.com",
    "http://evil.com{path}",
)


class Question(msgspec.Struct, frozen=True):
    """A request that tells something about one rule."""

    redirect: Redirect
    aspect: Aspect
    request: oracle.Request


def questions(
    redirects: Sequence[Redirect], host: str, now: int, *, unsafe: bool = False, only: str | None = None
) -> tuple[Question, ...]:
    """The questions about the rules of a host (or about `only` one of them), rule by rule, its own address first.

    A method that changes something is asked with `unsafe` alone, and never where at `now`, a Unix time in seconds,
    the upstream would get it.
    """
    rules = [redirect for redirect in redirects if redirect.host == host and only in (None, redirect.id)]
    asked = (question for redirect in rules for question in _about(redirect, redirects))
    return tuple(question for question in asked if _may_be_asked(question, redirects, now, unsafe))


def _may_be_asked(question: Question, redirects: Sequence[Redirect], now: int, unsafe: bool) -> bool:
    if question.request.method in SAFE:
        return True
    return unsafe and oracle.answer(redirects, question.request, now) is not None


def _about(redirect: Redirect, redirects: Sequence[Redirect]) -> Iterator[Question]:
    def ask(aspect: Aspect, target: str, method: str = "GET") -> Question:
        return Question(redirect, aspect, oracle.Request(method, redirect.host, target))

    path, rules = redirect.path, [rule for rule in redirects if rule.host == redirect.host and rule.is_served]
    if not redirect.is_served:
        yield from () if _taken(rules, path) else (ask("removed", path),)
        return
    own = [
        target for target in (path, *(path + form for form in _forms(redirect))) if _taken(rules, target) is redirect
    ]
    yield from (ask("address" if target == path else "variant", target) for target in own)
    if path in own:
        yield from (ask("method", path, method) for method in ("HEAD", "OPTIONS", *UNSAFE))
    beside = [path + mark for mark in _BESIDE] + ([f"{path}/below"] if redirect.match == "exact" else [])
    yield from (
        ask("boundary", target) for target in (*beside, *({path.upper()} - {path})) if not _taken(rules, target)
    )
    yield from (ask("hostile", form.format(path=path)) for form in _HOSTILE)


def _taken(rules: Sequence[Redirect], target: str) -> Redirect | None:
    """The rule that decides on a target."""
    return next((rule for rule in rules if oracle.remainder(rule, target) is not None), None)


def _forms(redirect: Redirect) -> tuple[str, ...]:
    below = (_SUFFIX, _SUFFIX + _QUERY) if redirect.match == "prefix" else ()
    return ("/", _QUERY, *below)


def flips(redirects: Sequence[Redirect], question: Question, sent: float, received: float) -> bool:
    """Whether a sunset lies so near to an exchange that either answer can be right: within it, or a second of it."""
    moments = range(int(sent) - 1, int(received) + 3)
    return len({oracle.answer(redirects, question.request, moment) for moment in moments}) > 1
