"""The check knows the pages that the site has: a writer may link to each, and none that it accepts is missing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen import urls
from docgen.check.links import pages
from docgen.differ.project import changes
from docgen.load import load
from docgen.prove import prove
from docgen.render import render

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("root", [TESTS.parent, TESTS / "other" / "harbour"], ids=["aurous", "harbour"])
def test_the_check_knows_every_page(root: Path) -> None:
    project, _ = load(root, datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    files = render(project, prove(project), changes(project))
    rendered = {urls.of_source(path) for path in files if path.endswith(".md")}
    known = pages(project)
    assert {url for url in rendered - known if not url.startswith(f"{urls.REFERENCE}objects")} == set()
    at_root = {path for path in files if "/" not in path and not path.endswith((".md", urls.TWIN))}
    per_pin = {path for path in at_root if path.startswith("changelog-")}
    assert at_root - per_pin == set(urls.MACHINE_FILES)
