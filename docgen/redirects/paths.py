"""Paths of rules: literal text and placeholders such as `{id}`; what a rule covers, and where it leads."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from functools import cache
from typing import Final, Generic, NamedTuple, Protocol
from urllib.parse import quote, urlsplit

from docgen.model.redirect import AnyRule, HeaderRule, Redirect
from docgen.openapi.spec import Spec
from docgen.redirects.path_tree import PathTree

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""A placeholder, which matches at least one character of a raw path but no slash."""
MOST_PLACEHOLDERS: Final = 7
"""Of a path: Vercel and Envoy number nine groups of a pattern, of which the suffix and the query are two."""
_SAFE: Final = "/:@,%{}?=&+#"
"""What `encoded` leaves as it is, beside letters, digits and `-._~`."""


class Part(Enum):
    """A part of a location that the request has: its suffix; its query with `?`; its query with `&`, unless empty."""

    SUFFIX = auto()
    QUERY = auto()
    MORE_QUERY = auto()


Parts = Sequence[str | int | Part]
"""Literal text, placeholders of the rule's path by their index, and parts of the request."""


class PathRule(Protocol):
    """What a rule covers: its path, and those below it where it matches a prefix."""

    @property
    def path(self) -> str:
        """The path, without a slash at its end."""

    @property
    def match(self) -> str:
        """`exact` or `prefix`."""


class Covered(NamedTuple):
    """The parts of a raw request target that a rule covers, byte for byte.

    `values` are those of the placeholders in their order; `suffix` is what follows the rule's path, empty or with its
    slash; `query` has its question mark.
    """

    values: tuple[str, ...]
    suffix: str
    query: str


def covered(rule: PathRule, target: str) -> Covered | None:
    """The parts of a raw origin-form target (RFC 9112, section 3.2.1) that a rule covers; None without a match."""
    path, question_mark, query = target.partition("?")
    # no client sends a fragment, and servers differ in what they make of one
    if "#" in target:
        return None
    match = _pattern(rule.path, rule.match).fullmatch(path)
    if match is None:
        return None
    *values, suffix = match.groups(default="")
    return Covered(tuple(values), suffix, question_mark + query)


def covers_all(one: PathRule, other: PathRule) -> bool:
    """Whether a rule covers all targets of another: as a target, a placeholder is covered by placeholders only."""
    return (one.match == "prefix" or other.match == "exact") and covered(one, other.path) is not None


def generality(rule: PathRule) -> list[int]:
    """Smaller for the narrower of two rules, as OpenAPI matches paths.

    Text in a segment comes before text with a placeholder, that before a placeholder alone, and what is below a prefix
    comes last.
    """
    ranks = []
    for segment in rule.path.split("/"):
        # none of it, a part of it, or all of it is a placeholder
        ranks.append(("{" in segment) + bool(PLACEHOLDER.fullmatch(segment)))
    if rule.match == "prefix":
        ranks.append(3)
    return ranks


def overlaps(one: PathRule, other: PathRule) -> bool:
    """Whether some target is covered by both rules."""
    # a prefix may have more segments below it
    shorter, longer = sorted((one, other), key=lambda rule: rule.path.count("/"))
    parts, others = shorter.path.split("/"), longer.path.split("/")
    long_enough = len(parts) == len(others) or shorter.match == "prefix"
    return long_enough and all(map(_may_be_equal, parts, others))


def ancestors(path: str) -> Iterator[str]:
    """The paths above a path, without a slash at their end, the nearest first."""
    while path := path.rpartition("/")[0]:
        yield path


def example_path(path: str) -> str:
    """A path that a rule covers as a client may send it: each placeholder with its own name as the value."""
    return PLACEHOLDER.sub(r"\1", path)


def encoded(text: str) -> str:
    """A path or URL as clients send it: UTF-8 and percent-encoded, with hexadecimal digits in upper case."""
    return re.sub("%[0-9a-f]{2}", lambda octet: octet[0].upper(), quote(text, safe=_SAFE), flags=re.IGNORECASE)


@cache
def _pattern(path: str, match: str) -> re.Pattern[str]:
    """A pattern for paths; its groups are the placeholders and the suffix."""
    suffix = "(/.*)?"
    if match == "exact":
        suffix = "(/?)"
    # what is split off in between are the names
    literals = PLACEHOLDER.split(path)[::2]
    return re.compile("([^/]+)".join(map(re.escape, literals)) + suffix, re.DOTALL)


def _may_be_equal(one: str, other: str) -> bool:
    """Whether two segments can be the same text: what is before and behind their placeholders agrees."""
    if not (PLACEHOLDER.search(one) or PLACEHOLDER.search(other)):
        return one == other
    tails = one.rpartition("}")[2], other.rpartition("}")[2]
    return _begin_alike(one.partition("{")[0], other.partition("{")[0]) and _begin_alike(tails[0][::-1], tails[1][::-1])


