"""Claims on URLs that stay, compared with the rules and the configuration."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from docgen.model.claim import UrlClaim
from docgen.model.proof import Proof
from docgen.model.redirect import Redirect
from docgen.prove.case import Case

AGAINST: Final = "the redirect rules and the configuration"


def prove(case: Case) -> Iterator[Proof]:
    """No redirect matches the URL; one that serves the spec or the docs is the configured one."""
    claim: UrlClaim = case.claim
    for rule in case.project.redirects:
        if rule.is_served and matches_url(rule, claim.is_):
            yield case.refuted(
                "url-mismatch",
                f"the changelog says that {claim.is_} stays; the rule `{rule.id}` redirects it",
                "is",
                hint=f"narrow `from` of `{rule.id}`",
                other=(rule.source, (*rule.pointer, "from")),
            )
    yield from _configured(case, claim)


def _configured(case: Case, claim: UrlClaim) -> Iterator[Proof]:
    config = case.project.config
    expected = config.spec_url if claim.serves == "api-spec" else config.site_url
    if expected is None:
        yield case.cannot_prove("`spec_url` is not configured")
    elif claim.is_ != expected if claim.serves == "api-spec" else not claim.is_.startswith(expected):
        key = "spec_url" if claim.serves == "api-spec" else "site_url"
        yield case.refuted(
            "url-mismatch",
            f"the changelog says that {claim.is_} serves {claim.serves}; `{key}` of the configuration is {expected}",
            "is",
            hint=f"write the same URL in the changelog and as `{key}`",
            other=(case.project.config_source, ()),
        )


def matches_url(rule: Redirect, url: str) -> bool:
    """Whether a rule matches a URL on the default https port: exactly or, for a prefix, with what follows."""
    parts = urlsplit(url)
    if parts.netloc.lower().removesuffix(":443") != rule.host:
        return False
    return matches_path(rule, parts.path)


def matches_path(rule: Redirect, path: str) -> bool:
    """Whether a rule matches a path of its host, with or without a trailing slash."""
    if path in (rule.path, f"{rule.path}/"):
        return True
    return rule.match == "prefix" and path.startswith(f"{rule.path}/")
