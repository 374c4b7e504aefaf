"""`docgen import` writes history once, says what it left out, and names what it cannot read."""

from pathlib import Path

import pytest

from tests.conftest import Docgen

NOW = ("--now", "2026-06-01")
CHANGES = """# Changelog

## [Unreleased]

## [0.2.0] - 2025-03-04

### Added

- `POST /v1/images` takes a [page](/guides/pages).
- `image.completed` is sent, and `Generation.status` and `nothing` are there.

### Fixed

- A typo.

## [0.1.0] - 2025-01-02

First release.
"""


@pytest.mark.slow
def test_an_import_writes_history_once_and_the_check_passes(aurous: Path, docgen: Docgen) -> None:
    (aurous / "CHANGES.md").write_text(CHANGES, encoding="utf-8")
    ran = docgen(aurous, "import", "CHANGES.md", "--check", *NOW)
    assert (ran.code, ran.err) == (4, "docgen: some releases are not imported; run the same command without --check\n")
    ran = docgen(aurous, "import", "CHANGES.md", "--diff", *NOW)
    assert "+++ b/changelog/0.2.0/pin.yaml" in ran.out
    assert not (aurous / "changelog/0.2.0").exists()
    ran = docgen(aurous, "import", "CHANGES.md", *NOW)
    assert ran.out.splitlines() == [
        "2 new releases, 0 imported before; 4 entries: 2 added, 1 changed, 1 fixed",
        "3 names of the contract found in code, and added to `covers`",
        "CHANGES.md:3: not placed: [Unreleased]; expected a day such as 2024-10-12 or October 12, 2024",
        "CHANGES.md:9: not placed: link to /guides/pages; it needs --base-url",
        "next: correct titles and kinds under changelog/, then run `docgen check`",
    ]
    entry = aurous / "changelog/0.2.0/0-2-0-image-completed-is-sent-and-generation-status-and-nothing-are-there.yaml"
    assert "covers:\n  - event image.completed\n  - Generation.status\n" in entry.read_text(encoding="utf-8")
    entry.unlink()
    ran = docgen(aurous, "import", "CHANGES.md", "--check", *NOW)
    assert (ran.code, ran.out.splitlines()[0]) == (0, "0 new releases, 2 imported before; 0 entries: none")
    docgen(aurous, "redirects", "build", *NOW)
    ran = docgen(aurous, "check", *NOW)
    assert ran.code == 0, ran.out


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"Nothing of the kind.\n", "no release found; expected a changelog with a `tag_name` in JSON"),
        (b"[1, {}]", "no release found"),
        (b'[{"tag_name": "v1", ', "not valid JSON: "),
        (b"[" * 100_000, "not valid JSON: "),
        (b"\x89PNG\r\n\0\xff", "no release found"),
        (b"a" * 8_000_001, "is larger than 8 MB"),
        (None, "cannot be read: No such file or directory"),
    ],
)
@pytest.mark.slow
def test_a_file_that_is_no_changelog_is_named(aurous: Path, docgen: Docgen, data: bytes | None, says: str) -> None:
    if data is not None:
        (aurous / "CHANGES").write_bytes(data)
    ran = docgen(aurous, "import", "CHANGES", *NOW)
    assert ran.code == 3
    assert says in ran.err


@pytest.mark.slow
def test_a_format_can_be_said(aurous: Path, docgen: Docgen) -> None:
    (aurous / "CHANGES.md").write_text(CHANGES, encoding="utf-8")
    ran = docgen(aurous, "import", "CHANGES.md", "--format", "mintlify", *NOW)
    assert ran.code == 3
    assert 'expected a changelog with `<Update label="...">` elements (Mintlify)\n' in ran.err
