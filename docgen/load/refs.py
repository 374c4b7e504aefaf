"""References to other files of a contract's folder: what they lead to becomes a part of the document.

`./schemas/image.yaml#/Image` becomes `#/components/schemas/Image`; a path item, a whole map such as `paths`, and a
component that is nothing but such a reference take in what they refer to, where they stand.
"""

import re
from collections.abc import Callable, Mapping
from posixpath import basename, dirname, join, normpath, splitext
from typing import Any, Final
from urllib.parse import unquote

from docgen.errors import UnreadableError
from docgen.load.document import Document, OtherFile
from docgen.load.findings import RefusedError, finding
from docgen.model.finding import Finding
from docgen.openapi.pointers import json_pointer, pointer_of, value_at
from docgen.positions.source import Pointer, Source

Read = Callable[[str, bytes], Document]

_Target = tuple[str, Pointer]  # a file, by its path from the folder, and a place in it
_DEEPEST: Final = 20  # parts that take in parts, in each other
_MANY: Final = 100  # nobody reads more of the same
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
    path: str, document: Mapping[str, Any], data: bytes, other: OtherFile | None, read: Read
) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
    """A document with the parts of other files that it refers to, and the references that lead to none."""
    bundle = _Bundle(path, document, data, other, read)
    return bundle.document(), tuple(bundle.findings)


