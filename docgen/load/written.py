"""`docs/**.md` as they are written: each file with its page, and the pin that its front matter names."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath  # noqa: TID251 - part of the readers
from typing import Final

import msgspec

from docgen.load.files import list_files, read
from docgen.load.findings import finding
from docgen.markdown.front_matter import split, text_values
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.positions.source import Source
from docgen.wording import did_you_mean

_NO_PIN: Final = ("true", "false")
"""Values of `pin` in the front matter of a blog, where they keep a post at the top."""


class Written(msgspec.Struct, frozen=True):
    """A file under `docs/`: the path of its page, and the pin that it is written for, if it names one."""

    source: Source
    page: str
    pin: str | None

    @property
    def is_error(self) -> bool:
        """Whether it is the page of an error code."""
        path = PurePosixPath(self.page)
        return path.parent.as_posix() == "docs/errors" and path.stem != "index"


def read_written(root: Path, pins: Sequence[Pin]) -> tuple[tuple[Written, ...], tuple[Finding, ...]]:
    """Every file of a hand-written page, and what is wrong with the pins that they name."""
    files: list[Written] = []
    findings: list[Finding] = []
    for path in list_files(root / "docs", "**/*.md"):
        source, wrong = read(root, path)
        findings += wrong
        if not wrong:
            files.append(_written(source))
    findings += [found for file in files for found in _wrong_pin(file, pins, {other.page for other in files})]
    return tuple(files), (*findings, *_same_version(files))


def pages_of(files: Sequence[Written], pins: Sequence[Pin], current: Pin | None) -> tuple[Written, ...]:
    """The file of each page while a pin is current: that for it, for the newest pin before it, or for no pin."""
    order = {pin.id: number for number, pin in enumerate(pins)}
    newest = order[current.id] if current else -1
    chosen: dict[str, Written] = {}
    for file in sorted(files, key=lambda file: order.get(file.pin or "", -1)):
        if file.pin is None or order.get(file.pin, len(pins)) <= newest:
            chosen[file.page] = file
    return tuple(sorted(chosen.values(), key=lambda file: PurePosixPath(file.page)))


def _written(source: Source) -> Written:
    pin = text_values(split(source.text).yaml).get("pin")
    if pin is None or pin.casefold() in _NO_PIN:
        return Written(source, source.path, None)
    named = source.path.removesuffix(f".{pin}.md")
    return Written(source, source.path if named == source.path else f"{named}.md", pin)


def _wrong_pin(file: Written, pins: Sequence[Pin], pages: set[str]) -> Iterator[Finding]:
    known = [pin.id for pin in pins]
    if file.pin is not None and file.pin not in known:
        expected = f"expected one of {', '.join(known)}" if known else "the project has no pin"
        hint = did_you_mean(file.pin, known, "`pin` is the folder of a pin under changelog/")
        yield finding(file.source, _line(file), 1, "unknown-pin", f"unknown pin `{file.pin}`; {expected}", hint)
        return
    for pin in known:
        page = f"{file.source.path.removesuffix(f'.{pin}.md')}.md"
        if pin != file.pin and file.source.path.endswith(f".{pin}.md") and page in pages:
            message = f"the file is named after the pin {pin}, but its front matter does not have `pin: {pin}`"
            hint = f"add `pin: {pin}`, or rename the file"
            yield finding(file.source, _line(file), 1, "front-matter", message, hint)


def _same_version(files: Sequence[Written]) -> Iterator[Finding]:
    first: dict[tuple[str, str | None], Written] = {}
    for file in files:
        other = first.setdefault((file.page, file.pin), file)
        if other is not file:
            message = f"{file.page} already has a version for the pin {file.pin}: {other.source.path}"
            yield finding(file.source, _line(file), 1, "duplicate-page", message, "merge the two files")


def _line(file: Written) -> int:
    """The line of `pin` in the front matter, or the first line of the file."""
    head = split(file.source.text).head
    at = re.search(r"^pin[ \t]*:", head, re.M)
    return head[: at.start()].count("\n") + 1 if at else 1
