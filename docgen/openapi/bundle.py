"""References to other files of a contract's folder: what they lead to becomes a part of the document.

`./schemas/image.yaml#/Image` becomes `#/components/schemas/Image`; a path item, a whole map such as `paths`, and a
component that is nothing but such a reference take in what they refer to, where they stand.
"""

import re
from collections.abc import Mapping
from posixpath import basename, splitext
from typing import Any, Final

from docgen.openapi.folder import Folder, LostReference, ReadFile, Target
from docgen.openapi.references import reference_to
from docgen.positions.source import Pointer

_DEEPEST: Final = 20  # parts that take in parts, in each other
_MOST_COPIED: Final = 3_000_000  # values of parts that are taken in where they are referred to, each time again
_KINDS: Final = ("parameters", "responses", "headers", "examples", "links", "callbacks", "securitySchemes")
_MAPS: Final = frozenset(
    [
        "paths",
        "webhooks",
        "schemas",
        "requestBodies",
        "pathItems",
        "content",
        "encoding",
        "variables",
        "scopes",
        "mapping",
        "properties",
        "patternProperties",
        "dependentSchemas",
        "$defs",
        "definitions",
    ]
).union(_KINDS)
_DATA: Final = frozenset(("example", "default", "enum", "const", "value"))


def bundled(
    main: str, document: Mapping[str, Any], read: ReadFile | None
) -> tuple[Mapping[str, Any], tuple[LostReference, ...]]:
    """A document with the parts of other files that it refers to, and the references that lead to none.

    `main` is the name of its own file in the folder that `read` reads from; without that, no other file is followed.
    """
    bundle = _Bundle(Folder(main, document, read), document)
    return bundle.document(), tuple(bundle.folder.lost)


class _Bundle:
    """One document on its way to be whole."""

    def __init__(self, folder: Folder, document: Mapping[str, Any]) -> None:
        self.folder = folder
        self._main = document
        self._places: dict[Target, Pointer] = {}
        self._waiting: list[Target] = []
        self._inside: list[Target] = []
        self._copied = 0
        self._components: dict[str, Any] = dict(_members(document.get("components")))

    def document(self) -> Mapping[str, Any]:
        """The document with everything that it refers to."""
        self._claim()
        document: dict[str, Any] = self._node(self._main, self.folder.main, (), False)
        for target in self._waiting:  # grows on the way
            _, kind, name = pointer = self._places[target]
            part = self._node(self.folder.at(target), target[0], pointer, False)
            document.setdefault("components", {}).setdefault(kind, {})[name] = part
        return document

    def _claim(self) -> None:
        """Give the components that are references to other files their own place."""
        for kind, members in list(_members(self._components)):
            target = self._external(members, self.folder.main)
            base, path = target or (self.folder.main, ())
            self._components[kind] = dict(_members(self.folder.at(target) if target else members))
            if base != self.folder.main:
                for name in self._components[kind]:
                    self._places.setdefault((base, (*path, name)), ("components", kind, name))
            for name, node in self._components[kind].items():
                if target := self._external(node, base):
                    self._places.setdefault(target, ("components", kind, name))

    def _external(self, node: Any, base: str) -> Target | None:  # noqa: ANN401 - any JSON
        ref = node.get("$ref") if isinstance(node, dict) else None
        target = self.folder.target(ref, base) if isinstance(ref, str) else None
        return target if target and target[0] != self.folder.main else None

    def _node(self, node: Any, base: str, pointer: Pointer, names: bool) -> Any:  # noqa: ANN401 - any JSON
        """A node of a file as it stands in the whole document; `names` where its keys are names of the vendor's."""
        if self._inside:
            self._copied += 1
        if isinstance(node, list):
            return [self._node(item, base, (*pointer, index), False) for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str) and (target := self.folder.target(node["$ref"], base)):
            return self._reference(node, base, pointer, names, target)
        return self._members(node, base, pointer, names)

    def _members(self, node: dict[str, Any], base: str, pointer: Pointer, names: bool) -> dict[str, Any]:
        return {
            key: inner
            if not names and (key in _DATA or key[:2] == "x-")
            else self._node(inner, base, (*pointer, key), not names and key in _MAPS)
            for key, inner in node.items()
        }

    def _reference(self, node: dict[str, Any], base: str, pointer: Pointer, names: bool, target: Target) -> Any:  # noqa: ANN401 - any JSON
        rest = self._members({key: inner for key, inner in node.items() if key != "$ref"}, base, pointer, names)
        if target[0] == self.folder.main and not names:
            return {"$ref": reference_to(*target[1]), **rest}
        if names or pointer[:-1] in (("paths",), ("webhooks",)) or self._places.get(target) == pointer:
            if self._copied > _MOST_COPIED:
                why = f"would make more than {_MOST_COPIED:,} values of the files"
                self.folder.lose(node["$ref"], base, why, "refer to schemas, which stand once, instead of whole maps")
                return {}
            if target in self._inside or len(self._inside) > _DEEPEST:
                self.folder.lose(node["$ref"], base, "refers back to itself", "write the part out in one of the files")
                return node
            self._inside.append(target)
            inner = self._node(self.folder.at(target), target[0], pointer, names)
            self._inside.pop()
            return {**inner, **rest} if isinstance(inner, dict) else inner
        if target not in self._places:
            self._places[target] = self._place(target, pointer)
            self._waiting.append(target)
        return {"$ref": reference_to(*self._places[target]), **rest}

    def _place(self, target: Target, pointer: Pointer) -> Pointer:
        """A free place among the components for a part of another file."""
        kind = str(target[1][1]) if target[1][:1] == ("components",) and len(target[1]) == 3 else _kind(pointer)
        stem = splitext(basename(target[0]))[0]
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", str(target[1][-1]) if target[1] else stem) or "part"
        taken = self._components.setdefault(kind, {})
        free = (name, f"{stem}.{name}", *(f"{name}.{number}" for number in range(2, len(taken) + 3)))
        place = next(option for option in free if option not in taken)
        taken[place] = {}
        return "components", kind, place


def _members(node: object) -> list[tuple[str, Any]]:
    return list(node.items()) if isinstance(node, dict) else []


def _kind(pointer: Pointer) -> str:
    """The kind of component that stands at a place of a document."""
    above = pointer[-2] if len(pointer) > 1 else ""
    if pointer[-3:-2] == ("properties",):
        return "schemas"
    if pointer[-1:] == ("requestBody",) or above == "requestBodies":
        return "requestBodies"
    return str(above) if above in _KINDS else "schemas"
