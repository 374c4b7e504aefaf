"""`docgen redirects simulate`."""

import re
from itertools import chain
from typing import Final
from urllib.parse import quote, urlsplit

import click

from docgen.cli.run import Run, echo, no_rule_on, project_options
from docgen.errors import UsageError
from docgen.load.clock import parse_now
from docgen.model.redirect import HeaderRule, Redirect, rfc3339
from docgen.redirects.edges.variants import in_environment
from docgen.redirects.oracle import Answer, Request, added_by, answer, covering_rule

_TOKEN: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_LAST: Final = 253402300799
"""9999-12-31T23:59:59Z, the last second that has a date."""


@click.command("simulate")
@click.argument("method")
@click.argument("url")
@click.option("--at", metavar="TIME", help="The time of the request; default: before, at and after the sunset.")
@click.option(
    "--header", "lines", metavar="LINE", multiple=True, help="A header of the request: 'Name: value'; may be repeated."
)
@click.option("--env", metavar="NAME", help="Only the rules on the hosts of an environment.")
@project_options
def command(run: Run, method: str, url: str, at: str | None, lines: tuple[str, ...], env: str | None) -> None:
    """Print what a client gets before, at and after the sunset.

    Example: docgen redirects simulate GET https://api.example.com/docs --at 2026-08-04
    """
    request = _request(method, url)._replace(fields=tuple(map(_field, lines)))
    project = run.project()
    if env is not None:
        project = project.with_rules(in_environment(project.rules, env))
    known = {rule.host for rule in project.rules}
    if request.host not in known:
        raise no_rule_on(request.host, known)
    added = added_by(project.header_rules, request)
    moments = _moments(project.redirects, request) if at is None else (int(parse_now(at).timestamp()),)
    for moment in moments:
        echo(_describe(answer(project.redirects, request, moment), added, moment))


def _request(method: str, url: str) -> Request:
    """The request of a client for a URL; UsageError (exit code 2) for what no client can send."""
    if not _TOKEN.fullmatch(method):
        raise UsageError(f"{method!r} is not an HTTP method; expected a token such as GET (RFC 9110)")
    try:  # an open bracket is a ValueError
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.hostname or re.search(r"[\x00-\x20\x7f]", url):
        raise UsageError(f"{url!r} is not an absolute https URL; expected for example https://api.example.com/docs")
    written = url.partition("://")[2].removeprefix(parts.netloc).partition("#")[0]
    target = re.sub(r"[^\x00-\x7f]+", lambda text: quote(text[0]), written)  # as clients send it
    if not target.startswith("/"):
        target = f"/{target}"
    return Request(method.upper(), parts.hostname, target)


def _field(line: str) -> tuple[str, str]:
    """The name in lower case and the value; UsageError (exit code 2) for what is no header."""
    name, colon, value = line.partition(":")
    if not colon or not _TOKEN.fullmatch(name):
        raise UsageError(f"{line!r} is not a header; expected for example 'Api-Version: 2026-05-05'")
    return name.lower(), value.strip()


def _moments(redirects: tuple[Redirect, ...], request: Request) -> tuple[int, ...]:
    """One second before, at and after the sunset of the rule that covers the request; 0 if there is none.

    The starts and ends of brownouts come before.
    """
    covering = covering_rule(redirects, request)
    if covering is None or covering[0].sunset is None or request.method in covering[0].excluded:
        return (0,)
    sunset = covering[0].sunset
    return (*chain(*covering[0].brownouts), sunset - 1, sunset, min(sunset + 1, _LAST))


def _describe(expected: Answer | None, added: HeaderRule | None, moment: int) -> str:
    time = rfc3339(moment) if moment else "at any time"
    if expected:
        first, headers, body = str(expected.status), expected.headers, expected.body
    else:
        first, headers, body = "passes through to the upstream", (), ""
        if added and added.headers:
            first, headers = f"{first}, and `{added.id}` adds to the answer", added.headers
    lines = [f"{time}  {first}", *(f"  {name}: {value}" for name, value in headers)]
    if body:
        lines.append(f"  {body}")
    return "\n".join([*lines, ""])
