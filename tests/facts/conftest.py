"""A copy of this repository's project, whose texts a test may change."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def aurous(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(REPOSITORY, tmp_path_factory.mktemp("aurous"))


def copied(root: Path, copy: Path) -> Path:
    for folder in ("changelog", "docs", "redirects"):
        shutil.copytree(root / folder, copy / folder)
    shutil.copy(root / "pyproject.toml", copy)
    return copy
