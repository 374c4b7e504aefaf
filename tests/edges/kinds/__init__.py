"""The servers of the test extra, and those of the system; CI demands all of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from . import caddy, haproxy, nginx
from .kind import Kind


class Kinds(Protocol):
    """A module of this package: the servers of one edge, and what its rules are without a clock, written by hand."""

    KINDS: Mapping[str, Kind]

    def static(self, rules: Sequence[Redirect]) -> Files: ...


_MODULES: Final[tuple[Kinds, ...]] = (caddy, haproxy, nginx)
KINDS: Final[Mapping[str, Kind]] = {name: kind for module in _MODULES for name, kind in module.KINDS.items()}
STATIC: Final[Mapping[str, Callable[[Sequence[Redirect]], Files]]] = {
    kind.edge: module.static for module in _MODULES for kind in module.KINDS.values()
}
