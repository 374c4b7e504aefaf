"""Every shell block of the runbooks of platforms, run in a project with that edge: what needs an account is none."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import docgen
from docgen.redirects.edges import EDGES
from tests.conftest import accept

from .kinds import KINDS, demanded
from .test_runbooks import PAGES, RUN

pytestmark = pytest.mark.edge
NAMES = sorted(set(EDGES) - {KINDS[name].edge for name in RUN})
ORDER = ("", "Where the file goes", "Test", "Deploy", "At 3 am", "Roll back", "Watch")
CONFIG = """[tool.docgen]
api = "Aurous Labs API"
site_url = "https://docs.aurous-labs.com/"
feed_authority = "docs.aurous-labs.com,2026"
hosts = ["api.aurous-labs.com"]
edges = ["{edge}"]
"""
ACCEPTED = "what: edge-cannot-express, at: {edge} headers, why: Only the commands are run., who: us, until: 2100-01-01"
RULES = """rules:
  - id: docs-site
    host: api.aurous-labs.com
    from: /docs
    to: https://docs.aurous-labs.com/
    sunset: 2100-01-01T00:00:00Z
"""


@pytest.mark.parametrize("name", NAMES)
def test_every_shell_block(name: str, tmp_path: Path) -> None:
    if name in KINDS:
        demanded(name)
    (tmp_path / "redirects").mkdir()
    (tmp_path / "pyproject.toml").write_text(CONFIG.format(edge=name), "utf-8")
    (tmp_path / "redirects" / "docs-site.yaml").write_text(RULES, "utf-8")
    if "headers" not in EDGES[name].FEATURES:
        accept(tmp_path, ACCEPTED.format(edge=name))
    blocks = _blocks((PAGES / f"{name}.md").read_text("utf-8"))
    assert blocks
    ran = subprocess.run(
        ["/bin/bash", "-c", "\n".join(["set -exuo pipefail", "docgen redirects build", *blocks])],
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), "/usr/bin", "/bin")),
            "PYTHONPATH": str(Path(docgen.__file__).parents[1]),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def _blocks(page: str) -> list[str]:
    """The shell blocks in the order in which a reader comes to them; those before the first section come first."""
    sections = dict(re.findall(r"(?ms)^## (.+?)\n(.*?)(?=^## |\Z)", page))
    sections[""] = page.partition("\n## ")[0]
    return [block for title in ORDER for block in re.findall(r"(?ms)^ *```sh\n(.*?)^ *```", sections[title])]
