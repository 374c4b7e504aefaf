"""Cloudflare Pages: `_redirects`, and `_headers` for what goes with each redirect.

Pages puts the headers of every block of `_headers` that matches onto a redirect too: its asset server
(@cloudflare/pages-shared, asset-server/handler.ts) attaches them to every answer below 500.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges import docs_files, expiry, files
from docgen.redirects.edges.edge import (
    ALL_FEATURES,
    EXTENSIONS,
    JOINED_FIELDS,
    Excess,
    Limit,
    Setup,
    acceptance_entry,
    fill,
)
from docgen.redirects.edges.overlap import earlier_rules, without_shadowed

TITLE = "Cloudflare Pages"
HAS_CLOCK = False
ALTERNATIVES: Mapping[str, str] = {
    "after-410": "write `after: 404`, or accept what the site answers once the rule is gone: "
    + acceptance_entry("cloudflare-pages", "after-410"),
    "after-body": "write `after: upstream` or `404`, or accept what the site answers once the rule is gone: "
    + acceptance_entry("cloudflare-pages", "after-body"),
    "methods-except": "write `methods: all`: a line of `_redirects` has no condition on the method",
    **{
        name: text
        for name, text in EXTENSIONS.items()
        if name not in ("path-characters", "placeholder", "target-fragment")
    },
}
FEATURES = ALL_FEATURES - set(ALTERNATIVES)
_RULES = Limit("rules on a host", 1_000, "2,000 lines in `_redirects`, two a rule: Cloudflare's documentation of Pages")
_BLOCKS = Limit(
    "rules with headers on a host",
    46,
    "100 blocks in `_headers`, two a rule and seven for the site: Cloudflare's documentation of Pages",
)
_DYNAMIC = Limit(
    "prefix rules and rules with placeholders on a host",
    50,
    "100 dynamic lines, two a rule: Cloudflare's documentation of Pages, whose parser skips all further lines",
)
_REDIRECT_LINE = Limit(
    "characters in a line of `_redirects`",
    1_000,
    "Cloudflare's documentation of Pages",
    "shorten `from` or `to`",
    of=lambda redirect: max(len(f"{path} {to} {redirect.status}") for path, to in _targets(redirect)),
)
_HEADER_LINE = Limit(
    "characters in a line of `_headers`",
    2_000,
    "Cloudflare's documentation of Pages",
    "shorten the header",
    of=lambda redirect: max((len(f"{name}: {value}") for name, value in _headers(redirect)), default=0),
)
_REPLACED = re.compile(":splat|:docgen_")
_INEXPRESSIBLE = Limit(
    "headers that `_headers` cannot express",
    0,
    "it replaces `:splat` and `:docgen_a`, and reads a line that begins with `#` as a comment",
    "change or remove the header",
    of=lambda redirect: sum(name[0] == "#" or bool(_REPLACED.search(value)) for name, value in _headers(redirect)),
)
LIMITS: tuple[Limit, ...] = (_RULES, _BLOCKS, _DYNAMIC, _REDIRECT_LINE, _HEADER_LINE, _INEXPRESSIBLE, expiry.TAKEOVERS)
DIFFERENCES: Mapping[str, str] = {
    "joined-fields": JOINED_FIELDS,
    "no-clock": "From the first publish after its sunset a rule is gone, and the site answers as without it: "
    "its own 404 where it has no page at the path. Between the sunset and that publish the rule still redirects.",
    "own-host": "A target on the host itself is sent as a path, which a client resolves against the requested URL.",
    "empty-query": "An empty query (`?` alone) is dropped.",
    "url-parsed": "Pages parses the URL: it percent-encodes characters that no URL may contain, turns a backslash "
    "into a slash, and resolves dot segments.",
    "placeholder-value": "A value that is the name of another placeholder (`:docgen_b`) is replaced by that one's.",
    "dollar-splat": "`$&`, `$'`, `$$` and a dollar before a backtick in the path are replaced: Pages puts the path "
    "into the target with a function that reads them as patterns.",
}


def render(redirects: Sequence[Redirect], setup: Setup) -> Files:
    """A folder per host with both files, which have the rules that still redirect at `now`."""
    folder = setup.folder or "redirects/dist/cloudflare-pages"
    rendered: dict[str, str] = {}
    for base, rules, head in files.hosts(redirects, setup, FEATURES):
        values = {"head": expiry.head_values(rules, setup, head), "path": f"{folder}/{base}"}
        carried = list(_carried(expiry.active(rules, setup.now)))
        shared = _overlapping([rule.redirect for rule in carried])
        blocks = [block for rule in reversed(carried) for block in _blocks(rule, shared[rule.redirect.id])]
        rendered |= {
            f"cloudflare-pages/{base}/_redirects": fill("cloudflare-pages-redirects", rules=carried, **values),
            f"cloudflare-pages/{base}/_headers": fill("cloudflare-pages-headers", blocks=blocks, **values),
        }
    return rendered


def render_docs_host(docs: DocsHost) -> Files:
    """`_headers` of the site; Pages itself serves /errors/<code> from `errors/<code>.html`, and `404.html`."""
    return {"cloudflare-pages/docgen-docs-host/_headers": docs_files.headers_file(docs, TITLE, shared=())}


def excesses(redirects: Sequence[Redirect], setup: Setup) -> tuple[Excess, ...]:
    """The rules beyond a limit of Pages, and those that would answer in the place of an earlier one."""
    hosts = list(files.rules_by_host(redirects, setup, FEATURES).values())
    alive = [expiry.active(rules, setup.now) for rules in hosts]
    found: list[Excess] = []
    for limit, counted in (
        (_RULES, alive),
        (_BLOCKS, [[rule for rule in rules if _headers(rule)] for rules in alive]),
        (_DYNAMIC, [[rule for rule in rules if _is_dynamic(rule)] for rules in alive]),
    ):
        found += files.over_limit(limit, counted, "remove rules, or serve them from another edge")
    found += files.beyond(LIMITS, FEATURES, redirects, setup)
    return (*found, *expiry.takeovers(hosts, setup.now))


class _Carried(msgspec.Struct, frozen=True):
    """A rule with its own paths, each with its target."""

    redirect: Redirect
    title: str
    targets: tuple[tuple[str, str], ...]


def _carried(rules: Sequence[Redirect]) -> Iterator[_Carried]:
    """Each rule with its paths, without those of an earlier rule: Pages refuses a second line for a path.

    Static lines come first, since Pages counts all lines behind a dynamic one as dynamic. No rule before theirs covers
    their paths: it would cover all of the rule.
    """
    seen: set[str] = set()
    for rule in sorted(without_shadowed(rules), key=_is_dynamic):
        targets = tuple((path, to) for path, to in _targets(rule) if path not in seen)
        seen |= {path for path, _ in targets}
        if targets:
            yield _Carried(rule, files.title(rule), targets)


def _is_dynamic(redirect: Redirect) -> bool:
    return redirect.match == "prefix" or "{" in redirect.path


def _targets(redirect: Redirect) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two lines of a rule, as (path, target): its path, and that with a slash or all below it.

    Pages puts the query of the request before a fragment.
    """
    path, to = files.with_named_placeholders(redirect)
    if redirect.match == "exact":
        return (path, to), (f"{path}/", to)
    target, hash_, fragment = to.partition("#")
    return (path, to), (f"{path}/*", f"{target.removesuffix('/')}/:splat{hash_}{fragment}")


def _overlapping(redirects: Sequence[Redirect]) -> Mapping[str, Sequence[Redirect]]:
    """The id of a rule -> the rules that overlap with it."""
    earlier = earlier_rules(redirects)
    found: defaultdict[str, list[Redirect]] = defaultdict(list)
    for redirect in redirects:
        found[redirect.id] += earlier[redirect.id]
        for other in earlier[redirect.id]:
            found[other.id].append(redirect)
    return found


def _blocks(rule: _Carried, shared: Sequence[Redirect]) -> Iterator[dict[str, object]]:
    """The blocks of a rule; the last block that matches decides, so those of the first rule are last.

    Each first unsets the fields that the site or a later rule sets under the same name: Pages would add to them.
    """
    unset = dict.fromkeys(name for redirect in (rule.redirect, *shared) for name, _ in _headers(redirect))
    for path, _ in rule.targets:
        if unset:
            yield {"path": path, "unset": list(unset), "headers": _headers(rule.redirect)}


def _headers(redirect: Redirect) -> tuple[tuple[str, str], ...]:
    return (*redirect.headers, *redirect.host_headers)
