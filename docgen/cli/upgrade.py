"""`docgen upgrade`."""

from difflib import get_close_matches
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


@click.command("upgrade")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option("--using", metavar="FILE", help="Only what reaches the operations and events of a list or an access log.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="Output format.")
@now_option
@click.pass_obj
def command(root: str, start: str, end: str, using: str | None, form: str, now: str | None) -> None:
    """List what a customer must do to get from one pin to a later one, breaking changes first.

    It comes from the published entries of the pins after FROM up to TO, and from the difference of the two
    contracts; what differs and no entry explains is listed too.

    FILE is a list (`GET /v1/images/{id}` or `event image.completed`, one a line, `#` for comments), an access
    log in the common or combined format, HAProxy's httplog or JSON lines (with a method and a path or URL), or an
    HTTP archive (.har), each also as .gz. Its paths are matched to the contract's templates, with or without the
    base path of a server; what matches nothing is counted and told.

    \b
    Example: docgen upgrade 2026-04 2026-07 --using access.log --format markdown
    Exit codes: 0 told; 1 the project is broken; 2 no such pin, or TO is older; 3 FILE cannot be read
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
    near = get_close_matches(wanted, ids, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"the pins are {', '.join(ids) or 'none'}"
    raise UsageError(f"pin {wanted!r} not found; {hint}")
