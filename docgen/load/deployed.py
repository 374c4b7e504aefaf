"""What is deployed on an edge: generated files, the rules that their titles describe, and what the server reads."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from glob import glob
from pathlib import Path  # noqa: TID251 - part of the readers
from typing import Final, NamedTuple

import msgspec
from msgspec import UNSET

from docgen.errors import UnreadableError, UsageError
from docgen.load.files import READ, decoded
from docgen.load.git import file_versions, is_shallow
from docgen.model.project import Project
from docgen.model.redirect import Redirect, Rule, RuleText, instant
from docgen.positions.source import Source
from docgen.redirects.edges.files import BASE_NAME, Title
from docgen.redirects.edges.server_configuration import Loading
from docgen.redirects.resolve import RuleContext, resolve

_MAX_MEGABYTES: Final = 16
"""MB of a deployed file; 500 rules have about one."""
_MAX_BUILDS: Final = 100
_MAX_INCLUDES: Final = 1_000


class DeployedFile(NamedTuple):
    """A deployed file: its path, its edge, and its text."""

    path: str
    edge: str
    text: str


def read_deployed(location: Path, edges: Mapping[str, Iterable[str]]) -> dict[str, DeployedFile]:
    """The generated files in a folder, at any depth, or a single file, by their names in the output of `render`.

    Other files are ignored.

    `edges` are the edges with the names of their files for the first host. A file whose name matches several edges
    belongs to the edge whose name a parent folder begins with; UsageError (exit code 2) where there is none.
    UnreadableError (exit code 3) for what does not exist or cannot be read.
    """
    patterns: list[tuple[str, re.Pattern[str]]] = []
    for edge, names in edges.items():
        patterns += [(edge, _path_pattern(name)) for name in names]
    deployed: dict[str, DeployedFile] = {}
    for path in _files(location):
        candidates = {}
        for edge, pattern in patterns:
            if at := pattern.fullmatch(path.as_posix()):
                candidates[edge] = f"{edge}/{at[1]}"
        name = _name_on_edge(path, candidates)
        if name in deployed:
            raise UsageError(f"{deployed[name].path} and {path} are both {name}; name one of them with --deployed")
        if name:
            deployed[name] = DeployedFile(str(path), name.partition("/")[0], _text(path))
    return deployed


def _path_pattern(name: str) -> re.Pattern[str]:
    """A pattern for the paths of a generated file, whichever host it is for."""
    tail = re.escape(name.partition("/")[2])
    return re.compile(
        "(?:.*/)?(" + tail.replace(re.escape(BASE_NAME), f"{re.escape(BASE_NAME)}(?:-[a-z0-9.-]+?)?", 1) + ")"
    )


def _name_on_edge(path: Path, candidates: Mapping[str, str]) -> str:
    """The name of a file on the edge that it belongs to; empty where it belongs to none."""
    if len(candidates) <= 1:
        return next(iter(candidates.values()), "")
    for folder in path.absolute().parents:
        for edge, name in candidates.items():
            if folder.name.startswith(edge):
                return name
    raise UsageError(f"{path}: may belong to {' or '.join(candidates)}; name the edge with --edge")


def _files(location: Path) -> Iterator[Path]:
    """The files that may be generated ones, each once even if several links point to it."""
    try:
        location.stat()
        if not location.is_dir():
            yield location
            return
        below: list[Path] = []
        for base in sorted(location.rglob(f"{BASE_NAME}*")):
            below += (base, *sorted(base.rglob("*")))
    except OSError as error:
        raise _unreadable(location, error) from None
    seen: set[Path] = set()
    for path in below:
        if path.is_symlink() and not path.exists():
            raise UnreadableError(f"{path}: is a broken symbolic link; expected a generated file")
        resolved = path.resolve()
        if path.is_file() and resolved not in seen:
            seen.add(resolved)
            yield path


def _text(path: Path) -> str:
    READ.add(path)
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_MEGABYTES * 1_000_000 + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(data) > _MAX_MEGABYTES * 1_000_000:
        raise UnreadableError(f"{path}: is larger than {_MAX_MEGABYTES} MB; expected a generated file")
    source, wrong = decoded(str(path), data)
    if wrong:
        raise UnreadableError(f"{path}:{wrong[0].line}:{wrong[0].column}: {wrong[0].message}")
    return source.text


def _unreadable(path: Path, error: OSError) -> UnreadableError:
    return UnreadableError(f"{path}: cannot be read: {error.strerror}; expected a generated file, or a folder of them")


def rule_as_deployed(project: Project, host: str, title: Title) -> Rule:
    """The rule that a deployed title describes: the project's rule of that id with the title's values, or a new one."""
    known: Sequence[Rule] = project.header_rules if title.to is None else project.redirects
    rule = next((one for one in known if (one.host, one.id) == (host, title.id)), None)
    text = rule.text if rule else RuleText(id=title.id, host=host, from_=title.path, to=title.to or UNSET)
    changed = {"from_": title.path} if rule and (rule.path or "/") != title.path else {}
    if isinstance(rule, Redirect) and title.to and rule.to != title.to:
        # as a writer would write it: a path on the same host where the rule's own target is a path
        changed["to"] = title.to.removeprefix(f"https://{host}" if (text.to or "").startswith("/") else "")
    if title.sunset is None:
        # windows before a sunset, of which the deployed rule knew nothing
        text = msgspec.structs.replace(text, brownouts=())
    text = msgspec.structs.replace(text, sunset=instant(title.sunset), removed=None, **changed)
    context = RuleContext(project.config, project.entries, project.pins)
    source, pointer = (rule.source, rule.pointer) if rule else (Source("", ""), ())
    resolved = resolve(text, host, context, source, pointer)
    if isinstance(resolved, Redirect):
        # the deployed target may be the end of a flattened chain
        return msgspec.structs.replace(resolved, to=title.to)
    return resolved


def earlier_builds(root: Path, folder: str, names: Iterable[str]) -> Mapping[str, Sequence[str]] | None:
    """The earlier contents of each generated file, newest first; None without git, or in a shallow clone.

    A shallow clone may lack the build that an edge still has.
    """
    try:
        if is_shallow(root):
            return None
    except UnreadableError:
        return None
    earlier = {name: file_versions(root, f"{folder}/{name}", _MAX_BUILDS) for name in names}
    return {name: [data.decode("utf-8", "replace") for data in builds] for name, builds in earlier.items()}


def read_acting(folder: Path, loading: Loading) -> str | None:
    """The configuration of a server in a folder: its own file with the files that it includes in place of the includes.

    It has no comments. Generated files stay includes, each by its resolved path. None where the server's own file is
    not in the folder, or cannot be read. An absolute path in the server's usual folder is taken in `folder`, which may
    be a copy.
    """
    left = iter(range(_MAX_INCLUDES))

    def included(match: re.Match[str]) -> str:
        paths = _included(folder, match[1].strip(), loading)
        # the number of files ends what files that include each other begin
        texts = [_included_text(path, loading) for path, _ in zip(paths, left, strict=False)]
        return "\n".join(texts) if paths else match[0]

    before, text = "", _without_comments(folder / loading.main, loading)
    while text and text != before:
        before, text = text, re.sub(loading.include, included, text)
    return text


def _included_text(path: Path, loading: Loading) -> str:
    if path.name.startswith("docgen-"):
        return loading.line.format(path=path.resolve())
    return _without_comments(path, loading) or ""


def _without_comments(path: Path, loading: Loading) -> str | None:
    try:
        text = path.read_bytes()[: _MAX_MEGABYTES * 1_000_000].decode("utf-8", "replace")
    except OSError:  # what ops cannot read as who they are is not known to act
        return None
    return re.sub(loading.comment, "", text, flags=re.MULTILINE)


def _included(folder: Path, pattern: str, loading: Loading) -> list[Path]:
    """The files that an include names; nothing outside the folder."""
    for root in (loading.folder, folder, folder.resolve()):
        pattern = pattern.removeprefix(f"{root}/")
    names = sorted(glob(pattern, root_dir=folder))  # noqa: PTH207 - Path.glob raises for odd patterns and long names
    inside = (folder / name for name in names if not name.startswith("/") and ".." not in name.split("/"))
    return [path for path in inside if path.is_file()]
