"""What the edges must support for the rules, and their committed files, compared with what the rules generate."""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Final
from urllib.parse import urlsplit

import msgspec

from docgen.check.rule import Findings, calendar_rule, error_rule, found, found_at, warning_rule
from docgen.model.project import Project
from docgen.model.redirect import ErrorAnswer, rfc3339, utc
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.output import DIST, Desired, edge_files
from docgen.wording import did_you_mean


@error_rule
def host_without_edge(project: Project) -> Findings:
    """No edge serves a rule: its host is not configured, or no edge lists it, or there is no edge."""
    config, with_rules = project.config, sorted({rule.host for rule in project.rules})
    # the site is served by the edges, too, though it is no host of the API
    site_host = urlsplit(config.site_url).hostname
    for name, edge in config.edge.items():
        for host in sorted({*edge.hosts}.difference(with_rules, [site_host])):
            at = ("tool", "docgen", "edge", name, "hosts")
            message = f"no rule is on {host}, which {name} lists; expected some of {', '.join(with_rules)}"
            yield found(project.config_source, at, message, "correct the host, or remove it")
    known = (*config.hosts, site_host)
    for edge_rule in project.rules:
        if edge_rule.host not in known or not any(config.serves(name, edge_rule.host) for name in config.edges):
            added = f"{edge_rule.host} to `hosts`"
            if edge_rule.host in known:
                added = "it to `hosts` of an edge in `edges`"
            message = f"no configured edge serves `{edge_rule.id}` on {edge_rule.host}"
            yield found(*edge_rule.at("host"), message, f"correct the host, or add {added} in [tool.docgen]")


@error_rule
def edge_cannot_express(project: Project) -> Findings:
    """A rule needs a feature that an edge lacks: clients would get another response than promised."""
    for name in project.config.edges:
        if name not in EDGES:
            message = f"unknown edge `{name}`; expected one of {', '.join(EDGES)}"
            hint = did_you_mean(name, EDGES, "remove it from `edges` in [tool.docgen]")
            yield found(project.config_source, ("tool", "docgen", "edges"), message, hint)
            continue
        desired, edge = Desired.of(project, name), EDGES[name]
        for edge_rule in desired.rules:
            for feature in sorted(desired.missing_features(edge_rule)) if edge_rule.is_served else ():
                message = f"`{edge_rule.id}` needs `{feature}`, which {edge.TITLE} does not support"
                yield found(*edge_rule.at(), message, edge.ALTERNATIVES[feature])
        for excess in edge.excesses(desired.rules, desired.setup):
            limit = excess.limit
            message = f"`{excess.redirect.id}` exceeds a limit of {edge.TITLE}: {excess.actual:,} {limit.what}; "
            message += f"expected at most {limit.figure:,} ({limit.source})"
            yield found(*excess.redirect.at(), message, excess.hint)


@warning_rule
def options_redirected(project: Project) -> Findings:
    """A rule of the API redirects OPTIONS: a browser refuses a redirected CORS preflight, and the call fails."""
    for redirect in project.redirects:
        to_api = redirect.target.hostname in project.config.hosts
        if redirect.is_served and to_api and "OPTIONS" not in redirect.excluded:
            message = f"`{redirect.id}` redirects OPTIONS; browsers refuse that for a CORS preflight"
            yield found(*redirect.at("methods"), message, "write `methods: {except: [OPTIONS]}`")


@error_rule
def gone_without_envelope(project: Project) -> Findings:
    """After its sunset, a route of the API responds without the error envelope, or with an error of no contract."""
    for redirect in project.redirects:
        gone, to_api = redirect.gone, redirect.target.hostname in project.config.hosts
        if not redirect.is_served or gone is None or gone.body:
            continue
        hint = "write `{status: 404, error: CODE}` with a code that an example of the spec shows, or "
        hint += "`upstream`" if to_api else f"`{gone.status}` for no body"
        message = f"`{redirect.id}` has no body for its {gone.status} after the sunset"
        if isinstance(redirect.text.after, ErrorAnswer) and redirect.text.after.error:
            error = redirect.text.after.error
            message += f": no example of a contract has the error `{error}`"
            yield found(*redirect.at("after", "error"), message, hint)
        elif to_api and redirect.sunset is not None:
            yield found(*redirect.at("after"), message, hint)


OUTPUT_RULES: Final = frozenset({"stale-output", "output-expired"})
"""The ids of the rules on committed files: what writes these fixes them, and the site does not depend on them."""


@error_rule
def stale_output(project: Project) -> Findings:
    """The committed files of an edge differ from what the rules generate."""
    stale = [(path, message) for path, message, sunset in _differences(project) if sunset is None]
    if stale:
        path, message = stale[0]
        others = f"; {len(stale) - 1} more are out of date" if stale[1:] else ""
        yield found_at(path, 0, 0, f"the committed file {message}{others}", "docgen redirects build")


@calendar_rule
def output_expired(project: Project) -> Findings:
    """The committed files of an edge without a clock still have a rule whose sunset has passed: it still redirects."""
    for path, _, sunset in _differences(project):
        if sunset is not None:
            message = f"the committed file is out of date since {rfc3339(sunset)}, when a rule ended"
            yield found_at(path, 0, 0, message, "docgen redirects build")


def _differences(project: Project) -> Iterator[tuple[str, str, int | None]]:
    """Each path that differs, how, and the sunset that explains it, where one does."""
    different = _different(project, known_edges(project), f"{DIST}/")
    # once an edge, and only with a difference: each sunset means rendering all files of the edge again
    explaining = cache(partial(_explaining_sunset, project))
    for path, message in different.items():
        yield path, message, explaining(path.split("/")[2])


def known_edges(project: Project) -> list[str]:
    """The configured edges that docgen knows."""
    return [name for name in project.config.edges if name in EDGES]


def _different(project: Project, names: Iterable[str], folder: str) -> dict[str, str]:
    """How each committed file of a folder differs from what the rules generate for some edges, sorted by path.

    A file that was not generated is no difference.
    """
    committed = {path: text for path, text in project.committed.items() if path.startswith(folder)}
    expected = {f"{DIST}/{path}": text for path, text in edge_files(project, names).items()}
    different: dict[str, str] = {}
    for path in sorted(expected.keys() | committed.keys()):
        if path not in committed:
            different[path] = "is missing"
        elif path not in expected:
            if "/docgen-" in path:
                different[path] = "is left over: no rule generates it"
        elif _lines(expected[path]) != _lines(committed[path]):
            different[path] = "differs from what the rules generate"
    return different


def _explaining_sunset(project: Project, name: str) -> int | None:
    """The last sunset before which an edge without a clock had the committed files; None where none explains them."""
    if name not in known_edges(project) or EDGES[name].HAS_CLOCK:
        return None
    # such an edge has the rules of the day on which its files were written
    served = (redirect.sunset for redirect in project.redirects if redirect.is_served)
    passed = {sunset for sunset in served if sunset is not None and sunset <= project.epoch}
    for sunset in sorted(passed, reverse=True):
        before = msgspec.structs.replace(project, now=utc(sunset - 1))
        if not _different(before, [name], f"{DIST}/{name}/"):
            return sunset
    return None


def _lines(text: str | bytes) -> list[str]:
    return (text.decode() if isinstance(text, bytes) else text).splitlines()
