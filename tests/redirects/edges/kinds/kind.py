"""How one server is set up around generated files, validated and started."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.features import ACCEPTABLE_FEATURES
from docgen.redirects.edges.files import Setup

HOST = "api.aurous-labs.com"
PREPROD = "api.preprod.aurous-labs.com"
HOSTS = (HOST, PREPROD)
"""The hosts of rules.yaml, in the order of the files that an edge writes."""
DOCS = "docs.aurous-labs.com"
"""The documentation's host."""
NODE = Path(__file__).parent.parent / "node"
"""Where the programs in JavaScript stand, and what npm installed for them."""
_SYSTEM = os.pathsep.join(("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"))


class Broken(NamedTuple):
    """Generated files with `wrong` in the place of the first `right`: the validator refuses them with `complaint`."""

    right: str
    wrong: str
    complaint: str


class Kind(NamedTuple):
    """A server that can run here, or the reason why it cannot.

    `configure(folder, files, port, upstream)` writes the configuration around the generated files, which stand in
    `folder` already; in `validate` and `run`, `{folder}` and `{port}` are replaced, and `{files}` becomes `-f <file>`
    for each.
    """

    edge: str
    binary: str | None
    configure: Callable[[Path, Files, int, int], None]
    validate: tuple[str, ...]
    run: tuple[str, ...]
    broken: tuple[Broken, ...]
    """At least one: a validator that refuses nothing tests nothing."""
    static: Callable[[Sequence[Redirect]], Files] | None = None
    """The redirects as a person writes them, with the headers of the rules and no clock, for the benchmark."""
    serve: Callable[[Path, Files, int, Path, int], None] | None = None
    """`serve(folder, files, port, site, origin)` writes the configuration of the documentation's host, where the edge
    has a file for it: `origin` is the port of a plain file server with the same site."""
    loads: str = ""
    """How the names of the files end that `{files}` stands for: others are read by them."""
    environment: Mapping[str, str] = {}
    own_headers: frozenset[str] = frozenset()
    """Names of headers that the platform puts onto every answer by itself, in lower case."""
    most: int = 500
    """Rules that the platform takes beside those of the list."""
    starts_within: int = 3
    """Seconds after which it surely answers."""
    install: str = "pip install 'aurous-docgen[test]'"
    quick_start: tuple[str, ...] = ()
    """More arguments of `run` that change no answer; the benchmark leaves them out, as they make a server slower."""

    @property
    def accepted(self) -> frozenset[str]:
        """The features that the edge lacks and a project can do without: the list is run without them."""
        return ACCEPTABLE_FEATURES - EDGES[self.edge].FEATURES

    def setup(self, now: int = 0, *, folder: Path | None = None, notice: str = "") -> Setup:
        """What the files of a project depend on that runs this server, its files in a folder of the test."""
        return Setup(now, f"{folder}/{self.edge}" if folder else None, self.accepted, notice)


def packaged(package: str, pattern: str) -> str | None:
    """A program that a wheel brings inside its package."""
    spec = importlib.util.find_spec(package)
    found = sorted(Path(spec.origin).parent.glob(pattern)) if spec and spec.origin else []
    return str(found[0]) if found else None


def beside_python(name: str) -> str | None:
    """A program that a wheel puts beside the interpreter."""
    return shutil.which(name, path=str(Path(sys.executable).parent))


def of_system(name: str) -> str | None:
    """A program that the system's packages bring."""
    return shutil.which(name, path=_SYSTEM)
