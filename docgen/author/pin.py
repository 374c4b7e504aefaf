"""A new pin: a copy of the one before, which gets frozen; what only a writer can write is left as a task."""

import json
import re
from collections.abc import Collection, Iterable
from datetime import date
from posixpath import basename, normpath
from typing import Final, NamedTuple

import yaml
from msgspec.structs import replace

from docgen.author.edit import EditError, loaded, with_last_key, with_value, without_key
from docgen.author.new import NewEntry
from docgen.entries.corrections import words_of
from docgen.entries.digests import frozen_digests
from docgen.model.draft import placeholder
from docgen.model.entry import Entry, slug_of
from docgen.model.files import Files
from docgen.model.live import LIVE
from docgen.model.pin import Pin, contract_path
from docgen.openapi.spec import Spec
from docgen.positions import locate
from docgen.positions.source import Source, format_of

_PIN_SPECIFIC_KEYS: Final = ("deprecated", "retired", "announce", "frozen", "corrections")
_PROSE_KEYS: Final = ("text", "note")
_RELEASE_COMMENT: Final = re.compile(r"^(released:[ \t]*\S+)[ \t]+#.*$", re.M)
"""The day of release with a comment, which is about the old day."""


class NewPin(NamedTuple):
    """The fields of a new pin; without a `contract`, that of the pin before is copied.

    `segment` is the version segment that the paths of the contract begin with, if any. `published` is the contract
    that the pin before keeps, where the file that it shares with the new pin was edited already.
    """

    id: str
    released: date
    label: str | None
    contract: Source | None = None
    segment: str | None = None
    published: Spec | None = None


def new_pin(new: NewPin, before: Pin, entries: Collection[Entry]) -> Files:
    """pin.yaml and the contract of a new pin, and pin.yaml of the one before with the digests that freeze it.

    A contract outside of changelog/ becomes that of the new pin, and the one before gets a copy in its folder.
    """
    contract, name = new.contract or _copied(before, new), before.text.spec.file
    is_json = contract.content_format == "json"
    if new.contract and name.endswith(".json") != is_json:
        name = f"{name.rpartition('.')[0]}.{'json' if is_json else 'yaml'}"
    if normpath(name).startswith("../") and not before.text.spec.is_elsewhere:
        name = basename(name)  # the file is in the folder of an older pin, and stays that pin's
    files = {contract_path(new.id, name): contract.text}
    old, kept = before, new.published or before.contract
    if before.text.spec.is_elsewhere:
        old = with_own_file(replace(before, spec=kept), entries)
        files[old.contract_path] = contract_file(kept, old.contract_path).text
    pin, frozen_pin = _pin_file(new, before, name), frozen(old, entries)
    return {pin.path: pin.text, **files, frozen_pin.path: frozen_pin.text}


def with_own_file(pin: Pin, entries: Iterable[Entry]) -> Pin:
    """A pin whose `spec.file` is a new one in its own folder, under a name that is not used there."""
    name = basename(pin.text.spec.file)
    used_names = {"pin.yaml", LIVE, *(basename(entry.source.path) for entry in entries if entry.pin == pin.id)}
    while name in used_names:
        name = f"contract-{name}"
    source = with_value(pin.source, ("spec", "file"), name)
    text = replace(pin.text, spec=replace(pin.text.spec, file=name))
    return replace(pin, text=text, source=source)


def with_published_origin(pin: Pin) -> Files:
    """pin.yaml for a contract that was pulled from where it is published; empty where it already says so."""
    if pin.text.spec.origin == "published":
        return {}
    source = with_value(pin.source, ("spec", "origin"), "published")
    if pin.text.spec.note:
        task = placeholder(f"Write where the published contract comes from; before, it was: {pin.text.spec.note}")
        source = with_value(source, ("spec", "note"), task)
    return {source.path: source.text}


def contract_file(spec: Spec, path: str) -> Source:
    """A contract as the one file of a pin: its text unchanged, or a single document if other files have parts of it."""
    return single_document(spec, path) if spec.source.parts else Source(path, spec.source.content)


