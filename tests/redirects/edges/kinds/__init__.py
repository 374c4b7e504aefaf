"""The servers of the test extra, and those of the system; CI demands all of them."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pytest

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from . import (
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
from .kind import Kind

_MODULES: Final = (
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
KINDS: Final[Mapping[str, Kind]] = {name: kind for module in _MODULES for name, kind in module.KINDS.items()}
STATIC: Final[Mapping[str, Callable[[Sequence[Redirect]], Files]]] = {
    "apache": apache.static,
    "caddy": caddy.static,
    "cloudflare-workers": cloudflare_workers.static,
    "cloudfront": cloudfront.static,
    "envoy": envoy.static,
    "haproxy": haproxy.static,
    "nginx": nginx.static,
    "varnish": varnish.static,
}
"""Redirects as a person writes them, with the headers of the rules and no clock: what a benchmark compares with."""


def demanded(name: str) -> Kind:
    """A server of the suite; where it is not installed, the test is skipped, and in CI it fails."""
    kind = KINDS[name]
    if kind.binary is None:
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(
            f"{name} is not installed: {kind.install}"
        )
    return kind
