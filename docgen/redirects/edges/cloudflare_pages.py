"""Cloudflare Pages: `_redirects`, and `_headers` for what goes with each redirect.

Pages puts the headers of every block of `_headers` that matches onto a redirect too: its asset server
(@cloudflare/pages-shared, asset-server/handler.ts) attaches them to every answer below 500.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final

from docgen.model.redirect import Redirect
from docgen.redirects.edges.docs_files import SitePlatform
from docgen.redirects.edges.edge import JOINED_FIELDS, FileTexts, HostRules, Limit, Values
from docgen.redirects.edges.expiry import ENDS_ON_SITE, TAKEOVERS, active_at, static_head
from docgen.redirects.edges.features import alternatives
from docgen.redirects.edges.overlap import earlier_rules, without_shadowed
from docgen.redirects.edges.server_syntax import with_named_placeholders

_REPLACED: Final = re.compile(":splat|:docgen_")
_FEWER: Final = "remove rules, or serve them from another edge"
_DOCUMENTED: Final = "Cloudflare's documentation of Pages"


class CloudflarePages(SitePlatform):
    """Cloudflare Pages."""

    NAME = "cloudflare-pages"
    TITLE = "Cloudflare Pages"
    ALTERNATIVES = alternatives(
        NAME,
        {
            "after-410": "write `after: 404`, or accept what the site answers once the rule is gone: {accept}",
            "after-body": "write `after: upstream` or `404`, or accept what the site answers once the rule is gone: "
            "{accept}",
            "methods-except": "write `methods: all`: a line of `_redirects` has no condition on the method",
        },
        "path-characters",
        "placeholder",
        "target-fragment",
    )
    LIMITS = (
        Limit(
            "rules on a host",
            1_000,
            f"2,000 lines in `_redirects`, two a rule: {_DOCUMENTED}",
            _FEWER,
            of_host=active_at,
        ),
        Limit(
            "rules with headers on a host",
            46,
            f"100 blocks in `_headers`, two a rule and seven for the site: {_DOCUMENTED}",
            _FEWER,
            of_host=lambda host: list(filter(attrgetter("open_headers"), active_at(host))),
        ),
        Limit(
            "prefix rules and rules with placeholders on a host",
            50,
            f"100 dynamic lines, two a rule: {_DOCUMENTED}, whose parser skips all further lines",
            _FEWER,
            of_host=lambda host: list(filter(_is_dynamic, active_at(host))),
        ),
        Limit(
            "characters in a line of `_redirects`",
            1_000,
            _DOCUMENTED,
            "shorten `from` or `to`",
            of=lambda redirect: max(len(f"{path} {to} {redirect.status}") for path, to in _targets(redirect)),
        ),
        Limit(
            "characters in a line of `_headers`",
            2_000,
            _DOCUMENTED,
            "shorten the header",
            of=lambda redirect: max((len(f"{name}: {value}") for name, value in redirect.open_headers), default=0),
        ),
        Limit(
            "headers that `_headers` cannot express",
            0,
            "it replaces `:splat` and `:docgen_a`, and reads a line that begins with `#` as a comment",
            "change or remove the header",
            of=lambda redirect: sum(map(_is_read_otherwise, redirect.open_headers)),
        ),
        TAKEOVERS,
    )
    DIFFERENCES = {
        "joined-fields": JOINED_FIELDS,
        "no-clock": ENDS_ON_SITE,
        "own-host": "A target on the host itself is sent as a path, which a client resolves against the requested URL.",
        "empty-query": "An empty query (`?` alone) is dropped.",
        "url-parsed": "Pages parses the URL: it percent-encodes characters that no URL may contain, turns a backslash "
        "into a slash, and resolves dot segments.",
        "placeholder-value": "A value that is the name of another placeholder (`:docgen_b`) is replaced by that one's.",
        "dollar-splat": "`$&`, `$'`, `$$` and a dollar before a backtick in the path are replaced: Pages puts the path "
        "into the target with a function that reads them as patterns.",
    }

    def files(self, host: HostRules) -> FileTexts:
        """A folder with both files."""
        head = static_head(host)
        lines = list(_lines(active_at(host)))
        yield f"{host.base}/_redirects", host.fill("cloudflare-pages-redirects", rules=lines, **head)
        blocks = list(_blocks(lines))
        yield f"{host.base}/_headers", host.fill("cloudflare-pages-headers", blocks=blocks, **head)


_Lines = tuple[Redirect, list[tuple[str, str]]]
"""The lines of a rule: its own paths, each with its target."""


def _lines(rules: Sequence[Redirect]) -> Iterator[_Lines]:
    """Each rule with its paths, without those of an earlier rule: Pages refuses a second line for a path.

    Static lines come first, since Pages counts all lines behind a dynamic one as dynamic. No rule before theirs covers
    their paths: it would cover all of the rule.
    """
    seen: set[str] = set()
    for rule in sorted(without_shadowed(rules), key=_is_dynamic):
        targets = [(path, to) for path, to in _targets(rule) if path not in seen]
        seen.update(path for path, _ in targets)
        if targets:
            yield rule, targets


def _is_dynamic(redirect: Redirect) -> bool:
    return redirect.match == "prefix" or "{" in redirect.path


def _is_read_otherwise(header: tuple[str, str]) -> bool:
    name, value = header
    return name[0] == "#" or _REPLACED.search(value) is not None


def _targets(redirect: Redirect) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two lines of a rule, as (path, target): its path, and that with a slash or all below it.

    Pages puts the query of the request before a fragment.
    """
    path, to = with_named_placeholders(redirect)
    if redirect.match == "exact":
        return (path, to), (f"{path}/", to)
    target, hash_, fragment = to.partition("#")
    return (path, to), (f"{path}/*", f"{target.removesuffix('/')}/:splat{hash_}{fragment}")


def _blocks(lines: Sequence[_Lines]) -> Iterator[Values]:
    """The blocks of the rules; the last block that matches decides, so those of the first rule are last.

    Each first unsets the fields that the site or a later rule sets under the same name: Pages would add to them.
    """
    overlapping = _overlapping([rule for rule, _ in lines])
    for rule, targets in reversed(lines):
        headers = list(rule.open_headers)
        for other in overlapping[rule.id]:
            headers += other.open_headers
        unset = list(dict.fromkeys(name for name, _ in headers))
        for path, _ in targets:
            if unset:
                yield {"path": path, "unset": unset, "headers": rule.open_headers}


def _overlapping(redirects: Sequence[Redirect]) -> Mapping[str, Sequence[Redirect]]:
    """The id of a rule -> the rules that overlap with it."""
    earlier = earlier_rules(redirects)
    overlapping: defaultdict[str, list[Redirect]] = defaultdict(list)
    for redirect in redirects:
        overlapping[redirect.id] += earlier[redirect.id]
        for other in earlier[redirect.id]:
            overlapping[other.id].append(redirect)
    return overlapping
