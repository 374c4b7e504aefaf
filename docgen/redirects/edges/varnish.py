"""Varnish: an include for the site's VCL, before the site's own subroutines.

`vcl_recv` finds the rule, decides and writes the location, before a lookup in the cache; `vcl_synth` writes the answer
and ends there, so that neither the site's `vcl_synth` nor the built-in one adds to it. Between the two the rule's id,
its answer and the location travel as the reason of the status: no request header could be forged by a client or reach
the upstream.

A rule that adds headers is found when an answer is delivered, from the cache or not, and by what the client asked for,
which the site's own subroutines may have changed by then. So `vcl_recv` writes that into a header of the request, which
`vcl_backend_fetch` and `vcl_pipe` take away again. An answer that is piped gets no headers.

On a persistent connection, Varnish reads the rest of a request's body before it answers. That is left so: with
`Connection: close` the answer came at once, and a client that was still sending never saw it (measured).

VCL evaluates conditions one by one, which with 500 rules cost 60 % of the throughput (measured). So the rules are in
groups, in their order, and one expression says whether any rule of a group covers a request. Varnish compiles the VCL
as C, where each statement counts: rules with equal headers share an answer, and 500 rules then take 3 seconds of a
core, where a subroutine for each answer took 11 (measured).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from docgen.model.redirect import Headers, Redirect
from docgen.redirects.edges.edge import (
    GROUPS,
    JOINED_FIELDS,
    Edge,
    FileTexts,
    HostRules,
    Limit,
    Values,
    answer_size,
    gone_fields,
    longest_name,
)
from docgen.redirects.edges.headers import HeaderRecords, joined
from docgen.redirects.edges.server_syntax import batches, covered_pattern, digest, is_fixed, location_text, path_pattern
from docgen.redirects.paths import Part, location_parts

_GROUP_SIZE: Final = 25
"""About the square root of 500 rules: then a group has about as many rules as there are groups."""
_ORIGIN: Final = "(?:(?i:https)://[^/?#]*)?"
"""Of an absolute target, Varnish takes the origin away where it has `http:` only."""
_MORE: Final = 'req.url ~ "[?]."'
"""Whether a request has a query to be added to that of the target."""
_PLAIN_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9_-]*")
"""A header's name that needs no quotes: the words of VCL, such as `include`, are in lower case."""


class Varnish(Edge):
    """Varnish: with more rules only the compile time of a reload grows."""

    NAME = "varnish"
    TITLE = "Varnish"
    FOLDER = "/etc/varnish"
    LIMITS = (
        GROUPS,
        Limit("characters in a header's name", 126, "measured: its compiler refuses more", of_answer=longest_name),
        Limit(
            "headers of an answer",
            50,
            "measured: with 54 Varnish answers 500, as `http_max_hdr` is 64",
            "send fewer",
            of_answer=lambda headers, _: len(joined(headers)),
        ),
        Limit(
            "bytes of an answer",
            24_000,
            "measured: with 25,779 in a rule without a target Varnish answers 500, as `workspace_client` is 96 KB",
            of_answer=answer_size,
        ),
    )
    DIFFERENCES = {
        "joined-fields": JOINED_FIELDS,
        "target-without-slash": "The built-in VCL of some versions of Varnish answers 400 to a request target that "
        "does not begin with `/`; that of others passes it through.",
    }

    def files(self, host: HostRules) -> FileTexts:
        """One include."""
        word = host.base.replace(".", "_")
        yield (
            f"{host.base}.vcl",
            host.fill(
                "varnish.vcl",
                host_pattern=path_pattern(host.host),
                reason=host.base,
                sub=word,
                groups=list(map(_group, batches(host.rules, _GROUP_SIZE))),
                answers=_answers(host.rules),
                asked=f"X-{word}",
                carriers=host.records.carriers,
                # the name of each header of a record, and the expression whose group is its value
                columns=[(_name(name), f"^{before}({value}).*") for name, before, value in host.records.fields()],
                header_groups=list(_header_groups(host.records)),
            ),
        )


class _Answer(NamedTuple):
    """An answer that rules share: a redirect, whose location `vcl_recv` wrote up to the query, or that at its end.

    `body` is an expression of VCL, empty without a body.
    """

    status: int
    headers: Headers
    body: str = ""
    is_redirect: bool = False
    adds_query: bool = False

    @property
    def name(self) -> str:
        """A name that stays when other rules come and go."""
        return digest(repr(self), 12)


def _group(rules: Sequence[Redirect]) -> Values:
    """The values of consecutive rules in the template; `covered` are the raw targets that one of them covers."""
    covered = "|".join(covered_pattern(rule, query=False) for rule in rules)
    return {"rules": list(map(_rule, rules)), "covered": f"^{_ORIGIN}(?:{covered})(?:[?][^#]*)?$"}


def _answers(redirects: Sequence[Redirect]) -> list[Values]:
    """The answers of all rules, each once, in groups like those of the rules."""
    answers = {}
    for rule in redirects:
        for answer in filter(None, (_redirect(rule), _gone(rule))):
            answers[answer.name] = answer
    groups = map(dict, batches(sorted(answers.items()), _GROUP_SIZE))
    return [{"names": "|".join(group), "answers": list(group.values())} for group in groups]


def _redirect(redirect: Redirect) -> _Answer:
    adds_query = location_parts(redirect)[-1] is Part.QUERY
    return _Answer(redirect.status, _headers(redirect.open_headers), is_redirect=True, adds_query=adds_query)


def _gone(redirect: Redirect) -> _Answer | None:
    gone = redirect.ended_answer
    if gone is None:
        return None
    body = ""
    if gone.body:
        body = quoted(gone.body)
    return _Answer(gone.status, _headers(gone_fields(redirect, "text/plain")), body)


def _rule(redirect: Redirect) -> Values:
    """The values of one rule in the template."""
    parts = location_parts(redirect)
    targets: list[tuple[str, str]] = []
    if parts[-1] is Part.QUERY:
        # which the answer adds
        parts = parts[:-1]
    elif Part.MORE_QUERY in parts:
        targets.append((_MORE, location_text(redirect, parts, r"\{}".format, "&")))
    targets.append(("", location_text(redirect, parts, r"\{}".format)))
    return {
        "redirect": redirect,
        "covered": f"^{_ORIGIN}{covered_pattern(redirect, groups=True)}$",
        "answer": _redirect(redirect),
        "gone": _gone(redirect),
        "targets": targets,
        # which is compiled in half the time
        "is_literal": all(map(is_fixed, parts)),
    }


def _header_groups(records: HeaderRecords) -> Iterator[Values]:
    """The rules that add headers, in groups like those of the others."""
    for group in batches(records.rules, _GROUP_SIZE):
        rules = [(rule, records.pattern(rule, absolute=True), quoted(records.record(rule))) for rule in group]
        yield {"pattern": records.pattern(*group, absolute=True), "rules": rules}


def _headers(headers: Headers) -> Headers:
    """One field a name: VCL cannot send two."""
    return tuple((_name(name), quoted(value)) for name, value in joined(headers).items())


def _name(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name):
        return name
    return f'"{name}"'


def quoted(value: str) -> str:
    """A long string of VCL, which has no escapes and ends at the first `"}`: a value with that is split in between."""
    return " + ".join(map('{{"{}"}}'.format, re.split('(?<=")(?=})', value)))
