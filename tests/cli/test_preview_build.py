"""`docgen build --site-url URL --output DIR`: a preview that nobody takes for the site, and nothing else."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.test_outputs import tree
from tests.conftest import Docgen
from tests.integrity import shown_pages

NOW = ("--now", "2026-06-01")
SITE = "https://docs.aurous-labs.com/"
URL = "https://preview.example/pr-7/"
TO = ("--output", "build/preview")
PREVIEW = ("build", "--site-url", URL, *TO, *NOW)
pytestmark = pytest.mark.slow


def built(root: Path, docgen: Docgen, *options: str) -> Path:
    ran = docgen(root, *PREVIEW, *options)
    assert ran.code == 0, ran.out + ran.err
    return root / "build/preview"


def themed(root: Path, theme: str) -> None:
    config = root / "mkdocs.yml"
    text = re.sub(r"^theme:\n(?: .*\n)+", f"theme: {theme}\n", config.read_text(encoding="utf-8"), flags=re.M)
    config.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_every_page_of_a_preview_says_what_it_is(theme: str, aurous: Path, docgen: Docgen) -> None:
    if theme != "material":
        themed(aurous, theme)
    site = built(aurous, docgen)
    pages = sorted(shown_pages(site))
    assert len(pages) > 50
    for page in pages:
        html = (site / page).read_text(encoding="utf-8").replace("<wbr>", "")
        assert html.count('<meta name="robots" content="noindex">') == 1, page
        assert html.count("<strong>Preview</strong>, built on <time datetime") == 1, page
        assert f'<a href="{SITE}">{SITE}</a>' in html, page


def test_a_preview_is_at_its_own_address(aurous: Path, docgen: Docgen) -> None:
    """The real one stays where the API or an edge promises it."""
    site = built(aurous, docgen)
    files = {path: content.decode() for path, content in tree(site).items() if not path.endswith((".png", ".gz"))}
    assert f'<link rel="canonical" href="{URL}errors/rate_limited">' in files["errors/rate_limited.html"]
    places = re.findall(r"<loc>(.*?)</loc>", files["sitemap.xml"])
    assert places
    assert all(place.startswith(URL) for place in places)
    assert files["robots.txt"] == "User-agent: *\nDisallow: /\n"
    assert files["index.md"].splitlines()[2] == f"URL: {URL}"
    code = next(one for one in json.loads(files["errors.json"])["errors"] if one["code"] == "rate_limited")
    assert code["url"] == f"{URL}errors/rate_limited"
    assert code["doc_url"] == f"{SITE}errors/rate_limited"
    assert f"<dd><code>{SITE}errors/rate_limited</code></dd>" in unescape(files["errors/rate_limited.html"]).replace(
        "<wbr>", ""
    )
    feed = json.loads(files["changelog.feed.json"])
    assert feed["title"] == "Aurous Labs API changelog (preview)"
    for url in (feed["feed_url"], feed["home_page_url"], feed["authors"][0]["url"], feed["items"][0]["url"]):
        assert url.startswith(URL)
    assert all(json.loads(text).get("$id", URL).startswith(URL) for path, text in files.items() if "schema/" in path)


def test_nobody_takes_the_entries_of_a_preview_for_those_of_the_site(aurous: Path, docgen: Docgen) -> None:
    """A reader that has both feeds, or both calendars, knows an entry by its id."""
    site = built(aurous, docgen)
    ids = re.findall(r"<id>(.*?)</id>", (site / "changelog.atom").read_text(encoding="utf-8"))
    calendar = (site / "sunsets.ics").read_text(encoding="utf-8").replace("\r\n ", "").replace("\\,", ",")
    ids += re.findall(r"^UID:(.*)$", calendar, flags=re.M)
    ids += [entry["id"] for entry in json.loads((site / "changelog.json").read_text(encoding="utf-8"))["entries"]]
    assert len(ids) > 10
    assert [id_ for id_ in ids if not id_.startswith("tag:docs.aurous-labs.com,2026:preview.example/pr-7/")] == []


def test_a_preview_writes_its_folder_alone(aurous: Path, docgen: Docgen) -> None:
    (aurous / "redirects/dist/nginx/docgen-redirects.conf").write_text("# by hand\n")
    assert docgen(aurous, "build", "--draft", *NOW).code == 0
    before = tree(aurous)
    ran = docgen(aurous, *PREVIEW)
    assert ran.code == 0
    assert f"build/preview, a preview at {URL}, as of 2026-06-01: " in ran.out.splitlines()[0]
    assert f"edges: no rules written for a preview at {URL}" in ran.out.splitlines()
    after = {path: content for path, content in tree(aurous).items() if not path.startswith("build/preview/")}
    assert after == before
    assert docgen(aurous, *PREVIEW).code == 0  # over its own


def test_a_preview_of_a_site_with_errors_is_a_draft(aurous: Path, docgen: Docgen) -> None:
    entry = aurous / "changelog/2026-05-15/status-enum.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("title: ", "title: '@@DRAFT:' # ", 1), encoding="utf-8")
    assert docgen(aurous, *PREVIEW).code == 1
    assert not (aurous / "build/preview").exists()
    home = (built(aurous, docgen, "--draft") / "index.html").read_text(encoding="utf-8")
    assert home.count('<meta name="robots" content="noindex">') == 1
    assert home.index("<strong>Preview</strong>") < home.index("<strong>Draft.</strong>")


def test_a_robots_file_of_the_site_does_not_open_its_preview(aurous: Path, docgen: Docgen) -> None:
    (aurous / "docs/robots.txt").write_text("User-agent: *\nAllow: /\n")
    assert (built(aurous, docgen) / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"


def test_preview_and_site_do_not_mix_in_the_cache(aurous: Path, docgen: Docgen) -> None:
    assert docgen(aurous, "build", *NOW).code == 0
    site = tree(aurous / "build/site")
    preview = tree(built(aurous, docgen))
    assert docgen(aurous, "build", *NOW).code == 0
    assert tree(aurous / "build/site") == site
    assert tree(built(aurous, docgen, "--no-cache")) == preview


@pytest.mark.parametrize("folder", ["build/site", "build/site/preview", "build", "docs", ".", "../beside"])
def test_a_preview_replaces_nothing_but_a_preview(folder: str, aurous: Path, docgen: Docgen) -> None:
    (aurous.parent / "beside").mkdir()
    (aurous.parent / "beside/x").write_text("of the user")
    before = tree(aurous.parent)
    ran = docgen(aurous, "build", "--site-url", URL, "--output", folder, *NOW)
    assert ran.code == 2
    assert ran.err.startswith("docgen: --output: ")
    assert tree(aurous.parent) == before


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--site-url", URL), "a preview has an address and a folder of its own; expected --site-url URL and --outpu"),
        (TO, "a preview has an address and a folder of its own; expected --site-url URL and --output DIR"),
        (("--site-url", URL, *TO, "--check"), "--check compares files that a preview does not write; leave it out"),
        (("--site-url", URL, "--output", ""), "--output: "),
        (("--site-url", "", "--output", ""), "--site-url: '' is not a valid site URL"),
        (("--site-url", "http://localhost:8000/", *TO), "--site-url: 'http://localhost:8000/' is not a valid site URL"),
        (("--site-url", f"{URL}?a=b", *TO), "is not a valid site URL"),
        (("--site-url", "https://[::1", *TO), "is not a valid site URL"),
        (("--site-url", 'https://a.example/"', *TO), "is not a valid site URL"),
        (("--site-url", SITE.rstrip("/"), *TO), "is the address of the site itself; expected another one"),
    ],
)
def test_a_preview_that_could_be_mistaken(options: tuple[str, ...], says: str, aurous: Path, docgen: Docgen) -> None:
    before = tree(aurous)
    ran = docgen(aurous, "build", *options, *NOW)
    assert ran.code == 2
    assert says in ran.err
    assert tree(aurous) == before


def test_a_preview_may_be_below_the_site(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "build", "--site-url", f"{SITE}preview/pr-7", *TO, *NOW)
    assert ran.code == 0
    assert urlsplit(SITE).netloc in (aurous / "build/preview/sitemap.xml").read_text(encoding="utf-8")