class _Bundle:
    """One document on its way to be whole; references of a file lead from that file's own folder."""

    def __init__(
        self, path: str, document: Mapping[str, Any], data: bytes, other: OtherFile | None, read: Read
    ) -> None:
        self.findings: list[Finding] = []
        self._above, self._main = dirname(path), basename(path)
        self._other, self._read = other, read
        self._files: dict[str, tuple[bytes, Any]] = {self._main: (data, document)}
        self._places: dict[_Target, Pointer] = {}
        self._waiting: list[_Target] = []
        self._inside: list[_Target] = []
        self._said: set[tuple[str, str]] = set()
        self._components: dict[str, Any] = dict(_members(document.get("components")))

    def document(self) -> Mapping[str, Any]:
        """The document with everything that it refers to."""
        self._claim()
        document: dict[str, Any] = self._node(self._files[self._main][1], self._main, (), False)
        for target in self._waiting:  # grows on the way
            _, kind, name = pointer = self._places[target]
            part = self._node(self._at(target), target[0], pointer, False)
            document.setdefault("components", {}).setdefault(kind, {})[name] = part
        return document

    def _claim(self) -> None:
        """Give the components that are references to other files their own place."""
        for kind, members in list(_members(self._components)):
            target = self._external(members, self._main)
            base, path = target or (self._main, ())
            self._components[kind] = dict(_members(self._at(target) if target else members))
            if base != self._main:
                for name in self._components[kind]:
                    self._places.setdefault((base, (*path, name)), ("components", kind, name))
            for name, node in self._components[kind].items():
                if target := self._external(node, base):
                    self._places.setdefault(target, ("components", kind, name))

    def _external(self, node: Any, base: str) -> _Target | None:  # noqa: ANN401 - any JSON
        ref = node.get("$ref") if isinstance(node, dict) else None
        target = self._target(ref, base) if isinstance(ref, str) else None
        return target if target and target[0] != self._main else None

    def _node(self, node: Any, base: str, pointer: Pointer, names: bool) -> Any:  # noqa: ANN401 - any JSON
        """A node of a file as it stands in the whole document; `names` where its keys are names of the vendor's."""
        if isinstance(node, list):
            return [self._node(item, base, (*pointer, index), False) for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str) and (target := self._target(node["$ref"], base)):
            return self._reference(node, base, pointer, names, target)
        return self._members(node, base, pointer, names)

    def _members(self, node: dict[str, Any], base: str, pointer: Pointer, names: bool) -> dict[str, Any]:
        return {
            key: inner
            if not names and (key in _DATA or key[:2] == "x-")
            else self._node(inner, base, (*pointer, key), not names and key in _MAPS)
            for key, inner in node.items()
        }

    def _reference(self, node: dict[str, Any], base: str, pointer: Pointer, names: bool, target: _Target) -> Any:  # noqa: ANN401 - any JSON
        rest = self._members({key: inner for key, inner in node.items() if key != "$ref"}, base, pointer, names)
        if target[0] == self._main and not names:
            return {"$ref": _ref(target[1]), **rest}
        if names or pointer[:-1] in (("paths",), ("webhooks",)) or self._places.get(target) == pointer:
            if target in self._inside or len(self._inside) > _DEEPEST:
                self._lost(node["$ref"], base, "refers back to itself", "write the part out in one of the files")
                return node
            self._inside.append(target)
            inner = self._node(self._at(target), target[0], pointer, names)
            self._inside.pop()
            return {**inner, **rest} if isinstance(inner, dict) else inner
        if target not in self._places:
            self._places[target] = self._place(target, pointer)
            self._waiting.append(target)
        return {"$ref": _ref(self._places[target]), **rest}

    def _place(self, target: _Target, pointer: Pointer) -> Pointer:
        """A free place among the components for a part of another file."""
        kind = str(target[1][1]) if target[1][:1] == ("components",) and len(target[1]) == 3 else _kind(pointer)
        stem = splitext(basename(target[0]))[0]
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", str(target[1][-1]) if target[1] else stem) or "part"
        taken = self._components.setdefault(kind, {})
        free = (name, f"{stem}.{name}", *(f"{name}.{number}" for number in range(2, len(taken) + 3)))
        place = next(option for option in free if option not in taken)
        taken[place] = {}
        return "components", kind, place

    def _target(self, ref: str, base: str) -> _Target | None:
        """Where a reference leads; None for one within the contract itself, and with a finding for a lost one."""
        path, _, fragment = ref.partition("#")
        if not path and base == self._main:
            return None
        why = self._unfit(path, fragment, base)
        if why:
            self._lost(ref, base, *why)
            return None
        file = normpath(join(dirname(base), unquote(path))) if path else base
        target = file, pointer_of(f"#{fragment}") if fragment else ()
        try:
            self._open(file)
        except UnreadableError as error:
            self._lost(ref, base, f"cannot be followed: {error}", "put the file there, or fix the reference")
            return None
        except RefusedError as error:
            self.findings += error.findings
            self._files[file] = b"", None
        if self._at(target) is None:
            self._lost(ref, base, f"is not found in {file}", "put the part there, or fix the reference")
            return None
        return target

    def _unfit(self, path: str, fragment: str, base: str) -> tuple[str, str] | None:
        beside = "put the file into the contract's folder, and refer to it by a relative path"
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", path):
            return "points outside the contract's folder, to another place or the network", beside
        file = normpath(join(dirname(base), unquote(path)))
        if file.startswith(("/", "../")) or file == ".." or "\\" in file or "\0" in file:
            return "points outside the contract's folder", beside
        if fragment and not fragment.startswith("/"):
            return "has a fragment that is not a JSON pointer", "write it as `#/` and the keys that lead to the part"
        if self._other is None and path and file != self._main:
            return "points to another file, and this contract was given without its folder", "bundle it into one file"
        return None

    def _open(self, file: str) -> None:
        if file not in self._files and self._other is not None:
            data = self._other(file)
            self._files[file] = data, self._read(join(self._above, file), data).value

    def _at(self, target: _Target) -> Any:  # noqa: ANN401 - any JSON
        return value_at(self._files[target[0]][1], target[1])

    def _lost(self, ref: str, base: str, why: str, hint: str) -> None:
        if (base, ref) in self._said or len(self.findings) >= _MANY:
            return
        self._said.add((base, ref))
        self.findings.append(lost_reference(Source(join(self._above, base), ""), self._files[base][0], ref, why, hint))


def lost_reference(
    source: Source, data: bytes, ref: str, why: str, hint: str = "put the part there, or fix the reference"
) -> Finding:
    """The finding of a reference that is not followed, where it stands in the bytes of its file."""
    line, column = _where(data, ref)
    return finding(source, line, column, "unresolved-ref", f"`{ref}` {why}", hint)


def _where(data: bytes, ref: str) -> tuple[int, int]:
    """The line and column of a reference in the bytes of its file: of the first where it stands several times."""
    escaped = ref.replace("\\", "\\\\")
    forms = "|".join(re.escape(form) for form in (ref, escaped, escaped.replace("/", "\\/")))
    found = re.search(rf"""(?<=["'\s])(?:{forms})(?=["'\s,}}]|$)""".encode("utf-8", "replace"), data)
    at = found.start() if found else 0
    return data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)


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


def _ref(pointer: Pointer) -> str:
    return f"#{json_pointer(pointer)}"
