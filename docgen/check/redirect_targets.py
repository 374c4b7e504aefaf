"""Rules that hide an operation of the API or a page of the site, or redirect to one that is not there."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from docgen.check.redirect_graph import served_rules
from docgen.check.rule import Findings, found, found_at, info_rule, pin_rule
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.openapi.spec import Operation
from docgen.positions.source import Pointer, Source
from docgen.redirects.docs_host import base_path
from docgen.redirects.oracle import covers_url
from docgen.redirects.paths import RuleIndex
from docgen.sitemap import site
from docgen.wording import ticked


@pin_rule
def covers_live_operation(project: Project) -> Findings:
    """A rule redirects the path of an operation of the current contract, or of the contract itself, and so hides it."""
    operations = project.current.contract.operations() if project.current else ()
    for redirect in served_rules(project):
        if redirect.host not in project.config.hosts:
            continue
        hidden = [operation.name for operation in operations if _matches_operation(redirect, operation)]
        if project.config.spec_url and covers_url(redirect, project.config.spec_url):
            hidden.append(project.config.spec_url)
        if hidden:
            message = f"`{redirect.id}` redirects {redirect.path}, which hides {ticked(hidden)}"
            yield found(*redirect.at("from"), message, "narrow `from`, or write `match: exact`")


def _matches_operation(redirect: Redirect, operation: Operation) -> bool:
    # the placeholders of a contract match one segment, and an exact rule nothing below it
    same_level = redirect.path.strip("/").count("/") == operation.path.strip("/").count("/")
    if operation.method in redirect.excluded or (redirect.match == "exact" and not same_level):
        return False
    return _is_path_of(redirect.path, operation.path)


@pin_rule
def target_not_in_spec(project: Project) -> Findings:
    """A rule redirects to a path of the API that no contract in force has: clients get an error."""
    if project.current is None or project.current.spec is None:
        return
    operations, rules = list(_operations_in_force(project)), RuleIndex(project.redirects)
    for redirect in served_rules(project):
        target = redirect.target
        if target.hostname not in project.config.hosts or any(rules.covering_url(redirect.to)):
            continue
        if not any(_is_path_of(target.path, operation.path) for operation in operations):
            message = f"`{redirect.id}` redirects to {redirect.to}, where the spec has no operation"
            yield found(*redirect.at("to"), message, "write a path of the spec as `to`")


def _operations_in_force(project: Project) -> Iterator[Operation]:
    today = project.today
    for pin in project.pins:
        if pin == project.current or (pin.text.released <= today and not pin.text.is_retired(today)):
            yield from pin.contract.operations()


def _is_path_of(target: str, path: str) -> bool:
    # a prefix rule appends the rest of the request's path, so the start of an operation's path is enough
    own, parts = target.strip("/").split("/"), path.strip("/").split("/")
    pairs = zip(own, parts, strict=False)
    return len(own) <= len(parts) and all(part.startswith("{") or part == mine for mine, part in pairs)


@pin_rule
def moved_to_no_page(project: Project) -> Findings:
    """An old address of the site redirects to a page that the site does not have: old links end at a 404."""
    known, base = site(project), f"{base_path(project.config)}/"
    redirects = _site_rules(project)
    rules = RuleIndex(redirects)
    for redirect in redirects:
        target = redirect.target
        path = target.path.removeprefix(base)
        on_site = target.hostname == redirect.host and target.path.startswith(base)  # not another site on the same host
        # a page has its address with a slash and without one
        if on_site and not known.has(path) and not any(rules.covering(redirect.host, target.path)):
            message = f"`{redirect.path}` redirects to `{target.path}`, which is not a page of the site"
            hint = "write the path of a page, such as /changelog/ or /errors/<code>"
            yield found(*_place(redirect, "to"), message, hint)


@pin_rule
def moved_from_page(project: Project) -> Findings:
    """A rule on the site's host redirects the address of a page: nobody can read that page any more."""
    base, redirects = base_path(project.config), _site_rules(project)
    rules, hidden = RuleIndex(redirects), defaultdict[str, list[str]](list)
    for page in sorted(f"{base}/{page}" for page in site(project).pages):
        for redirect in rules.covering(urlsplit(project.config.site_url).hostname or "", page):
            hidden[redirect.id].append(page)
    for redirect in redirects:
        if paths := hidden.get(redirect.id):
            message = f"`{redirect.path}` redirects the address of a page: {ticked(paths[:3])}"
            yield found(*_place(redirect, "from"), message, "remove it: the page itself is there")


@info_rule
def site_below_path(project: Project) -> Findings:
    """The site is below a path of its host: docgen writes no `docgen-docs-host` file for it."""
    path = base_path(project.config)
    if path and project.config.edges:
        message = f"the site is below `{path}/` of its host; docgen writes no edge file that serves it"
        hint = f"give the site a host of its own, or serve `{path}/errors/<code>` from `errors/<code>.html` by hand"
        yield found_at(project.config_source.path, 0, 0, message, hint)


def _site_rules(project: Project) -> list[Redirect]:
    host = urlsplit(project.config.site_url).hostname
    return [redirect for redirect in served_rules(project) if redirect.host == host]


def _place(redirect: Redirect, key: str) -> tuple[Source, Pointer]:
    return redirect.at() if redirect.is_moved else redirect.at(key)
