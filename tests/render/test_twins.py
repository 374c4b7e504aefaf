"""The Markdown twins: every page has one, readable as it stands, and text of a contract stays text in it."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import msgspec
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from docgen import urls
from docgen.differ.project import changes
from docgen.load.placeholders import with_placeholders
from docgen.load.project import load
from docgen.markdown import escape
from docgen.model.analysis import Analysis
from docgen.model.files import Files
from docgen.model.project import Project
from docgen.positions.source import Source
from docgen.prove import prove
from docgen.render import render
from docgen.render.twins.description_to_markdown import article, prose
from docgen.wording import visible
from tests.cases import load_yaml

ROOT = Path(__file__).parents[2]
HOSTILE: list[str] = load_yaml((Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8"))
MORE = [
    "1) x", "10. y", "+ x", "- x", "= x", "*", "_a_", "``x`", "`a", "a\\", "a\\`b", "a|b", "a\\|b", "&#60;", "! [a]",
]  # fmt: skip
UNFENCED = re.compile(r"(?ms)^( *)(`{3,}).*?^\1\2$")
WHERE = ["", "Before ", "- ", "# ", "> "]


def tokens(markdown: str, *, html: bool = True) -> list[Token]:
    return MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"]).parse(markdown)


def spans(found: list[Token]) -> list[Token]:
    return [child for token in found for child in token.children or ()]


def shown(found: list[Token]) -> str:
    return "".join(span.content for span in spans(found))


def one_line(raw: str) -> str:
    return " ".join(visible(raw).split())


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize("before", WHERE)
@pytest.mark.parametrize("raw", [*HOSTILE, *MORE])
def test_text_is_read_as_it_was_written(raw: str, before: str, html: bool) -> None:
    found = tokens(f"{before}{escape.text(raw)}\n", html=html)
    assert [token.type for token in found] == [token.type for token in tokens(f"{before}words\n")]
    assert {span.type for span in spans(found)} <= {"text", "text_special"}
    assert shown(found) == (before if before == "Before " else "") + one_line(raw)


@pytest.mark.parametrize("raw", [*HOSTILE, *MORE])
def test_a_cell_holds_text_and_code_as_they_were_written(raw: str) -> None:
    cell = escape.cell(raw), escape.text(raw), escape.cell_inline("`" + raw.replace("`", "'") + "`")
    found = tokens(f"| a | b | c |\n|---|---|---|\n| {' | '.join(cell)} |\n")
    cells = ["".join(span.content for span in token.children or ()) for token in found if token.type == "inline"]
    assert cells[3:] == [one_line(raw), one_line(raw), one_line(raw.replace("`", "'"))]


@pytest.mark.parametrize("raw", ["invalid_request", "a < b", "AT&T", "5 - 3", "GET /v1/images/{id}", "it's", "a: b"])
def test_text_that_means_nothing_in_markdown_stays_as_it_is(raw: str) -> None:
    assert escape.text(raw) == raw


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize("raw", [*HOSTILE, *MORE])
def test_prose_has_no_html_heading_or_image_and_links_to_the_web_alone(raw: str, html: bool) -> None:
    found = tokens(f"Before\n\n{prose(raw)}\n\nAfter", html=html)
    assert not {"html_block", "heading_open"} & {token.type for token in found}
    assert not {"html_inline", "image"} & {span.type for span in spans(found)}
    links = [str(span.attrs["href"]) for span in spans(found) if span.type == "link_open"]
    assert not [href for href in links if not href.startswith(("https://", "http://"))]
    assert shown(found).endswith("After")


@pytest.mark.parametrize(
    "raw",
    [
        "One *word* and **two** with `code` and [a link](https://example.com/a).",
        "- a\n- b\n\n  c",
        "3. a\n4. b",
        "```json\n{}\n```",
        "| a | b |\n| --- | --- |\n| `x\\|y` | c |",
        "> quoted\n> twice",
    ],
)
def test_prose_keeps_what_a_writer_of_a_contract_made(raw: str) -> None:
    assert str(prose(raw)) == raw


@pytest.fixture(scope="module")
def project() -> Project:
    loaded, _ = load(ROOT, datetime(2026, 6, 1, tzinfo=UTC))
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def files(project: Project) -> Files:
    return render(Analysis(with_placeholders(project), prove(project), changes(project)))


def pages(project: Project, files: Files) -> set[str]:
    """The sources of all pages, written by hand or not."""
    written = {source.path.removeprefix("docs/") for source in project.docs}
    return written | {path for path in files if path.endswith(".md")}


def has_moved(twin: str, files: Files) -> bool:
    """Whether a twin only names the page that shows what was at its address once."""
    return twin.removesuffix(urls.TWIN) + ".html" in files


def test_every_page_has_a_twin(project: Project, files: Files) -> None:
    expected = {urls.twin_source(urls.page_url(source)) for source in pages(project, files)}
    missing = expected - files.keys()
    assert not missing, f"no twin: {sorted(missing)}; describe it in `pages(publication)` of a module in docgen/render"
    assert {path for path in files if path.endswith(urls.TWIN) and not has_moved(path, files)} - expected == set()


def test_a_twin_begins_with_its_title_and_its_address(project: Project, files: Files) -> None:
    for source in pages(project, files):
        url = urls.page_url(source)
        title, blank, address, *_ = str(files[urls.twin_source(url)]).split("\n")
        assert title.startswith("# ") and not blank
        assert address == "URL: " + urls.absolute(project.config.site_url, url)


# What ends a page, or is said under another heading in its twin: "Related", "What to do".
ONLY_ON_A_PAGE = re.compile("More|About this code|Other .*events|Events|In the changelog|.* and Sunset|Nothing to do.")


def plain(text: str) -> str:
    """The words of Markdown or HTML, without marks, links, and the small words beside them."""
    text = re.sub(
        r"<span class=\"dg-(small|since|chip|error-title|required)[^>]*>.*?</span>|<a class=\"headerlink.*?</a>",
        "",
        text,
    )
    text = re.sub(r"\[((?:[^\]\\]|\\.)*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[`*\\]", "", unescape(re.sub(r"</?[a-z][^>]*>", "", text))).split())


@pytest.mark.parametrize("root", [".", "tests/other/harbour", "tests/check/sample"])
def test_a_twin_has_every_heading_of_its_page(root: str) -> None:
    project, _ = load(ROOT / root, datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    files = render(Analysis(project, prove(project), changes(project)))
    missing = [
        (name, heading)
        for name, text in files.items()
        if name.endswith(".md") and name != "index.md"  # the cards at its head are no part of what its writer says
        for found in re.findall(
            r"(?m)^##+ (.*)$|<h[23][^>]*>(.*?)</h[23]>|<strong>(.*?)</strong>", UNFENCED.sub("", str(text))
        )
        if (heading := plain("".join(found))) not in plain(str(files[urls.twin_source(urls.page_url(name))]))
        and not ONLY_ON_A_PAGE.fullmatch(heading)
    ]
    assert missing == []


def test_every_link_within_the_site_leads_somewhere(project: Project, files: Files) -> None:
    site, served = project.config.site_url, {path.removesuffix(".txt") if urls.TWIN in path else path for path in files}
    anchored = {f"{urls.redirect_url(rule.id)}" for rule in project.redirects}
    for name in (name for name in files if name.endswith((urls.TWIN, ".txt"))):
        for span in spans(tokens(str(files[name]))):
            href = str(span.attrs.get("href", ""))
            if span.type == "link_open" and href.startswith(site):
                path = href.removeprefix(site)
                assert path.partition("#")[0] in served or path in anchored, f"{name}: {href}"


def test_no_twin_has_what_only_the_theme_or_docgen_understands(project: Project, files: Files) -> None:
    for name in (name for name in files if name.endswith(urls.TWIN)):
        outside = UNFENCED.sub("", str(files[name]))
        assert not re.search(r"^(===|!!!|\?\?\?) |\{\{|</?div|<[a-z]+ class=|dg-|&#\d+;", outside, re.M), name


def test_llms_txt_has_the_form_that_llmstxt_org_asks_for(project: Project, files: Files) -> None:
    lines = str(files[urls.LLMS]).split("\n")
    assert [line for line in lines if line.startswith("# ")] == [f"# {project.config.api}"] == lines[:1]
    assert lines[2].startswith("> ")
    first = next(index for index, line in enumerate(lines) if line.startswith("## "))
    listed = [line for line in lines[first:] if line and not line.startswith("## ")]
    assert [line for line in listed if not re.fullmatch(r"- \[.+\]\(https://[^)]+\)(: .+)?", line)] == []
    assert len(set(listed)) == len(listed)


def test_llms_txt_lists_every_twin_and_llms_full_has_each_once(files: Files) -> None:
    twins = [name for name in files if name.endswith(urls.TWIN) and not has_moved(name, files)]
    assert all(f"/{name.removesuffix('.txt')})" in str(files[urls.LLMS]) for name in twins)
    assert [name for name in twins if str(files[urls.LLMS_FULL]).count(str(files[name])) != 1] == []


def test_what_is_too_much_for_one_file_is_in_parts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.render._MAX_PART", 10**9)
    files = render(Analysis(project, (), changes(project)))
    monkeypatch.setattr("docgen.render._MAX_PART", 30_000)
    made = render(Analysis(project, (), changes(project)))
    names = [name for name in made if re.fullmatch(r"llms-full-\d+\.txt", name)]
    index = str(made[urls.LLMS_FULL])
    assert len(names) > 2
    assert re.findall(r"^- \[(.+)\]\(https://.+/(.+)\): .+ to .+$", index, re.MULTILINE) == [
        (one, one) for one in names
    ]
    assert f"[Everything in {len(names)} files]" in str(made[urls.LLMS])
    whole = "\n---\n\n".join(str(made[name]).split("\n---\n\n", 1)[1] for name in names)
    assert whole == str(files[urls.LLMS_FULL]).split("\n---\n\n", 1)[1]
    sizes = {name: len(str(made[name]).encode()) for name in names}
    larger = [name for name, size in sizes.items() if size > 30_200]
    assert all(str(made[name]).count("\nURL: ") == 1 for name in larger)


def test_the_catalog_of_apis_names_contract_reference_and_feeds(project: Project, files: Files) -> None:
    """The form of RFC 9727, appendix A.1: one API, with links in arrays by their relation (RFC 9264, section 4.2)."""
    (api,) = json.loads(str(files[urls.API_CATALOG]))["linkset"]
    site = project.config.site_url
    assert api["anchor"] == f"https://{project.config.hosts[0]}/"
    assert list(api) == ["anchor", "service-desc", "service-doc", "service-meta"]
    assert [one["href"] for one in api["service-desc"]] == [
        f"{site}changelog/{pin.id}/api-spec.json" for pin in project.pins
    ]
    linked = {one["href"].removeprefix(site): one["type"] for one in api["service-doc"] + api["service-meta"]}
    assert linked["reference/"] == "text/html"
    assert linked["changelog.atom"] == "application/atom+xml"
    assert linked["sunsets.ics"] == "text/calendar; charset=utf-8"
    assert {*linked} - {"", "reference/"} <= {*files}


def test_other_builders_get_no_twins(project: Project) -> None:
    names = render(Analysis(project, (), changes(project)), flat_errors=False)
    assert [name for name in names if name.endswith((urls.TWIN, urls.LLMS, urls.LLMS_FULL))] == []


def test_a_hand_written_page_is_plain_markdown(project: Project) -> None:
    source = (
        "---\ntitle: Not this\n---\n\n# The `X` header \\+ Y\n\nIt is **new**, see [more](../errors/index.md). B.\n\n"
        '=== "curl"\n\n    ```sh\n    curl [a](b.md)\n    ```\n\n'
        '!!! note "Mind"\n\n    Read [this](other.md#part) and `[no](x.md)`.\n\n'
        '<div class="grid" markdown>\n\n[button](#here){ .md-button }\n\n</div>\n'
    )
    written = msgspec.structs.replace(project, docs=(Source("docs/guides/a.md", source),))
    files = render(Analysis(written))
    site = project.config.site_url
    assert files[urls.twin_source("guides/a/")] == (
        f"# The `X` header + Y\n\nURL: {site}guides/a/\nAs of: 2026-06-01\n\n"
        f"It is **new**, see [more]({site}errors/index.md). B.\n\n"
        "**curl**\n\n```sh\ncurl [a](b.md)\n```\n\n"
        f"> **Mind**\n>\n> Read [this]({site}guides/other/index.md#part) and `[no](x.md)`.\n\n"
        "[button](#here)\n"
    )
    assert f"- [The `X` header + Y]({site}guides/a/index.md): It is new, see more.\n" in str(files[urls.LLMS])


def test_the_description_of_a_page_is_its_yaml_and_every_link_is_absolute(project: Project) -> None:
    source = (
        "---\ntitle: 'A ''title'''\ndescription: >-\n  Folded: over\n  two lines.\n---\n\n"
        'See [it][1] and [that](<b.md> "T").\n\n[1]: c.md\n'
    )
    written = msgspec.structs.replace(project, docs=(Source("docs/guides/a.md", source),))
    files = render(Analysis(written))
    site = project.config.site_url
    assert f"- [A 'title']({site}guides/a/index.md): Folded: over two lines.\n" in str(files[urls.LLMS])
    twin = str(files[urls.twin_source("guides/a/")])
    assert f'[that](<{site}guides/b/index.md> "T")' in twin
    assert f"[1]: {site}guides/c/index.md" in twin


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize("raw", [*HOSTILE, *MORE])
def test_the_body_of_an_entry_has_no_html_image_or_heading_above_its_own(raw: str, html: bool) -> None:
    found = tokens(f"Before\n\n{article(raw, str)}\n\nAfter", html=html)
    assert "html_block" not in {token.type for token in found}
    assert {token.tag for token in found if token.type == "heading_open"} <= {"h3", "h4", "h5", "h6"}
    assert not {"html_inline", "image"} & {span.type for span in spans(found)}
    assert shown(found).endswith("After")


def test_the_body_of_an_entry_keeps_its_blocks_and_its_links() -> None:
    raw = "## More\n\nOne [link](other.md) and [another](https://a.example/b)\nover two lines.\n\n```json\n[a](b)\n```"
    link = {"other.md": "https://docs.example/other/index.md"}
    expected = raw.replace("## ", "### ").replace("other.md", link["other.md"])
    assert str(article(raw, lambda href: link.get(href, href))) == expected
