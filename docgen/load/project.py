"""A repository -> one frozen Project, and a finding for everything that could not be read."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from msgspec.structs import replace

from docgen.load.accepted import read_accepted
from docgen.load.base import read_base
from docgen.load.changelog import read_changelog, with_names_in_places
from docgen.load.config import placed, read_config
from docgen.load.files import Folder
from docgen.load.findings import Findings
from docgen.load.known_contracts import KnownContracts
from docgen.load.markdown import read_editions
from docgen.load.placeholders import wrong_published_references
from docgen.load.redirects import read_redirects
from docgen.load.selectors import unknown_names, unknown_references, unknown_selectors
from docgen.load.site import docs_folder
from docgen.load.strays import hidden_in, strays
from docgen.model.project import Project
from docgen.redirects.resolve import RuleContext

_NAMES_OF_PINS: Final = ("stray-file", "unknown-pin", "unknown-selector")
"""What is not found in the pins and in their contracts."""
_USABLE: Final = ("unresolved-ref", "hidden-character", "unknown-placeholder", "stray-file", "unknown-selector")
"""A contract is usable without the part of such a reference, and a text with what is left out of it."""


def load(
    root: Path, now: datetime, against: str | None = None, known: KnownContracts | None = None
) -> tuple[Project | None, Findings]:
    """The project in a folder at the time `now`, and every error of every file.

    The project is None only where its configuration cannot be read; where another file cannot be read, it is marked
    as not complete. `against` is the base to compare with: a git ref, at the merge-base, or a contract for the current
    pin. A contract that is `known` is not parsed again. NoProjectError for a folder without a project, UnreadableError
    (exit code 3) for a base that cannot be read.
    """
    config, config_source, wrong_config = read_config(root)
    if config is None:
        return None, wrong_config
    accepted, wrong_accepted = read_accepted(Folder(root))
    tree, docs = Folder(root), docs_folder(root)
    pins, entries, history, wrong_pins, wrong_entries = read_changelog(tree, config.events, known)
    accepted = with_names_in_places(accepted, pins)
    written = Project(config, config_source, now, pins, entries, accepted=accepted, history=history, docs_folder=docs)
    project, found = _with_rules_and_pages(tree, written)
    # a contract that could not be read may have them
    wrong_names: Findings = ()
    if not wrong_pins:
        unknown = (*unknown_names(pins, config), *unknown_references(pins, config))
        wrong_names = (*placed(config_source, unknown),)
    found += (*hidden_in(tree), *strays(tree, pins, history.pin_ids))
    found += wrong_names or (*unknown_selectors(pins, entries, config),)
    if not _are_usable((*wrong_pins, *(finding for finding in wrong_entries if finding.id == "unknown-pin"))):
        found = _without(_NAMES_OF_PINS, found)
    wrong = (*wrong_accepted, *wrong_pins, *wrong_entries, *found)
    complete = _are_usable(wrong)
    if not complete:
        wrong = _without(["unknown-placeholder"], wrong)
    base = None
    if against is not None and not wrong_accepted:
        base, noted = read_base(root, against, written)
        wrong += noted
    project = replace(project, committed=tree.committed(), complete=complete, base=base)
    return project.at(now), tuple(sorted(wrong))


def _with_rules_and_pages(tree: Folder, project: Project) -> tuple[Project, Findings]:
    """The project with its rules and its hand-written pages, and all that is wrong with them."""
    rules, wrong_rules = read_redirects(tree, RuleContext(project.config, project.entries, project.pins))
    project = replace(project, redirects=rules.redirects, header_rules=rules.header_rules)
    editions, versions, wrong_pages = read_editions(tree, project)
    wrong = (*wrong_rules, *wrong_pages, *wrong_published_references(project))
    return replace(project, editions=editions, versions=versions), wrong


def _are_usable(wrong: Findings) -> bool:
    return all(finding.id in _USABLE for finding in wrong)


def _without(ids: Collection[str], wrong: Findings) -> Findings:
    """The findings that do not say that something is missing: it may be in a file that could not be read."""
    return tuple(finding for finding in wrong if finding.id not in ids)