def _begin_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def location_parts(redirect: Redirect) -> Parts:
    """The parts of the location, in their order, for a request with any suffix and query.

    The suffix of a prefix rule begins with a slash, and has none where `drops_slash`; an exact rule has no suffix.
    """
    rest, hash_, fragment = redirect.to.partition("#")
    path, question_mark, query = rest.partition("?")
    parts = list(_pieces(path, redirect))
    if redirect.match == "prefix":
        parts.append(Part.SUFFIX)
    parts += _pieces(question_mark + query, redirect)
    if redirect.keeps_query and query:
        parts.append(Part.MORE_QUERY)
    elif redirect.keeps_query:
        parts.append(Part.QUERY)
    return [*parts, *_pieces(hash_ + fragment, redirect)]


def _pieces(text: str, redirect: Redirect) -> Iterator[str | int | Part]:
    """Literal text and the indexes of placeholders; none is empty."""
    names = PLACEHOLDER.findall(redirect.path)
    for index, piece in enumerate(PLACEHOLDER.split(text)):
        if index % 2:
            yield names.index(piece)
        elif piece:
            yield piece


def written(parts: Parts, text: Callable[[int | Part], str], literal: Callable[[str], str] = str) -> str:
    """Parts of a location as one text: `text` writes those which a request has, `literal` the others."""
    texts = []
    for part in parts:
        if isinstance(part, str):
            texts.append(literal(part))
        else:
            texts.append(text(part))
    return "".join(texts)


def drops_slash(redirect: Redirect) -> bool:
    """Whether the suffix loses its first slash, since the target's path ends with one."""
    return redirect.match == "prefix" and redirect.to.partition("#")[0].partition("?")[0].endswith("/")


def location(redirect: Redirect, covered: Covered) -> str:
    """The value of Location for the parts of a request, which it has byte for byte."""
    suffix, query = covered.suffix, covered.query
    if drops_slash(redirect):
        suffix = suffix.removeprefix("/")
    values: dict[int | Part, str] = dict(enumerate(covered.values))
    values |= {Part.SUFFIX: suffix, Part.QUERY: query, Part.MORE_QUERY: query[1:] and f"&{query[1:]}"}
    return written(location_parts(redirect), values.__getitem__)


class RuleIndex(Generic[AnyRule]):
    """The rules of any number of hosts, in their order."""

    def __init__(self, rules: Iterable[AnyRule]) -> None:
        self._named: defaultdict[str, list[AnyRule]] = defaultdict(list)
        self._of_host: defaultdict[str, PathTree[tuple[int, AnyRule]]] = defaultdict(PathTree)
        for index, rule in enumerate(rules):
            self._named[rule.text.id].append(rule)
            self._of_host[rule.host].add(rule.path, (index, rule))

    def named(self, id_: str) -> Sequence[AnyRule]:
        """The rules of an id, one for each of its hosts."""
        return self._named.get(id_, ())

    def covering(self, host: str, *targets: str) -> Iterator[AnyRule]:
        """The rules of a host that cover one of some raw targets (or the path of another rule), in their order."""
        if host not in self._of_host:
            return
        near: dict[int, AnyRule] = {}
        for target in targets:
            # what is a placeholder elsewhere is text in a target
            path = target.partition("?")[0].replace("{", "%7B")
            for place, rule in self._of_host[host].near(path, below=False):
                if covered(rule, target):
                    near[place] = rule
        for place in sorted(near):
            yield near[place]

    def covering_url(self, url: str) -> Iterator[AnyRule]:
        """The rules that cover a URL on the default https port, in their order."""
        parts = urlsplit(url)
        return self.covering(parts.netloc.lower().removesuffix(":443"), parts.path)


def covers_operation(rule: HeaderRule, spec: Spec, name: str) -> bool:
    """Whether a rule covers an operation such as `GET /images/{id}`, below the path of a server of the contract."""
    method, _, path = name.partition(" ")
    if not path.startswith("/") or (rule.methods and method not in rule.methods):
        return False
    # a placeholder of the contract is covered by one of the rule only: no literal path has braces
    return any(covered(rule, whole) is not None for whole in paths_of(spec, rule.host, name))


def paths_of(spec: Spec, host: str, name: str) -> list[str]:
    """The paths of an operation such as `GET /images/{id}` on a host, below those of the servers of the contract."""
    path = name.partition(" ")[2]
    return [encoded(base + path) for base in base_paths(spec, host)]


def base_paths(spec: Spec, host: str) -> list[str]:
    """The paths of the servers of a contract on a host, without a slash at their end; an empty one without servers."""
    here = [f"/{server.path.strip('/')}".rstrip("/") for server in spec.servers() if server.hostname in (None, host)]
    return list(dict.fromkeys(here or [""]))
