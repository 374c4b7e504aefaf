"""The facts of a page are taken from the last run only where nothing that they were found with has changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen import facts as package
from docgen.analysis import analyse
from docgen.facts.reader import Reader
from docgen.load.clock import parse_now
from docgen.model.fact import Fact
from tests.conftest import REPOSITORY

NOW = "2026-06-01"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's content, of which one run has read everything."""
    root = tmp_path_factory.mktemp("read")
    for name in ("changelog", "docs", "redirects"):
        shutil.copytree(REPOSITORY / name, root / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, root)
    found(root)
    return root


@pytest.fixture
def root(read: Path, tmp_path: Path) -> Path:
    """Such a project, free to be edited."""
    return shutil.copytree(read, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were read."""
    seen = list[str]()

    class Counting(Reader):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type] # as they come
            if self._passage.is_of_page:
                seen.append(self._passage.source.path)

    monkeypatch.setattr(package, "Reader", Counting)
    return seen


def found(root: Path, now: str = NOW, cached: bool = True) -> tuple[Fact, ...]:
    path = root / "pyproject.toml"
    text = path.read_text(encoding="utf-8").replace("cache = false\n", "")
    path.write_text(text if cached else text.replace("[tool.docgen]\n", "[tool.docgen]\ncache = false\n"), "utf-8")
    analysis, _ = analyse(root, parse_now(now))
    assert analysis is not None
    return analysis.facts


def replaced(path: str, before: str, after: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        file = next(root.glob(path))
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after), encoding="utf-8")

    return edit


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edit", "now"),
    [
        (lambda _: None, NOW),
        (lambda _: None, f"{NOW}T18:30:00Z"),
        (replaced("changelog/*/usage-events-fields.yaml", "title: ", "title: The "), NOW),
        (replaced("changelog/*/usage-events-fields.yaml", "summary: ", "summary: Now "), NOW),
    ],
    ids=["nothing", "the time of the day", "a title", "a summary"],
)
def test_pages_are_not_read_again(root: Path, pages: list[str], edit: Callable[[Path], None], now: str) -> None:
    edit(root)
    kept = found(root, now)
    assert pages == []
    assert kept == found(root, now, cached=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edit", "now"),
    [
        (replaced("docs/guides/*.md", "\n\n", "\n\nIt answers 418. \n\n"), NOW),
        (replaced("docs/errors/*.md", "\nhttp:", "\nunchecked: [{text: x, because: y}]\nhttp:"), NOW),
        (replaced("changelog/*/api-spec.json", '"succeeded"', '"done"'), NOW),
        (replaced("changelog/*/status-enum.yaml", "reserved: [expired, ", "reserved: ["), NOW),
        (replaced("redirects/docs-site.yaml", "sunset: 2026-08-04", "sunset: 2026-08-05"), NOW),
        (replaced("pyproject.toml", 'api = "Aurous Labs API"', 'api = "Another API"'), NOW),
        (lambda _: None, "2026-06-02"),
    ],
    ids=["a page", "a mark", "the contract", "a claim", "a rule", "the configuration", "the day"],
)
def test_pages_are_read_again_and_say_what_is_so_now(
    root: Path, pages: list[str], edit: Callable[[Path], None], now: str
) -> None:
    edit(root)
    kept = found(root, now)
    assert pages
    assert kept == found(root, now, cached=False)
