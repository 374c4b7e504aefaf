"""`changelog/<pin>/` -> pins with their contracts, and entries."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from docgen import urls
from docgen.errors import UnreadableError
from docgen.load.files import Tree
from docgen.load.findings import Findings, finding, finding_at
from docgen.load.known_contracts import KnownContracts
from docgen.load.validate import Model, read_model
from docgen.model.accepted import Accepted
from docgen.model.config import NO_EVENTS, EventsConfig
from docgen.model.entry import Entry, EntryText
from docgen.model.finding import Finding
from docgen.model.history import History, HistoryEntryText, HistoryPin, HistoryPinText
from docgen.model.live import LIVE, LiveFile, LiveResults
from docgen.model.pin import Pin, PinText, contract_path
from docgen.openapi.spec import Spec
from docgen.positions.source import Source

_PIN: Final = re.compile(r"changelog/[^/]+/pin\.ya?ml", re.I)
"""The path of a pin, also under a name that is only nearly right."""
ENTRY: Final = re.compile(r"changelog/[^/]+/[^/]+\.ya?ml")
"""The path of an entry; pin.yaml has it too."""
_HISTORY: Final = re.compile(r"""^["']?history["']?\s*:""", re.M)
_CONTRACT: Final = re.compile(r"""^["']?(openapi|swagger)["']?\s*:""", re.M)
_CONTRACT_AS_JSON: Final = re.compile(r""""(openapi|swagger)"\s*:""")


class Changelog(NamedTuple):
    """The pins, the entries and the history under `changelog/`, and a finding for everything that could not be read."""

    pins: tuple[Pin, ...]
    entries: tuple[Entry, ...]
    history: History
    wrong_pins: Findings
    wrong_entries: Findings


def read_changelog(tree: Tree, events: EventsConfig, known: KnownContracts | None = None) -> Changelog:
    """Everything under `changelog/`."""
    pins, wrong = read_pins(tree, events, known)
    old, folders = list[HistoryPin](), set[str]()
    for name, source, text, wrong_pin in _pin_files(tree, HistoryPinText):
        wrong += wrong_pin
        folders.add(name)  # also where it is wrong, so that its entries are read as what they are
        old += [HistoryPin(name, text, source)] if text else []
    every, wrong_entries = read_entries(tree, pins, folders)
    history = History(tuple(sorted(old, key=_release)), tuple(entry for entry in every if entry.pin in folders))
    entries = tuple(entry for entry in every if entry.pin not in folders)
    return Changelog(pins, entries, history, wrong, wrong_entries)


def read_pins(
    tree: Tree, events: EventsConfig = NO_EVENTS, known: KnownContracts | None = None
) -> tuple[tuple[Pin, ...], Findings]:
    """Every pin with a contract under `changelog/`, oldest release first, and a finding for what could not be read.

    `events` says which schemas are payloads of events, and where their names are.
    """
    pins, known = list[Pin](), known or KnownContracts()
    findings: list[Finding] = []
    for name, source, text, wrong in _pin_files(tree, PinText):
        findings += wrong
        if text:
            spec, wrong_spec = _read_spec(tree, text, source, events, known)
            live, wrong_live = _read_live(tree, f"changelog/{name}/{LIVE}")
            findings += (*wrong_spec, *wrong_live)
            pins.append(Pin(name, text, source, spec, live))
    return tuple(sorted(pins, key=_release)), tuple(findings)


def _release(pin: Pin | HistoryPin) -> tuple[date, str]:
    return pin.text.released, pin.id


def _pin_files(tree: Tree, model: type[Model]) -> Iterator[tuple[str, Source, Model | None, Findings]]:
    """The id and the text of each pin of a kind, and what is wrong with either."""
    for path in filter(_PIN.fullmatch, tree.pin_files()):
        source, wrong = tree.read(path)
        if not path.endswith("/pin.yaml"):
            message = "has the wrong file name; expected pin.yaml"
            wrong = (finding(source, "schema-mismatch", message, "rename it"),)
        if bool(_HISTORY.search(source.text)) != (model is HistoryPinText):
            continue
        name = PurePosixPath(path).parent.name
        if name.casefold() in urls.RESERVED_PINS:
            page = f"/{urls.CHANGELOG}{name.casefold()}/"
            message = f"the pin id `{name}` is reserved: {page} is another page of the site"
            hint = "rename the folder, for example to the date of the pin"
            wrong = (finding(source, "reserved-pin", message, hint),)
        elif len(name) > urls.MAX_NAME_LENGTH:
            wrong = (_too_long(source, "pin", name),)
        text, wrong = (None, wrong) if wrong else read_model(source, model)
        yield name, source, text, wrong


def _too_long(source: Source, kind: str, name: str) -> Finding:
    message = f"the {kind} `{name[:40]}...` has {len(name)} characters; expected at most {urls.MAX_NAME_LENGTH}"
    hint = "choose a shorter name: pages are files with that name and a suffix"
    return finding(source, "name-too-long", message, hint)


def _read_spec(
    tree: Tree, text: PinText, pin: Source, events: EventsConfig, known: KnownContracts
) -> tuple[Spec | None, Findings]:
    path = contract_path(PurePosixPath(pin.path).parent.name, text.spec.file)
    try:
        data = tree.contract(path)
    except UnreadableError as error:
        hint = "set `spec.file` to the path of the OpenAPI document, relative to the pin's folder"
        return None, (finding_at(pin, ("spec", "file"), "spec-unreadable", f"spec.file: {error}", hint),)
    return known.read(path, data, tree.reader_beside(path), events)


def _read_live(tree: Tree, path: str) -> tuple[LiveResults | None, Findings]:
    if not tree.has(path):
        return None, ()
    source, wrong = tree.read(path)
    file, wrong = (None, wrong) if wrong else read_model(source, LiveFile)
    return LiveResults(source, file.results) if file else None, wrong


def is_contract(text: str) -> bool:
    """Whether a YAML file in a pin's folder is an OpenAPI document; it may be JSON, which is valid YAML."""
    pattern = _CONTRACT_AS_JSON if text.lstrip().startswith("{") else _CONTRACT
    return bool(pattern.search(text))


def read_entries(
    tree: Tree, pins: tuple[Pin, ...] = (), history: Collection[str] = ()
) -> tuple[tuple[Entry, ...], Findings]:
    """Every entry under `changelog/<pin>/`, by effective date and slug; a duplicate slug is a finding.

    Events have the names that the contracts of `pins` give them; `history` are the folders without a contract.
    """
    entries: dict[str, Entry] = {}
    findings: list[Finding] = []
    without_pin: dict[str, Source] = {}
    present = tree.pin_files()
    folders = {PurePosixPath(name).parent.name for name in filter(_PIN.fullmatch, present)}
    for name in present:
        path = PurePosixPath(name)
        if not ENTRY.fullmatch(name) or _PIN.fullmatch(name):
            continue
        source, wrong = tree.read(name)
        if is_contract(source.text):
            continue
        text, wrong = (None, wrong) if wrong else _entry_text(source, path.parent.name in history)
        findings += wrong
        if path.stem in entries:
            other = entries[path.stem].source.path
            message = f"the slug `{path.stem}` is already used by {other}; choose a unique slug"
            hint = "rename the new file: a slug is a permanent id"
            findings.append(finding(source, "duplicate-slug", message, hint))
        elif len(path.stem) > urls.MAX_NAME_LENGTH:
            findings.append(_too_long(source, "slug", path.stem))
        elif path.parent.name not in folders:
            without_pin.setdefault(path.parent.name, source)
        elif text:
            findings += _same_ids(source, text)
            entries[path.stem] = Entry(path.parent.name, path.stem, text, source)
    for folder, source in without_pin.items():  # at the first of its entries
        message = f"no pin.yaml in {folder}/; expected the pin of this entry"
        hint = "move the entry to a pin's folder, or add the pin"
        findings.append(finding(source, "unknown-pin", message, hint))
    ordered = sorted(entries.values(), key=lambda entry: (entry.text.effective, entry.slug))
    return with_event_names(tuple(ordered), pins), tuple(findings)


def _same_ids(source: Source, text: EntryText) -> Iterator[Finding]:
    """A finding for each claim whose id an earlier one of its entry has: a reference names one claim."""
    seen = set[str]()
    for index, claim in enumerate(text.claims):
        # the id of a claim without one is its kind
        key, id_, hint = "id", claim.id, "change the new claim: an id is permanent"
        if id_ is None:
            key, id_, hint = claim.kind, claim.kind, "write an `id` for each claim of a kind"
        if id_ in seen:
            message = f"the claim id `{id_}` is already used in this entry; choose a unique id"
            yield finding_at(source, ("claims", index, key), "duplicate-key", message, hint)
        seen.add(id_)


def _entry_text(source: Source, is_history: bool) -> tuple[EntryText | None, Findings]:
    if not is_history:
        return read_model(source, EntryText)
    text, wrong = read_model(source, HistoryEntryText)
    return text.full if text else None, wrong


def with_event_names(entries: tuple[Entry, ...], pins: tuple[Pin, ...]) -> tuple[Entry, ...]:
    """The entries with `event <name>` for `event <key>`, by the contract of the pin and the one before it.

    Published entries stay as they were written, and an event may have been named by its key when they were.
    """
    names = {pin.id: {**_names(before), **_names(pin)} for before, pin in zip((None, *pins), pins, strict=False)}
    # history is from before the first of them
    oldest = _names(next(iter(pins), None))
    return tuple(_with_names(entry, names.get(entry.pin, oldest)) for entry in entries)


def with_names_in_places(accepted: Accepted, pins: tuple[Pin, ...]) -> Accepted:
    """What a project accepts with `event <name>` for `event <key>`, by the contracts of its pins."""
    names: dict[str, str] = {}
    for pin in pins:
        names |= _names(pin)
    return replace(accepted, entries=_renamed(accepted.entries, _selectors(names)))


def _selectors(names: Mapping[str, str]) -> dict[str, str]:
    return {f"event {key}": f"event {name}" for key, name in names.items()}


def _names(pin: Pin | None) -> dict[str, str]:
    keys = pin.contract.event_keys() if pin else {}
    return {key: name for name, key in keys.items() if key not in keys}


def _with_names(entry: Entry, names: Mapping[str, str]) -> Entry:
    if not names:
        return entry
    covers, claims = _renamed((entry.text.covers, entry.text.claims), _selectors(names))
    events = tuple(replace(claim, events=_renamed(claim.events, names)) for claim in claims)
    return replace(entry, text=replace(entry.text, covers=covers, claims=events))


def _renamed(node: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of an entry
    if isinstance(node, Struct):
        return replace(node, **{name: _renamed(getattr(node, name), names) for name in node.__struct_fields__})
    if isinstance(node, tuple):
        return tuple(_renamed(one, names) for one in node)
    if isinstance(node, dict):
        return {names.get(key, key): value for key, value in node.items()}  # a status may be called as a key is
    return names.get(node, node) if isinstance(node, str) else node
