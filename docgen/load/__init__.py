"""The only readers: a repository -> one frozen Project, and a finding for everything that could not be read."""

from datetime import datetime
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.model.finding import Finding
    from docgen.model.project import Project

__all__ = ["load"]


def load(root: Path, now: datetime, against: str | None = None) -> "tuple[Project | None, tuple[Finding, ...]]":
    """The project in a folder at the time `now`, and every error of every file.

    The project is None only where its configuration cannot be read; where another file cannot be read, it is marked
    as not complete. `against` is the base to compare with: a git ref, at the merge-base, or a contract for the current
    pin. NoProjectError for a folder without a project, UnreadableError (exit code 3) for a base that cannot be read.
    """
    # imported here, so that reading one contract does not import the readers of a whole project
    import msgspec

    from docgen.load.accepted import read_accepted
    from docgen.load.base import read_base
    from docgen.load.changelog import read_changelog
    from docgen.load.config import read_config
    from docgen.load.files import Folder, read_committed
    from docgen.load.markdown import read_editions
    from docgen.load.placeholders import wrong_published_references
    from docgen.load.redirects import read_redirects
    from docgen.load.selectors import unknown_selectors
    from docgen.load.strays import hidden_in, strays
    from docgen.model.project import Project
    from docgen.redirects.rule_context import RuleContext

    config, config_source, findings = read_config(root)
    if config is None:
        return None, findings
    accepted, wrong_accepted = read_accepted(Folder(root))
    tree = Folder(root)
    pins, entries, wrong_changelog = read_changelog(tree, config.events.payloads)
    unread = *hidden_in(tree), *strays(tree, pins)
    project = Project(config, config_source, now, pins, entries, accepted=accepted)
    rules, wrong_redirects = read_redirects(root, RuleContext(config, entries, pins))
    ruled = msgspec.structs.replace(project, redirects=rules.redirects, header_rules=rules.header_rules)
    editions, versions, wrong_docs = read_editions(root, ruled)
    wrong = *wrong_accepted, *wrong_changelog, *wrong_redirects
    wrong_docs += () if wrong else tuple(wrong_published_references(ruled))
    # what a reference names may be in a file that could not be read
    wrong += tuple(found for found in wrong_docs if not wrong or found.id != "unknown-placeholder")
    base, notes = read_base(root, against, project) if against is not None and not wrong_accepted else (None, ())
    # a contract is usable without the part of such a reference, and a text with what is left out of it
    usable = "unresolved-ref", "hidden-character", "unknown-placeholder"
    complete = all(found.id in usable for found in wrong)
    project = msgspec.structs.replace(
        ruled,
        committed=read_committed(root),
        complete=complete,
        base=base,
        editions=editions,
        versions=versions,
    ).at(now)
    return project, tuple(sorted((*wrong, *unread, *notes, *unknown_selectors(pins, entries, config))))
