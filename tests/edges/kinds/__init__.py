"""The servers of the test extra, and those of the system; CI demands all of them."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

import pytest

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from . import caddy, cloudflare_workers, cloudfront, envoy, haproxy, nginx
from .kind import Kind


class Kinds(Protocol):
    """A module of this package: the servers of one edge, and what its rules are without a clock, written by hand."""

    KINDS: Mapping[str, Kind]

    def static(self, rules: Sequence[Redirect]) -> Files: ...


_MODULES: Final[tuple[Kinds, ...]] = (caddy, cloudflare_workers, cloudfront, envoy, haproxy, nginx)
KINDS: Final[Mapping[str, Kind]] = {name: kind for module in _MODULES for name, kind in module.KINDS.items()}
STATIC: Final[Mapping[str, Callable[[Sequence[Redirect]], Files]]] = {
    kind.edge: module.static for module in _MODULES for kind in module.KINDS.values()
}


def demanded(name: str) -> Kind:
    """A server of the suite; where it is not installed, the test is skipped, and in CI it fails."""
    kind = KINDS[name]
    if kind.binary is None:
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(
            f"{name} is not installed: {kind.install}"
        )
    return kind
