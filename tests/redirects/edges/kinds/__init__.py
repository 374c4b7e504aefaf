"""The servers of the test extra, and those of the system; CI demands all of them."""

import os
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import pytest

from .kind import Kind

KINDS: Final[Mapping[str, Kind]] = {
    name: kind
    for module in iter_modules(__path__)
    for name, kind in getattr(import_module(f"{__name__}.{module.name}"), "KINDS", {}).items()
}
"""Those of every module here: a new edge is a new module."""


def demanded(name: str) -> Kind:
    """A server of the suite; where it is not installed, the test is skipped, and in CI it fails."""
    kind = KINDS[name]
    if kind.binary is None:
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(
            f"{name} is not installed: {kind.install}"
        )
    return kind
