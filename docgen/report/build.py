"""The summary of a build and its findings for a terminal, one fact per line."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC
from typing import Final

import msgspec

from docgen import urls
from docgen.model.files import Files
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule, rfc3339
from docgen.redirects.edges import missing_features
from docgen.redirects.edges.output import DIST, edge_setup, for_edge
from docgen.wording import counted, printable

_MAX_NAMES: Final = 3
_NO_PAGE: Final = "404.html"


class BuildResult(msgspec.Struct, frozen=True):
    """The output of a build: the `folder` of the site, its `paths`, and the `edge_files` by their path.

    `folder` is relative to the current folder where possible, `serve` is the command that previews the site. A `draft`
    has no edge files.
    """

    folder: str
    paths: Collection[str]
    edge_files: Files
    draft: bool = False
    serve: str = "docgen serve"


def report(project: Project, findings: Sequence[Finding], built: BuildResult) -> str:
    """Lines on the site, its pages and entries, each edge with its next sunset, the findings, and what to open next."""
    return "".join(f"{printable(line)}\n" for line in _lines(project, findings, built))


def _lines(project: Project, findings: Sequence[Finding], built: BuildResult) -> Iterator[str]:
    made = f"{built.folder}, a draft," if built.draft else built.folder
    yield f"built {made} as of {_today(project)}: {counted(len(built.paths), 'file')}"
    yield _pages(project, built.paths)
    yield _entries(project)
    yield from _edges(project, built)
    yield from _findings(findings)
    yield f"open {built.folder}/index.html, or run `{built.serve}`"


def _today(project: Project) -> str:
    return project.now.astimezone(UTC).date().isoformat()


def _pages(project: Project, paths: Collection[str]) -> str:
    pages = {path for path in paths if path.endswith(".html")} - {_NO_PAGE}
    kinds = {
        "entries": pages & {f"{urls.entry_url(entry)}index.html" for entry in project.entries},
        "error codes": _below(urls.ERRORS, pages),
        "webhook events": _below(urls.WEBHOOKS, pages),
    }
    counts = ", ".join(f"{kind} {len(found):,}" for kind, found in kinds.items() if found)
    spec = project.current.spec if project.current else None
    operations = len(spec.operations()) if spec and f"{urls.REFERENCE}index.html" in pages else 0
    reference = f"; {counted(operations, 'operation')} in the reference" if operations else ""
    return f"pages: {len(pages):,}{f' ({counts})' if counts else ''}{reference}"


def _below(folder: str, pages: Collection[str]) -> set[str]:
    return {page for page in pages if page.startswith(folder)} - {f"{folder}index.html"}


def _entries(project: Project) -> str:
    today, published = project.now.date(), project.visible_entries()
    waiting = sorted(entry.text.published for entry in project.entries if not entry.is_visible(today))
    later = f"; {len(waiting):,} to come, next on {waiting[0]}" if waiting else ""
    return f"entries: {len(published):,} published{later}"


def _edges(project: Project, built: BuildResult) -> Iterator[str]:
    if built.draft:
        yield "edges: no rules written for a draft"
        return
    for name in project.config.edges:
        files = sum(path.startswith(f"{DIST}/{name}/") for path in built.edge_files)
        mine = for_edge(project, name)
        at = edge_setup(mine, name)
        rules = [rule for rule in mine.rules if rule.is_served and not missing_features(rule, name, at)]
        yield f"edge {name}: {counted(files, 'file')}, {counted(len(rules), 'rule')}{_sunsets(rules, project.epoch)}"


def _sunsets(rules: Sequence[Rule], now: int) -> str:
    ends = sorted((rule.sunset, rule.id) for rule in rules if isinstance(rule, Redirect) and rule.sunset is not None)
    ended = [sunset for sunset, _ in ends if sunset <= now]
    coming = [(sunset, id_) for sunset, id_ in ends if sunset > now]
    past = f", {len(ended):,} ended (the last at {rfc3339(ended[-1])})" if ended else ""
    if not coming:
        return past
    first = coming[0][0]
    return f"{past}, next sunset {rfc3339(first)} ({_listed([id_ for sunset, id_ in coming if sunset == first])})"


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = list(dict.fromkeys(names))
    rest = f" and {len(shown) - _MAX_NAMES:,} more" if len(shown) > _MAX_NAMES else ""
    return ", ".join(shown[:_MAX_NAMES]) + rest


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        yield "no findings"
        return
    for severity in Severity:
        kinds = Counter(found.id for found in findings if found.severity is severity)
        if kinds:
            each = sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))
            counts = ", ".join(f"{id_} {count:,}" for id_, count in each)
            yield f"{counted(kinds.total(), severity.value)}: {counts} (`docgen check` lists them)"
