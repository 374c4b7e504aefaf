"""An edge: how the rules of each host become the files of a server that ops run, and what limits it has."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

import msgspec

from docgen.model.files import Files
from docgen.model.redirect import HeaderRule, Headers, Redirect, Rule, Rules
from docgen.redirects.docs_host import DocsHost
from docgen.redirects.edges.features import ALL_FEATURES, required_features
from docgen.redirects.edges.files import Setup, base_names, clock_mark, title
from docgen.redirects.edges.headers import HeaderRecords
from docgen.redirects.edges.overlap import earlier_rules, leaves_to_upstream
from docgen.redirects.edges.server_syntax import group_number
from docgen.redirects.paths import Part
from docgen.templates import environment

_TEMPLATES: Final = environment("docgen.redirects.edges", {"rule_title": title, "clock_mark": clock_mark})
JOINED_FIELDS: Final = (
    "Headers of the same name are sent as one, joined by commas, which means the same (RFC 9110, section 5.3)."
)
INVALID_ESCAPE: Final = "A request target with a `%` that no two hexadecimal digits follow is refused with 400."
"""Differences that several edges have."""


FileTexts = Iterator[tuple[str, str]]
"""The names and the texts of files."""

Values = dict[str, object]
"""What a part of a file has for its template, by name."""


class HostRules(msgspec.Struct, frozen=True, dict=True):
    """The rules of a host that an edge serves in full, and what the heads of its files say.

    Any other rule is left out, never approximated; a finding reports it. `base` is the base name of its files, `bases`
    has those of all hosts; `folder` is where ops install the files; `sources` are the rule files, also of rules that
    were removed.
    """

    host: str
    rules: tuple[Redirect, ...]
    records: HeaderRecords
    bases: Mapping[str, str]
    folder: str
    sources: tuple[str, ...]
    hosts_with_headers: frozenset[str]
    setup: Setup

    @property
    def every(self) -> tuple[Rule, ...]:
        """The redirects, then the rules that add headers."""
        return (*self.rules, *self.records.rules)

    @property
    def base(self) -> str:
        """The base name of the files of this host."""
        return self.bases[self.host]

    @property
    def path(self) -> str:
        """The path of the files where ops install them, without a suffix."""
        return f"{self.folder}/{self.base}"

    @cached_property
    def earlier(self) -> Mapping[str, tuple[Redirect, ...]]:
        """The rules before each rule that overlap with it, by its id."""
        return earlier_rules(self.rules)

    def yielding(self, redirect: Redirect) -> tuple[Redirect, ...]:
        """The earlier rules that overlap with this one and may leave a request to the upstream.

        What they cover is theirs: this rule must not answer it, even where they pass it to the upstream.
        """
        return tuple(filter(leaves_to_upstream, self.earlier[redirect.id]))

    def fill(self, template: str, **values: Any) -> str:  # noqa: ANN401 - a template takes what it names
        """A template, rendered with the values of the head, the `path` and these."""
        return fill(template, host=self.host, sources=self.sources, notice=self.setup.notice, path=self.path, **values)


class Limit(msgspec.Struct, frozen=True):
    """A limit beyond which an edge refuses its files or slows down: what it counts, how many, the figure's source.

    `of` counts that of one redirect, `of_rule` that of a rule of a host, `of_answer` that of the header fields and the
    body of one answer; `of_host` gives the rules of a host that count. `hint` says what to do beyond it.
    """

    what: str
    figure: int
    source: str
    hint: str = "shorten it"
    of: Callable[[Redirect], int] | None = None
    of_rule: Callable[[Rule, HostRules], int] | None = None
    of_answer: Callable[[Headers, str], int] | None = None
    of_host: Callable[[HostRules], Sequence[Rule]] | None = None

    def count(self, rule: Rule, host: HostRules) -> int:
        """What one rule of a host has of what is limited."""
        if self.of_rule:
            return self.of_rule(rule, host)
        if self.of_answer:
            return max(self.of_answer(*answer) for answer in _answers(rule))
        if self.of and isinstance(rule, Redirect):
            return self.of(rule)
        return 0


def _answers(rule: Rule) -> Iterator[tuple[Headers, str]]:
    """The header fields and the body of each answer of a rule; what a request adds to Location is left out."""
    if isinstance(rule, HeaderRule):
        yield rule.headers, ""
        return
    yield (("Location", rule.to), *rule.open_headers), ""
    if rule.ended_answer:
        yield gone_fields(rule), rule.ended_answer.body


def gone_fields(redirect: Redirect, default_type: str = "") -> Headers:
    """The headers after the sunset; a body without a content type has `default_type`, or none."""
    gone = redirect.gone
    if gone and gone.body and (gone.content_type or default_type):
        return (*redirect.gone_headers, ("Content-Type", gone.content_type or default_type))
    return redirect.gone_headers


def longest_name(headers: Headers, _: str) -> int:
    """The characters of the longest name of a header, for `Limit.of_answer`."""
    return max((len(name) for name, _ in headers), default=0)


def answer_size(headers: Headers, body: str) -> int:
    """The bytes of an answer but for its status, for `Limit.of_answer`."""
    # each field ends with CR LF, and a character of a header is one byte: values are ASCII
    return sum(len(f"{name}: {value}\r\n") for name, value in headers) + body_size(headers, body)


def body_size(_: Headers, body: str) -> int:
    """The bytes of the body of an answer, for `Limit.of_answer`."""
    return len(body.encode())


class Excess(NamedTuple):
    """A rule beyond a limit of its edge: the project's own figure, and what to do."""

    redirect: Rule
    limit: Limit
    actual: int
    hint: str


