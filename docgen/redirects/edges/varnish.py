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
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Final, NamedTuple

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import ALL_FEATURES, JOINED_FIELDS, Limit, Setup, fill, no_docs_host
from docgen.redirects.edges.header_records import HeaderRecords
from docgen.redirects.edges.headers import Headers, gone_headers, joined
from docgen.redirects.paths import Part, Parts, location_parts

TITLE = "Varnish"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = {}
FEATURES = ALL_FEATURES
LIMITS: tuple[Limit, ...] = (
    files.GROUPS,
    Limit("characters in a header's name", 126, "measured: its compiler refuses more", of_answer=files.longest_name),
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
        of_answer=files.answer_size,
    ),
)
DIFFERENCES: Mapping[str, str] = {
    "joined-fields": JOINED_FIELDS,
    "target-without-slash": "The built-in VCL of some versions of Varnish answers 400 to a request target that does "
    "not begin with `/`; that of others passes it through.",
}
_GROUP_SIZE: Final = 25
"""About the square root of 500 rules: then a group has about as many rules as there are groups."""
_ORIGIN: Final = "(?:(?i:https)://[^/?#]*)?"
"""Of an absolute target, Varnish takes the origin away where it has `http:` only."""
_MORE: Final = 'req.url ~ "[?]."'
"""Whether a request has a query to be added to that of the target."""
_PLAIN_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9_-]*")
"""A header's name that needs no quotes: the words of VCL, such as `include`, are in lower case."""


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One include per host; Varnish has a clock, so `now` plays no part."""
    return {
        f"varnish/{base}.vcl": fill(
            "varnish.vcl",
            host_pattern=files.path_pattern(str(head["host"])),
            path=f"{setup.folder or '/etc/varnish'}/{base}.vcl",
            reason=base,
            sub=base.replace(".", "_"),
            groups=_groups(rules),
            answers=_answers(rules),
            asked=f"X-{base.replace('.', '_')}",
            carriers=records.carriers,
            columns=list(_columns(records)),
            header_groups=_header_groups(records),
            **head,
        )
        for base, rules, head in files.hosts(redirects, setup, FEATURES)
        for records in [HeaderRecords.of(setup, str(head["host"]))]
    }


render_docs_host = no_docs_host
"""None: Varnish serves no files; the server behind it maps the site's addresses."""
excesses = partial(files.beyond, LIMITS, FEATURES)
"""The rules beyond a limit; with more rules only the compile time of a reload grows."""


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
        return sha256(repr(self).encode()).hexdigest()[:12]


def _groups(redirects: Sequence[Redirect]) -> list[dict[str, object]]:
    """The values of consecutive rules in the template."""
    groups = files.batches(redirects, _GROUP_SIZE)
    return [{"rules": [_rule(rule) for rule in rules], "covered": _covered(rules)} for rules in groups]


def _answers(redirects: Sequence[Redirect]) -> list[dict[str, object]]:
    """The answers of all rules, each once, in groups like those of the rules."""
    every = (answer for rule in redirects for answer in (_redirect(rule), _gone(rule)) if answer)
    found = sorted({answer.name: answer for answer in every}.items())
    groups = files.batches(found, _GROUP_SIZE)
    return [{"names": "|".join(dict(group)), "answers": [answer for _, answer in group]} for group in groups]


def _redirect(redirect: Redirect) -> _Answer:
    headers = _headers((*redirect.headers, *redirect.host_headers))
    return _Answer(redirect.status, headers, is_redirect=True, adds_query=location_parts(redirect)[-1] is Part.QUERY)


def _gone(redirect: Redirect) -> _Answer | None:
    if redirect.sunset is None or redirect.gone is None:
        return None
    body = quoted(redirect.gone.body) if redirect.gone.body else ""
    return _Answer(redirect.gone.status, _headers(gone_headers(redirect, "text/plain")), body)


def _rule(redirect: Redirect) -> dict[str, object]:
    """The values of one rule in the template."""
    parts = _written(redirect)
    targets = [(_MORE, _target(redirect, parts, "&"))] if Part.MORE_QUERY in parts else []
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "covered": f"^{_ORIGIN}{files.covered_pattern(redirect, groups=True)}$",
        "answer": _redirect(redirect),
        "gone": _gone(redirect),
        "targets": [*targets, ("", _target(redirect, parts))],
        # which is compiled in half the time
        "is_literal": all(isinstance(part, str) for part in parts),
        "mark": files.clock_mark(redirect),
    }


def _written(redirect: Redirect) -> Parts:
    """The parts of a location that `vcl_recv` writes: all but a query at its end, which the answer adds."""
    parts = location_parts(redirect)
    return parts[:-1] if parts[-1] is Part.QUERY else parts


def _target(redirect: Redirect, parts: Parts, more: str = "") -> str:
    """A location for `regsub`; `more` is what joins the request's query to that of the target."""
    return files.location_text(redirect, parts, r"\{}".format, more)


def _covered(rules: Sequence[Redirect]) -> str:
    """The raw targets that at least one of the rules covers, and no others."""
    return f"^{_ORIGIN}(?:{'|'.join(files.covered_pattern(rule, query=False) for rule in rules)})(?:[?][^#]*)?$"


def _header_groups(records: HeaderRecords) -> list[dict[str, object]]:
    """The rules that add headers, in groups like those of the others."""
    return [
        {
            "pattern": records.pattern(*group, absolute=True),
            "rules": [
                (files.title(rule), records.pattern(rule, absolute=True), quoted(records.record(rule)))
                for rule in group
            ],
        }
        for group in files.batches(records.rules, _GROUP_SIZE)
    ]


def _columns(records: HeaderRecords) -> Iterator[tuple[str, str]]:
    """The name of each header of a record, and the expression whose group is its value."""
    for index, name in enumerate(records.columns):
        before, value = records.column(index)
        yield _name(name), f"^{before}({value}).*"


def _headers(headers: Headers) -> Headers:
    """One field a name: VCL cannot send two."""
    return tuple((_name(name), quoted(value)) for name, value in joined(headers).items())


def _name(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else f'"{name}"'


def quoted(value: str) -> str:
    """A long string of VCL, which has no escapes and ends at the first `"}`: a value with that is split in between."""
    return " + ".join(f'{{"{part}"}}' for part in re.split('(?<=")(?=})', value))
