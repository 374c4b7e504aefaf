"""Varnish: an include for the site's VCL, before the site's own subroutines.

`vcl_recv` finds the rule and decides, before a lookup in the cache; `vcl_synth` writes the answer and ends there, so
that neither the site's `vcl_synth` nor the built-in one adds to it. Between the two the rule's id travels as the
reason of the status: no request header could be forged by a client or reach the upstream.

On a persistent connection, Varnish reads the rest of a request's body before it answers. That is left so: with
`Connection: close` the answer came at once, and a client that was still sending never saw it (measured).

VCL evaluates conditions one by one, which with 500 rules cost 60 % of the throughput (measured). So the rules are in
groups, in their order, and one expression says whether any rule of a group covers a request. Varnish compiles the VCL
as C: 500 rules take 15 seconds of a core (measured), for which a reload needs a longer timeout.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import ALL_FEATURES, EXTENSIONS, JOINED_FIELDS, Excess, Limit, Setup
from docgen.redirects.edges.headers import gone_headers, joined
from docgen.redirects.edges.template import fill

TITLE = "Varnish"
HAS_CLOCK = True
ALTERNATIVES: Mapping[str, str] = EXTENSIONS
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
LIMITS: tuple[Limit, ...] = ()
DIFFERENCES: Mapping[str, str] = {
    "joined-fields": JOINED_FIELDS,
    "target-without-slash": "The built-in VCL of some versions of Varnish answers 400 to a request target that does "
    "not begin with `/`; that of others passes it through.",
}
_GROUP_SIZE: Final = 25
"""About the square root of 500 rules: then a group has about as many rules as there are groups."""
_PLAIN_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """One include per host; Varnish has a clock, so `now` plays no part."""
    return {
        f"varnish/{base}.vcl": fill(
            "varnish.vcl",
            host_pattern=files.path_pattern(str(head["host"])),
            path=f"{setup.folder or '/etc/varnish'}/{base}.vcl",
            reason=base,
            sub=base.replace(".", "_"),
            groups=[_group(rules[start : start + _GROUP_SIZE]) for start in range(0, len(rules), _GROUP_SIZE)],
            **head,
        )
        for base, rules, head in files.hosts(redirects, setup, FEATURES)
    }


def render_docs_host(docs: DocsHost) -> Files:
    """None: Varnish serves no files; the server behind it maps the site's addresses."""
    del docs
    return {}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """None: with 500 rules Varnish answers as fast as before; what grows is the compile time of a reload."""
    del redirects, setup
    return ()


def _group(rules: Sequence[Redirect]) -> dict[str, object]:
    """The values of consecutive rules in the template."""
    return {
        "covered": _covered(rules),
        "ids": "|".join(rule.id for rule in rules),
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(redirect: Redirect) -> dict[str, object]:
    """The values of one rule in the template."""
    carries_slash = redirect.match == "exact" or redirect.to.endswith("/")
    return {
        "redirect": redirect,
        "title": files.title(redirect),
        "covered": _covered([redirect]),
        "replaced": f"^{files.path_pattern(redirect.path)}{'/?' if carries_slash else ''}",
        "headers": _headers((*redirect.headers, *redirect.host_headers)),
        "gone_headers": _headers(gone_headers(redirect, "text/plain")),
        "body": quoted(redirect.gone.body) if redirect.gone and redirect.gone.body else "",
        "mark": files.clock_mark(redirect),
    }


def _covered(rules: Sequence[Redirect]) -> str:
    """The raw targets that at least one of the rules covers, and no others."""
    paths = [files.path_pattern(rule.path) + ("/?" if rule.match == "exact" else "(?:/[^?#]*)?") for rule in rules]
    return f"^(?:{'|'.join(paths)})(?:[?][^#]*)?$"


def _headers(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """One field a name: VCL cannot send two."""
    return [(_name(name), quoted(value)) for name, value in joined(headers).items()]


def _name(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else f'"{name}"'


def quoted(value: str) -> str:
    """A long string of VCL, which has no escapes and ends at the first `"}`: a value with that is split in between."""
    return " + ".join(f'{{"{part}"}}' for part in re.split('(?<=")(?=})', value))
