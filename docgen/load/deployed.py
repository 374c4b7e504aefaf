"""The generated files as they stand on an edge, and the rules as their titles have them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final

import msgspec

from docgen.errors import UnreadableError, UsageError
from docgen.load.files import decoded
from docgen.load.git import shallow, versions
from docgen.load.redirects import Surroundings, resolve
from docgen.model.project import Project
from docgen.model.redirect import Redirect, RuleText
from docgen.positions.source import Source
from docgen.redirects.edges.deployed import Title
from docgen.redirects.edges.files import BASE_NAME

_LARGEST: Final = 16
"""The size in MB up to which a deployed file is read; 500 rules have about one."""
_MOST_BUILDS: Final = 100


class Found(msgspec.Struct, frozen=True):
    """A deployed file: where it stands, the edge, and the name under which the edge's `render` gives it."""

    path: str
    edge: str
    name: str
    text: str


def read_deployed(place: Path, edges: Mapping[str, Iterable[str]]) -> tuple[Found, ...]:
    """The generated files in a folder, at any depth, or the one file that is named; other files are left alone.

    `edges` are the edges with the names that they give the files of the first host. Where the name of a file fits
    several edges, a folder above it decides that begins with the name of one; UsageError (exit code 2) asks for the
    edge where none does. What is not there or cannot be read raises UnreadableError (exit code 3).
    """
    shapes = [(edge, _shape(name)) for edge, names in edges.items() for name in names]
    found: dict[str, Found] = {}
    for path in _files(place):
        fitting = {edge: f"{edge}/{at[1]}" for edge, shape in shapes if (at := shape.fullmatch(path.as_posix()))}
        name = _of_one_edge(path, fitting)
        if name in found:
            raise UsageError(f"{found[name].path} and {path} are the same file of an edge; name the one to look at")
        if name:
            found[name] = Found(str(path), name.partition("/")[0], name, _text(path))
    return tuple(found.values())


def _shape(name: str) -> re.Pattern[str]:
    """What a path ends with where it is the file of a name, of whatever host."""
    tail = re.escape(name.partition("/")[2])
    return re.compile(
        "(?:.*/)?(" + tail.replace(re.escape(BASE_NAME), f"{re.escape(BASE_NAME)}(?:-[a-z0-9.-]+?)?", 1) + ")"
    )


def _of_one_edge(path: Path, fitting: Mapping[str, str]) -> str:
    """The name of the file on the one edge whose it is; empty where it is of none."""
    if len(fitting) <= 1:
        return next(iter(fitting.values()), "")
    for folder in path.absolute().parents:
        for edge, name in fitting.items():
            if folder.name.startswith(edge):
                return name
    raise UsageError(f"{path}: may be a file of {' or '.join(fitting)}; expected --edge with one of them")


def _files(place: Path) -> Iterator[Path]:
    """The files to look at, each once however many links lead to it."""
    try:
        place.stat()
        if not place.is_dir():
            yield place
            return
        below = [path for base in sorted(place.rglob(f"{BASE_NAME}*")) for path in (base, *sorted(base.rglob("*")))]
    except OSError as error:
        raise _unreadable(place, error) from None
    seen: set[Path] = set()
    for path in below:
        if path.is_symlink() and not path.exists():
            raise UnreadableError(f"{path}: is a symbolic link to nothing; expected a generated file")
        whole = path.resolve()
        if path.is_file() and whole not in seen:
            seen.add(whole)
            yield path


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST * 1_000_000 + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(data) > _LARGEST * 1_000_000:
        raise UnreadableError(f"{path}: is larger than {_LARGEST} MB; expected a generated file")
    source, wrong = decoded(str(path), data)
    if wrong:
        raise UnreadableError(f"{path}:{wrong[0].line}:{wrong[0].column}: {wrong[0].message}")
    return source.text


def _unreadable(path: Path, error: OSError) -> UnreadableError:
    return UnreadableError(f"{path}: cannot be read: {error.strerror}; expected a generated file, or a folder of them")


def as_deployed(project: Project, host: str, title: Title) -> Redirect:
    """The project's rule of the title's id, with what the title says in place of its own; a new one without such."""
    rule = next((one for one in project.redirects if (one.host, one.id) == (host, title.id)), None)
    around = Surroundings(project.config, project.entries, project.pins)
    sunset = None if title.sunset is None else datetime.fromtimestamp(title.sunset, UTC)
    if rule is None:
        text = RuleText(id=title.id, host=host, from_=title.path, to=title.to, sunset=sunset)
        return resolve(text, host, around, Source("", ""), ())
    text = msgspec.structs.replace(
        rule.text,
        from_=rule.text.from_ if rule.path == title.path else title.path,
        to=rule.text.to if rule.to == title.to else _as_written(title.to, host, rule.text.to),
        sunset=rule.text.sunset if rule.sunset == title.sunset else sunset,
        removed=None,
    )
    found = resolve(text, host, around, rule.source, rule.pointer)
    return msgspec.structs.replace(found, to=title.to)  # which may be where a chain of rules ended


def _as_written(to: str, host: str, like: str) -> str:
    """A target as its rule has it: on the host itself it is a path, where the rule's own target is one."""
    return to.removeprefix(f"https://{host}") if like.startswith("/") else to


def earlier_builds(root: Path, folder: str, names: Iterable[str]) -> Mapping[str, Sequence[str]] | None:
    """What the history of the repository has for each generated file below a folder; None where it is not at hand.

    A shallow clone lacks what an edge may still have, and so counts as none.
    """
    try:
        if shallow(root):
            return None
    except UnreadableError:
        return None
    found = {name: versions(root, f"{folder}/{name}", _MOST_BUILDS) for name in names}
    return {name: [data.decode("utf-8", "replace") for data in data_of] for name, data_of in found.items()}
