"""`docgen init`."""

import json
import os
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from posixpath import normpath
from typing import Final

import click

from docgen.analysis import analysed
from docgen.author.first_check import EXPECTED, reasons, sentences
from docgen.author.guess_config import HOST, guess
from docgen.author.new_project import (
    NewProject,
    accepted_file,
    appended,
    config_table,
    error_files,
    pin_files,
    refusal_reason,
    report_lines,
    site_files,
)
from docgen.author.pin import contract_file
from docgen.check.accepted import UNACCEPTABLE
from docgen.cli.contracts import URL, read_contract
from docgen.cli.network import credential_options, timeout_option
from docgen.cli.options import refuse_address
from docgen.cli.run import (
    FindingsError,
    Run,
    check_option,
    diff_option,
    notice,
    print_findings,
    progress,
    project_options,
    report_killed_runs,
)
from docgen.cli.schema import schema_files
from docgen.errors import UNCHANGED, OutputError, UsageError
from docgen.load.clock import parse_now
from docgen.load.contract import Bundle
from docgen.load.files import Folder, repository_of
from docgen.load.site import SITE, docs_folder, site_settings
from docgen.model.analysis import Analysis
from docgen.model.files import Files, MutableFiles
from docgen.model.pin import PIN_ID
from docgen.probe import Credential, redacted
from docgen.wording import one_line
from docgen.write import plan

CONFIG: Final = "pyproject.toml"
IGNORED: Final = ".gitignore"


@click.command("init")
@click.option("--spec", "contract", required=True, metavar="FILE|URL", help="The OpenAPI document, JSON or YAML.")
@click.option("--in-place", is_flag=True, help="Read the FILE where it is in the repository, instead of a copy.")
@click.option("--pin", help="The id of the first pin; default: info.version, if it can name a folder.")
@click.option("--api", metavar="NAME", help="The name of the API; default: info.title.")
@click.option("--site-url", metavar="URL", help="The URL of the site; default: that of mkdocs.yml, or a placeholder.")
@click.option("--host", "hosts", multiple=True, help="A host of the API; may be repeated; default: the servers.")
@credential_options
@timeout_option(30.0, "Seconds for all requests together.")
@check_option("Write nothing; exit 4 if a file would be written.")
@diff_option("Write nothing; show what would be written.")
@click.argument("folder", metavar="[DIR]", default=".")
@project_options
def command(
    run: Run,
    /,
    contract: str,
    in_place: bool,
    credential: Credential | None,
    timeout: float,
    folder: str,
    pin: str | None,
    api: str | None,
    site_url: str | None,
    hosts: tuple[str, ...],
) -> None:
    """Create a project for an API from its OpenAPI document; existing files are never overwritten.

    What the document does not say is guessed: each guess is printed, and written as a comment beside its value. An
    existing pyproject.toml gets the table [tool.docgen] at its end; an existing mkdocs.yml stays as it is.

    \b
    Example: docgen init --spec openapi.json my-api && docgen -C my-api build
    Exit codes: 0 written; 1 it would fail its check; 2 a file is in the way; 3 the document cannot be read; 4 --check
    """  # noqa: D301 - \b is click's
    if in_place and URL.match(contract):
        raise UsageError("--in-place needs a file of this repository; leave it out for a URL")
    target, today = run.folder / folder, parse_now(run.now).date()
    report_killed_runs(target)
    progress("reading the contract")
    bundle = read_contract(run.folder, contract, credential, timeout)
    address = site_settings(Folder(target)).get("site_url")
    _refuse_options(pin, api, site_url, address, hosts)
    site_url = address or site_url
    guesses = guess(bundle.spec, today, pin, api and one_line(api), site_url and site_url.rstrip("/") + "/", hosts)
    copy = contract_file(bundle.spec, f"api-spec.{'json' if bundle.files else bundle.spec.source.content_format}")
    elsewhere, file = (
        _in_place(target, run.folder / contract, bundle, guesses.pin.value) if in_place else ({}, copy.path)
    )
    new_project = NewProject(
        guesses,
        bundle.spec,
        file,
        None if in_place else copy.data,
        today,
        docs_folder(target),
        redacted(contract) if contract.startswith("https:") else "",
        has_address=bool(address) or not (target / SITE).exists(),
    )
    files = _write(run, target, new_project, elsewhere)
    if run.show_diff:
        return
    if in_place:
        notice(f"{contract} stays where it is and is read there; `docgen new pin` will freeze a copy of it")
    for line in _next_steps(target, files):
        notice(line)


def _write(run: Run, target: Path, new: NewProject, elsewhere: Files) -> Files:
    """Write the files of a project that has passed its first check, with `elsewhere`, and print what was guessed.

    What is wrong in guides that are there already is accepted in each of them. FindingsError (exit code 1), with the
    findings printed, for an error elsewhere that is not EXPECTED.
    """
    authored = {**pin_files(new), **error_files(new), **site_files(new), IGNORED: "build/\n"}
    files = _files_to_write(target, authored)
    before = _existing_config(target / CONFIG)
    table = config_table(new)
    site = json.dumps({"docs_dir": new.docs, "site_url": new.guesses.site_url.value})
    guides = _guides(target, new.docs)
    analysis = _first_analysis(target, elsewhere, {**guides, SITE: site, **files, CONFIG: table}, str(new.today))
    unexpected = [error for error in analysis.errors if error.path not in guides and error.id not in EXPECTED]
    if unexpected:
        print_findings(unexpected)
        raise FindingsError("nothing was written: a project with this contract would fail its check")
    errors = [error for error in analysis.errors if error.id not in UNACCEPTABLE]
    accepted = accepted_file(new, reasons(errors, guides, new.today))
    schemas = schema_files(analysis.project)
    files |= {**schemas, **_files_to_write(target, accepted), CONFIG: appended(before, table)}
    for line in report_lines(new, tuple(sentences(analysis.project, errors, guides))):
        notice(line)
    # the contract and the schemas are long, and nobody reviews them
    shown = {path: text for path, text in files.items() if not path.endswith((new.file, ".json"))}
    run.write(files, target, shown=shown)
    return files


