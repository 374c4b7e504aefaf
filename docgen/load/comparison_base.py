"""The base that a project is compared with: a git commit at the merge-base, or a contract in a file."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path  # noqa: TID251 - part of the readers
from posixpath import normpath
from typing import Final

import msgspec

from docgen.errors import NoProjectError, UnreadableError
from docgen.load import git
from docgen.load.accepted import parse_accepted
from docgen.load.base_project import CHANGELOG, AmbiguousError, Commit, is_same, project_at
from docgen.load.bundle import contract_in
from docgen.load.changelog import read_entries, read_pins
from docgen.load.config import parse_config
from docgen.load.files import all_files, read
from docgen.load.findings import finding
from docgen.model.accepted import ACCEPTED, BASE_UNREADABLE, Accepted
from docgen.model.finding import Finding, Severity
from docgen.model.live import LIVE
from docgen.model.project import Base, Project
from docgen.openapi.payloads import with_payload_events
from docgen.positions.source import Source

SITE: Final = "mkdocs.yml"
CONTRACTS: Final = (".json", ".yaml", ".yml")
"""The suffixes of a contract's file; any other argument is a git ref."""


def read_base(root: Path, against: str, project: Project) -> tuple[Base, tuple[Finding, ...]]:
    """The base that `--against` names, with a finding for each unreadable file of it that the project accepts.

    A git ref is read at its merge-base with HEAD; a file replaces the contract of the current pin. UnreadableError
    (exit code 3) where the base, or a file of it that is not accepted, cannot be read: its changes would be missed.
    """
    if against.casefold().endswith(CONTRACTS) and not against.startswith("git:"):
        return _from_file(root, against, project), ()
    _refuse_other_file(root, against)
    return _from_git(root, against.removeprefix("git:"), project)


def _refuse_other_file(root: Path, against: str) -> None:
    """UnreadableError for a file or folder that is not a contract, unless a git ref has the same name."""
    try:
        git.resolve(root, against.removeprefix("git:"))
    except UnreadableError as error:
        if against and (root / against).exists():
            kinds = f"{', '.join(CONTRACTS[:-1])} or {CONTRACTS[-1]}"
            message = f"{against}: is not a git ref; expected one, or a contract whose name ends in {kinds}"
            raise UnreadableError(message) from error
        raise


def _from_git(root: Path, ref: str, project: Project) -> tuple[Base, tuple[Finding, ...]]:
    commit = git.merge_base(root, ref)
    label = f"{ref} at {commit[:8]}"
    try:
        tree = project_at(root, commit)
    except AmbiguousError as error:
        return Base(label), _required(label, (_moved_from_many(error),), project)
    notes = list(_moved(label, tree, project))
    if notes:
        label = f"{label} in {tree.folder or './'}"
    pins, wrong_pins = read_pins(tree, project.config.events.payloads)
    entries, wrong_entries = read_entries(tree, pins)
    unreadable = _required(label, (*tree.unreadable, *wrong_pins, *wrong_entries), project)
    # against an empty base nothing is a change, so a wrong ref would pass unnoticed
    if not pins and not unreadable:
        message = f"{label} has no pin of this project; nothing to compare"
        notes.append(_as_info(finding(project.config_source, 0, 0, "base-without-project", message)))
    base = Base(label, pins, entries, git.commit_day(root, commit))
    return _with_settings(base, tree, root), (*unreadable, *notes)


def _with_settings(base: Base, tree: Commit, root: Path) -> Base:
    """The base with the settings, acceptances, rules and guides of a commit, as far as they can be read."""
    settings, accepted = (tree.read(path)[0] for path in ("pyproject.toml", ACCEPTED))
    rules = [path for path in tree.all_files("redirects") if path.count("/") == 1 and path.endswith(CONTRACTS[1:])]
    changed = tuple(_changed_texts(tree, root))
    config = None
    with suppress(NoProjectError):
        config = parse_config(settings)[0]
    return msgspec.structs.replace(
        base,
        settings=settings if config else Source("", ""),
        config=config,
        accepted=parse_accepted(accepted)[0] if accepted.text else Accepted(),
        rules=tuple(tree.read(path)[0] for path in sorted(rules)),
        files=frozenset(tree.files(CHANGELOG)),
        changed=changed,
        pages=tuple(tree.read(path)[0] for path in changed if path.endswith(".md") and tree.has(path)),
    )


