"""The sites, built once and served on loopback, and one Chromium for all of these tests."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from . import sites
from .serving import serving
from .visit import Visit

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HEIGHT = 900

Opened = Callable[..., Visit]


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(sites.built(sites.content(tmp_path_factory.mktemp("browser") / "aurous"))) as address:
        yield address


@pytest.fixture(scope="session")
def harbour_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The other vendor's project under this theme, built."""
    root = sites.harbour(tmp_path_factory.mktemp("browser") / "harbour")
    sites.built(root, "--now", sites.HARBOUR_NOW)
    return root


@pytest.fixture(scope="session")
def harbour(harbour_root: Path) -> Iterator[str]:
    with serving(harbour_root / "build" / "site") as address:
        yield address


@pytest.fixture(scope="session")
def hostile_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile project, built: no check lets such claims pass, and the pages must hold without it."""
    root = sites.hostile(tmp_path_factory.mktemp("browser") / "hostile")
    sites.built(root, "--draft")
    return root


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        reason = "no chromium and no google-chrome on the PATH: install one of them to see the site as readers do"
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def opened(chromium: Browser) -> Opened:
    """Open a page at that width and in that scheme, in the one tab for both: a new one costs more than a page.

    The reader's clock goes on from `now`, by default the day of the build: no test knows what day it is.
    """
    tabs: dict[tuple[int, str], Visit] = {}

    def visit(
        origin: str, path: str, width: int = 1280, scheme: Literal["light", "dark"] = "light", now: str = sites.NOW
    ) -> Visit:
        if (width, scheme) not in tabs:
            context = chromium.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
            tabs[width, scheme] = Visit(context)
        tabs[width, scheme].page.clock.set_system_time(f"{now}T12:00:00Z")
        tabs[width, scheme].open(origin, path)
        return tabs[width, scheme]

    return visit
