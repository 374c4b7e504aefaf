"""Every edge: redirect rules as the configuration of the servers that ops run."""

from collections.abc import Mapping
from typing import Final

from docgen.model.redirect import Rule
from docgen.redirects.edges import (
    apache,
    caddy,
    cloudflare_pages,
    cloudflare_workers,
    cloudfront,
    envoy,
    gateway_api,
    haproxy,
    netlify,
    nginx,
    varnish,
    vercel,
)
from docgen.redirects.edges.edge import Edge, Setup, required_features

EDGES: Final[Mapping[str, Edge]] = {
    "apache": apache,
    "caddy": caddy,
    "cloudflare-pages": cloudflare_pages,
    "cloudflare-workers": cloudflare_workers,
    "cloudfront": cloudfront,
    "envoy": envoy,
    "gateway-api": gateway_api,
    "haproxy": haproxy,
    "netlify": netlify,
    "nginx": nginx,
    "varnish": varnish,
    "vercel": vercel,
}


def missing_features(rule: Rule, name: str, setup: Setup) -> frozenset[str]:
    """The features that the rule requires, the edge lacks and the project has not accepted to do without."""
    return required_features(rule) - EDGES[name].FEATURES - setup.accepted
