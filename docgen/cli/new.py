"""`docgen new entry`, `docgen new error`, `docgen new moved` and `docgen new pin`."""

import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path  # noqa: TID251 - the shell hands folders to the writer
from typing import Any, TypeVar, get_args

import click
import msgspec

from docgen.analysis import analysed
from docgen.author.moved_pages import moves, new_moved, old_pages, titles
from docgen.author.new import IMPACTS, KINDS, NewEntry, NewError, new_entry, new_error
from docgen.author.pin import NewPin
from docgen.check.links import pages
from docgen.cli.drafts import draft_entries
from docgen.cli.pins import freeze_pin, open_pin
from docgen.cli.project import FindingsError, now_option, read_complete, report
from docgen.cli.writing import apply
from docgen.errors import UsageError
from docgen.load.lines import read_lines
from docgen.load.markdown import parse_error_page
from docgen.load.selectors import unknown_selectors
from docgen.load.validate import read_model
from docgen.model.entry import Entry, EntryText
from docgen.model.error_page import Retry
from docgen.model.files import Files
from docgen.model.finding import Finding
from docgen.model.pin import PIN_ID
from docgen.model.project import Project
from docgen.positions.source import Source
from docgen.write import plan

Function = TypeVar("Function", bound=Callable[..., Any])
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
RETRIES = get_args(Retry)


@click.group("new")
def command() -> None:
    """Add an entry, an error page, a pin or a map of old addresses; what a writer wrote is never overwritten.

    Example: docgen new error rate_limited --title "Too many requests" --http 429
    """


