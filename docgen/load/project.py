"""A repository -> one frozen Project, and a finding for everything that could not be read."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from msgspec.structs import replace

from docgen.load.accepted import read_accepted
from docgen.load.base import read_base
from docgen.load.changelog import read_changelog
from docgen.load.config import read_config
from docgen.load.files import Folder, read_committed
from docgen.load.findings import Findings
from docgen.load.markdown import read_editions
from docgen.load.placeholders import wrong_published_references
from docgen.load.redirects import read_redirects
from docgen.load.selectors import unknown_selectors
from docgen.load.site import docs_folder
from docgen.load.strays import hidden_in, strays
from docgen.model.finding import Finding
from docgen.model.project import Project
from docgen.redirects.resolve import RuleContext

_USABLE: Final = ("unresolved-ref", "hidden-character", "unknown-placeholder")
"""A contract is usable without the part of such a reference, and a text with what is left out of it."""


def read_project(root: Path, now: datetime, against: str | None) -> tuple[Project | None, Findings]:
    """The project in a folder, and every error of every file: what `load` says."""
    config, config_source, wrong_config = read_config(root)
    if config is None:
        return None, wrong_config
    accepted, wrong_accepted = read_accepted(Folder(root))
    tree, docs = Folder(root), docs_folder(root)
    pins, entries, history, wrong_changelog = read_changelog(tree, config.events.payloads)
    written = Project(config, config_source, now, pins, entries, accepted=accepted, history=history, docs_folder=docs)
    notes = [*hidden_in(tree), *strays(tree, pins, history.pin_ids), *unknown_selectors(pins, entries, config)]
    project, wrong = _with_rules_and_pages(root, written, (*wrong_accepted, *wrong_changelog))
    base = None
    if against is not None and not wrong_accepted:
        base, noted = read_base(root, against, written)
        notes += noted
    complete = all(finding.id in _USABLE for finding in wrong)
    project = replace(project, committed=read_committed(root), complete=complete, base=base)
    return project.at(now), tuple(sorted((*wrong, *notes)))


def _with_rules_and_pages(root: Path, project: Project, wrong: Sequence[Finding]) -> tuple[Project, Findings]:
    """The project with its rules and its hand-written pages; all that is wrong, with what was `wrong` before."""
    rules, wrong_rules = read_redirects(root, RuleContext(project.config, project.entries, project.pins))
    project = replace(project, redirects=rules.redirects, header_rules=rules.header_rules)
    editions, versions, wrong_pages = read_editions(root, project)
    wrong = (*wrong, *wrong_rules)
    if wrong:
        # what a reference names may be in a file that could not be read
        wrong_pages = tuple(finding for finding in wrong_pages if finding.id != "unknown-placeholder")
    else:
        wrong_pages += tuple(wrong_published_references(project))
    return replace(project, editions=editions, versions=versions), (*wrong, *wrong_pages)
