"""References to other files of a contract's folder: the parts that they name become parts of the document.

`./schemas/image.yaml#/Image` becomes `#/components/schemas/Image`, by the kind of object that OpenAPI has at the place
of the reference. What is no component there, such as a path item, `info` or a whole map, is copied to where it is
referred to, and so is a component that is nothing but a reference. So is Markdown, for a summary or a description.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, count
from posixpath import basename, splitext
from typing import Any, Final, NamedTuple

from docgen.openapi.discriminators import names_file
from docgen.openapi.folder import Folder, ReadFile, Target, UnresolvedReference
from docgen.openapi.levels import DEEPEST, may_exceed
from docgen.openapi.nodes import PROSE, JsonObject, as_mapping, is_reference, reference_to
from docgen.openapi.structure import COMPONENTS, kind_below
from docgen.positions.source import Pointer

_MOST_NESTED: Final = 20  # parts that are copied into each other
_MOST_COPIED: Final = 3_000_000  # values of copied parts, counted each time
_SECTIONS: Final = {kind: section for section, kind in COMPONENTS.items()}
_BY_FILE: Final = {**dict.fromkeys(PROSE, "text"), "value": "data", "example": "data"}
"""The kinds of what is no reference in OpenAPI, and is written as one to a file."""
_REFERABLE: Final = frozenset((*_SECTIONS, "pathItem"))


class Bundled(NamedTuple):
    """A document with the parts of other files that it refers to, each with its file and its place there.

    `unresolved` are the references that are not found, `refused` the files without a value that others name.
    """

    document: JsonObject
    parts: Mapping[Pointer, Target]
    unresolved: tuple[UnresolvedReference, ...]
    refused: frozenset[str]


def bundled(main: str, document: JsonObject, read: ReadFile | None) -> Bundled:
    """A document with the parts of other files.

    `main` is the name of its own file in the folder that `read` reads from; without that, no other file is followed.
    """
    bundle = _Bundle(Folder(main, document, read), document)
    whole, folder = bundle.document(), bundle.folder
    return Bundled(whole, bundle.parts, tuple(folder.unresolved.values()), frozenset(folder.refused))


class _Reference(NamedTuple):
    """A reference with its place, and the part that it names."""

    ref: str
    at: Target
    target: Target
    kind: str


class _Bundle:
    """One document on its way to be whole."""

    def __init__(self, folder: Folder, document: JsonObject) -> None:
        self.folder = folder
        self._main = document
        self.parts: dict[Pointer, Target] = {}
        # One part can stand for two kinds, such as a parameter and a header: then it becomes two components.
        self._components: dict[tuple[Target, str], Pointer] = {}
        self._waiting: list[tuple[_Reference, Pointer]] = []
        self._names: dict[str, set[str]] = {}
        self._numbers = defaultdict[tuple[str, str], Iterator[int]](partial(count, 2))
        self._inside: dict[tuple[Target, str], Pointer] = {}
        self._copied = 0

    def document(self) -> JsonObject:
        """The document with everything that it refers to."""
        # first, so that a part with a name in the contract keeps it
        for section, kind in COMPONENTS.items():
            self._name_own(section, kind)
        document = self._members(self._main.items(), (self.folder.main, ()), (), "document")
        # a part may refer to further parts, so this list grows on the way
        for reference, pointer in self._waiting:
            _add(document, pointer, self._part(reference, pointer))
        return document

    def _name_own(self, section: str, kind: str) -> None:
        """Note which parts of other files are components of the document under a name of their own."""
        target = self.folder.end((self.folder.main, ("components", section)))
        members = as_mapping(self.folder.at(target))
        self._names[section] = set(members)
        for name, node in members.items():
            parts = [_below(target, name)]
            if is_reference(node):
                parts += filter(None, [self.folder.target(node["$ref"], _below(parts[0], "$ref"))])
            for part in parts:
                if part[0] != self.folder.main:
                    self._components.setdefault((part, kind), ("components", section, name))

    def _node(self, node: Any, at: Target, pointer: Pointer, kind: str) -> Any:  # noqa: ANN401 - any JSON
        """A node at a place of a file, as the whole document has it under a pointer, where it is of this kind."""
        if self._inside:
            self._copied += 1
        if is_reference(node):
            return self._referred(node, at, pointer, kind)
        if isinstance(node, dict):
            return self._members(node.items(), at, pointer, kind)
        if isinstance(node, list):
            inner, items = kind.strip("[]"), list[Any]()
            for index, item in enumerate(node):
                items.append(self._node(item, _below(at, index), (*pointer, index), inner))
            return items
        if kind == "mapped" and isinstance(node, str):
            return self._mapped(node, at)
        return node

    def _members(self, members: Iterable[tuple[str, Any]], at: Target, pointer: Pointer, kind: str) -> dict[str, Any]:
        whole = {}
        # a comprehension is a call of its own, and 200 levels of three calls are too many
        for key, node in members:
            inner = kind_below(kind, key)
            # within data, the names of members say nothing
            if not inner and kind != "data" and is_reference(node):
                inner = _BY_FILE.get(key)
            whole[key] = self._node(node, _below(at, key), (*pointer, key), inner) if inner else node
        return whole

    def _referred(self, node: JsonObject, at: Target, pointer: Pointer, kind: str) -> Any:  # noqa: ANN401 - any JSON
        """What a reference becomes, with the fields beside it."""
        ref = node["$ref"]
        beside = self._members(((key, inner) for key, inner in node.items() if key != "$ref"), at, pointer, kind)
        own = _below(at, "$ref")
        # the value of an example is data, which bundlers follow to its file; what names none stays as it is
        target = self.folder.target(ref, own, noted=kind != "data")
        if target is None and kind == "data":
            return node
        if target is None:
            return _merged(self._unfollowed(ref, at, kind), beside)
        reference = _Reference(ref, own, target, kind)
        if known := self._known(reference, pointer):
            return {"$ref": reference_to(*known), **beside}
        # where the component is nothing but this reference, the part takes its place
        if kind in _SECTIONS and self._components.get((target, kind)) != pointer:
            return {"$ref": reference_to(*self._component(reference)), **beside}
        return _merged(self._part(reference, pointer), beside)

    def _known(self, reference: _Reference, pointer: Pointer) -> Pointer | None:
        """The pointer of a part that the whole document has already: its own, or the path item around the reference."""
        _, _, target, kind = reference
        if target[0] == self.folder.main and kind in _REFERABLE:
            return target[1]
        around = self._inside.get((target, kind))
        return around if kind == "pathItem" and around != pointer else None

    def _part(self, reference: _Reference, pointer: Pointer) -> Any:  # noqa: ANN401 - any JSON
        """The part that a reference names, for a place of the document; the reference itself where it cannot be."""
        ref, at, target, kind = reference
        part, known = self.folder.at(target), (target, kind)
        if why := self._unfit(part, known, pointer):
            self.folder.note_unresolved(ref, at, *why)
            return self._unfollowed(ref, at, kind)
        self._inside[known] = pointer
        self.parts[pointer] = target
        part = self._node(part, target, pointer, kind)
        del self._inside[known]
        return part

    def _unfollowed(self, ref: str, at: Target, kind: str) -> JsonObject | list[Any] | str:
        """What stays of a reference without its part: in a map it would be taken for a member."""
        if kind == "text":
            return ""
        if kind in _REFERABLE or (at[0] == self.folder.main and ref[:1] == "#"):
            return {"$ref": ref}
        return [] if kind[0] == "[" else {}

    def _unfit(self, part: object, known: tuple[Target, str], pointer: Pointer) -> tuple[str, str] | None:
        if known in self._inside:
            return "refers back to itself", "write the part out in one of the files"
        if len(self._inside) >= _MOST_NESTED:
            return f"is more than {_MOST_NESTED} references deep", "refer to the last of these parts"
        if self._copied > _MOST_COPIED:
            return f"would copy more than {_MOST_COPIED:,} values", "refer to each schema, not to whole maps of them"
        if may_exceed(part, DEEPEST - len(pointer)):
            return f"nests the contract deeper than {DEEPEST} levels", "make an inner part a component of its own"
        return None

    def _mapped(self, value: str, at: Target) -> str:
        """A value of a discriminator's mapping: the name of a schema, or a reference to one."""
        if value[:1] == "#" or (names_file(value) and value not in self._names["schemas"]):
            target = self.folder.target(value, at)
            if target is not None:
                reference = _Reference(value, at, target, "schema")
                return reference_to(*(self._known(reference, ()) or self._component(reference)))
        return value

    def _component(self, reference: _Reference) -> Pointer:
        """The component that a part of another file becomes."""
        known = reference.target, reference.kind
        if known not in self._components:
            pointer = self._components[known] = self._free(reference.target, _SECTIONS[reference.kind])
            self._waiting.append((reference, pointer))
        return self._components[known]

    def _free(self, target: Target, section: str) -> Pointer:
        """A free place among the components for a part of another file."""
        file, pointer = target
        stem, taken = splitext(basename(file))[0], self._names[section]
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", str((stem, *pointer)[-1])) or "part"
        # going on from the last number, or a thousand parts of one name take a million steps
        numbered = map(f"{name}.{{}}".format, self._numbers[section, name])
        names = chain((name, f"{stem}.{name}"), numbered)
        free = next(candidate for candidate in names if candidate not in taken)
        taken.add(free)
        return "components", section, free


def _below(at: Target, key: str | int) -> Target:
    return at[0], (*at[1], key)


def _merged(part: Any, beside: JsonObject) -> Any:  # noqa: ANN401 - any JSON
    return {**part, **beside} if isinstance(part, dict) else part


def _add(document: dict[str, Any], pointer: Pointer, part: object) -> None:
    """Put a component into a document; what is no map there is refused for that later."""
    node: Any = document
    for key in pointer[:-1]:
        node = node.setdefault(key, {})
        if not isinstance(node, dict):
            return
    node[pointer[-1]] = part
