"""`docgen sunsets`."""

import re
from collections.abc import Sequence

import click

from docgen.check.accepted import Acceptances
from docgen.check.redirect_calendar import passed_finding
from docgen.cli.run import Reports, Run, echo, no_rule_on, progress, project_options, report_options
from docgen.errors import UsageError
from docgen.load.clock import SECONDS
from docgen.load.lines import read_traffic
from docgen.model.ending import Ending
from docgen.model.project import Project
from docgen.report.sunsets import FORMATS
from docgen.sunsets import Sunsets, end_dates, undated
from docgen.sunsets.traffic import TrafficCounter
from docgen.sunsets.wording import named, reason
from docgen.traffic.log import known_lines
from docgen.wording import printable


@click.command("sunsets")
@click.option(
    "--within", default="30d", show_default=True, metavar="TIME", help="How far to look ahead and back: 30d, 12h or 4w."
)
@click.option(
    "--log", "logs", multiple=True, metavar="ACCESS_LOG", help="Count the requests in this access log; may be repeated."
)
@click.option("--host", help="The host of log lines without one; default: the only host with rules.")
@click.option("--by", default="", metavar="FIELD", help="Count callers by this field of a JSON log, such as user.id.")
@click.option("--show-callers", is_flag=True, help="List callers as the log has them, in place of digests.")
@report_options(FORMATS)
@project_options
def command(
    run: Run, within: str, logs: Sequence[str], host: str | None, by: str, show_callers: bool, reports: Reports
) -> int:
    """List what ends and who still calls it: rules, parts of contracts, pins, notices, days to act, and reviews.

    ACCESS_LOG is in a format of Apache, nginx, HAProxy, Envoy, AWS's load balancers or the W3C (CloudFront, IIS), or
    in JSON lines or logfmt; or it is a list (`GET /docs`, one per line) or an HTTP archive (.har); each also as .gz.
    A log may have any size; one of an unknown format is refused. Requests are matched to the rules as on the edges.

    \b
    Example: docgen sunsets --within 30d --log access.log --format markdown
    Exit codes: 0 nothing due; 1 something ends within the time, or has ended and is left; 3 a file cannot be read
    """  # noqa: D301 - \b is click's
    window = _parse_window(within)
    if not logs and (host is not None or by or show_callers):
        raise UsageError("--host, --by and --show-callers only apply to a log; expected --log ACCESS_LOG with them")
    project = run.project()
    progress("listing the end dates")
    every = (*end_dates(project), *undated(project))
    counted = None
    if logs:  # without one, no route of a contract has to be known
        counter = TrafficCounter(project, every, _assumed_host(project, host), show_callers)
        for path in logs:
            progress(f"reading {path}")
            counter.read(known_lines(path, read_traffic(run.folder / path, by), by))
        counted = counter.logs()
    upcoming = Sunsets(project, window, every, counted, _accepted(project, every))
    reports.publish(lambda form: FORMATS[form](upcoming))
    if not upcoming.due:
        return 0
    reasons = "".join(f"\n  {printable(reason(end, upcoming))}" for end in upcoming.due)
    echo(f"docgen: exit code 1, because of {named(upcoming.due)}:{reasons}", err=True)
    return 1


def _accepted(project: Project, every: Sequence[Ending]) -> dict[str, str]:
    """Who accepts what a sunset left to do, by the id of the ending, as in `docgen check`."""
    acceptances, accepted = Acceptances(project), {}
    for end in every:
        if end.is_left(project.now):
            acceptance = acceptances.acceptance_of(passed_finding(end))
            if acceptance and not acceptance.is_expired(project.today):
                accepted[end.id] = acceptance.summary
    return accepted


def _parse_window(text: str) -> int:
    """The seconds in `30d`, `12h` or `4w`; UsageError (exit code 2) for anything else."""
    duration = re.fullmatch(r"([0-9]{1,5})([wdh])", text)
    if duration is None:
        raise UsageError(f"{text!r} is not a duration; expected a number and d, h or w, such as 30d")
    return int(duration[1]) * SECONDS[duration[2]]


def _assumed_host(project: Project, host: str | None) -> str | None:
    """The host of lines without one; UsageError (exit code 2) if it is none of the project's."""
    known = sorted({rule.host for rule in project.rules})
    servers = project.servers()
    if host is not None and host.lower() not in {*known, *servers}:
        raise no_rule_on(host, known)
    # a log of one server names no host; with several, guessing would count for the wrong rule
    likely = known or sorted(servers)
    return host or (likely[0] if len(likely) == 1 else None)