def _refuse_options(
    pin: str | None, api: str | None, site_url: str | None, address: str | None, hosts: tuple[str, ...]
) -> None:
    """UsageError (exit code 2) for the invalid value of an option; `address` is that of an existing mkdocs.yml."""
    if pin is not None and not PIN_ID.fullmatch(pin):
        raise UsageError(f"{pin!r} is not a valid pin id; expected letters, digits and `. _ -`, such as 2026-05-15")
    for place, url in (("--site-url", site_url), (f"{SITE}: site_url", address or None)):
        if url is not None:
            refuse_address(place, url)
    if address and site_url and address.rstrip("/") != site_url.rstrip("/"):
        raise UsageError(f"--site-url is {site_url}, and mkdocs.yml has {address}; leave the option out")
    for host in hosts:
        if not HOST.fullmatch(host):
            raise UsageError(
                f"{host!r} is not a host name; expected a name in lower case such as api.example.com, without a port"
            )
    if api is not None and not one_line(api):
        raise UsageError("--api is empty; expected the name of the API")


def _in_place(target: Path, contract: Path, bundle: Bundle, pin: str) -> tuple[Files, str]:
    """The files of a contract by their path in the repository, and its path from the folder of a pin.

    UnreadableError (exit code 3) where it is outside of the repository.
    """
    repository = repository_of(target)
    tree, path = Folder(repository), Path(os.path.relpath(contract.resolve(), repository)).as_posix()
    read_other = tree.reader_beside(path)
    others = {normpath(f"{path}/../{name}"): read_other(name) for name in bundle.files}
    folder = target.resolve() / "changelog" / pin
    return {path: tree.contract(path), **others}, Path(os.path.relpath(contract.resolve(), folder)).as_posix()


def _existing_config(path: Path) -> bytes:
    """The bytes of an existing pyproject.toml; UsageError (exit code 2) where the table cannot be appended."""
    before = path.read_bytes() if path.is_file() else b""
    if refusal := refusal_reason(before):
        raise UsageError(f"{path}: {refusal}")
    return before


def _files_to_write(target: Path, files: Files) -> MutableFiles:
    """The files to write, without those of an existing site; UsageError (exit code 2) for any other existing file."""
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file; expected a folder, which may be new")
    existing = [path for path in files if (target / path).exists()]
    home = f"{docs_folder(target)}/index.md"
    if in_the_way := [path for path in existing if path not in (SITE, IGNORED, home)]:
        more = f" (and {len(in_the_way) - 1} more)" if len(in_the_way) > 1 else ""
        file = target / in_the_way[0]
        raise UsageError(f"{file}{more} already exists; choose another folder: docgen never overwrites")
    if SITE in existing:  # it has a home page, or another nav
        existing.append(home)
    return {path: text for path, text in files.items() if path not in existing}


def _guides(target: Path, docs: str) -> Files:
    """The hand-written pages that are there already, and the names of the files beside them, which they may link."""
    paths = Folder(target).files(docs, "**/*")
    return {path: (target / path).read_bytes() if path.endswith(".md") else b"" for path in paths}


def _first_analysis(target: Path, elsewhere: Files, files: Files, now: str) -> Analysis:
    """The new project with what its check finds; `elsewhere` are files of the repository by their path there.

    OutputError (exit code 6) where the folder for temporary files cannot be written.
    """
    inner = target.resolve().relative_to(repository_of(target)).as_posix()
    copies = {normpath(f"{inner}/{path}"): content for path, content in files.items()}
    if any(path.startswith("..") for path in copies):
        raise UsageError(f"{SITE}: `docs_dir` is outside of the repository; expected a folder in it")
    # a check of the real files, in a folder that goes away: what it finds is accepted before the project exists
    with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as folder:
        try:
            plan({".git": "", **elsewhere, **copies}, Path(folder)).apply()
        except OutputError as error:
            # what was replaced in that folder is nothing of the user's
            raise OutputError(f"{str(error).partition('; ')[0]}; {UNCHANGED}") from error
        project, findings = Run(Path(folder, inner), now).load()
        return analysed(project, findings, progress, every=True)


def _next_steps(target: Path, files: Files) -> Iterator[str]:
    place = "" if target == Path() else f" -C {shlex.quote(str(target))}"
    for file, line in ((SITE, "`- docgen` to its `plugins:`"), (IGNORED, "`build/`")):
        if file not in files:
            yield f"{file} was not changed: add {line}, if it is missing"
    yield f"next: read the guesses in {CONFIG}, then: docgen{place} check && docgen{place} build"
