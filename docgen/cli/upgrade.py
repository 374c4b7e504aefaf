"""`docgen upgrade`."""

from pathlib import Path  # noqa: TID251 - the shell hands the file to the reader

import click

from docgen.cli.project import now_option, progress, read_complete
from docgen.cli.streams import print_report
from docgen.errors import UsageError
from docgen.load.traffic import read_traffic
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.report.upgrade import FORMATS
from docgen.upgrade import upgrade
from docgen.upgrade.usage import find_usage
from docgen.wording import did_you_mean


@click.command("upgrade")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option("--using", metavar="FILE", help="Only what affects the operations and events in this list or access log.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="Output format.")
@now_option
@click.pass_obj
def command(root: str, start: str, end: str, using: str | None, form: str, now: str | None) -> None:
    """List what a customer must do to upgrade from one pin to a later one, breaking changes first.

    The list comes from the published entries of the pins after FROM up to TO, and from the differences of the two
    contracts; differences that no entry explains are listed, too.

    FILE is a list (`GET /v1/images/{id}` or `event image.completed`, one per line, `#` for comments), an access
    log in the common or combined format, HAProxy's httplog or JSON lines (with a method and a path or URL), or an
    HTTP archive (.har), each also as .gz. Its paths are matched to the contract's templates, with or without the
    base path of a server; paths without a match are counted and listed.

    \b
    Example: docgen upgrade 2026-04 2026-07 --using access.log --format markdown
    Exit codes: 0 listed; 1 the project is broken; 2 no such pin, or TO is older; 3 FILE cannot be read
    """  # noqa: D301 - \b is click's
    project = read_complete(root, now)
    before, after = _pin(project, start), _pin(project, end)
    if project.pins.index(before) > project.pins.index(after):
        raise UsageError(f"{start} comes after {end}; expected the older pin first: docgen upgrade {end} {start}")
    progress("comparing the contracts")
    lines = find_usage(before, after, read_traffic(Path(root, using))) if using else None
    print_report(FORMATS[form](upgrade(project, before, after, lines), project), form)


def _pin(project: Project, wanted: str) -> Pin:
    ids = [pin.id for pin in project.pins]
    if wanted in ids:
        return project.pins[ids.index(wanted)]
    hint = did_you_mean(wanted, ids, f"the pins are {', '.join(ids) or 'none'}")
    raise UsageError(f"pin {wanted!r} not found; {hint}")