class _Asked(click.Option):
    """An option that is asked for at a terminal and required elsewhere; a draft answers for itself."""

    def prompt_for_value(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as in click
        """What the person types; where nobody can type, the option is missing."""
        if ctx.params.get("from_diff") is True:
            return None
        if ctx.command.name == "entry" and not isinstance(ctx.params.get("slug"), str):
            raise click.UsageError("expected a SLUG, or --from-diff", ctx)
        if not sys.stdin.isatty():
            raise click.MissingParameter(ctx=ctx, param=self)
        return super().prompt_for_value(ctx)


def _asked(*names: str, **settings: Any) -> Callable[[Function], Function]:  # noqa: ANN401 - click's settings
    return click.option(*names, cls=_Asked, prompt=True, **settings)


@command.command("entry")
@click.argument("slug", required=False)
@click.option(
    "--from-diff",
    is_flag=True,
    is_eager=True,
    help="Draft an entry for each change of the contract that no entry covers.",
)
@click.option("--against", metavar="REF|FILE", help="With --from-diff: the base, instead of the pin before.")
@click.option("--diff", "show_diff", is_flag=True, help="With --from-diff: write nothing; show the drafts.")
@click.option("--pin", help="The pin's folder; the default is the current one, with --from-diff the newest.")
@_asked("--kind", type=click.Choice(KINDS))
@_asked("--impact", type=click.Choice(IMPACTS))
@_asked("--title")
@_asked("--summary", help="20 to 280 characters.")
@_asked("--body", help="Markdown: what changed, whom it affects, what to do.")
@click.option("--area", default="", help="A topic such as webhooks.")
@click.option("--effective", type=click.DateTime(["%Y-%m-%d"]), help="The default is --now.")
@click.option("--action-by", type=click.DateTime(["%Y-%m-%d"]), help="The day by which a customer has to act.")
@click.option("--step", "steps", multiple=True, help="What a customer has to do; may be repeated.")
@click.option("--covers", multiple=True, help="A selector such as 'GET /v1/images'; may be repeated.")
@now_option
@click.pass_obj
def entry(
    root: str,
    /,
    slug: str | None,
    from_diff: bool,
    against: str | None,
    show_diff: bool,
    pin: str | None,
    now: str | None,
    **said: Any,  # noqa: ANN401 - click's options
) -> None:
    """Write changelog/<pin>/SLUG.yaml.

    With --from-diff: a draft for each group of changes that no entry tells; with a SLUG, one draft of them all.
    The check refuses a draft until its writer has been there.

    Example: docgen new entry new-field --kind added --impact non-breaking --title "A new field"
    --summary "Images now carry the size of their file." --body "Each image has `bytes`."
    """
    project = read_complete(root, now)
    if slug is not None:
        _refuse_slug(project, slug)
    if from_diff:
        if any(said.values()):
            given = ", ".join(f"--{name.replace('_', '-')}" for name, value in said.items() if value)
            raise UsageError(f"--from-diff takes from the contracts what {given} would say; expected one or the other")
        draft_entries(project, Path(root), slug, pin, against, show_diff)
        return
    if slug is None or against or show_diff:
        raise UsageError("expected a SLUG without --against and --diff, or --from-diff")
    folder = pin or (project.current.id if project.current else None)
    if folder not in {known.id for known in project.pins}:
        raise UsageError(f"pin {folder!r} not found; expected one of {', '.join(known.id for known in project.pins)}")
    today = project.now.date()
    said |= {"effective": _day(said["effective"]) or today, "action_by": _day(said["action_by"])}
    source = _source(new_entry(NewEntry(pin=folder or "", slug=slug, published=today, **said)))
    text, findings = read_model(source, EntryText)
    if text:
        made = Entry(folder or "", slug, text, source)
        tried = msgspec.structs.replace(project, entries=(*project.entries, made))
        findings = (*unknown_selectors(project.pins, (made,), project.config), *_new_errors(tried, source.path))
    _create(source, Path(root), findings)


def _refuse_slug(project: Project, slug: str) -> None:
    """UsageError (exit code 2) for a slug that is none, or that another entry has."""
    if not SLUG.fullmatch(slug):
        raise UsageError(
            f"{slug!r} is not a valid slug; expected lower-case words joined by hyphens, for example new-field"
        )
    if any(known.slug == slug for known in project.entries):
        raise UsageError(f"the slug {slug!r} is taken; a slug is a permanent id, so pick another")


@command.command("pin")
@click.argument("id_", metavar="DATE", required=False)
@click.option("--spec", metavar="FILE", help="The contract of the new pin; else it begins with the one before.")
@click.option("--label", help="The name of the version, such as v1.1; else it is left to the writer.")
@click.option("--freeze", metavar="PIN", help="Instead: write the digests of a pin that has a successor.")
@click.option("--released", type=click.DateTime(["%Y-%m-%d"]), help="The day of release, where DATE is not a date.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show the change.")
@now_option
@click.pass_obj
def pin(
    root: str,
    id_: str | None,
    spec: str | None,
    label: str | None,
    freeze: str | None,
    released: datetime | None,
    show_diff: bool,
    now: str | None,
) -> None:
    """Open changelog/DATE/: a copy of the newest pin, which is frozen, and drafts of what is different.

    The check refuses what is left to the writer until the writer has been there.

    Example: docgen new pin 2026-09-30 --label v1.1
    """
    if (id_ is None) == (freeze is None):
        raise UsageError("expected a DATE for a new pin, or --freeze PIN")
    if id_ is None or freeze is not None:
        freeze_pin(read_complete(root, now), Path(root), freeze or "", show_diff)
        return
    open_pin(read_complete(root, now), Path(root), NewPin(id_, _release(id_, _day(released)), label), spec, show_diff)


def _release(id_: str, day: date | None) -> date:
    """The day on which a pin is released: the one given, or its id, which begins with a date."""
    if not PIN_ID.fullmatch(id_):
        raise UsageError(
            f"{id_!r} cannot name a pin; expected a date such as 2026-09-30, or letters, digits and `. _ -`"
        )
    try:
        return day or date.fromisoformat(id_[:10])
    except ValueError:
        raise UsageError(f"{id_!r} is not a date; expected one such as 2026-09-30, or --released DATE") from None


@command.command("error")
@click.argument("code")
@_asked("--title")
@_asked("--http", type=click.IntRange(400, 599))
@_asked("--retry", type=click.Choice(RETRIES))
@_asked("--cause", help="What leads to this error.")
@_asked("--fix", help="What a customer does about it.")
@now_option
@click.pass_obj
def error(root: str, /, code: str, now: str | None, **said: Any) -> None:  # noqa: ANN401 - click's options
    """Write docs/errors/CODE.md.

    Example: docgen new error rate_limited --title "Too many requests" --http 429 --retry after-delay
    --cause "More calls in a minute than your team may send." --fix "Wait as Retry-After says."
    """
    project = read_complete(root, now)
    if not CODE.fullmatch(code) or code in ("index", "readme", "404"):
        raise UsageError(f"{code!r} cannot name a page; expected letters, digits and `_ . -`, for example rate_limited")
    if any(page.text.code == code for page in project.errors):
        raise UsageError(f"the code {code!r} has a page; docgen never overwrites what a writer wrote")
    source = _source(new_error(NewError(code=code, **said)))
    page, findings = parse_error_page(source)
    if page:
        findings = _new_errors(msgspec.structs.replace(project, errors=(*project.errors, page)), source.path)
    _create(source, Path(root), findings)


@command.command("moved")
@click.option("--from", "list_", required=True, metavar="FILE", help="The old site's sitemap.xml or llms.txt.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show the map.")
@now_option
@click.pass_obj
def moved(root: str, list_: str, show_diff: bool, now: str | None) -> None:
    """Write redirects/moved.yaml: each old address of the site with the page that is nearest by its words.

    What is left to the writer stays marked, and the check refuses it until the writer has been there.

    Example: docgen new moved --from llms.txt
    """
    project = read_complete(root, now)
    old = old_pages("".join(read_lines(Path(root, list_), "the sitemap.xml or llms.txt of the old site")))
    if not old:
        raise UsageError(f"{list_}: lists no page; expected a sitemap.xml or an llms.txt with links")
    found = moves(old, pages(project), titles(project))
    if not found:
        click.echo(f"each of the {len(old)} addresses of {list_} is a page of the site: nothing has moved")
        return
    source = _source(new_moved(found, Path(list_).name))
    left = sum(bool(move.task) for move in found)
    if show_diff:
        click.echo(source.text, nl=False)
        return
    _create(source, Path(root), ())
    still, told = len(old) - len(found), len(found) - left
    click.echo(f"of {len(old)} addresses {still} are pages still, {told} lead to a page, {left} are left to you")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _source(files: Files) -> Source:
    ((path, text),) = files.items()
    return Source(path, str(text))


def _new_errors(project: Project, path: str) -> tuple[Finding, ...]:
    """The errors that a new file brings into a project."""
    return tuple(found for found in analysed(project).errors if found.path == path)


def _create(source: Source, root: Path, findings: tuple[Finding, ...]) -> None:
    """Write what does not exist yet and passes; else say why not, and write nothing."""
    planned = plan({source.path: source.text}, root)
    if not planned.create:
        raise UsageError(f"{source.path} exists; docgen never overwrites what a writer wrote")
    if findings:
        report(findings, "text")
        raise FindingsError("nothing was written")
    apply(planned)
    click.echo(f"wrote {source.path}")
