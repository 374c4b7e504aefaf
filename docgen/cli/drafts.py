"""Drafts of entries for what no entry tells, as `new entry --from-diff`, `new pin` and `spec pull` make them."""

from collections.abc import Iterable

import msgspec

from docgen.author.draft import Place, drafted, drafted_as
from docgen.author.new import new_entry
from docgen.differ import diff
from docgen.errors import UsageError
from docgen.model.change import Change, Policy
from docgen.model.files import Files
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.spec import Spec


def changes_of(project: Project, base: Spec, revision: Spec) -> tuple[Change, ...]:
    """What a contract changes of another, at the levels that the project gives."""
    config = project.config.diff
    levels = {id_: override.level for id_, override in config.levels.items()}
    return diff(base, revision, policy=Policy(config.policy, levels), now=project.now)


def uncovered(project: Project, pin: Pin, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that no entry of the pin tells."""
    return tuple(changes)


def before(project: Project, pin: Pin) -> Pin:
    """The pin that was released before; UsageError (exit code 2) where the pin is the first."""
    earlier = project.pins[: project.pins.index(pin)]
    if not earlier:
        raise UsageError(f"{pin.id} is the first pin, so no pin is there to compare it with; expected --against FILE")
    return earlier[-1]


def contract(pin: Pin) -> Spec:
    """The contract of a pin; a complete project has it."""
    if pin.spec is None:
        raise UsageError(f"the contract of {pin.id} could not be read; `docgen check` says why")
    return pin.spec


def entry_drafts(project: Project, pin: Pin, changes: Iterable[Change], slug: str | None = None) -> Files:
    """The drafts of the changes that no entry tells: one a group, or one of all of them under a slug."""
    left = uncovered(project, pin, changes)
    place = Place(pin, {entry.slug for entry in project.entries}, max(project.now.date(), pin.text.released))
    if not left:
        return {}
    made = (drafted_as(slug, left, place),) if slug else drafted(left, place)
    return {path: text for entry in made for path, text in new_entry(entry).items()}


def with_pin(project: Project, pin: Pin) -> Project:
    """The project with a pin added, or in the place of the one that has its id."""
    others = [known for known in project.pins if known.id != pin.id]
    return msgspec.structs.replace(
        project, pins=tuple(sorted((*others, pin), key=lambda known: (known.text.released, known.id)))
    )
