"""The check knows the pages that the site has: a writer may link to each, and none that it accepts is missing."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen import urls
from docgen.check.prose import dead_link
from docgen.differ.project import changes
from docgen.load.project import load
from docgen.model.analysis import Analysis
from docgen.prove import prove
from docgen.render import render
from docgen.sitemap import site

TESTS = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.parametrize("root", [TESTS.parent, TESTS / "other" / "harbour"], ids=["aurous", "harbour"])
def test_the_check_knows_every_page(root: Path) -> None:
    project, _ = load(root, datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    files = render(Analysis(project, prove(project), changes(project)))
    rendered = {urls.page_url(path) for path in files if path.endswith(".md")}
    known = site(project).pages
    assert {url for url in rendered - known if not url.startswith(f"{urls.REFERENCE}objects")} == set()
    at_root = {path for path in files if "/" not in path and not path.endswith((".md", urls.TWIN))}
    of_a_part = {path for path in at_root if path.startswith(("changelog-", "changelog.area-"))}
    assert at_root - of_a_part == set(urls.MACHINE_FILES) - {urls.API_CATALOG}
    assert urls.API_CATALOG in files


@pytest.mark.parametrize(
    ("link", "dead"),
    [("/help/changelog/", False), ("/help/nowhere/", True), ("/changelog/", False), ("/helpless/", False)],
)
def test_below_a_path_a_link_from_the_root_is_of_the_site_only_below_it(tmp_path: Path, link: str, dead: bool) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(TESTS / "other" / "harbour", root)
    (root / "mkdocs.yml").write_text("site_url: https://docs.harbour-parcel.example/help\n", encoding="utf-8")
    with (root / "docs" / "first-parcel.md").open("a", encoding="utf-8") as page:
        page.write(f"\n[there]({link})\n")
    project, _ = load(root, datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    assert project.config.site_url.endswith("/help/")
    assert bool(list(dead_link.function(project))) == dead


@pytest.mark.parametrize(("published", "dead"), [("2026-07-01", False), ("2026-09-01", True)])
def test_a_link_to_an_entry_lives_once_readers_see_it(tmp_path: Path, published: str, dead: bool) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(TESTS / "other" / "harbour", root)
    entry = root / "changelog" / "2026-07" / "parcels-can-return.yaml"
    text = entry.read_text(encoding="utf-8").replace("published: 2026-07-01", f"published: {published}")
    link = "[with it](parcels-can-return.md)"
    entry.write_text(text.replace("body: |\n", f"body: |\n  {link}\n\n"), encoding="utf-8")
    with (root / "docs" / "first-parcel.md").open("a", encoding="utf-8") as page:
        page.write("\n[there](changelog/2026-07/parcels-can-return.md)\n")
    project, _ = load(root, datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    found = [finding.path for finding in dead_link.function(project)]
    assert found == (["docs/first-parcel.md"] if dead else []), "an entry that comes with its page may link to it"
