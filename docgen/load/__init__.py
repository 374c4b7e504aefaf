"""The only readers: a repository -> one frozen Project, and everything that could not be read."""

from datetime import datetime
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.model.finding import Finding
    from docgen.model.pin import Pin
    from docgen.model.project import Project

__all__ = ["load"]


def load(root: Path, now: datetime, against: str | None = None) -> "tuple[Project | None, tuple[Finding, ...]]":
    """The project in a folder as it is at `now`, with all errors of all files in one run.

    The project is None only where its configuration cannot be read; where another file could not be,
    it is marked as not complete. `against` names what to compare with: a reference of git, at the merge-base,
    or a contract for the current pin. A folder without a project raises NoProjectError, a reference or a file
    that cannot be read UnreadableError (exit code 3).
    """
    # imported here, so that a reader of one contract does not wait for the readers of a whole project
    from docgen.load.accepted import read_accepted
    from docgen.load.changelog import read_entries, read_pins
    from docgen.load.comparison_base import read_base
    from docgen.load.config import read_config
    from docgen.load.files import Folder, committed
    from docgen.load.markdown import read_docs, read_error_pages
    from docgen.load.redirects import Surroundings, read_redirects
    from docgen.load.selectors import unknown_selectors
    from docgen.model.project import Project

    config, config_source, findings = read_config(root)
    if config is None:
        return None, findings
    accepted, wrong_accepted = read_accepted(root)
    pins, wrong_pins = read_pins(Folder(root))
    entries, wrong_entries = read_entries(Folder(root))
    project = Project(config, config_source, now, pins, entries, accepted=accepted)
    values = placeholders(project.current or (pins[0] if pins else None))
    redirects, wrong_redirects = read_redirects(root, Surroundings(config, entries, pins))
    docs, wrong_docs = read_docs(root, values)
    errors, wrong_errors = read_error_pages(root, values)
    wrong = (*wrong_accepted, *wrong_pins, *wrong_entries, *wrong_redirects, *wrong_docs, *wrong_errors)
    base, notes = read_base(root, against, project) if against and not wrong_accepted else (None, ())
    complete = all(found.id == "unresolved-ref" for found in wrong)  # the contract is known, but for that part
    project = Project(
        config, config_source, now, pins, entries, redirects, errors, docs, committed(root), complete, base, accepted
    )
    return project, tuple(sorted((*wrong, *notes, *unknown_selectors(pins, entries, config))))


def placeholders(pin: "Pin | None") -> dict[str, str]:
    """What the placeholders of a hand-written page stand for: the current pin, or the first one before its release."""
    if pin is None:
        return {}
    versioning = pin.text.versioning
    return {"pin.current": pin.id} | ({"header.version": versioning.name} if versioning else {})
