"""`docgen redirects announce`."""

import click

from docgen.author.header_rules import drafted_header_rules
from docgen.cli.run import Run, diff_option, notice, project_options
from docgen.errors import UsageError


@click.command("announce")
@diff_option()
@project_options
def command(run: Run) -> None:
    """Write rules that add Deprecation, Sunset and Link to the answers of deprecated operations and versions.

    Each deprecation that an entry or a pin announces gets a rule, where none covers it yet.

    Example: docgen redirects announce --diff
    """
    project = run.project()
    if not project.config.hosts:
        raise UsageError("no host is configured; expected `hosts` in [tool.docgen]")
    files, left = drafted_header_rules(project)
    run.write(files)
    for what in left:
        notice(f"no rule can be written for {what}; send its headers from the API itself", err=True)
    following = "every announced deprecation has a rule, or had one"
    if files:
        following = "next: docgen redirects build, and deploy"
    elif left:
        following = "no other rule is missing"
    notice(following, err=True)
