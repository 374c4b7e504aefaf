"""Contracts that were read before: a preview reads its project at each edit, and few edits are of a contract."""

from collections.abc import Mapping
from typing import NamedTuple

from docgen.errors import UnreadableError
from docgen.load.files import OtherFile
from docgen.load.findings import Findings
from docgen.load.spec import parse_spec
from docgen.model.config import EventsConfig
from docgen.openapi.spec import Spec


class _Reading(NamedTuple):
    """The bytes of a contract, the settings for its events, the bytes of its other files, and what came of them."""

    data: bytes
    events: EventsConfig
    others: Mapping[str, bytes]
    spec: Spec | None
    findings: Findings


class KnownContracts:
    """The contracts as they were read last; one that is the same again has all that was computed from it."""

    def __init__(self) -> None:
        self._readings: dict[str, _Reading] = {}

    def read(self, path: str, data: bytes, other: OtherFile, events: EventsConfig) -> tuple[Spec | None, Findings]:
        """The contract in the bytes of a file with its events, and what is wrong with it, as `parse_spec` finds it."""
        known = self._readings.get(path)
        if known is None or (known.data, known.events) != (data, events) or not _are_same(known.others, other):
            known = self._readings[path] = _read(path, data, other, events)
        return known.spec, known.findings


def _are_same(texts: Mapping[str, bytes], other: OtherFile) -> bool:
    try:
        return all(other(name) == text for name, text in texts.items())
    except UnreadableError:
        return False


def _read(path: str, data: bytes, other: OtherFile, events: EventsConfig) -> _Reading:
    others = dict[str, bytes]()

    def recorded(name: str) -> bytes:
        others[name] = b""  # what cannot be read now is looked at again
        others[name] = other(name)
        return others[name]

    spec, findings = parse_spec(path, data, recorded)
    return _Reading(data, events, others, spec and events.applied_to(spec), findings)
