"""The addresses that a project knows: operations of the contracts, rules, pages of the site, and URLs of claims."""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

import msgspec

from docgen.facts.knowledge.surface import segments, split_url
from docgen.facts.knowledge.vocabulary import Vocabulary
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.openapi.spec import Operation
from docgen.redirects.paths import covered
from docgen.sitemap import last_site

_REGISTERED: Final = 2
"""The labels of a registered name: `x.js` beside `x.com` is rather a file."""


class Route(NamedTuple):
    """What an address leads to: a rule, or operations (none for the part of a path above them)."""

    bound_to: str
    rule: Redirect | None = None
    operations: tuple[Operation, ...] = ()


class Addresses(msgspec.Struct, frozen=True, dict=True):
    """All addresses of a project, whose contracts have these vocabularies."""

    project: Project
    vocabularies: tuple[Vocabulary, ...]

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the API and of the site."""
        config = self.project.config
        rules = self.project.redirects
        named = (config.site_url, *(rule.to for rule in rules), *self._claimed)
        found = {*(split_url(url).netloc.lower() for url in named), *(rule.host for rule in rules)}
        return self.apis(self.vocabularies) | found - {""}

    @cached_property
    def _claimed(self) -> frozenset[str]:
        """The URLs that claims and pins name."""
        found = {self.project.config.spec_url}
        for pin in self.project.pins:
            found |= {pin.text.spec.url, *(one.url for one in pin.text.doc_url)}
        for claim in chain.from_iterable(entry.text.claims for entry in self.project.entries):
            if claim.url:
                found.add(claim.url.is_)
            if claim.redirect:
                found.add(claim.redirect.to)
        return frozenset(filter(None, found))

    def apis(self, vocabularies: tuple[Vocabulary, ...]) -> frozenset[str]:
        """The hosts that operations are at."""
        return frozenset(self.project.config.hosts).union(*(one.hosts for one in vocabularies))

    def is_meant(self, url: str) -> bool:
        """Whether a URL is of the project, or was meant to be, by its host."""
        return is_alike(split_url(url).netloc.lower().partition(":")[0], self.hosts)

    def url(self, url: str, vocabularies: tuple[Vocabulary, ...]) -> Route | None:
        """What an absolute URL leads to; None where the project knows no such address."""
        parts = split_url(url.rstrip(".,"))
        host, base = parts.netloc.lower(), self.project.config.site_url
        plain = parts._replace(query="", fragment="").geturl()
        if {url, plain, plain.rstrip("/")} & self._claimed:
            return Route("URL of a claim or of the configuration")
        if f"{plain}/".startswith(base) and (page := self.page(f"{plain}/"[len(base) :].rstrip("/"))):
            return Route(f"page {page}")
        if any(plain.rstrip("/") == rule.to.rstrip("/") for rule in self.project.redirects):
            return Route("target of a rule")
        if rule := self.rule(host, parts.path or "/"):
            return Route(f"rule {rule.id}", rule)
        return self.path(parts.path or "/", vocabularies) if host in self.apis(vocabularies) else None

    def rule(self, host: str, path: str) -> Redirect | None:
        """The rule that covers a path of a host (of any host, where that is empty); a removed one too."""
        at_host = (rule for rule in self.project.redirects if host in ("", rule.host))
        return next((rule for rule in at_host if covered(rule, path.partition("?")[0])), None)

    def path(self, path: str, vocabularies: tuple[Vocabulary, ...], method: str = "") -> Route | None:
        """What a path of the API leads to: operations, or the beginning of their paths; None where it is unknown."""
        whole = path.partition("?")[0]
        wanted = segments(whole.partition("#")[0])
        for vocabulary in vocabularies:
            # a path of a contract may have a `#`, which no request sends
            routes = vocabulary.routes
            exact = routes.get(segments(whole)) or routes.get(wanted)
            longer = [] if exact else [known for known in routes if len(known) >= len(wanted)]
            alike = [known for known in longer if all(map(_is_same, known, wanted))]
            found = exact or chain.from_iterable(routes[known] for known in alike if len(known) == len(wanted))
            of_method = {one.name: one for one in found if method in ("", one.method)}.values()
            if of_method:  # `/images/latest` is also an `/images/{id}`
                fewest = min(one.path.count("{") for one in of_method)
                operations = tuple(one for one in of_method if one.path.count("{") == fewest)
                return Route(f"contract {vocabulary.id}: operation", operations=operations)
            if alike and not method:
                return Route(f"contract {vocabulary.id}: path")
        return None

    def page(self, path: str) -> str:
        """The page of the site at a path below its root, without slashes around; empty where there is none."""
        return path or "/" if path in self._pages or re.fullmatch(r"errors/(?:\{}|\{code}|<code>)", path) else ""

    @cached_property
    def _pages(self) -> frozenset[str]:
        return frozenset(page.rstrip("/") for page in last_site(self.project).pages)


def is_alike(host: str, known: Iterable[str]) -> bool:
    """Whether a host is one of those known, under the same registered name as one, or one but for its last label."""
    labels = host.split(".")
    beginning = labels[:-1] if len(labels) > _REGISTERED else None
    others = (one.split(".") for one in known)
    return any(one[-2:] == labels[-2:] or one[:-1] == beginning for one in others)


def _is_same(known: str, wanted: str) -> bool:
    """Whether a segment may stand for one of a contract: the same, or any value where that has a parameter."""
    if known == wanted or "{}" not in known:
        return known == wanted
    first, *_, last = known.split("{}")
    is_between = wanted.startswith(first) and wanted.endswith(last) and len(wanted) > len(first) + len(last)
    return wanted == "{}" or is_between
