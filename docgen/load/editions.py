"""The hand-written pages while each pin is current: the version of each page, with its placeholders expanded."""

from collections.abc import Mapping, Sequence
from pathlib import Path  # noqa: TID251 - part of the readers

from docgen.load.markdown import PageReader
from docgen.load.written import Written, pages_of, read_written
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Edition, Version


def read_editions(
    root: Path, pins: Sequence[Pin], current: Pin | None
) -> tuple[Mapping[str, Edition], Mapping[str, Version], tuple[Finding, ...]]:
    """The pages while each pin is current, by its id, or by "" where none is; the files that are written for a pin.

    A page that names no pin is read as one of the current pin; a version for a pin as one of that pin.
    """
    files, findings = read_written(root, pins)
    reader = PageReader({pin.id: placeholders(pins[: number + 1]) for number, pin in enumerate(pins)})
    present = current or (pins[0] if pins else None)
    wrong = [found for file in files for found in reader.findings(file, _pin_of(file, pins) or present)]
    editions = {pin.id: _edition(reader, files, pins, pin) for pin in pins}
    if current is None:
        editions[""] = _edition(reader, files, pins, None)
    versions = {file.source.path: Version(file.page, file.pin) for file in files if file.pin is not None}
    return editions, versions, tuple(dict.fromkeys((*findings, *wrong)))


def _pin_of(file: Written, pins: Sequence[Pin]) -> Pin | None:
    return next((pin for pin in pins if pin.id == file.pin), None)


def _edition(reader: PageReader, files: Sequence[Written], pins: Sequence[Pin], current: Pin | None) -> Edition:
    chosen = pages_of(files, pins, current)
    present = current or (pins[0] if pins else None)
    errors = [page for file in chosen if file.is_error and (page := reader.error_page(file, present))]
    return Edition(
        tuple(reader.guide(file, present) for file in chosen if not file.is_error),
        tuple(sorted(errors, key=lambda page: page.text.code)),
        {file.page: file.source.path for file in chosen if file.page != file.source.path},
    )


def placeholders(pins: Sequence[Pin]) -> dict[str, str]:
    """The values of the placeholders in hand-written pages while the last of the pins is current.

    The name of the header stays that of an earlier pin where the last one has none, so that no day breaks a page.
    """
    values = {"pin.current": pins[-1].id} if pins else {}
    versioned = [pin.text.versioning for pin in pins if pin.text.versioning]
    return values | ({"header.version": versioned[-1].name} if versioned else {})
