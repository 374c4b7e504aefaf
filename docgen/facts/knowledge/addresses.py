"""The addresses that a project knows: operations of the contracts, rules, pages of the site, and URLs of claims."""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import Final

import msgspec

from docgen.facts.knowledge.surface import Route, split_url
from docgen.facts.knowledge.vocabulary import Contracts
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.redirects.paths import covered
from docgen.sitemap import Site, last_site

_REGISTERED: Final = 2
"""The labels of a registered name: `x.js` beside `x.com` is rather a file."""


class Addresses(msgspec.Struct, frozen=True, dict=True):
    """All addresses of a project, whose contracts have these vocabularies."""

    project: Project
    contracts: Contracts

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the API and of the site."""
        named, hosts = {self.project.config.site_url, *self._claimed}, set(self.apis(self.contracts))
        for rule in self.project.redirects:
            named.add(rule.to)
            hosts.add(rule.host)
        hosts.update(split_url(url).netloc.lower() for url in named)
        return frozenset(hosts - {""})

    @cached_property
    def _claimed(self) -> frozenset[str]:
        """The URLs that claims and pins name."""
        urls = {self.project.config.spec_url}
        for pin in self.project.pins:
            urls |= {pin.text.spec.url, *(page.url for page in pin.text.doc_url)}
        for claim in chain.from_iterable(entry.text.claims for entry in self.project.entries):
            if claim.url:
                urls.add(claim.url.is_)
            if claim.redirect:
                urls.add(claim.redirect.to)
        return frozenset(filter(None, urls))

    def apis(self, contracts: Contracts) -> frozenset[str]:
        """The hosts that operations are at."""
        return frozenset((*self.project.config.hosts, *contracts.each(lambda contract: contract.hosts)))

    def is_meant(self, url: str) -> bool:
        """Whether a URL is of the project, or was meant to be, by its host."""
        return is_alike(split_url(url).netloc.lower().partition(":")[0], self.hosts)

    def url(self, url: str, contracts: Contracts) -> Route | None:
        """What an absolute URL leads to; None where the project knows no such address."""
        parts = split_url(url.rstrip(".,"))
        host, base = parts.netloc.lower(), self.project.config.site_url
        plain = parts._replace(query="", fragment="").geturl()
        # a claim answers for an address, wherever it is: nothing else here has to know it
        if {url, plain, plain.rstrip("/")} & self._claimed:
            return Route("URL of a claim or of the configuration")
        if f"{plain}/".startswith(base) and (page := self.page(f"{plain}/"[len(base) :].rstrip("/"))):
            return Route(f"page {page}")
        if any(plain.rstrip("/") == rule.to.rstrip("/") for rule in self.project.redirects):
            return Route("target of a rule")
        if rule := self.rule(host, parts.path or "/"):
            return Route(f"rule {rule.id}", rule)
        return contracts.route(parts.path or "/") if host in self.apis(contracts) else None

    def rule(self, host: str, path: str) -> Redirect | None:
        """The rule that covers a path of a host (of any host, where that is empty); a removed one too."""
        for rule in self.project.redirects:
            if host in ("", rule.host) and covered(rule, path.partition("?")[0]):
                return rule
        return None

    def page(self, path: str) -> str:
        """The page of the site at a path below its root, without slashes around; empty where there is none."""
        is_page = self._site.has(path) or re.fullmatch(r"errors/(?:\{}|\{code}|<code>)", path)
        return path or "/" if is_page else ""

    @cached_property
    def _site(self) -> Site:
        return last_site(self.project)


def is_alike(host: str, known: Iterable[str]) -> bool:
    """Whether a host is one of those known, under the same registered name as one, or one but for its last label."""
    labels = host.split(".")
    for other in known:
        known_labels = other.split(".")
        is_but_for_last = known_labels[:-1] == labels[:-1] and len(labels) > _REGISTERED
        if known_labels[-2:] == labels[-2:] or is_but_for_last:
            return True
    return False
