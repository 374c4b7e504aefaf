"""The changes of a project: from each pin to the next, and against the base that it is compared with."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from docgen.differ import diff
from docgen.differ.acceptances import acceptance_of
from docgen.model.accepted import Acceptance
from docgen.model.change import Change, Changes, Policy
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.spec import Spec


def changes(project: Project) -> Changes:
    """All changes of the contracts under the policy of the configuration, without those that the project accepts.

    From pin to pin an acceptance counts after its last day, too, or the day alone would stop a build; a change
    against the base is of this very pull request, where an expired one excuses nothing. A pin whose contract, or the
    one to compare it with, could not be read is in neither mapping.
    """
    left_out: list[Change] = []
    ever, today = project.accepted.entries, project.accepted.in_force(project.now.date())
    between = {
        pin.id: _counted(project, before.spec, pin.spec, ever, left_out)
        for before, pin in _contracts(project)
        if before.spec and pin.spec
    }
    against = {
        pin.id: _counted(project, was.spec, pin.spec, today, left_out)
        for pin in project.pins
        if pin.spec and project.base and (was := project.base.pin(pin.id)) and was.spec
    }
    return Changes(between, against, tuple(left_out))


def _contracts(project: Project) -> tuple[tuple[Pin, Pin], ...]:
    return tuple(
        (msgspec.structs.replace(before, spec=seen_from(pin, before)), pin) for before, pin in project.successions()
    )


def _counted(
    project: Project, base: Spec, revision: Spec, accepted: Sequence[Acceptance], left_out: list[Change]
) -> tuple[Change, ...]:
    if base.document == revision.document:
        return ()
    config = project.config.diff
    policy = Policy(config.policy, {id_: override.level for id_, override in config.levels.items()})
    found = diff(base, revision, policy=policy, now=project.now)
    excused = [change for change in found if acceptance_of(change, accepted)]
    left_out += excused
    return tuple(change for change in found if change not in excused)


def seen_from(pin: Pin, before: Pin) -> Spec | None:
    """The contract of the pin before, with its paths named as in this pin where a segment carries the version.

    So `GET /2026-04/parcels` and `GET /2026-07/parcels` are one operation of two contracts, and
    `https://api.example.com/v71` and `https://api.example.com/v72` one server.
    """
    spec, old, new = before.spec, before.text.versioning, pin.text.versioning
    if spec is None or old is None or new is None or not (old.carrier == new.carrier == "path") or old.name == new.name:
        return spec
    paths: Mapping[str, Any] = spec.document.get("paths") or {}
    renamed = {_renamed(path, old.name, new.name): item for path, item in paths.items()}
    servers = spec.document.get("servers")
    if isinstance(servers, list):
        servers = [_moved(server, old.name, new.name) for server in servers]
        return Spec(spec.source, {**spec.document, "paths": renamed, "servers": servers})
    return Spec(spec.source, {**spec.document, "paths": renamed})


def named_in(selector: str, pin: Pin, other: Pin) -> str:
    """An operation of a pin under its name in another one, where a segment of the path carries the version."""
    method, _, path = selector.partition(" ")
    old, new = pin.text.versioning, other.text.versioning
    if not path.startswith("/") or old is None or new is None or not (old.carrier == new.carrier == "path"):
        return selector
    return f"{method} {_renamed(path, old.name, new.name)}"


def _renamed(path: str, old: str, new: str) -> str:
    return f"/{new}{path.removeprefix(f'/{old}')}" if f"{path}/".startswith(f"/{old}/") else path


def _moved(server: Any, old: str, new: str) -> Any:  # noqa: ANN401 - any JSON
    """A server with the segment of the version named as in another pin."""
    if not isinstance(server, Mapping) or not isinstance(server.get("url"), str):
        return server
    return {**server, "url": re.sub(rf"(?<=/){re.escape(old)}(?=/|$)", lambda _: new, server["url"])}