def single_document(spec: Spec, path: str) -> Source:
    """A contract of several files as one document, in the format of the file name: a pin has its contract in one."""
    text = json.dumps(spec.document, indent=2, ensure_ascii=False) + "\n"
    if format_of(path, "") == "yaml":
        # read again: of a value that is there twice, YAML would have an alias
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        text = yaml.dump(json.loads(text), Dumper=dumper, sort_keys=False, allow_unicode=True, width=120)
    return Source(path, text)


def frozen(pin: Pin, entries: Iterable[Entry]) -> Source:
    """pin.yaml with the digests of the contract and the entries of the pin as they are now."""
    return with_last_key(without_key(pin.source, "frozen"), ("frozen",), frozen_digests(pin, entries))


def upgrade_entry(new: NewPin, before: Pin) -> NewEntry:
    """The first entry of a pin whose contract is still that of the pin before."""
    return NewEntry(
        pin=new.id,
        slug=slug_of(f"upgrade-to-{new.id}"),
        kind="notice",
        impact="none",
        title=placeholder(f"Upgrade from {before.id} to {new.id}"),
        summary=placeholder(f"API version {new.id} follows {before.id}. Its changelog entries list what changed."),
        body=placeholder("Write what the API version is for, who should move to it, and how to try it before."),
        published=new.released,
        effective=new.released,
        steps=(placeholder(f"Write how a customer moves from {before.id} to {new.id}."),),
    )


def _pin_file(new: NewPin, before: Pin, contract: str) -> Source:
    source = Source(f"changelog/{new.id}/pin.yaml", before.source.text)
    for key in _PIN_SPECIFIC_KEYS:
        source = without_key(source, key)
    source = with_value(source, ("label",), new.label or placeholder("Write the name of the version, such as v1.1."))
    source = with_value(source, ("released",), new.released.isoformat())
    source = Source(source.path, _RELEASE_COMMENT.sub(r"\1", source.text))
    source = with_value(source, ("summary",), placeholder("Write in a sentence what is new in this API version."))
    if contract != before.text.spec.file:
        edit = with_last_key
        if "file" in (loaded(source.text).get("spec") or ()):
            edit = with_value
        source = edit(source, ("spec", "file"), contract)
    if segment := _segment(before, new):
        source = with_value(source, ("versioning", "name"), segment)
    for pointer, text in words_of(loaded(source.text)).items():
        if pointer[-1] not in _PROSE_KEYS:
            continue
        if new.contract and pointer[0] == "spec":
            source = with_value(source, pointer, placeholder("Write where this contract comes from."))
        elif before.id in text:
            source = with_value(source, pointer, placeholder(f"Rewrite for {new.id}; for {before.id} it was: {text}"))
    return source


def _copied(before: Pin, new: NewPin) -> Source:
    """A copy of the contract of the pin before, with the new pin in info.version and in paths that name the old one."""
    source = before.contract.source
    if (segment := _segment(before, new)) and before.text.versioning:
        old = re.escape(before.text.versioning.name)
        source = Source(source.path, re.sub(rf"/{old}(?![\w.-])", lambda _: f"/{segment}", source.text))
    if str(before.contract.at(("info", "version"))) != before.id:
        return source
    line, column = locate(source, ("info", "version"))
    lines = source.text.split("\n")
    written = lines[line - 1]
    lines[line - 1] = written[:column] + written[column:].replace(before.id, new.id, 1)
    if lines[line - 1] == written:  # a YAML alias, or a text of several lines
        hint = f"write `version: '{before.id}'` there, and run the command again"
        raise EditError(f"{source.path}:{line}:{column}: docgen cannot safely edit this version; {hint}")
    return Source(source.path, "\n".join(lines))


def _segment(before: Pin, new: NewPin) -> str | None:
    """The version segment of a new pin's paths, such as `71` or `pay/v71`; None where paths do not change."""
    versioning = before.text.versioning
    if versioning is None or versioning.carrier != "path":
        return None
    if new.contract:
        return new.segment
    prefix = versioning.name.removesuffix(before.id)
    named = versioning.name.endswith(before.id) and prefix.rpartition("/")[2] in ("", "v", "V")
    if named:
        return f"{prefix}{new.id}"
    return None
