"""`changelog/<pin>/` -> pins with their contracts, and entries."""

import re
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

from docgen.load.files import listed, read
from docgen.load.findings import finding
from docgen.load.spec import parse_spec
from docgen.load.validate import read_model
from docgen.model.entry import Entry, EntryText
from docgen.model.finding import Finding
from docgen.model.pin import Pin, PinText
from docgen.model.source import Source
from docgen.model.spec import Spec

_CONTRACT: Final = re.compile(r"^(openapi|swagger):", re.M)


def read_pins(root: Path) -> tuple[tuple[Pin, ...], tuple[Finding, ...]]:
    """Every pin under `changelog/`, oldest release first, and what could not be read."""
    pins: list[Pin] = []
    findings: list[Finding] = []
    for path in listed(root / "changelog", "*/pin.yaml"):
        source, unreadable = read(root, path)
        text, wrong = (None, unreadable) if unreadable else read_model(source, PinText)
        findings += wrong
        if text:
            spec, wrong = _read_spec(root, path, text, source)
            findings += wrong
            pins.append(Pin(path.parent.name, text, source, spec))
    return tuple(sorted(pins, key=lambda pin: (pin.text.released, pin.id))), tuple(findings)


def _read_spec(root: Path, pin: Path, text: PinText, source: Source) -> tuple[Spec | None, tuple[Finding, ...]]:
    path = pin.parent / text.spec.file
    if not path.is_file() or path.parent != pin.parent:
        message = f"spec.file: there is no {text.spec.file} beside pin.yaml; expected the contract of the pin there"
        return None, (
            finding(source, 1, 1, "spec-unreadable", message, "add the OpenAPI document to the pin's folder"),
        )
    contract, unreadable = read(root, path)
    return (None, unreadable) if unreadable else parse_spec(contract)


def read_entries(root: Path) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Every entry under `changelog/<pin>/`, by effective date and slug; a slug that stands twice is a finding."""
    entries: dict[str, Entry] = {}
    findings: list[Finding] = []
    for path in listed(root / "changelog", "*/*.yaml", "*/*.yml"):
        if path.name == "pin.yaml":
            continue
        source, unreadable = read(root, path)
        if _CONTRACT.search(source.text):
            continue
        text, wrong = (None, unreadable) if unreadable else read_model(source, EntryText)
        findings += wrong
        if path.stem in entries:
            message = f"the slug `{path.stem}` is taken by {entries[path.stem].source.path}; expected a slug of its own"
            findings.append(
                finding(source, 1, 1, "duplicate-slug", message, "rename one file: a slug is a permanent id")
            )
        elif not (path.parent / "pin.yaml").is_file():
            message = f"there is no pin.yaml in {path.parent.name}/; expected the pin that the entry belongs to"
            findings.append(
                finding(source, 1, 1, "unknown-pin", message, "move the entry to a pin's folder, or add the pin")
            )
        elif text:
            entries[path.stem] = Entry(path.parent.name, path.stem, text, source)
    return tuple(sorted(entries.values(), key=lambda entry: (entry.text.effective, entry.slug))), tuple(findings)
