"""A pin or an entry with a name that no page can have is a finding at its file, with the name cut short."""

from collections.abc import Callable

import pytest

from docgen.load.changelog import read_entries, read_pins
from docgen.load.files import OtherFile
from docgen.model.finding import Finding
from docgen.positions.source import Source
from tests.conftest import REPOSITORY


class Named:
    """A changelog of one file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def pin_files(self) -> tuple[str, ...]:
        return (self.path,)

    def read(self, path: str) -> tuple[Source, tuple[Finding, ...]]:
        return Source(path, ""), ()

    def reader_beside(self, path: str) -> OtherFile:
        raise AssertionError(path)


@pytest.mark.parametrize(
    ("path", "read"),
    [
        (f"changelog/{'x' * 201}/pin.yaml", read_pins),
        (f"changelog/2026-01-01/{'x' * 201}.yaml", read_entries),
    ],
)
def test_a_name_that_is_too_long_is_a_finding(
    path: str, read: Callable[[Named], tuple[object, tuple[Finding]]]
) -> None:
    _, findings = read(Named(path))
    (found,) = [each for each in findings if each.id == "name-too-long"]
    assert (found.path, found.line, found.column) == (path, 1, 1)
    assert "`xxx" in found.message
    assert "has 201 characters; expected at most 200" in found.message
    assert len(found.message) < 120


@pytest.mark.parametrize("name", ["policy", "Policy"])
def test_a_pin_has_no_name_of_another_page(name: str) -> None:
    _, findings = read_pins(Named(f"changelog/{name}/pin.yaml"))
    (found,) = findings
    assert (found.id, found.line, found.column) == ("reserved-pin", 1, 1)
    assert found.message == f"the pin id `{name}` is reserved: /changelog/policy/ is another page of the site"
    assert found.hint == "rename the folder, for example to the date of the pin"


def test_an_entry_has_a_slug_of_its_own_and_stands_in_the_folder_of_a_pin() -> None:
    text = (REPOSITORY / "tests/check/sample/changelog/2026-01-15/widgets.yaml").read_text(encoding="utf-8")
    paths = (
        "changelog/2026-01-15/pin.yaml",
        "changelog/2026-01-15/a.yaml",
        "changelog/2026-06/a.yaml",
        "changelog/x/b.yaml",
    )

    class Changelog(Named):
        def pin_files(self) -> tuple[str, ...]:
            return (*paths, "changelog/2026-06/pin.yaml")

        def read(self, path: str) -> tuple[Source, tuple[Finding, ...]]:
            return Source(path, text), ()

    entries, findings = read_entries(Changelog(""))
    assert [(entry.pin, entry.slug) for entry in entries] == [("2026-01-15", "a")]
    assert [(found.path, found.id, found.line, found.column, found.hint) for found in findings] == [
        ("changelog/2026-06/a.yaml", "duplicate-slug", 1, 1, "rename the new file: a slug is a permanent id"),
        ("changelog/x/b.yaml", "unknown-pin", 1, 1, "move the entry to a pin's folder, or add the pin"),
    ]
