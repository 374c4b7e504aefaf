"""`docgen new entry`, `docgen new error`, `docgen new moved` and `docgen new pin`."""

import re
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path  # noqa: TID251 - the name of a file
from typing import Any, get_args

import click
from msgspec.structs import replace

from docgen.analysis import analysed
from docgen.author.moved_pages import moved_file, moves, old_pages, titles
from docgen.author.new import NewEntry, day_to_act, new_entry, new_error
from docgen.cli.asking import Question, asked, long, short
from docgen.cli.completion import PINS
from docgen.cli.contracts import draft_entries
from docgen.cli.new_pin import pin
from docgen.cli.options import day_option
from docgen.cli.run import (
    FindingsError,
    Run,
    diff_option,
    find_pin,
    notice,
    print_findings,
    project_options,
)
from docgen.errors import UsageError
from docgen.load.findings import Findings
from docgen.load.lines import read_lines
from docgen.load.markdown import parse_error_page
from docgen.load.selectors import unknown_selectors
from docgen.load.validate import read_model
from docgen.model.entry import SLUG, Entry, EntryText, Impact, Kind, slug_of
from docgen.model.error_page import Retry
from docgen.model.files import Files
from docgen.model.finding import Finding
from docgen.model.pin import Pin
from docgen.model.project import Project
from docgen.model.text import Summary
from docgen.positions.source import Source
from docgen.schemas import completions
from docgen.sitemap import site

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@click.group("new")
def command() -> None:
    """Add an entry, an error page, a pin or a map of old URLs; existing files are never overwritten.

    Example: docgen new error rate_limited --title "Too many requests" --http 429
    """


command.add_command(pin)


@command.command("entry")
@click.argument("slug", required=False)
@click.option(
    "--from-diff",
    is_flag=True,
    is_eager=True,
    help="Draft entries for the changes of the contract that no entry covers.",
)
@click.option(
    "--against", metavar="REF|FILE", help="With --from-diff: compare with this base instead of the pin before."
)
@diff_option("With --from-diff: write nothing; show the drafts.")
@click.option(
    "--pin", shell_complete=PINS, help="The pin's folder; default: the current one, with --from-diff the newest."
)
@click.option("--kind", type=click.Choice(get_args(Kind)), help="The kind of change.")
@click.option("--impact", type=click.Choice(get_args(Impact)), help="Whether it breaks customers.")
@click.option("--title", help="What changed, in a few words.")
@click.option("--summary", help=get_args(Summary)[1].description)
@click.option("--body", help="Markdown: what changed, whom it affects, what to do.")
@click.option("--area", default="", help="A topic such as webhooks.")
@day_option("--effective", metavar="DATE", help="The day from which it applies; default: --now.")
@day_option("--action-by", metavar="DATE", help="The day by which customers must act.")
@click.option("--step", "steps", multiple=True, help="What customers must do; may be repeated.")
@click.option("--covers", multiple=True, help="A selector such as 'GET /v1/images'; may be repeated.")
@project_options
def entry(
    run: Run,
    /,
    slug: str | None,
    from_diff: bool,
    against: str | None,
    pin: str | None,
    **values: Any,  # noqa: ANN401 - click's options
) -> None:
    """Write changelog/<pin>/SLUG.yaml; what is missing is asked for at a terminal.

    With --from-diff: a draft for each group of changes that no entry covers; with a SLUG, one draft for all of them.
    The check fails until a writer has completed the drafts.

    Example: docgen new entry new-field --kind added --impact non-breaking --title "A new field"
    --summary "Images now carry the size of their file." --body "Each image has `bytes`."
    """
    project = run.project()
    if slug is not None:
        _refuse_slug(project, slug)
    if from_diff:
        if given := ", ".join(f"--{name.replace('_', '-')}" for name, value in values.items() if value):
            raise UsageError(f"--from-diff fills in {given} from the contracts; expected one or the other")
        draft_entries(run, project, slug, pin, against)
        return
    if against or run.show_diff:
        raise UsageError("--against and --diff need --from-diff")
    folder, values["slug"] = find_pin(project, pin or None, current=True), slug
    with asked(values, _questions(project, folder, values), "area", "covers"):
        source, made, findings = _made(project, folder, values)
        tried = replace(project, entries=(*project.entries, *made)) if made else None
        _create(run, source, findings, tried)


def _questions(project: Project, pin: Pin, answers: Mapping[str, Any]) -> dict[str, Question]:
    """What an entry needs, in the order in which it is asked for."""

    def refuse(**answer: Any) -> None:  # noqa: ANN401 - an answer
        for finding in _made(project, pin, {**answers, "body": "...", **answer})[2]:
            raise UsageError("; ".join(filter(None, (finding.message, finding.hint))))

    def covered(covers: click.Parameter) -> tuple[str, ...]:
        known = completions(project)["Selector"]  # of a large contract they are many
        return tuple(iter(partial(short, covers, lambda text: refuse(covers=(text,)), known, ""), ""))

    areas = set[str]().union(*(entry.text.areas for entry in project.entries))
    return {
        "kind": short,
        "impact": short,
        "title": short,
        "slug": lambda slug: short(slug, partial(_refuse_slug, project), default=slug_of(answers["title"])),
        "summary": partial(short, refuse=lambda text: refuse(summary=text)),
        "body": long,
        "area": partial(short, known=areas, default=""),
        "covers": covered,
    }


