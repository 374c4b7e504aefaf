"""Rules on the site's own host, compared with its pages."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from docgen.check.redirect_graph import served_rules
from docgen.check.rule import found, found_at, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.positions.source import Pointer, Source
from docgen.redirects.docs_host import base_path
from docgen.redirects.paths import RuleIndex
from docgen.sitemap import pages
from docgen.wording import ticked


@rule(Severity.ERROR, by_pin=True)
def moved_to_no_page(project: Project) -> Iterator[Finding]:
    """An old address of the site redirects to a page that the site does not have: old links end at a 404."""
    known, base = pages(project), f"{base_path(project.config)}/"
    rules = RuleIndex(_site_rules(project))
    for redirect in _site_rules(project):
        target = urlsplit(redirect.to)
        path = target.path.removeprefix(base)
        on_site = target.hostname == redirect.host and target.path.startswith(base)  # not another site on the same host
        redirected = any(True for _ in rules.covering(redirect.host, target.path))
        if on_site and not redirected and path not in known and f"{path}/" not in known:
            yield found(
                *_place(redirect, "to"),
                f"`{redirect.path}` redirects to `{target.path}`, which is not a page of the site",
                "write the path of a page, such as /changelog/ or /errors/<code>",
            )


@rule(Severity.ERROR, by_pin=True)
def moved_from_page(project: Project) -> Iterator[Finding]:
    """A rule on the site's host redirects the address of a page: nobody can read that page any more."""
    base = base_path(project.config)
    rules = RuleIndex(_site_rules(project))
    hidden: defaultdict[str, list[str]] = defaultdict(list)
    for page in sorted(f"{base}/{page}" for page in pages(project)):
        for redirect in rules.covering(urlsplit(project.config.site_url).hostname or "", page):
            hidden[redirect.id].append(page)
    for redirect in _site_rules(project):
        if paths := hidden.get(redirect.id):
            yield found(
                *_place(redirect, "from"),
                f"`{redirect.path}` redirects the address of a page: {ticked(paths[:3])}",
                "remove it: the page itself is there",
            )


@rule(Severity.INFO)
def site_below_path(project: Project) -> Iterator[Finding]:
    """The site is below a path of its host: docgen writes no `docgen-docs-host` file for it."""
    path = base_path(project.config)
    if path and project.config.edges:
        yield found_at(
            project.config_source.path,
            0,
            0,
            f"the site is below `{path}/` of its host; docgen writes no edge file that serves it",
            f"give the site a host of its own, or serve `{path}/errors/<code>` from `errors/<code>.html` by hand",
        )


def _site_rules(project: Project) -> list[Redirect]:
    host = urlsplit(project.config.site_url).hostname
    return [redirect for redirect in served_rules(project) if redirect.host == host]


def _place(redirect: Redirect, key: str) -> tuple[Source, Pointer]:
    return redirect.at() if redirect.is_moved else redirect.at(key)
