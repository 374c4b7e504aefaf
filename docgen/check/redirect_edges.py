"""What the edges must support: each rule's host and features, CORS preflights, and the response after the sunset."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from docgen.check.rule import found, found_at, rule
from docgen.model.finding import Finding, Severity
from docgen.model.project import Project
from docgen.model.redirect import ErrorAnswer, Rule
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.edge import Excess
from docgen.redirects.edges.output import Desired
from docgen.wording import did_you_mean


@rule(Severity.ERROR)
def host_without_edge(project: Project) -> Iterator[Finding]:
    """No edge serves a rule: its host is not configured, or no edge lists it, or there is no edge."""
    config, with_rules = project.config, {rule.host for rule in project.rules}
    for name, edge in config.edge.items():
        for host in sorted({*edge.hosts} - with_rules):
            at = ("tool", "docgen", "edge", name, "hosts")
            yield found(project.config_source, at, f"no rule is on {host}, which {name} lists", "remove the host")
    known = (*config.hosts, urlsplit(config.site_url).hostname)
    for edge_rule in project.rules:
        if edge_rule.host not in known or not any(config.serves(name, edge_rule.host) for name in config.edges):
            added = "it to `hosts` of an edge in `edges`" if edge_rule.host in known else f"{edge_rule.host} to `hosts`"
            yield found(
                *edge_rule.at("host"),
                f"no configured edge serves `{edge_rule.id}` on {edge_rule.host}",
                f"add {added} in [tool.docgen]",
            )


@rule(Severity.ERROR)
def edge_cannot_express(project: Project) -> Iterator[Finding]:
    """A rule needs a feature that an edge lacks: clients would get another response than promised."""
    for name in project.config.edges:
        if name not in EDGES:
            message = f"unknown edge `{name}`; expected one of {', '.join(EDGES)}"
            hint = did_you_mean(name, EDGES, "remove it from `edges` in [tool.docgen]")
            yield found_at(project.config_source.path, 0, 0, message, hint)
            continue
        desired = Desired.of(project, name)
        for edge_rule in desired.rules:
            if edge_rule.is_served:
                for feature in sorted(desired.missing_features(edge_rule)):
                    yield _missing_feature(edge_rule, name, feature)
        yield from (_exceeded_limit(excess, name) for excess in EDGES[name].excesses(desired.rules, desired.setup))


def _missing_feature(edge_rule: Rule, name: str, feature: str) -> Finding:
    edge = EDGES[name]
    return found(
        *edge_rule.at(),
        f"`{edge_rule.id}` needs `{feature}`, which {edge.TITLE} does not support",
        edge.ALTERNATIVES[feature],
    )


def _exceeded_limit(excess: Excess, name: str) -> Finding:
    limit = excess.limit
    return found(
        *excess.redirect.at(),
        f"`{excess.redirect.id}` exceeds a limit of {EDGES[name].TITLE}: {excess.actual:,} {limit.what}; "
        f"expected at most {limit.figure:,} ({limit.source})",
        excess.hint,
    )


@rule(Severity.WARNING)
def options_redirected(project: Project) -> Iterator[Finding]:
    """A rule of the API redirects OPTIONS: a browser refuses a redirected CORS preflight, and the call fails."""
    for redirect in project.redirects:
        to_api = urlsplit(redirect.to).hostname in project.config.hosts
        if redirect.is_served and to_api and "OPTIONS" not in redirect.excluded:
            yield found(
                *redirect.at("methods"),
                f"`{redirect.id}` redirects OPTIONS; browsers refuse that for a CORS preflight",
                "write `methods: {except: [OPTIONS]}`",
            )


@rule(Severity.ERROR)
def gone_without_envelope(project: Project) -> Iterator[Finding]:
    """After its sunset, a route of the API responds without the error envelope, or with an error of no contract."""
    for redirect in project.redirects:
        gone, to_api = redirect.gone, urlsplit(redirect.to).hostname in project.config.hosts
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
