"""`docgen init`."""

import re
import shlex
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from typing import Final

import click

from docgen.author.guess_config import Said, guess, plain
from docgen.author.guess_report import told
from docgen.author.init import Beginning, accepted_file, config_table, error_files, pin_files, site_files
from docgen.author.pyproject import appended, no_room
from docgen.author.single_document import whole
from docgen.cli.project import FindingsError, now_option, progress, read_analysis, report
from docgen.cli.schema import schema_files
from docgen.cli.writing import tell_killed, write
from docgen.errors import UsageError
from docgen.load.bundle import read_bundle
from docgen.load.clock import parse_now
from docgen.load.files import other_file, read_bytes
from docgen.load.findings import RefusedError
from docgen.model.files import Files
from docgen.model.pin import PIN_ID
from docgen.openapi.spec import Spec
from docgen.positions.source import Source, format_of
from docgen.write import plan

CONFIG: Final = "pyproject.toml"
SITE: Final = "mkdocs.yml"
IGNORED: Final = ".gitignore"
HOME: Final = "docs/index.md"
HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
LOWERED: Final[Mapping[str, str]] = {
    "error-page-stub": "the causes and fixes are a writer's to add",
    "doc-url-unresolved": "some codes of the contract cannot be the name of a page",
    "spec-invalid": "the contract is kept as it was given",
    "unresolved-ref": "the contract is kept as it was given",
    "example-invalid": "the contract is kept as it was given",
    "malformed-http-date": "the contract is kept as it was given",
    "error-without-envelope": "some errors of the contract have another schema",
    "header-mismatch": "some operations of the contract name the version in another way, or not at all",
}
"""What a new project cannot meet yet, and why: accepted as a warning where it was found on the first day."""


@click.command("init")
@click.option("--spec", "contract", required=True, metavar="FILE", help="The OpenAPI document, JSON or YAML.")
@click.option("--pin", help="The id of the first pin; the default is info.version where it can name a folder.")
@click.option("--api", metavar="NAME", help="The name of the API; the default is info.title.")
@click.option("--site-url", metavar="URL", help="The URL of the site; without it, a placeholder.")
@click.option("--host", "hosts", multiple=True, help="A host of the API; may be repeated. The default: the servers.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 4 where something would be written.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would be written.")
@click.argument("folder", metavar="[DIR]", default=".")
@now_option
@click.pass_obj
def command(
    root: str,
    /,
    contract: str,
    folder: str,
    only_check: bool,
    show_diff: bool,
    now: str | None,
    pin: str | None,
    api: str | None,
    site_url: str | None,
    hosts: tuple[str, ...],
) -> None:
    """Make a new project for an API from its OpenAPI document; nothing is ever overwritten.

    What the document does not say is guessed: each guess is printed, and written beside its value with
    where it comes from. An existing pyproject.toml gets the table [tool.docgen] at its end; an existing
    mkdocs.yml stays as it is.

    \b
    Example: docgen init --spec openapi.json my-api && docgen -C my-api build
    Exit codes: 0 written; 1 the document cannot be used; 2 a file is in the way; 3 it cannot be read; 4 --check
    """  # noqa: D301 - \b is click's
    target, moment = Path(root, folder), parse_now(now)
    tell_killed(target)
    spec, data = _contract(Path(root, contract))
    guesses = guess(spec, _said(pin, api, site_url, hosts), moment.date())
    begin = Beginning(guesses, spec, spec.source.path, data, moment.date())
    files = _wanted(target, {**pin_files(begin), **error_files(begin), **site_files(begin), IGNORED: "build/\n"})
    before = _existing(target / CONFIG)
    progress("checking the new project")
    table = config_table(begin)
    accepted, schemas = _first_check(files, table, moment.isoformat())
    files |= {**schemas, **_wanted(target, accepted_file(begin, accepted)), CONFIG: appended(before, table)}
    for line in told(guesses, accepted):
        click.echo(line)
    if show_diff:  # the contract and the schemas are long, and nobody wrote them here
        short = {path: text for path, text in files.items() if not path.endswith((begin.file, ".json"))}
        click.echo(plan(short, target).diff(), nl=False)
    if show_diff and not only_check:
        click.echo("\n".join(plan(files, target).lines()))
        return
    write(files, target, only_check)
    for line in _next_steps(target, files):
        click.echo(line)


