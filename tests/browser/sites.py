"""The sites that these tests look at: this repository's, and two projects with two pins each under the same theme."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.cases import load_yaml
from tests.conftest import CONTENT, REPOSITORY
from tests.sampling import some

from . import hostile_project

NOW = "2026-06-01"
HARBOUR_NOW = "2026-08-01"
MATERIAL = """\
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/weather-night, name: Dark}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/weather-sunny, name: Light}}
"""
TESTS = REPOSITORY / "tests"
LISTS = (TESTS / "browser" / "hostile.yaml", TESTS / "render" / "hostile.yaml")
_LISTED: list[str] = [text for path in LISTS for text in load_yaml(path.read_text(encoding="utf-8"))]
WORST = 24
"""How many texts of the lists, the most obvious attacks, are in every run; of the others, each run takes some."""
HOSTILE = [*_LISTED[:WORST], *some(_LISTED[WORST:], 40)]
SECRET = "a text of the machine"  # noqa: S105 - what the snippet would include
PIN = """\
label: The first
released: 2026-01-15
summary: The first contract of the vendor, and the only one.
spec: {origin: published}
"""
FORMER = """\
---
code: 1000
title: The parcel is heavier than the service takes
http: [422]
retry: after-fix
successor: 1001
until: 2026-04
aliases: ["999"]
---
## Causes

- The weight was above the limit of the service.

## Fixes

- Read the limit of the service, and book another one.
"""


def content(root: Path) -> Path:
    """A copy of this repository's content in a new folder."""
    root.mkdir()
    for source in (REPOSITORY / name for name in CONTENT):
        if source.is_dir():
            shutil.copytree(source, root / source.name)
        elif source.exists():
            shutil.copy(source, root / source.name)
    return root


def harbour(root: Path) -> Path:
    """A copy of the other vendor's project, with a code that is gone and had two names, under Material."""
    shutil.copytree(TESTS / "other" / "harbour", root)
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    theme = "name: material\n" + MATERIAL
    (root / "mkdocs.yml").write_text(config.replace("name: readthedocs", theme.rstrip()), encoding="utf-8")
    (root / "docs" / "errors" / "1000.md").write_text(FORMER, encoding="utf-8")
    return root


def two_pins(root: Path) -> Path:
    """A copy of the sample of the check's tests, with its second pin."""
    shutil.copytree(TESTS / "check" / "sample", root)
    shutil.copytree(TESTS / "check" / "second_pin", root, dirs_exist_ok=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    config = (root / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    return root


def hostile(root: Path) -> Path:
    """The project in which all is hostile, beside files that no page may show."""
    root.mkdir()
    hostile_project.write(root, HOSTILE, (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0])
    for folder in (root, root / "docs"):
        (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    return root


def bare(root: Path, contract: str) -> Path:
    """A project that has a contract and hardly anything else."""
    pin = root / "changelog" / "2026-01-15"
    pin.mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# A vendor\n\nA page.\n", encoding="utf-8")
    mkdocs = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    (root / "mkdocs.yml").write_text(mkdocs, encoding="utf-8")
    config = (
        '[tool.docgen]\napi = "A vendor"\nsite_url = "https://docs.vendor.example/"\nhosts = ["api.vendor.example"]\n'
    )
    (root / "pyproject.toml").write_text(f'{config}feed_authority = "docs.vendor.example,2026"\n', encoding="utf-8")
    (pin / "api-spec.json").write_text(contract, encoding="utf-8")
    (pin / "pin.yaml").write_text(PIN, encoding="utf-8")
    return root


def built(root: Path, *options: str) -> Path:
    """The site that `docgen build` makes of a project."""
    command = [sys.executable, "-m", "docgen", "-C", str(root), "build", "--now", NOW, *options]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return root / "build" / "site"
