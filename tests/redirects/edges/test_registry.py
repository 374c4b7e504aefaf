"""What a new edge needs for its tests is there."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from docgen.redirects.edges import EDGES
from tests.conftest import IN_REPOSITORY

from .kinds import KINDS
from .test_docs_host import PLAIN, RUNNING
from .test_runbooks import PAGES

ROOT = Path(__file__).parents[3]


def test_every_edge_has_a_server_here() -> None:
    """An edge that nothing runs says so in its title."""
    assert {kind.edge for kind in KINDS.values()} == {name for name in EDGES if "never run" not in EDGES[name].TITLE}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_broken_file_is_given_for_every_validator(name: str) -> None:
    assert KINDS[name].broken


def test_every_file_for_the_host_of_the_site_is_tried() -> None:
    """`test_docs_host_platforms.py` has those of the platforms."""
    edges = {name for name in EDGES if EDGES[name].render_docs_host(PLAIN)}
    assert {KINDS[name].edge for name in RUNNING} | {"cloudflare-pages", "netlify"} == edges


@pytest.mark.skipif(not IN_REPOSITORY, reason="an sdist has no files of CI")
def test_ci_finds_the_package_of_every_server() -> None:
    """It reads the modules as text, since no package of Python is installed then."""
    (command,) = re.findall(r"servers=\$\((.*)\)", (ROOT / ".ci/run").read_text("utf-8"))
    environment = {**os.environ, "repository": str(ROOT)}
    found = subprocess.run(["/bin/bash", "-c", command], env=environment, capture_output=True, text=True, check=True)
    installs = [kind.install.partition("apt-get install ")[2] for kind in KINDS.values()]
    assert sorted(found.stdout.split()) == sorted(filter(None, installs))


def test_every_edge_has_a_runbook_that_begins_with_3_am() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == set(EDGES)
    for page in PAGES.glob("*.md"):
        assert re.findall(r"(?m)^## (.+)", page.read_text("utf-8"))[0] == "At 3 am"


def test_every_runbook_ends_the_night_with_an_extension_that_keeps_the_promises() -> None:
    for page in PAGES.glob("*.md"):
        night = page.read_text("utf-8").partition("## At 3 am")[2].partition("\n## ")[0]
        assert re.search(r"In the morning,?\s(`docgen redirects extend|extend\s+the rule)", night), page.name


@pytest.mark.parametrize("name", sorted(EDGES))
def test_the_runbook_of_an_edge_that_serves_the_site_says_how(name: str) -> None:
    page = (PAGES / f"{name}.md").read_text("utf-8")
    assert ("\n## The site's host\n" in page) == bool(EDGES[name].render_docs_host(PLAIN))
