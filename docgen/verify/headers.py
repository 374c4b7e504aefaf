"""The headers of an answer against those that its rule promises."""

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.redirect import Redirect
from docgen.verify.disagreement import Disagreement, lines_of
from docgen.verify.http_exchange import Reply

_CAUSES: Final = {
    "sunset": "sunset-header-wrong",
    "deprecation": "deprecation-header-wrong",
    "link": "link-header-wrong",
}
_DATES: Final = ("Sunset", "Deprecation")


def promised(redirect: Redirect, headers: Sequence[tuple[str, str]], reply: Reply) -> Iterator[Disagreement]:
    """Each header that is missing, repeated, or has another value than the rule gives it.

    Several lines of a name and one list are the same (RFC 9110, section 5.3), and some edges send a list.
    """
    names = {name.lower(): name for name, _ in headers if name != "Location"}
    of_host = {name.lower() for name, _ in redirect.host_headers}
    for key, name in names.items():
        wanted = tuple(value for field, value in headers if field.lower() == key)
        if ", ".join(reply.values(name)) != ", ".join(wanted):
            yield _difference(redirect, name, wanted, reply, of_host)


def _difference(redirect: Redirect, name: str, wanted: Sequence[str], reply: Reply, of_host: set[str]) -> Disagreement:
    got = reply.values(name)
    cause = _CAUSES.get(name.lower(), "host-header-wrong" if name.lower() in of_host else "rule-header-wrong")
    said = "is missing" if not got else "is repeated" if set(got) == set(wanted) else "has another value"
    if name.lower() == "cache-control" and not _no_store(got):
        cause, said = "answer-cacheable", "is missing" if not got else "lets a client keep the answer"
    return Disagreement(
        cause, f"`{redirect.id}`: the header {name} {said}", lines_of(name, wanted), lines_of(name, got)
    )


def _no_store(values: Sequence[str]) -> bool:
    return any(part.strip().lower() == "no-store" for value in values for part in value.split(","))


def unpromised(redirect: Redirect, headers: Sequence[tuple[str, str]], reply: Reply) -> Iterator[Disagreement]:
    """`Sunset` and `Deprecation` on the redirect of a rule that has none."""
    for name in _DATES:
        if reply.values(name) and name not in {field for field, _ in headers}:
            said = f"`{redirect.id}`: the redirect has the header {name}, and the rule does not"
            yield Disagreement(_CAUSES[name.lower()], said, lines_of(name, ()), lines_of(name, reply.values(name)))


def of_redirect(redirect: Redirect, reply: Reply) -> tuple[str, ...]:
    """The lines of a reply that the redirect of the rule has, with its values."""
    own = {(name.lower(), value) for name, value in redirect.headers if name.lower() != "cache-control"}
    return tuple(f"{name}: {value}" for name, value in reply.headers if (name.lower(), value) in own)


def left_over(redirect: Redirect, reply: Reply) -> tuple[str, ...]:
    """The lines of an answer after the sunset that only a redirect may have, whatever their values are."""
    lines = (f"{name}: {value}" for name in ("Location", *_DATES) for value in reply.values(name))
    return tuple(dict.fromkeys((*lines, *of_redirect(redirect, reply))))
