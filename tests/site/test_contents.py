"""The table of contents of a generated page has its headings in HTML, in their order and below each other."""

from mkdocs.structure.toc import AnchorLink, TableOfContents

from docgen.site.page_html import with_html_headings

HTML = """
<h1 id="errors">Errors</h1>
<h2 data-x="1" id="codes-4">Request errors (<b>4xx</b>)</h2>
<h3 id="one">One <span class="dg-chip dg-chip--area">old</span><a class="headerlink" href="#one">&para;</a></h3>
<h2 id="envelope">The body &amp; more</h2>
<h2>Without an id</h2>
"""


def listed(contents: TableOfContents) -> list[object]:
    def nested(link: AnchorLink) -> object:
        return (link.title, link.url, [nested(child) for child in link.children])

    return [nested(link) for link in contents]


def test_headings_in_html_are_listed_where_they_are() -> None:
    title = AnchorLink("Errors", "errors", 1)
    title.children.append(AnchorLink("The body &amp; more", "envelope", 2))
    found = with_html_headings(TableOfContents([title]), HTML)
    body = [
        ("Request errors (4xx)", "#codes-4", [("One", "#one", [])]),
        ("The body &amp; more", "#envelope", []),
    ]
    assert listed(found) == [("Errors", "#errors", body)]


def test_a_page_without_a_title_in_its_contents_has_its_headings_at_the_top() -> None:
    assert [link.title for link in with_html_headings(TableOfContents([]), HTML)] == [
        "Request errors (4xx)",
        "The body &amp; more",
    ]


def test_contents_that_name_every_heading_stay() -> None:
    own = TableOfContents([AnchorLink("A", "a", 2), AnchorLink("B", "b", 2)])
    assert with_html_headings(own, '<h2 id="a">A</h2><h2 id="b">B</h2>') is own
