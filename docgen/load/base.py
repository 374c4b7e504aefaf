"""What a project is compared with: a git commit at the merge-base, a contract in a file, or a published pin."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path  # noqa: TID251 - part of the readers
from posixpath import normpath
from typing import Final

from msgspec.structs import replace

from docgen.errors import NoProjectError, UnreadableError
from docgen.load import git
from docgen.load.accepted import read_accepted
from docgen.load.changelog import read_changelog, read_pins, with_names_in_places
from docgen.load.commit import CHANGELOG, Commit
from docgen.load.config import parse_config
from docgen.load.contract import contract_in
from docgen.load.files import Folder
from docgen.load.findings import Findings, error_message, finding
from docgen.load.moved_project import AmbiguousError, project_at
from docgen.load.redirects import rules_of
from docgen.load.site import SITE, site_settings
from docgen.markdown.front_matter import mapping
from docgen.model.accepted import ACCEPTED, BASE_UNREADABLE
from docgen.model.config import Config, EventsConfig
from docgen.model.finding import Finding, Severity
from docgen.model.live import LIVE
from docgen.model.pin import Pin
from docgen.model.project import Base, Project
from docgen.openapi.nodes import as_list, as_mapping
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from docgen.redirects.resolve import RuleContext

CONTRACTS: Final = (".json", ".yaml", ".yml")
"""The suffixes of a contract's file; any other argument is a git ref."""


def read_base(root: Path, against: str, project: Project) -> tuple[Base, Findings]:
    """The base that `--against` names, with a finding for each unreadable file of it that the project accepts.

    A git ref is read at its merge-base with HEAD; a file replaces the contract of the current pin. UnreadableError
    (exit code 3) where the base, or a file of it that is not accepted, cannot be read: its changes would be missed.
    """
    if is_contract(against):
        return _from_file(root, against, project), ()
    _refuse_other_file(root, against)
    return _from_git(root, against.removeprefix("git:"), project)


def is_contract(against: str) -> bool:
    """Whether `--against` names a contract and not a git ref."""
    return against.casefold().endswith(CONTRACTS) and not against.startswith("git:")


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


def _from_git(root: Path, ref: str, project: Project) -> tuple[Base, Findings]:
    commit = git.merge_base(root, ref)
    label, notes = f"{ref} at {commit[:8]}", list[Finding]()
    try:
        tree = project_at(root, commit)
    except AmbiguousError as error:
        message = (
            f"this project could be {error} there; expected one folder with its pins or files: "
            "move one project in each pull request"
        )
        return Base(label), _required(label, [finding(Source(CHANGELOG, ""), "encoding", message, "", 0, 0)], project)
    here = f"{tree.tree.folder}{CHANGELOG}"
    if tree.changelog != here:
        message = f"moved from {tree.changelog}/ to {here}/ since {label}; compared with {tree.changelog}/"
        notes.append(_note(project, "base-moved", message))
        label = f"{label} in {tree.folder or './'}"
    pins, entries, past, wrong_pins, wrong = read_changelog(tree, project.config.events)
    unreadable = _required(label, (*tree.unreadable, *wrong_pins, *wrong), project)
    # against an empty base nothing is a change, so a wrong ref would pass unnoticed
    if not pins and not unreadable:
        message = f"{label} has no pin of this project; nothing to compare"
        notes.append(_note(project, "base-without-project", message))
    history = (source.path for source in (*past.sources, *project.history.sources))
    changed = tuple(_changed_texts(tree, Folder(root), project.docs_folder, history))
    base = Base(
        label,
        pins,
        entries,
        git.commit_day(root, commit),
        accepted=with_names_in_places(read_accepted(tree)[0], pins),
        files=frozenset(tree.pin_files()),
        changed=changed,
        pages=tuple(tree.read(path)[0] for path in changed if path.endswith(".md") and tree.has(path)),
    )
    return _with_settings(base, tree, project.config), (*unreadable, *notes)


def _with_settings(base: Base, tree: Commit, now: Config) -> Base:
    """The base with its settings, as far as they can be read, and its rules under them, else under those of now."""
    source, _ = tree.read("pyproject.toml")
    config = None
    with suppress(NoProjectError):
        config = parse_config(source, site_settings(tree).get("site_url", ""))[0]
    paths = (path for path in tree.all_files("redirects") if path.count("/") == 1 and path.endswith(CONTRACTS[1:]))
    sources = [tree.read(path)[0] for path in sorted(paths)]
    rules, _ = rules_of(sources, RuleContext(config or now, base.entries, base.pins))
    base = replace(base, redirects=rules.redirects, header_rules=rules.header_rules)
    return replace(base, settings=source, config=config) if config else base


