"""The summary of a build and its findings for a terminal, one fact per line."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from docgen import urls
from docgen.model.files import Files
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule, rfc3339
from docgen.redirects.edges.output import DIST, Desired
from docgen.wording import counted, printable

_MAX_NAMES: Final = 3
_NO_PAGE: Final = "404.html"


class BuildResult(NamedTuple):
    """The output of a build: the `folder` of the site, its `paths`, and the `edge_files` by their path.

    `folder` is relative to the current folder where possible, `serve` is the command that previews the site. `only`
    says what else was built than the site, which has no edge files: a draft or a preview.
    """

    folder: str
    paths: Collection[str]
    edge_files: Files
    only: str = ""
    serve: str = "docgen serve"


def report(project: Project, findings: Sequence[Finding], built: BuildResult) -> str:
    """Lines on the site, its pages and entries, each edge with its next sunset, the findings, and what to open next."""
    return "\n".join([*map(printable, _lines(project, findings, built)), ""])


def _lines(project: Project, findings: Sequence[Finding], built: BuildResult) -> Iterator[str]:
    made = f"{built.folder}, {built.only}," if built.only else built.folder
    yield f"built {made} as of {project.today}: {counted(len(built.paths), 'file')}"
    yield _pages(project, built.paths)
    yield _entries(project)
    if built.only:
        yield f"edges: no rules written for {built.only}"
    else:
        for edge in project.config.edges:
            files = sum(path.startswith(f"{DIST}/{edge}/") for path in built.edge_files)
            desired = Desired.of(project, edge)
            rules = [rule for rule in desired.rules if rule.is_served and not desired.missing_features(rule)]
            counts = f"{counted(files, 'file')}, {counted(len(rules), 'rule')}"
            yield f"edge {edge}: {counts}{_sunsets(rules, project.epoch)}"
    yield from _findings(findings)
    yield f"open {built.folder}/index.html, or run `{built.serve}`"


def _pages(project: Project, paths: Collection[str]) -> str:
    pages = {path for path in paths if path.endswith(".html")} - {_NO_PAGE}
    kinds = {
        "entries": pages & {f"{urls.entry_url(entry)}index.html" for entry in project.entries},
        "error codes": _below(urls.ERRORS, pages),
        "webhook events": _below(urls.WEBHOOKS, pages),
    }
    line = f"pages: {len(pages):,}"
    if counts := ", ".join(f"{kind} {len(of_kind):,}" for kind, of_kind in kinds.items() if of_kind):
        line += f" ({counts})"
    operations = project.current.contract.operations() if project.current else ()
    if operations and f"{urls.REFERENCE}index.html" in pages:
        line += f"; {counted(len(operations), 'operation')} in the reference"
    return line


def _below(folder: str, pages: Collection[str]) -> set[str]:
    # the list is no item
    return {page for page in pages if page.startswith(folder)} - {f"{folder}index.html"}


def _entries(project: Project) -> str:
    today = project.today
    line = f"entries: {len(project.visible_entries()):,} published"
    if waiting := [entry.text.published for entry in project.entries if not entry.is_visible(today)]:
        line += f"; {len(waiting):,} to come, next on {min(waiting)}"
    if project.history.entries:
        line += f"; {len(project.history.entries):,} of history"
    return line


def _sunsets(rules: Sequence[Rule], now: int) -> str:
    sunsets = [(rule.sunset, rule.id) for rule in rules if isinstance(rule, Redirect) and rule.sunset is not None]
    ended = [sunset for sunset, _ in sunsets if sunset <= now]
    words = ""
    if ended:
        words = f", {len(ended):,} ended (the last at {rfc3339(max(ended))})"
    if coming := [sunset for sunset, _ in sunsets if sunset > now]:
        following = min(coming)
        # once, although a rule may have several hosts
        names = sorted({id_ for sunset, id_ in sunsets if sunset == following})
        more = f" and {len(names) - _MAX_NAMES:,} more" if names[_MAX_NAMES:] else ""
        words += f", next sunset {rfc3339(following)} ({', '.join(names[:_MAX_NAMES])}{more})"
    return words


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        yield "no findings"
    for severity in Severity:
        # most_common() keeps the order of equal counts, which is that of the alphabet here
        listed = (finding for finding in findings if finding.severity is severity and not finding.is_note)
        ids = Counter(sorted(finding.id for finding in listed))
        if ids:
            counts = ", ".join(f"{id_} {count:,}" for id_, count in ids.most_common())
            yield f"{counted(ids.total(), severity.value)}: {counts} (`docgen check` lists them)"