def _made(project: Project, pin: Pin, answers: Mapping[str, Any]) -> tuple[Source, tuple[Entry, ...], Findings]:
    """The file of a new entry, the entry if it is valid by itself, and what is wrong with it."""
    effective = answers["effective"] or project.today
    proposed = day_to_act(pin, max(effective, project.today)) if answers["impact"] == "breaking" else None
    fields = {**answers, "effective": effective, "proposed_by": proposed}
    source = _source(new_entry(NewEntry(pin=pin.id, published=project.today, **fields)))
    text, findings = read_model(source, EntryText)
    made = (Entry(pin.id, answers["slug"], text, source),) if text else ()
    return source, made, (*findings, *unknown_selectors(project.pins, made, project.config))


def _refuse_slug(project: Project, slug: str) -> None:
    """UsageError (exit code 2) for a slug that is not valid, or that another entry has."""
    if not SLUG.fullmatch(slug):
        raise UsageError(
            f"{slug!r} is not a valid slug; expected lower-case words joined by hyphens, for example new-field"
        )
    if project.entry(slug) or slug in project.history.names:
        raise UsageError(f"the slug {slug!r} is already used; choose another: a slug is a permanent id")


@command.command("error")
@click.argument("code")
@click.option("--title", help="What went wrong, in a few words.")
@click.option("--http", type=click.IntRange(400, 599), metavar="STATUS", help="The HTTP status of the error.")
@click.option("--retry", type=click.Choice(get_args(Retry)), help="Whether to send the request again.")
@click.option("--cause", help="What causes this error.")
@click.option("--fix", help="What a customer can do about it.")
@project_options
def error(run: Run, /, code: str, **values: Any) -> None:  # noqa: ANN401 - click's options
    """Write errors/CODE.md in the folder of the pages; what is missing is asked for at a terminal.

    Example: docgen new error rate_limited --title "Too many requests" --http 429 --retry after-delay
    --cause "More calls in a minute than your team may send." --fix "Wait as Retry-After says."
    """
    project = run.project()
    if not CODE.fullmatch(code) or code in ("index", "readme", "404"):
        raise UsageError(
            f"{code!r} is not a valid code; expected letters, digits and `_ . -`, for example rate_limited"
        )
    if any(page.text.code == code for page in project.errors):
        raise UsageError(f"the code {code!r} already has a page; docgen never overwrites what a writer wrote")
    values = {"code": code, **values}
    with asked(values, dict.fromkeys(values, short)):
        source = _source(new_error(values, project.docs_folder))
        page, findings = parse_error_page(source)
        tried = replace(project, errors=(*project.errors, page)) if page else None
        _create(run, source, findings, tried)


@command.command("moved", short_help="Write redirects/moved.yaml for old URLs of the site.")
@click.option("--from", "list_", required=True, metavar="FILE", help="The old site's sitemap.xml or llms.txt.")
@diff_option("Write nothing; show the map.")
@project_options
def moved(run: Run, list_: str) -> None:
    """Write redirects/moved.yaml: each old URL of the site with the page whose path and title are most similar.

    Uncertain lines are marked, and the check fails until a writer has checked them.

    Example: docgen new moved --from llms.txt
    """
    project = run.project()
    old = old_pages("".join(read_lines(run.folder / list_, "the sitemap.xml or llms.txt of the old site")))
    if not old:
        raise UsageError(f"{list_}: no page found; expected a sitemap.xml or an llms.txt with links")
    moving = tuple(moves(old, site(project).pages, titles(project)))
    if not moving:
        notice(f"all {len(old)} URLs in {list_} are pages of the site; nothing was written")
        return
    run.create(moved_file(moving, Path(list_).name))
    if run.show_diff:
        return
    left = sum(bool(move.task) for move in moving)
    still, matched = len(old) - len(moving), len(moving) - left
    notice(f"of {len(old)} URLs: {still} still pages, {matched} matched to a page, {left} left to you")


def _source(files: Files) -> Source:
    ((path, text),) = files.items()
    return Source(path, str(text))


def _create(run: Run, source: Source, findings: Iterable[Finding], tried: Project | None) -> None:
    """Write a new file; FindingsError (exit code 1) if it has errors, which are printed, unless a person wants it.

    One that is valid by itself is also checked as a part of the project that is `tried`.
    """
    wrong = list(findings)
    for error in analysed(tried, every=True).errors if tried else ():
        # what the template leaves to the writer is no error yet
        if error.path == source.path and error.id != "draft-left":
            wrong.append(error)
    if wrong:
        print_findings(wrong)
        if not (sys.stdin.isatty() and click.confirm("Write it anyway, to correct it in the file?")):
            raise FindingsError("nothing was written")
    run.create({source.path: source.text})
