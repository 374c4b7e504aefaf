"""`docgen redirects announce`."""

from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer

import click

from docgen.author.header_rules import drafted_header_rules
from docgen.cli.project import now_option, read_complete
from docgen.cli.streams import notice
from docgen.cli.writing import diff_option, write
from docgen.errors import UsageError


@click.command("announce")
@diff_option
@now_option
@click.pass_obj
def command(root: str, show_diff: bool, now: str | None) -> None:
    """Write rules that add Deprecation, Sunset and Link to the answers of deprecated operations and versions.

    Each deprecation that an entry or a pin announces gets a rule, where none covers it yet.

    Example: docgen redirects announce --diff
    """
    project = read_complete(root, now)
    if not project.config.hosts:
        raise UsageError("no host is configured; expected `hosts` in [tool.docgen]")
    drafts = drafted_header_rules(project)
    write(drafts.files, Path(root), only_check=False, show_diff=show_diff)
    for what in drafts.left:
        notice(f"no rule can be written for {what}; send its headers from the API itself", err=True)
    done = "every announced deprecation has a rule, or had one" if not drafts.left else "no other rule is missing"
    notice("next: docgen redirects build, and deploy" if drafts.files else done, err=True)
