"""Redirect rules as configuration of the servers that ops run."""

from collections.abc import Mapping
from typing import Final

from docgen.edges import caddy, haproxy, nginx, varnish
from docgen.edges.edge import Edge, Setup, needs
from docgen.model.redirect import Redirect

EDGES: Final[Mapping[str, Edge]] = {"caddy": caddy, "haproxy": haproxy, "nginx": nginx, "varnish": varnish}


def missing(redirect: Redirect, name: str, setup: Setup) -> frozenset[str]:
    """The features that the redirect needs and the edge lacks; empty where the edge carries it as accepted."""
    return needs(redirect) - EDGES[name].FEATURES - setup.accepted
