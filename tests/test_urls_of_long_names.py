"""A name of any length makes a file that every file system takes, and two names never make one file."""

import pytest

from docgen.urls import file_name


@pytest.mark.parametrize("name", ["x" * 300, "y" * 100_000, "\u00e9" * 100, "~" * 130, "\ud800" * 90, "." + "a" * 300])
def test_a_long_name_is_cut(name: str) -> None:
    assert len(file_name(name)) <= 200
    assert file_name(name) != file_name(name + "z")


def test_a_name_that_fits_stays() -> None:
    assert file_name("x" * 200) == "x" * 200


def test_the_address_of_a_long_name_is_published() -> None:
    """What was cut otherwise would be a page at another address: links of readers would break."""
    assert file_name("ab" * 150) == "ab" * 50 + "~~1c320e4fb5bce8a9"
