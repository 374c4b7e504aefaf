"""What holds a built site together: its links, its ids, and HTML as the standard has it."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib


class References(HTMLParser):
    """The links of a page, and what it makes a browser ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.requests: list[str] = []
        self.ids: set[str] = set()
        self.listed: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.listed += [given["id"]] if "id" in given else []
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in ("script", "img", "iframe", "source") and "src" in given:
            self.requests.append(given["src"])
        if tag == "link" and given.get("rel") not in ("canonical", "alternate", "next", "prev"):
            self.requests.append(given["href"])

    @property
    def repeated(self) -> list[str]:
        """The ids that stand more than once."""
        return [found for found, count in Counter(self.listed).items() if count > 1]


def pages(site: Path) -> dict[str, References]:
    """Every page by its file."""
    return {p.relative_to(site).as_posix(): References(p.read_text(encoding="utf-8")) for p in site.rglob("*.html")}


def shown_pages(site: Path) -> dict[str, References]:
    """The pages that are shown: not those that only lead from an old address to another."""
    return {
        name: page
        for name, page in pages(site).items()
        if 'http-equiv="refresh"' not in (site / name).read_text(encoding="utf-8")
    }


def dead_links(site: Path) -> list[tuple[str, str]]:
    """The links within the site that lead to no file, or to no id of a page."""
    found = pages(site)
    dead = []
    for name, page in found.items():
        for link in page.links:
            target = urlsplit(urljoin(f"https://site.example/{name}", link))
            if target.netloc != "site.example":
                continue
            path = unquote(target.path).lstrip("/")
            path = path + "index.html" if path.endswith("/") or not path else path
            if not (site / path).is_file() or (
                target.fragment and path in found and target.fragment not in found[path].ids
            ):
                dead.append((name, link))
    return dead


def errors_in(html: str) -> list[str]:
    """Where a page is not what the standard's parser expects."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    return [f"{place}: {code} {data}" for place, code, data in parser.errors]
