"""`docgen init`."""

import re
import shlex
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from typing import Final

import click
from msgspec.structs import replace

from docgen.author.first_check import EXPECTED, reasons, sentences
from docgen.author.guess_config import HOST, Overrides, guess, plain
from docgen.author.new_project import (
    NewProject,
    accepted_file,
    config_table,
    error_files,
    pin_files,
    report_lines,
    site_files,
)
from docgen.author.pyproject import appended, refusal_reason
from docgen.cli.contracts import contract_file
from docgen.cli.run import (
    FindingsError,
    Run,
    check_option,
    diff_option,
    notice,
    now_option,
    print_findings,
    progress,
    report_killed_runs,
)
from docgen.cli.schema import schema_files
from docgen.errors import UNCHANGED, OutputError, UsageError
from docgen.load.clock import parse_now
from docgen.load.contract import read_bundle
from docgen.load.files import list_files, other_file, read_bytes
from docgen.load.findings import RefusedError
from docgen.model.files import Files
from docgen.model.pin import PIN_ID
from docgen.openapi.spec import Spec
from docgen.write import plan

CONFIG: Final = "pyproject.toml"
SITE: Final = "mkdocs.yml"
IGNORED: Final = ".gitignore"
HOME: Final = "docs/index.md"


@click.command("init")
@click.option("--spec", "contract", required=True, metavar="FILE", help="The OpenAPI document, JSON or YAML.")
@click.option("--pin", help="The id of the first pin; default: info.version, if it can name a folder.")
@click.option("--api", metavar="NAME", help="The name of the API; default: info.title.")
@click.option("--site-url", metavar="URL", help="The URL of the site; default: a placeholder.")
@click.option("--host", "hosts", multiple=True, help="A host of the API; may be repeated; default: the servers.")
@check_option("Write nothing; exit 4 if a file would be written.")
@diff_option("Write nothing; show what would be written.")
@click.argument("folder", metavar="[DIR]", default=".")
@now_option
@click.pass_obj
def command(
    run: Run,
    /,
    contract: str,
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
    Exit codes: 0 written; 1 the document cannot be used; 2 a file is in the way; 3 it cannot be read; 4 --check
    """  # noqa: D301 - \b is click's
    target, moment = run.folder / folder, parse_now(run.now)
    report_killed_runs(target)
    progress("reading the contract")
    spec, data = _contract(run.folder / contract)
    guesses = guess(spec, _overrides(pin, api, site_url, hosts), moment.date())
    new_project = NewProject(guesses, spec, spec.source.path, data, moment.date())
    authored = {**pin_files(new_project), **error_files(new_project), **site_files(new_project), IGNORED: "build/\n"}
    files = _files_to_write(target, authored)
    before = _existing_config(target / CONFIG)
    table = config_table(new_project)
    accepted, schemas, wrong = _first_check({**files, CONFIG: table}, _guides(target), moment.isoformat())
    files |= schemas
    files |= _files_to_write(target, accepted_file(new_project, accepted))
    files[CONFIG] = appended(before, table)
    for line in report_lines(new_project, wrong):
        notice(line)
    # the contract and the schemas are long, and nobody reviews them
    shown = {path: text for path, text in files.items() if not path.endswith((new_project.file, ".json"))}
    run.write(files, target, shown=shown)
    if not run.show_diff:
        for line in _next_steps(target, files):
            notice(line)


def _overrides(pin: str | None, api: str | None, site_url: str | None, hosts: tuple[str, ...]) -> Overrides:
    """The values of the options; UsageError (exit code 2) for an invalid one."""
    if pin is not None and not PIN_ID.fullmatch(pin):
        raise UsageError(f"{pin!r} is not a valid pin id; expected letters, digits and `. _ -`, such as 2026-05-15")
    if site_url is not None and not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]+)?(/[^\s?#]*)?", site_url):
        raise UsageError(f"{site_url!r} is not the URL of a site; expected for example https://docs.example.com/")
    for host in hosts:
        if not HOST.fullmatch(host):
            raise UsageError(
                f"{host!r} is not a host name; expected a name in lower case such as api.example.com, without a port"
            )
    if api is not None and not plain(api):
        raise UsageError("--api is empty; expected the name of the API")
    return Overrides(pin, plain(api) if api else None, site_url and site_url.rstrip("/") + "/", hosts)


def _contract(path: Path) -> tuple[Spec, bytes]:
    """The contract in a file, under the name that it gets in the project, and its bytes.

    A contract of several files becomes a single JSON document.
    """
    data = read_bytes(path, str(path))
    try:
        bundle = read_bundle(str(path), data, other_file(path.parent))
    except RefusedError as error:
        print_findings(error.findings)
        raise FindingsError("nothing was written: the contract cannot be used") from None
    spec = bundle.spec
    if bundle.files:
        source = contract_file(bundle, "api-spec.json")
        data = source.data
    else:
        source = contract_file(bundle, f"api-spec.{spec.source.content_format}")
    return replace(spec, source=source), data


def _existing_config(path: Path) -> bytes:
    """The bytes of an existing pyproject.toml; UsageError (exit code 2) where the table cannot be appended."""
    before = path.read_bytes() if path.is_file() else b""
    refusal = refusal_reason(before)
    if refusal:
        raise UsageError(f"{path}: {refusal}")
    return before


def _files_to_write(target: Path, files: Files) -> dict[str, str | bytes]:
    """The files to write, without those of an existing site; UsageError (exit code 2) for any other existing file."""
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file; expected a folder, which may be new")
    existing = [path for path in files if (target / path).exists()]
    kept = {path for path in existing if path in (SITE, IGNORED, HOME)}
    if (target / SITE).exists():
        kept.add(HOME)
    if in_the_way := [path for path in existing if path not in kept]:
        more = f" (and {len(in_the_way) - 1} more)" if len(in_the_way) > 1 else ""
        file = target / in_the_way[0]
        raise UsageError(f"{file}{more} already exists; choose another folder: docgen never overwrites")
    return {path: text for path, text in files.items() if path not in kept}


def _guides(target: Path) -> Files:
    """The hand-written pages that are there already."""
    pages = list_files(target / "docs", "**/*.md")
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in pages}


def _first_check(files: Files, guides: Files, now: str) -> tuple[dict[str, str], Files, Sequence[str]]:
    """The rules that the new project fails, each with the reason; its editor schemas; and what is wrong, in sentences.

    What is wrong in the `guides` that are there already is for their writer.
    FindingsError (exit code 1), with the findings printed, for an error that is not EXPECTED; OutputError (6) where the
    folder for temporary files cannot be written.
    """
    # a check of the real files, in a folder that goes away: what it finds is accepted before the project exists
    with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as folder:
        try:
            plan({**guides, **files}, Path(folder)).apply()
        except OutputError as error:
            # what was replaced in that folder is nothing of the user's
            raise OutputError(f"{str(error).partition('; ')[0]}; {UNCHANGED}") from error
        analysis = Run(Path(folder), now).analysis(use_cache=False)
    errors = [finding for finding in analysis.errors if finding.path not in guides]
    if unexpected := [finding for finding in errors if finding.id not in EXPECTED]:
        print_findings(unexpected)
        raise FindingsError("nothing was written: a project with this contract would fail its check")
    accepted = reasons(errors, now.partition("T")[0])
    return accepted, schema_files(analysis.project), tuple(sentences(analysis.project, errors))


def _next_steps(target: Path, files: Files) -> Iterator[str]:
    place = "" if target == Path() else f" -C {shlex.quote(str(target))}"
    if SITE not in files:
        yield f"{SITE} was not changed: add `- docgen` to its `plugins:`, if it is missing"
    if IGNORED not in files:
        yield f"{IGNORED} was not changed: add `build/`, if it is missing"
    yield f"next: read the guesses in {CONFIG}, then: docgen{place} check && docgen{place} build"
