"""`docgen import`."""

from typing import Final

import click

from docgen.author.imports.formats import FORMATS, Release
from docgen.author.imports.history import Importer
from docgen.cli.run import Run, check_option, diff_option, notice, progress, project_options
from docgen.errors import UnreadableError, WouldChangeError
from docgen.load.lines import open_text
from docgen.positions.source import Source
from docgen.wording import choice, counted, printable
from docgen.write import plan

_MOST: Final = 8_000_000
"""Characters of a changelog; twenty years of one have less than a million."""


@click.command("import")
@click.argument("file")
@click.option("--format", "form", type=click.Choice([*FORMATS]), help="The format; default: what the file looks like.")
@click.option("--base-url", default="", metavar="URL", help="What relative links are relative to.")
@diff_option()
@check_option("Write nothing; exit 4 if a file would be written.")
@project_options
def command(run: Run, file: str, form: str | None, base_url: str) -> None:
    """Import an older changelog as history: a pin without a contract for each release, with its entries.

    What cannot be placed is listed with its line. A release that was imported before is left alone, whatever a writer
    changed or deleted in it.

    Example: docgen import CHANGELOG.md
    """
    project = run.project()
    progress("reading the changelog")
    history = Importer(project, base_url)
    # from the oldest: a release that is added on top changes no id of those below
    for release in reversed(_releases(run, file, [form] if form else [*FORMATS])):
        history.add(release)
    planned = plan(history.files, run.root)
    run.carry_out(planned, shown=planned)
    _summarize(history, file, run.show_diff)
    if run.only_check and planned:
        raise WouldChangeError("some releases are not imported; run the same command without --check")


def _releases(run: Run, file: str, forms: list[str]) -> list[Release]:
    """The releases in a file; UnreadableError (exit code 3) where it has none in one of some formats."""
    expected = f"a changelog with {choice([FORMATS[form].looks_like for form in forms])}"
    with open_text(run.folder / file, expected) as lines:
        text = lines.read(_MOST + 1).replace("\r\n", "\n")
    if len(text) > _MOST:
        raise UnreadableError(f"{file}: is larger than {_MOST // 1_000_000} MB; expected {expected}")
    for form in forms:
        if releases := list(FORMATS[form].releases(Source(file, text))):
            return releases
    raise UnreadableError(f"{file}: no release found; expected {expected}")


def _summarize(history: Importer, file: str, err: bool) -> None:
    """Say what is written and what is not, to stderr where a diff is on stdout."""
    pins = sum(path.endswith("/pin.yaml") for path in history.files)
    entries = counted(history.kinds.total(), "entry", "entries")
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(history.kinds.items()))
    lines = [
        f"{counted(pins, 'new release')}, {history.known:,} imported before; {entries}: {kinds or 'none'}",
        f"{counted(history.covers, 'name')} of the contract found in code, and added to `covers`",
        *(f"{file}:{line}: not placed: {message}" for line, message in sorted(history.unplaced)),
        "next: correct titles and kinds under changelog/, then run `docgen check`",
    ]
    notice("\n".join(map(printable, lines)), err=err)
