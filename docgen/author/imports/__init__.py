"""Changelogs that were written elsewhere: the formats that are read, and what each entry becomes."""

from collections.abc import Mapping
from typing import Final

from docgen.author.imports import github_releases, keep_a_changelog, mintlify
from docgen.author.imports.release import Format

FORMATS: Final[Mapping[str, Format]] = {
    "github-releases": github_releases,
    "mintlify": mintlify,
    "keep-a-changelog": keep_a_changelog,
}
"""The formats by their names, in the order in which a text is tried."""
