"""`docgen upgrade`."""

import click

from docgen.answers import Answers
from docgen.answers.resolver import everybody, find_usage
from docgen.cli.completion import PINS
from docgen.cli.run import Reports, Run, find_pin, progress, project_options, report_options
from docgen.errors import UsageError
from docgen.load.lines import read_traffic
from docgen.report.answers import FORMATS as ANSWERS
from docgen.report.upgrade import FORMATS
from docgen.upgrade import upgrade_along
from docgen.upgrade.path import upgrade_path


@click.command("upgrade")
@click.argument("start", metavar="[FROM", required=False, shell_complete=PINS)
@click.argument("end", metavar="TO]", required=False, shell_complete=PINS)
@click.option("--using", metavar="FILE", help="Only what affects what this list or access log names.")
@report_options(FORMATS)
@project_options
def command(run: Run, start: str | None, end: str | None, using: str | None, reports: Reports) -> None:
    """List what a customer must do to upgrade from one pin to a later one, breaking changes first.

    The list comes from the published entries of the pins after FROM up to TO, and from the differences of the two
    contracts; differences that no entry explains are listed, too. Without FROM and TO, each thing that FILE names is
    looked up in the current pin: what is unknown comes first, then what ends, when, and what to use instead.

    FILE is a list with one request or name per line (`GET /v1/images/{id}`, `image.completed`, a schema, a field,
    a value, an error code, a parameter, a header, a URL, a curl command; `#` for comments), an access log (as for
    `docgen sunsets`; of an unknown format, the requests that it quotes), or an HTTP archive (.har), each also as
    .gz.
    Its paths are matched to the redirects and to the contract's templates, with or without the base path of a
    server.

    \b
    Example: docgen upgrade 2026-04 2026-07 --using access.log --format markdown
             docgen upgrade --using access.log
    Exit codes: 0 listed; 2 no such pin, or TO is older; 3 the project or FILE cannot be read
    """  # noqa: D301 - \b is click's
    if end is None and (start or not using):
        raise UsageError("FROM and TO missing; expected both, or `--using FILE` alone for the current pin")
    project = run.project()
    lines = read_traffic(run.folder / using) if using else None
    if using:  # its lines are read one by one, as they are looked up
        progress(f"reading {using}")
    if end is None or start is None:
        current = project.current
        if current is None:
            raise UsageError("no pin is released; expected FROM and TO: docgen upgrade FROM TO --using FILE")
        answers = Answers(current, find_usage(project, current, current, lines or ()), everybody(project, current))
        reports.publish(lambda form: ANSWERS[form](answers, project))
        return
    before, after = find_pin(project, start), find_pin(project, end)
    if project.pins.index(before) > project.pins.index(after):
        raise UsageError(f"{start} comes after {end}; expected the older pin first: docgen upgrade {end} {start}")
    usage = find_usage(project, before, after, lines) if lines is not None else None
    progress("comparing the contracts")
    steps = upgrade_along(upgrade_path(project, before, after), before, usage)
    reports.publish(lambda form: FORMATS[form](steps))
