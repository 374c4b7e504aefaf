"""Names and common parts of the generated files."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar, get_args

from docgen.model.redirect import HeaderRule, Method, Redirect, Rule, rfc3339
from docgen.redirects.edges.edge import Excess, Limit, Setup, required_features
from docgen.redirects.edges.headers import Headers, gone_headers
from docgen.redirects.paths import PLACEHOLDER, Part, Parts, drops_slash, location_parts

_T = TypeVar("_T")
ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
"""How most servers write what a string in double quotes cannot have."""
BASE_NAME: Final = "docgen-redirects"
"""The base name of the first host's file; that of another host is `docgen-redirects-<host>`."""


def rules_by_host(
    redirects: Sequence[Redirect], setup: Setup, features: frozenset[str]
) -> dict[str, tuple[Redirect, ...]]:
    """The emitted rules of each host that an edge with `features` serves in full, hosts in order of appearance.

    Any other rule is left out, never approximated; a finding reports it. A host without a rule stays, since the
    configuration of a server includes its file.
    """
    carried = features | setup.accepted
    hosts: dict[str, list[Redirect]] = {redirect.host: [] for redirect in redirects}
    for redirect in redirects:
        if redirect.is_served and required_features(redirect) <= carried:
            hosts[redirect.host].append(redirect)
    return {host: tuple(rules) for host, rules in hosts.items()}


class HostRules(NamedTuple):
    """The rules of a host that an edge serves, the base name of its file, and the template values of its head."""

    base: str
    rules: tuple[Redirect, ...]
    head: Mapping[str, object]

    @property
    def host(self) -> str:
        """The host itself."""
        return str(self.head["host"])


def hosts(redirects: Sequence[Redirect], setup: Setup, features: frozenset[str]) -> Iterator[HostRules]:
    """What each host's file is rendered from; `features` are those of the edge, without what the project accepted."""
    rules = rules_by_host(redirects, setup, features)
    for host, base in base_names(redirects, setup).items():
        # also those with removed rules only
        sources = dict.fromkeys(rule.source.path for rule in _rules(redirects, setup) if rule.host == host)
        head = {"host": host, "notice": setup.notice, "sources": tuple(sources)}
        yield HostRules(base, rules.get(host, ()), head)


def batches(items: Sequence[_T], size: int) -> list[Sequence[_T]]:
    """The items in groups of that size, in their order; the last has the rest."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def over_limit(limit: Limit, hosts: Iterable[Sequence[Rule]], hint: str) -> tuple[Excess, ...]:
    """The rules of each host beyond the number that a limit allows, the last ones."""
    return tuple(Excess(rule, limit, len(rules), hint) for rules in hosts for rule in rules[limit.figure :])


def beyond(
    limits: Sequence[Limit], features: frozenset[str], redirects: Sequence[Redirect], setup: Setup
) -> tuple[Excess, ...]:
    """The rules that an edge with `features` serves, of which one alone is beyond a limit."""
    rules: list[Rule] = [rule for host in rules_by_host(redirects, setup, features).values() for rule in host]
    rules += [rule for rule in setup.header_rules if rule.is_served and required_features(rule) <= features]
    found: list[Excess] = []
    for rule in rules:
        counted = ((limit, _counted(rule, limit)) for limit in limits)
        found += (Excess(rule, limit, actual, limit.hint) for limit, actual in counted if actual > limit.figure)
    return tuple(found)


def _counted(rule: Rule, limit: Limit) -> int:
    if limit.of_answer:
        return max(limit.of_answer(headers, body) for headers, body in _answers(rule))
    return limit.of(rule) if limit.of and isinstance(rule, Redirect) else 0


def _answers(rule: Rule) -> Iterator[tuple[Headers, str]]:
    """The header fields and the body of each answer of a rule; what a request adds to Location is left out."""
    if isinstance(rule, HeaderRule):
        yield rule.headers, ""
        return
    yield (("Location", rule.to), *rule.headers, *rule.host_headers), ""
    if rule.sunset is not None and rule.gone:
        yield gone_headers(rule), rule.gone.body


def longest_name(headers: Headers, _: str) -> int:
    """The characters of the longest name of a header, for `Limit.of_answer`."""
    return max((len(name) for name, _ in headers), default=0)


def answer_size(headers: Headers, body: str) -> int:
    """The bytes of an answer but for its status, for `Limit.of_answer`."""
    return sum(len(f"{name}: {value}\r\n") for name, value in headers) + len(body.encode())


def base_names(redirects: Sequence[Redirect], setup: Setup) -> dict[str, str]:
    """The base name of each host's file: the first host of `setup`, else that of the first rule, has the plain one."""
    hosts = list(dict.fromkeys(rule.host for rule in _rules(redirects, setup)))
    plain = setup.first_host or (hosts[0] if hosts else "")
    return {host: BASE_NAME if host == plain else f"{BASE_NAME}-{host}" for host in hosts}


