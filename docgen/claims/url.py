"""Claims on URLs that stay, compared with the rules and the configuration."""

from collections.abc import Iterator
from typing import Final

from docgen.claims.case import Case, Proofs
from docgen.claims.kind import Kind, Rules
from docgen.claims.words import Block, say, says
from docgen.model.claim import UrlClaim
from docgen.sitemap import last_site

_SERVED: Final = {"api-spec": "the OpenAPI contract", "docs": "the documentation", "page": "its page"}


def _prove(case: Case, claim: UrlClaim) -> Proofs:
    """No redirect matches the URL; one that serves the spec or the docs is the configured one."""
    for rule in case.redirects.covering_url(claim.is_):
        if rule.is_served:
            yield case.refuted(
                "url-mismatch",
                f"the changelog says that {claim.is_} stays; the rule `{rule.id}` redirects it",
                "is",
                hint=f"narrow `from` of `{rule.id}`",
                other=rule.at("from"),
            )
    yield from _configured(case, claim)


def _configured(case: Case, claim: UrlClaim) -> Proofs:
    # what serves the contract has an address of its own; all else is below that of the site
    key, expected = "site_url", case.project.config.site_url
    agrees = claim.is_.startswith(expected)
    page = claim.is_.partition("#")[0].partition("?")[0].removeprefix(expected).rstrip("/")
    if claim.serves == "api-spec":
        if case.project.config.spec_url is None:
            yield case.cannot_prove("`spec_url` is not configured")
            return
        key, expected = "spec_url", case.project.config.spec_url
        agrees = claim.is_ == expected
    if not agrees:
        yield case.refuted(
            "url-mismatch",
            f"the changelog says that {claim.is_} serves {claim.serves}; `{key}` of the configuration is {expected}",
            "is",
            hint=f"write the same URL in the changelog and as `{key}`",
            other=(case.project.config_source, ()),
        )
    elif key == "site_url" and not last_site(case.project).has(page):
        yield case.cannot_prove(f"{claim.is_} is not a page that docgen makes, or a guide")


def _page(claim: UrlClaim, _: Rules) -> Iterator[Block]:
    yield Block(say("{is_:url} stays and serves {served:plain}.", claim, served=_SERVED[claim.serves]), is_apart=True)


KIND: Final = Kind(
    type=UrlClaim,
    against="the redirect rules and the configuration",
    evidence="configuration",
    prove=_prove,
    sentence=says("{is_}"),
    page=_page,
)
