"""The changes of a project: from each pin to the next, and from the base to the working tree."""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

from docgen.differ import diff
from docgen.differ.acceptances import find_acceptance
from docgen.differ.policy import configured_policy
from docgen.model.accepted import Acceptance
from docgen.model.change import Change, Changes
from docgen.model.config import Config
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.openapi.nodes import JsonObject
from docgen.openapi.spec import Spec

Judged = tuple[tuple[Change, ...], tuple[Change, ...]]
"""The changes that count, and the accepted ones."""


def changes(project: Project) -> Changes:
    """All changes of the contracts under the configured policy, without the accepted ones.

    From pin to pin, an expired acceptance still counts, otherwise a date alone would break a build; against the base,
    it does not, since those changes are of the current pull request, nor does one for any place: it would excuse later
    ones, too. Those changes are judged by the settings of the base. A pin is in neither mapping if its contract or the
    other one could not be read.
    """
    every, today = project.accepted.entries, project.today
    between = {}
    for before, pin in project.successions():
        contract = aligned_contract(pin, before)
        if pin.spec and contract:
            between[pin.id] = compare_contracts(project, project.config, contract, pin.spec, every)
    # see above: an acceptance for any place would excuse what is still to come
    by_place = [acceptance for acceptance in project.acceptances if acceptance.at and not acceptance.is_expired(today)]
    against = {}
    for pin in project.pins:
        base_pin = project.in_base(pin)
        if pin.spec and base_pin and base_pin.spec:
            against[pin.id] = compare_contracts(project, project.judge, base_pin.spec, pin.spec, by_place)
    return Changes(
        {pin: counted for pin, (counted, _) in between.items()},
        {pin: counted for pin, (counted, _) in against.items()},
        tuple(chain.from_iterable(accepted for _, accepted in (*between.values(), *against.values()))),
        {pin: accepted for pin, (_, accepted) in against.items()},
    )


def compare_contracts(
    project: Project, config: Config, base: Spec, revision: Spec, acceptances: Sequence[Acceptance]
) -> Judged:
    """The changes between two contracts under a configured policy: those that count, and the accepted ones."""
    contracts = map(config.events.applied_to, (base, revision))
    changed = diff(*contracts, policy=configured_policy(config.diff), now=project.now)
    accepted = tuple(change for change in changed if find_acceptance(change, acceptances))
    return tuple(change for change in changed if change not in accepted), accepted


def aligned_contract(pin: Pin, before: Pin) -> Spec | None:
    """The contract of the pin `before`, with the version in its paths and servers replaced by that of `pin`.

    So `GET /2026-04/parcels` and `GET /2026-07/parcels` are one operation of two contracts, and
    `https://api.example.com/v71` and `https://api.example.com/v72` one server.
    """
    spec, versions = before.spec, _versions_in_paths(before, pin)
    if spec is None or versions is None or versions[0] == versions[1]:
        return spec
    paths: JsonObject = spec.document.get("paths") or {}
    changed: dict[str, Any] = {"paths": {_rename_path(path, *versions): item for path, item in paths.items()}}
    servers = spec.document.get("servers")
    if isinstance(servers, list):
        known = [server.get("url") for server in pin.contract.node(()).items("servers")]
        changed["servers"] = [_rename_server(server, *versions, known) for server in servers]
    document = {**spec.document, **changed}
    return Spec(spec.source, document, payload_events=spec.payload_events, event_name=spec.event_name)


def translate_selector(selector: str, pin: Pin, other: Pin) -> str:
    """The selector of an operation of `pin` in the contract of `other`, if paths carry the version; else unchanged."""
    method, _, path = selector.partition(" ")
    versions = _versions_in_paths(pin, other)
    if versions is None or not path.startswith("/"):
        return selector
    return f"{method} {_rename_path(path, *versions)}"


def _versions_in_paths(pin: Pin, other: Pin) -> tuple[str, str] | None:
    """The versions of two pins, if the paths of both carry them."""
    version, other_version = pin.text.versioning, other.text.versioning
    if version is None or other_version is None or {version.carrier, other_version.carrier} != {"path"}:
        return None
    return version.name, other_version.name


def _rename_path(path: str, old: str, new: str) -> str:
    return f"/{new}{path.removeprefix(f'/{old}')}" if f"{path}/".startswith(f"/{old}/") else path


def _rename_server(server: Any, old: str, new: str, known: Collection[Any]) -> Any:  # noqa: ANN401 - any JSON
    """A server with the version in its URL replaced by that of another pin, if that gives one of the `known` URLs."""
    if not isinstance(server, Mapping) or not isinstance(server.get("url"), str):
        return server
    url = re.sub(rf"(?<=/){re.escape(old)}(?=/|$)", lambda _: new, server["url"])
    # a server that went keeps its name: the other contract never had this one
    return {**server, "url": url} if url in known else server