def host_of(name: str, bases: Mapping[str, str]) -> str:
    """The host of a generated file, by the name of the file or of its folder; `bases` is from `base_names`."""
    part = next((part for part in name.split("/") if part.startswith(BASE_NAME)), "")
    hosts = [host for host, base in bases.items() if re.match(rf"{re.escape(base)}(?:[.-]|$)", part)]
    # the plain name also begins those of all other hosts
    return max(hosts, key=lambda host: len(bases[host]), default="")


def _rules(redirects: Sequence[Redirect], setup: Setup) -> tuple[Rule, ...]:
    return (*redirects, *setup.header_rules)


def title(rule: Rule) -> str:
    """The comment before a rule in every file of an edge, from which `read_deployed` takes the rule again."""
    until = "" if rule.sunset is None else f", until {rfc3339(rule.sunset)}"
    what = f"to {rule.to}" if isinstance(rule, Redirect) else "gets headers" if rule.headers else "gets no headers"
    return f"Rule {rule.id}: {rule.path or '/'} {what}{until}"


def redirected_methods(redirect: Redirect) -> tuple[str, ...]:
    """The methods that a rule redirects, for an edge that needs a list: all but those left to the upstream."""
    return tuple(method for method in get_args(Method) if method not in redirect.excluded)


def clock_mark(redirect: Redirect) -> str:
    """The comment on the one line that ends a rule, by which ops find it and `read_deployed` reads it."""
    return f"docgen-redirects: sunset of {redirect.id}; delete this line to keep redirecting"


def path_pattern(path: str, placeholder: str = "[^/?#]+") -> str:
    """A rule's path as a regular expression, in the syntax common to PCRE, RE2 and ECMAScript, without anchors."""
    return PLACEHOLDER.sub(lambda _: placeholder, path.replace(".", "[.]"))


def covered_pattern(redirect: Redirect, *, groups: bool = False, query: bool = True, ends: str = "") -> str:
    """What a rule covers of a raw target in origin form, as a regular expression like that of `path_pattern`.

    Its groups are those that `group_number` counts; with `groups` false it has none, without `query` it is for a path
    alone. `ends` are characters that end the target besides `#`, such as the space in a request line.
    """
    below, behind = f"[^?#{ends}]*", f"[^#{ends}]*"
    suffix = f"(?:/({below}))?" if drops_slash(redirect) else f"(/{below})?"
    parts = location_parts(redirect)
    more = f"(?:[?]({behind}))?" if Part.MORE_QUERY in parts else f"([?]{behind})?"
    queries = (more if Part.QUERY in parts or Part.MORE_QUERY in parts else f"(?:[?]{behind})?") if query else ""
    value = f"([^/?#{ends}]+)"
    pattern = path_pattern(redirect.path, value) + ("/?" if redirect.match == "exact" else suffix) + queries
    return pattern if groups else re.sub(r"\((?!\?:)", "(?:", pattern)


def with_named_placeholders(redirect: Redirect) -> tuple[str, str]:
    """The path and the target with each placeholder as `:docgen_a`, where no name begins another one."""
    names = {name: f":docgen_{chr(ord('a') + place)}" for place, name in enumerate(PLACEHOLDER.findall(redirect.path))}
    path, to = (PLACEHOLDER.sub(lambda match: names[match[1]], text) for text in (redirect.path, redirect.to))
    return path, to


def group_number(redirect: Redirect, part: int | Part) -> int:
    """The group of `covered_pattern` for a part of the location: placeholders in their order, suffix, query.

    The suffix has no first slash where `drops_slash`; the query has its `?`, but for Part.MORE_QUERY.
    """
    if isinstance(part, int):
        return part + 1
    first = len(PLACEHOLDER.findall(redirect.path)) + 1
    return first if part is Part.SUFFIX or redirect.match == "exact" else first + 1


def double_quoted(value: str, escapes: Mapping[str, str]) -> str:
    """A string in double quotes, with some characters escaped."""
    return f'"{value.translate({ord(sign): escape for sign, escape in escapes.items()})}"'


def location_text(redirect: Redirect, parts: Parts, group: Callable[[int], str], more: str = "") -> str:
    """Parts of the location: `group` writes the number of a group; `more` joins a query to that of the target."""

    def text(part: str | int | Part) -> str:
        if isinstance(part, str):
            return part
        return (more if part is Part.MORE_QUERY else "") + group(group_number(redirect, part))

    return "".join(map(text, parts))


GROUPS: Final = Limit(
    "placeholders of a rule, its subpath and its query together",
    8,
    "substitutions name nine groups",
    "write fewer placeholders, or a prefix above them",
    of=lambda redirect: group_number(redirect, Part.QUERY),
)
"""For a server whose substitution has `\\1` to `\\9`; one is left for what an edge needs itself."""
