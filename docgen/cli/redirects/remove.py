"""`docgen redirects remove`."""

from collections.abc import Sequence

import click

from docgen.author.rules import refuse_removal, removed
from docgen.cli.completion import RULES
from docgen.cli.network import Live, ca_file_option, timeout_option
from docgen.cli.run import FindingsError, Run, diff_option, echo, find_redirects, notice, progress, project_options
from docgen.errors import UsageError
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.probe import Client, Origin, compare_upstream, parse_origin_argument


@click.command("remove")
@click.argument("id_", metavar="ID", shell_complete=RULES)
@click.option("--upstream", metavar="URL", help="The origin behind the edge, which must answer as the edge does.")
@click.option("--no-probe", is_flag=True, help="Skip the probe: somebody checked by hand, as --note says.")
@click.option("--note", help="Who checked what; appended to the `note` of the rule.")
@ca_file_option
@timeout_option(10.0, "Seconds for a whole response.")
@diff_option()
@project_options
def command(
    run: Run, id_: str, upstream: str | None, no_probe: bool, note: str | None, ca_file: str | None, timeout: float
) -> None:
    """Remove a rule from the edge after its sunset: it stays in its file, with `removed:` and the day.

    The upstream is probed first, bypassing the edge. If it answers differently, nothing is written.

    Example: docgen redirects remove docs-site --upstream https://origin.example.com
    """
    if bool(upstream) == no_probe:
        raise UsageError("expected --upstream URL to probe, or --no-probe with --note TEXT")
    if no_probe and not (note and note.strip()):
        raise UsageError("--no-probe skips the probe; expected --note TEXT, which says who checked what")
    project = run.project()
    rules = find_redirects(project, id_)
    refuse_removal(rules, project.epoch)
    if upstream:  # without the rule its answer is what clients get, so it must be the one that they get now
        origin = parse_origin_argument(upstream, {})
        if origin.host in project.config.hosts:
            raise UsageError(f"{origin.host} is the edge itself; expected the origin behind it")
        with Live(ca_file=ca_file, timeout=timeout).client() as client:
            _refuse_different(project, rules, client, origin)
    run.write(removed(rules, project.today, note))
    notice("next: docgen redirects build, and deploy; until then the edge answers as before", err=True)


def _refuse_different(project: Project, rules: Sequence[Redirect], client: Client, upstream: Origin) -> None:
    """Stop with exit code 1, with both answers printed, where the upstream answers differently from the edge."""
    same = True
    for rule in rules:
        progress(f"probing {upstream.url} for {rule.host}")
        for comparison in compare_upstream(client, upstream, rule, project.epoch, project.config.code_field):
            outcome = f"as the edge: {comparison.actual}"
            if not comparison.matches:
                same = False
                outcome = f"expected {comparison.expected}; got {comparison.actual}"
            echo(f"GET {comparison.url} (Host: {rule.host}): {outcome}")
    if not same:
        raise FindingsError("the upstream answers differently from the edge; nothing was written")