def _changed_texts(tree: Commit, root: Path) -> Iterator[str]:
    """The files of guides, of the site and of live checks that differ from a commit, those of the site first."""
    site = {SITE, *_named_in(tree.read(SITE)[0]), *_named_in(read(root, root / SITE)[0])}
    site |= {path for folder in list(site) for path in (*tree.all_files(folder), *all_files(root, folder))}
    docs = {*tree.all_files("docs"), *all_files(root, "docs")}
    live = {path for path in (*tree.files(CHANGELOG), *all_files(root, CHANGELOG)) if path.endswith(f"/{LIVE}")}
    for path in (*sorted(site), *sorted((docs | live) - site)):
        if not is_same(tree, path, root / path) and ((root / path).is_file() or tree.has(path)):
            yield os.fsencode(path).decode("utf-8", "replace")


def _named_in(site: Source) -> Iterator[str]:
    """The files and folders that mkdocs.yml says the site is made of, beside its pages."""
    import yaml  # slow to import

    try:
        content = yaml.load(site.text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and mappings
    except yaml.YAMLError:
        content = None
    content = content if isinstance(content, dict) else {}
    theme, hooks = content.get("theme"), content.get("hooks")
    named = [content.get("INHERIT"), theme.get("custom_dir") if isinstance(theme, dict) else None]
    named += hooks if isinstance(hooks, list) else []
    yield from (normpath(one) for one in named if isinstance(one, str) and not one.startswith(("/", "..")))


def _moved(label: str, tree: Commit, project: Project) -> Iterator[Finding]:
    here = f"{tree.tree.folder}{CHANGELOG}"
    if tree.changelog != here:
        message = f"moved from {tree.changelog}/ to {here}/ since {label}; compared with {tree.changelog}/"
        yield _as_info(finding(project.config_source, 0, 0, "base-moved", message))


def _as_info(found: Finding) -> Finding:
    return msgspec.structs.replace(found, severity=Severity.INFO, passed=True)


def _moved_from_many(error: AmbiguousError) -> Finding:
    message = (
        f"this project could be {error} there; expected one folder with its pins or files: "
        "move one project in each pull request"
    )
    return finding(Source(CHANGELOG, ""), 0, 0, "encoding", message)


def _required(label: str, findings: Sequence[Finding], project: Project) -> tuple[Finding, ...]:
    """The findings of the readers as findings on the base; UnreadableError where one is not accepted."""
    unreadable = tuple(_unreadable(label, findings))
    refused = [found for found in unreadable if not project.accepted.allows_unreadable(found.path)]
    if refused:
        files = "\n".join(f"{found.path}: {found.message}" for found in refused)
        entries = "\n".join(
            f"  - {{what: {BASE_UNREADABLE}, at: {found.path}, why: ..., who: ..., until: YYYY-MM-DD}}"
            for found in refused
        )
        raise UnreadableError(f"{files}\nfix it in {label}, or accept it in {ACCEPTED}:\naccepted:\n{entries}")
    return unreadable


def _unreadable(label: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    for path in sorted({found.path for found in findings}):
        first = min(found for found in findings if found.path == path)
        line = f"line {first.line}: " if first.line else ""
        message = f"cannot be read in {label}, so it is not compared: {line}{first.message}"
        unreadable = finding(Source(path, ""), 0, 0, "base-unreadable", message)
        yield msgspec.structs.replace(unreadable, passed=True)


def _from_file(root: Path, name: str, project: Project) -> Base:
    spec, current = contract_in(root / name, name).spec, project.current
    if current is None:
        day = project.now.date()
        raise UnreadableError(f"{name}: no pin is current on {day}; expected one to compare with this contract")
    spec = with_payload_events(spec, project.config.events.payloads)
    return Base(name, (msgspec.structs.replace(current, spec=spec),))