def _changed_texts(then: Commit, now: Folder, docs: str, history: Iterable[str]) -> Iterator[str]:
    """The files of guides, history, the site and live checks that differ from a commit, those of the site first."""
    site = {SITE, *_named_in(then.read(SITE)[0]), *_named_in(now.read(SITE)[0])}
    for folder in tuple(site):
        site.update(_in_either(then, now, folder))
    live = {path for path in _in_either(then, now, CHANGELOG) if path.endswith(f"/{LIVE}")}
    others = live.union(_in_either(then, now, docs), history)
    for path in (*sorted(site), *sorted(others - site)):
        is_there = (now.root / path).is_file() or then.has(path)
        if is_there and not then.is_same(path, now.root / path):
            yield os.fsencode(path).decode("utf-8", "replace")


def _in_either(then: Commit, now: Folder, folder: str) -> tuple[str, ...]:
    return (*then.all_files(folder), *now.all_files(folder))


def _named_in(site: Source) -> Iterator[str]:
    """The files and folders that mkdocs.yml says the site is made of, beside its pages."""
    settings = mapping(site.text)
    theme = as_mapping(settings.get("theme"))
    for path in (settings.get("INHERIT"), theme.get("custom_dir"), *as_list(settings.get("hooks"))):
        if isinstance(path, str) and not path.startswith(("/", "..")):
            yield normpath(path)


def _note(project: Project, rule: str, message: str) -> Finding:
    return Finding(project.config_source.path, 0, 0, rule, Severity.INFO, message, passed=True)


def _required(label: str, findings: Iterable[Finding], project: Project) -> Findings:
    """The findings of the readers as findings on the base; UnreadableError where one is not accepted."""
    unreadable: dict[str, Finding] = {}
    for wrong in sorted(findings):
        line = f"line {wrong.line}: " if wrong.line else ""
        message = f"cannot be read in {label}, so it is not compared: {line}{wrong.message}"
        on_base = Finding(wrong.path, 0, 0, "base-unreadable", Severity.ERROR, message, passed=True)
        unreadable.setdefault(wrong.path, on_base)
    refused = [wrong for path, wrong in unreadable.items() if not project.accepted.allows_unreadable(path)]
    if refused:
        files = "\n".join(f"{wrong.path}: {wrong.message}" for wrong in refused)
        entries = "\n".join(
            f"  - {{what: {BASE_UNREADABLE}, at: {wrong.path}, why: ..., who: ..., until: YYYY-MM-DD}}"
            for wrong in refused
        )
        raise UnreadableError(f"{files}\nfix it in {label}, or accept it in {ACCEPTED}:\naccepted:\n{entries}")
    return tuple(unreadable.values())


def _from_file(root: Path, name: str, project: Project) -> Base:
    spec, current = contract_in(root / name, name).spec, project.current
    if current is None:
        day = project.today
        raise UnreadableError(f"{name}: no pin is current on {day}; expected one to compare with this contract")
    spec = project.config.events.applied_to(spec)
    return Base(name, (replace(current, spec=spec),))


def published_contract(root: Path, pin: Pin, against: str | None, events: EventsConfig) -> tuple[Spec, str]:
    """The contract of a pin at the merge-base of HEAD and a git ref, and that place in words: `main at 0a1b2c3d`.

    Without a ref it is the default branch, or HEAD where there is none, or where the branch has no such pin yet.
    UnreadableError (exit code 3) says why there is no such contract.
    """
    refs = (against,) if against else (git.default_branch(root), "HEAD")
    for ref in filter(None, refs):
        commit = git.merge_base(root, ref)
        label = f"{ref} at {commit[:8]}"
        try:
            pins, findings = read_pins(project_at(root, commit), events)
        except AmbiguousError as error:
            raise UnreadableError(f"the project could be {error} in {label}; expected one folder") from None
        found = next((then for then in pins if then.id == pin.id), None)
        if found and found.spec:
            return found.spec, label
        if findings:
            raise UnreadableError(f"{pin.id} cannot be read in {label}: {error_message(findings)}")
    raise UnreadableError(f"{label} has no pin {pin.id}")
