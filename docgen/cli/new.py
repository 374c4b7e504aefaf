"""`docgen new entry` and `docgen new error`."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer
from typing import Any, TypeVar, get_args

import click

from docgen.author.new import IMPACTS, KINDS, NewEntry, NewError, new_entry, new_error
from docgen.cli.project import FindingsError, now_option, read_project, report
from docgen.errors import UsageError
from docgen.load.markdown import parse_error_page
from docgen.load.validate import read_model
from docgen.model.entry import EntryText
from docgen.model.error_page import ErrorText
from docgen.model.files import Files
from docgen.model.finding import Finding
from docgen.model.source import Source
from docgen.write import plan

Function = TypeVar("Function", bound=Callable[..., Any])
RETRIES = get_args(ErrorText.__annotations__["retry"])


@click.group("new")
def command() -> None:
    """Add an entry or an error page; nothing is ever overwritten.

    Example: docgen new error rate_limited --title "Too many requests" --http 429
    """


class _Asked(click.Option):
    """An option that is asked for at a terminal and required elsewhere."""

    def prompt_for_value(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as in click
        """What the person types; where nobody can type, the option is missing."""
        if not sys.stdin.isatty():
            raise click.MissingParameter(ctx=ctx, param=self)
        return super().prompt_for_value(ctx)


def _asked(*names: str, **settings: Any) -> Callable[[Function], Function]:  # noqa: ANN401 - click's settings
    return click.option(*names, cls=_Asked, prompt=True, **settings)


@command.command("entry")
@click.argument("slug")
@click.option("--pin", help="The pin's folder; the default is the current one.")
@_asked("--kind", type=click.Choice(KINDS))
@_asked("--impact", type=click.Choice(IMPACTS))
@_asked("--title")
@_asked("--summary", help="20 to 280 characters.")
@_asked("--body", help="Markdown: what changed, whom it affects, what to do.")
@click.option("--area", default="", help="A topic such as webhooks.")
@click.option("--effective", type=click.DateTime(["%Y-%m-%d"]), help="The default is --now.")
@click.option("--action-by", type=click.DateTime(["%Y-%m-%d"]), help="By when a customer has to act.")
@click.option("--step", "steps", multiple=True, help="What a customer has to do; may be repeated.")
@click.option("--covers", multiple=True, help="A selector such as 'GET /v1/images'; may be repeated.")
@now_option
@click.pass_obj
def entry(root: str, /, slug: str, pin: str | None, now: str | None, **said: Any) -> None:  # noqa: ANN401 - click's options
    """Write changelog/<pin>/SLUG.yaml.

    Example: docgen new entry new-field --kind added --impact non-breaking --title "A new field"
    --summary "Images now carry the size of their file." --body "Each image has `bytes`."
    """
    project, _ = read_project(root, now)
    folder = pin or (project.current.id if project.current else None)
    if folder not in {known.id for known in project.pins}:
        raise UsageError(f"there is no pin {folder!r}; expected one of {', '.join(known.id for known in project.pins)}")
    if any(known.slug == slug for known in project.entries):
        raise UsageError(f"the slug {slug!r} is taken; a slug is a permanent id, so pick another")
    today = project.now.date()
    said |= {"effective": _day(said["effective"]) or today, "action_by": _day(said["action_by"])}
    files = new_entry(NewEntry(pin=folder or "", slug=slug, published=today, **said))
    _create(files, Path(root), lambda source: read_model(source, EntryText)[1])


@command.command("error")
@click.argument("code")
@_asked("--title")
@_asked("--http", type=click.IntRange(400, 599))
@_asked("--retry", type=click.Choice(RETRIES))
@_asked("--cause", help="What leads to this error.")
@_asked("--fix", help="What a customer does about it.")
@click.pass_obj
def error(root: str, /, code: str, **said: Any) -> None:  # noqa: ANN401 - click's options
    """Write docs/errors/CODE.md.

    Example: docgen new error rate_limited --title "Too many requests" --http 429 --retry after-delay
    --cause "More calls in a minute than your team may send." --fix "Wait as Retry-After says."
    """
    _create(new_error(NewError(code=code, **said)), Path(root), lambda source: parse_error_page(source)[1])


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _create(files: Files, root: Path, validate: Callable[[Source], tuple[Finding, ...]]) -> None:
    """Write what does not exist yet and would pass; else say why not, and write nothing."""
    planned = plan(files, root)
    if set(planned.create) != set(files):
        raise UsageError(f"{', '.join(files)} exists; docgen never overwrites what a writer wrote")
    findings: list[Finding] = [found for path, text in files.items() for found in validate(Source(path, str(text)))]
    if findings:
        report(findings, "text")
        raise FindingsError("nothing was written")
    planned.apply()
    for path in files:
        click.echo(f"wrote {path}")
