"""`docgen redirects build` and `docgen redirects simulate`."""

import re
from datetime import UTC, datetime
from pathlib import Path  # noqa: TID251 - the shell hands folders to the readers and the writer
from urllib.parse import urlsplit

import click
import msgspec

from docgen.cli.project import now_option, read_checked, read_complete, refuse
from docgen.cli.writing import write
from docgen.edges import EDGES
from docgen.edges.output import edge_files
from docgen.errors import UsageError
from docgen.load.clock import parse_now
from docgen.model.project import Project
from docgen.model.redirect import Redirect
from docgen.oracle import Answer, Request, answer
from docgen.write import Owned

DIST = "redirects/dist"
GENERATED = "docgen-*"
TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
LAST = 253402300799
"""9999-12-31T23:59:59Z, the last second that has a date."""


@click.group("redirects")
def command() -> None:
    """Build the edge rules, and see what a client gets.

    Example: docgen redirects build --edge nginx --diff
    """


@command.command("build")
@click.option("--rules", metavar="FILE", help="Only the rules of this file; needs --output.")
@click.option("--edge", type=click.Choice(list(EDGES)), help="Only this edge.")
@click.option("--output", type=click.Path(file_okay=False), help=f"Write here instead of {DIST}.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 4 where something would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show the change.")
@now_option
@click.pass_obj
def build(
    root: str,
    rules: str | None,
    edge: str | None,
    output: str | None,
    only_check: bool,
    show_diff: bool,
    now: str | None,
) -> None:
    """Write the rules of every configured edge; an error of the check stops it before anything is written.

    Example: docgen redirects build --check
    """
    if rules and not output:
        raise UsageError(f"--rules leaves out what {DIST} has to hold; expected --output DIR with it")
    checked = read_checked(root, now)
    refuse(checked, besides=lambda found: found.id == "stale-output")
    project = _only(checked.project, Path(root), rules)
    files = edge_files(project, [edge] if edge else None)
    whole = rules is None and edge is None and output is None
    write(files, Path(root, output or DIST), only_check, show_diff, Owned(".", GENERATED) if whole else None)


def _only(project: Project, root: Path, rules: str | None) -> Project:
    if rules is None:
        return project
    asked = (root / rules).resolve()
    kept = tuple(redirect for redirect in project.redirects if (root / redirect.source.path).resolve() == asked)
    if not kept:
        known = sorted({redirect.source.path for redirect in project.redirects})
        raise UsageError(f"{rules}: no rule stands there; expected one of {', '.join(known)}")
    return msgspec.structs.replace(project, redirects=kept)


@command.command("simulate")
@click.argument("method")
@click.argument("url")
@click.option("--at", metavar="TIME", help="The time of the request; without it: before, at and after the sunset.")
@now_option
@click.pass_obj
def simulate(root: str, method: str, url: str, at: str | None, now: str | None) -> None:
    """Print what a client gets before, at and after the sunset.

    Example: docgen redirects simulate GET https://api.example.com/docs --at 2026-08-04
    """
    request = _request(method, url)
    project = read_complete(root, now)
    known = sorted({redirect.host for redirect in project.redirects})
    if request.host not in known:
        raise UsageError(f"no rule lives on {request.host}; expected one of {', '.join(known)}")
    moments = (parse_now(at).timestamp(),) if at else _moments(project.redirects, request)
    for moment in moments:
        click.echo(_told(answer(project.redirects, request, int(moment)), int(moment)))


def _request(method: str, url: str) -> Request:
    """The request of a client that opens the URL; UsageError (exit code 2) for what no client can send."""
    if not TOKEN.fullmatch(method):
        raise UsageError(f"{method!r} is no method; expected a token such as GET (RFC 9110)")
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.hostname or re.search(r"[\x00-\x20\x7f]", url):
        raise UsageError(f"{url!r} is not an absolute https URL; expected for example https://api.example.com/docs")
    target = url.partition("://")[2].removeprefix(parts.netloc).partition("#")[0]
    return Request(method.upper(), parts.hostname, target if target.startswith("/") else f"/{target}")


def _moments(redirects: tuple[Redirect, ...], request: Request) -> tuple[int, ...]:
    """One second before, at and after the sunset of the rule that takes the request; else the epoch."""
    for redirect in redirects:
        if redirect.sunset and answer([redirect], request, redirect.sunset - 1):
            return redirect.sunset - 1, redirect.sunset, min(redirect.sunset + 1, LAST)
    return (0,)


def _told(given: Answer | None, moment: int) -> str:
    time = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if given is None:
        return f"{time if moment else 'at any time'}  passes through to the upstream\n"
    lines = [f"{time}  {given.status}", *(f"  {name}: {value}" for name, value in given.headers)]
    return "\n".join([*lines, *([f"  {given.body}"] if given.body else []), ""])