class Edge(ABC):
    """A server that ops run: a class a server, which writes in the server's syntax what all edges have.

    `FOLDER` is where ops install its files; those of a platform stay where they are built. `HAS_CLOCK` says whether the
    edge itself compares each request's time with the sunset. `ALTERNATIVES` has, for each of `ALL_FEATURES` that it
    lacks, the nearest setting or change of the rule that works. `DIFFERENCES` are the ways in which its answers may
    differ from the oracle's, by an id that the edge's list of differences names.
    """

    NAME: str
    TITLE: str
    FOLDER: str = ""
    HAS_CLOCK: bool = True
    ALTERNATIVES: Mapping[str, str] = {}
    LIMITS: tuple[Limit, ...] = ()
    DIFFERENCES: Mapping[str, str] = {}

    @cached_property
    def FEATURES(self) -> frozenset[str]:  # noqa: N802 - beside the others
        """Those of `ALL_FEATURES` that it supports."""
        return ALL_FEATURES - self.ALTERNATIVES.keys()

    def missing_features(self, rule: Rule, setup: Setup) -> frozenset[str]:
        """The features that the rule requires, the edge lacks and the project has not accepted to do without."""
        return required_features(rule) - self.FEATURES - setup.accepted

    def render(self, rules: Sequence[Rule], setup: Setup) -> Files:
        """The files of the rules, of one or several hosts, as `<edge>/docgen-...`."""
        rendered = {}
        for host in self.hosts(rules, setup):
            for name, text in self.files(host):
                rendered[f"{self.NAME}/{name}"] = text
        return rendered

    @abstractmethod
    def files(self, host: HostRules) -> FileTexts:
        """The name and the text of each file of a host; without a clock, of the rules that have not ended."""

    def render_docs_host(self, docs: DocsHost) -> Files:
        """The file that serves the site as `docgen.redirects.docs_host` says; empty where the edge serves no files."""
        del docs
        return {}

    def excesses(self, rules: Sequence[Rule], setup: Setup) -> tuple[Excess, ...]:
        """The rules beyond a limit of the edge."""
        return tuple(self.find_excesses(list(self.hosts(rules, setup))))

    def find_excesses(self, hosts: Sequence[HostRules]) -> Iterator[Excess]:
        """The rules beyond a limit: the last ones of too many, and those of which one alone is beyond it."""
        for host in hosts:
            for limit in self.LIMITS:
                if limit.of_host:
                    yield from too_many(limit, limit.of_host(host))
                    continue
                for rule in host.every:
                    actual = limit.count(rule, host)
                    if actual > limit.figure:
                        yield Excess(rule, limit, actual, limit.hint)

    def hosts(self, rules: Sequence[Rule], setup: Setup) -> Iterator[HostRules]:
        """The rules of each host that the edge serves, hosts in order of appearance.

        A host without a rule stays, since the configuration of a server includes its file.
        """
        bases = base_names(rules, setup)
        of_hosts: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            of_hosts[rule.host].append(rule)
        for host, every in of_hosts.items():
            served = Rules.of(rule for rule in every if rule.is_served and not self.missing_features(rule, setup))
            yield HostRules(
                host=host,
                rules=served.redirects,
                records=HeaderRecords.of(Rules.of(every).header_rules, served.header_rules, setup),
                bases=bases,
                folder=setup.folder or self.FOLDER or f"redirects/dist/{self.NAME}",
                sources=tuple(dict.fromkeys(rule.source.path for rule in every)),
                hosts_with_headers=frozenset(rule.host for rule in rules if isinstance(rule, HeaderRule)),
                setup=setup,
            )


GROUPS: Final = Limit(
    "placeholders of a rule, its subpath and its query together",
    8,
    "substitutions name nine groups",
    "write fewer placeholders, or a prefix above them",
    of=lambda redirect: group_number(redirect, Part.QUERY),
)
"""For a server whose substitution has `\\1` to `\\9`; one is left for what an edge needs itself."""


def too_many(limit: Limit, rules: Sequence[Rule]) -> Iterator[Excess]:
    """The rules beyond the number that a limit allows."""
    for rule in rules[limit.figure :]:
        yield Excess(rule, limit, len(rules), limit.hint)


def fill(name: str, **values: Any) -> str:  # noqa: ANN401 - a template takes what it names
    """The template `templates/<name>.j2`, rendered with the values."""
    return _TEMPLATES.get_template(f"{name}.j2").render(**values)
