"""The ids of findings in unreadable files."""

from typing import Final

LOAD_IDS: Final = (
    "encoding",
    "hidden-character",
    "toml-syntax",
    "yaml-syntax",
    "duplicate-key",
    "schema-mismatch",
    "front-matter",
    "rules-skipped",
    "unknown-placeholder",
    "duplicate-slug",
    "duplicate-rule",
    "duplicate-page",
    "unknown-pin",
    "reserved-pin",
    "stray-file",
    "name-too-long",
    "nested-too-deeply",
    "unfolds-too-far",
    "spec-unreadable",
    "base-without-project",
    "base-moved",
    "base-unreadable",
)

INFO_IDS: Final = ("base-moved", "base-without-project", "rules-skipped")
"""The ids with severity info: they report no fault of a file."""
