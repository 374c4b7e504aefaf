"""A new date-pin: a copy of the one before, which is frozen; what only a writer can say is left."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from posixpath import basename, normpath
from typing import Final

import msgspec
import yaml

from docgen.author.edit import EditError, with_first, with_key, with_value, without_key
from docgen.author.new import NewEntry
from docgen.author.single_document import whole
from docgen.entries.digests import contract_digest, digest_of, frozen_digests
from docgen.model.draft import left
from docgen.model.entry import Entry
from docgen.model.files import Files
from docgen.model.live import LIVE
from docgen.model.pin import Pin, contract_path
from docgen.positions import locate
from docgen.positions.source import Pointer, Source

_OF_ONE_PIN: Final = ("deprecated", "retired", "announce", "frozen")
_TOLD: Final = ("text", "note")
_OF_OLD_DAY: Final = re.compile(r"^(released:[ \t]*\S+)[ \t]+#.*$", re.M)
"""A comment behind the day of release: it speaks of the day before."""


class NewPin(msgspec.Struct, frozen=True):
    """What a writer says of a new pin; `contract` is None where it begins with that of the pin before.

    `segment` is what the paths of that contract begin with, where it names a version.
    """

    id: str
    released: date
    label: str | None = None
    contract: Source | None = None
    segment: str | None = None


def new_pin(asked: NewPin, before: Pin, entries: Collection[Entry]) -> Files:
    """pin.yaml and the contract of a new pin, and pin.yaml of the one before with the digests that freeze it.

    Where the contract stands outside of changelog/, the new pin takes its place over, and the one before keeps a copy.
    """
    contract = asked.contract or _copied(before, asked)
    name = _contract_name(before, contract) if asked.contract else before.text.spec.file
    if normpath(name).startswith("../") and not before.text.spec.is_elsewhere:
        name = basename(name)  # the file is that of an older pin, which keeps it
    old, copies = _with_own_contract(before, {basename(entry.source.path) for entry in entries})
    sources = (
        _pin_file(asked, before, name),
        Source(contract_path(asked.id, name), contract.text),
        *copies,
        frozen(old, entries),
    )
    return {source.path: source.text for source in sources}


def _with_own_contract(pin: Pin, taken: Collection[str]) -> tuple[Pin, tuple[Source, ...]]:
    """A pin with its contract in its folder, and the copy that makes it so: a file elsewhere goes on with the next."""
    if pin.spec is None or not pin.text.spec.is_elsewhere:
        return pin, ()
    own, text = with_own_file(pin, taken), pin.spec.source.text
    copy = Source(contract_path(pin.id, own.text.spec.file), text)
    if digest_of(text) != contract_digest(pin.spec):  # other files have parts of it
        copy = whole(pin.spec, copy.path)
    return own, (copy,)


def with_own_file(pin: Pin, taken: Collection[str]) -> Pin:
    """A pin whose `spec.file` is a new one in its own folder, under a name that is not taken there."""
    name = basename(pin.text.spec.file)
    while name in {"pin.yaml", LIVE, *taken}:
        name = f"contract-{name}"
    source = with_value(pin.source, ("spec", "file"), name)
    text = msgspec.structs.replace(pin.text, spec=msgspec.structs.replace(pin.text.spec, file=name))
    return msgspec.structs.replace(pin, text=text, source=source)


def frozen(pin: Pin, entries: Iterable[Entry]) -> Source:
    """pin.yaml with the digests of the contract and the entries of the pin as they are now."""
    return with_key(without_key(pin.source, "frozen"), "frozen", frozen_digests(pin, entries))


def upgrade(asked: NewPin, before: Pin) -> NewEntry:
    """The entry that opens a pin whose contract is still that of the one before."""
    words = "-".join(part for part in asked.id.lower().replace(".", "-").replace("_", "-").split("-") if part)
    return NewEntry(
        pin=asked.id,
        slug=f"upgrade-to-{words}",
        kind="notice",
        impact="none",
        title=f"Upgrade from {before.id} to {asked.id}",
        summary=f"The date-pin {asked.id} follows {before.id}. The entries of this date-pin say what is different.",
        body=left("Say what the date-pin is for, who should move to it, and how to try it before."),
        published=asked.released,
        effective=asked.released,
        steps=(left(f"Say how a customer moves from {before.id} to {asked.id}."),),
    )


def _pin_file(asked: NewPin, before: Pin, contract: str) -> Source:
    source = Source(f"changelog/{asked.id}/pin.yaml", before.source.text)
    for key in _OF_ONE_PIN:
        source = without_key(source, key)
    source = with_value(source, ("label",), asked.label or left("Write the name of the version, such as v1.1."))
    source = with_value(source, ("released",), asked.released.isoformat())
    source = Source(source.path, _OF_OLD_DAY.sub(r"\1", source.text))
    source = with_value(source, ("summary",), left("Say in a sentence what this date-pin brings."))
    if contract != before.text.spec.file:
        named = _pointers(source.text, ("file",))
        source = (with_value if ("spec", "file") in named else _with_file)(source, ("spec", "file"), contract)
    if segment := _segment(before, asked):
        source = with_value(source, ("versioning", "name"), segment)
    for pointer, told in _pointers(source.text, _TOLD).items():
        if asked.contract and pointer[0] == "spec":
            source = with_value(source, pointer, left("Say where this contract comes from."))
        elif before.id in told:
            source = with_value(source, pointer, left(f"Say it of {asked.id}. For {before.id} it was: {told}"))
    return source


def _with_file(source: Source, pointer: Pointer, name: str) -> Source:
    return with_first(source, pointer[:-1], str(pointer[-1]), name)


def _pointers(text: str, keys: tuple[str, ...]) -> dict[Pointer, str]:
    """The texts of a file that stand under one of the keys, by their place."""
    return dict(_walk(yaml.load(text, Loader=yaml.BaseLoader), keys, ()))  # noqa: S506 - it makes texts alone


def _walk(node: object, keys: tuple[str, ...], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in keys and isinstance(value, str):
                yield (*pointer, key), value
            yield from _walk(value, keys, (*pointer, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _walk(value, keys, (*pointer, index))


def _contract_name(before: Pin, contract: Source) -> str:
    """The name of the old contract's file, with the ending of the new one's format."""
    stem, _, ending = before.text.spec.file.rpartition(".")
    given = "json" if contract.text.lstrip().startswith("{") else "yaml"
    same = (ending == "json") == (given == "json")
    return before.text.spec.file if same else f"{stem}.{given}"


def _copied(before: Pin, asked: NewPin) -> Source:
    """The contract of the pin before, under the new version where it named the old pin as its own, or in its paths."""
    if before.spec is None:
        raise ValueError(f"the contract of {before.id} was not read")
    source = before.spec.source
    if (segment := _segment(before, asked)) and before.text.versioning:
        old = re.escape(before.text.versioning.name)
        source = Source(source.path, re.sub(rf"/{old}(?![\w.-])", lambda _: f"/{segment}", source.text))
    if str(before.spec.at(("info", "version"))) != before.id:
        return source
    line, column = locate(source, ("info", "version"))
    key = sum(len(text) + 1 for text in source.text.split("\n")[: line - 1]) + column - 1
    at = source.text.find(before.id, key, source.text.find("\n", key) + 1 or None)
    if at < 0:  # a YAML alias, or a text of several lines
        hint = f"write `version: '{before.id}'` there, and run the command again"
        raise EditError(f"{source.path}:{line}:{column}: docgen cannot safely edit this version; {hint}")
    return Source(source.path, f"{source.text[:at]}{asked.id}{source.text[at + len(before.id) :]}")


def _segment(before: Pin, asked: NewPin) -> str | None:
    """What the paths of a new pin begin with, as `71` or `pay/v71` named the one before; None where they stay."""
    versioning = before.text.versioning
    if versioning is None or versioning.carrier != "path":
        return None
    if asked.contract:
        return asked.segment
    prefix = versioning.name.removesuffix(before.id)
    named = versioning.name.endswith(before.id) and prefix.rpartition("/")[2] in ("", "v", "V")
    return f"{prefix}{asked.id}" if named else None
