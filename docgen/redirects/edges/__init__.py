"""Redirect rules as configuration of the servers that ops run."""

from collections.abc import Mapping
from typing import Final

from docgen.model.config import EdgeConfig
from docgen.model.redirect import Redirect
from docgen.redirects.edges import (
    apache,
    caddy,
    cloudflare_pages,
    cloudflare_rulesets,
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
from docgen.redirects.edges.edge import Edge, Setup, needs

EDGES: Final[Mapping[str, Edge]] = {
    "apache": apache,
    "caddy": caddy,
    "cloudflare-pages": cloudflare_pages,
    "cloudflare-rulesets": cloudflare_rulesets,
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

OPTIONS: Final[Mapping[str, type[EdgeConfig]]] = {"envoy": envoy.EnvoyConfig}
"""The settings of the edges that have more than EdgeConfig."""


def missing(redirect: Redirect, name: str, setup: Setup) -> frozenset[str]:
    """The features that the redirect needs and the edge lacks; empty where the edge carries it as accepted."""
    return needs(redirect) - EDGES[name].FEATURES - setup.accepted
