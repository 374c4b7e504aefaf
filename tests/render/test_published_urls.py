"""What was published stays, be it a URL, an id of feeds and calendar, or a key of a JSON file: programs keep them."""

import re
from pathlib import Path

import pytest
from published import LISTS, listed, published

GONE = (
    "no longer published:\n  {}\n"
    "Somebody links there. Bring it back, or have the docs host redirect it and take the line out of {} by hand. "
    "An id of a feed or of the calendar (tag:...) must come back: for a reader, another one is another entry. "
    "A key of a file (`/errors.json errors[].code`) must come back under `version` 1."
)
NEW = "published, and not in {}:\n  {}\nThey are promises from now on: run `python tests/render/published.py`."


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_what_was_published_stays(path: Path) -> None:
    gone = sorted(listed(path) - published(*LISTS[path]))
    assert not gone, GONE.format("\n  ".join(gone), path.name)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_what_is_new_is_listed(path: Path) -> None:
    new = sorted(published(*LISTS[path]) - listed(path))
    assert not new, NEW.format(path.name, "\n  ".join(new))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_the_list_is_sorted_without_doubles(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.slow
def test_a_page_that_goes_is_noticed() -> None:
    root, now = next(iter(LISTS.values()))
    assert "/errors/not_found" in published(root, now)
    assert "/changelog.atom" in published(root, now)


def test_every_machine_file_is_documented() -> None:
    root, now = next(iter(LISTS.values()))
    page = (root / "docgen" / "docs" / "machine-files.md").read_text(encoding="utf-8")
    for url in (url for url in published(root, now) if re.fullmatch(r"/[^/ ]+\.[a-z]+", url)):
        name = re.sub(r"changelog-[^.]+", "changelog-<pin>", url)
        name = re.sub(r"area-[^.]+", "area-<area>", name)
        assert f"`{name}`" in page or url in ("/index.md", "/404.html"), f"{url} is not in machine-files.md"