def _said(pin: str | None, api: str | None, site_url: str | None, hosts: tuple[str, ...]) -> Said:
    """What the options say; UsageError (exit code 2) for what no project can have."""
    if pin is not None and not PIN_ID.fullmatch(pin):
        raise UsageError(f"{pin!r} cannot be the id of a pin; expected letters, digits and `. _ -`, such as 2026-05-15")
    if site_url is not None and not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]+)?(/[^\s?#]*)?", site_url):
        raise UsageError(f"{site_url!r} is not the URL of a site; expected for example https://docs.example.com/")
    for host in hosts:
        if not HOST.fullmatch(host):
            raise UsageError(
                f"{host!r} is not a host name; expected a name in lower case such as api.example.com, without a port"
            )
    if api is not None and not plain(api):
        raise UsageError("--api is empty; expected the name of the API, as a reader knows it")
    return Said(pin, plain(api) if api else None, site_url and site_url.rstrip("/") + "/", hosts)


def _contract(path: Path) -> tuple[Spec, bytes]:
    """The contract in a file, under the name that it has in a project, and its bytes.

    A contract of several files becomes one, as JSON: a pin keeps its contract in one file, beside its entries.
    """
    data = read_bytes(path, str(path))
    try:
        given = read_bundle(str(path), data, other_file(path.parent))
    except RefusedError as error:
        report(error.findings, "text")
        raise FindingsError("nothing was written: the contract cannot be used") from None
    text = given.spec.source.text
    kept = whole(given.spec, "api-spec.json") if given.files else Source(f"api-spec.{format_of('', text)}", text)
    return Spec(kept, given.spec.document, given.spec.refs), (
        kept.text.encode("utf-8", "surrogatepass") if given.files else data
    )


def _existing(path: Path) -> bytes:
    """What stands in pyproject.toml already; UsageError (exit code 2) where the table cannot be added to it."""
    before = path.read_bytes() if path.is_file() else b""
    refusal = no_room(before)
    if refusal:
        raise UsageError(f"{path}: {refusal}")
    return before


def _wanted(target: Path, files: Files) -> dict[str, str | bytes]:
    """The files to write: a site that exists stays as it is, and anything else in the way is a UsageError."""
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file; expected a folder, which may be new")
    site = (target / SITE).exists()
    kept = {path for path in files if (target / path).exists() and path in (SITE, IGNORED, HOME)}
    wanted = {path: text for path, text in files.items() if path not in kept and not (site and path == HOME)}
    taken = [path for path in wanted if (target / path).exists()]
    if taken:
        more = f" (and {len(taken) - 1} more)" if len(taken) > 1 else ""
        raise UsageError(f"{target / taken[0]}{more} exists; docgen never overwrites, so name another folder")
    return wanted


def _first_check(files: Files, table: str, now: str) -> tuple[dict[str, str], Files]:
    """What the new project cannot meet yet, with the reason, and its editor schemas; tried in a folder of its own.

    An error of any other rule is reported, and FindingsError (exit code 1) says that nothing was written.
    """
    with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as folder:
        plan({**files, CONFIG: table}, Path(folder)).apply()
        analysis = read_analysis(folder, now)
    counts = Counter(found.id for found in analysis.errors)
    if set(counts) - set(LOWERED):
        report([found for found in analysis.errors if found.id not in LOWERED], "text")
        raise FindingsError("nothing was written: a project of this contract would not pass its check")
    day = now.partition("T")[0]
    reasons = {rule: f"{count:,} found by docgen init on {day}: {LOWERED[rule]}." for rule, count in counts.items()}
    return dict(sorted(reasons.items())), schema_files(analysis.project)


def _next_steps(target: Path, files: Files) -> Iterator[str]:
    place = "" if target == Path() else f" -C {shlex.quote(str(target))}"
    if SITE not in files:
        yield f"{SITE} stays as it is: write `- docgen` under its `plugins:`, if it is not there"
    if IGNORED not in files:
        yield f"{IGNORED} stays as it is: write `build/` into it, if it is not there"
    yield f"next: read the guesses in {CONFIG}, then: docgen{place} check && docgen{place} build"
