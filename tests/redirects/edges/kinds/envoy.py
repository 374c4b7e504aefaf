import textwrap
from collections.abc import Sequence
from pathlib import Path

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.edges.envoy import CODES
from docgen.redirects.edges.files import Setup, base_names

from .kind import HOSTS, Broken, Kind, packaged

_BOOTSTRAP = """\
node: {{id: edge, cluster: edge}}
static_resources:
  listeners:
  - name: public
    address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}
    filter_chains:
    - filters:
      - name: http
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: public
          early_header_mutation_extensions:
          - name: envoy.http.early_header_mutation.header_mutation
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation
              mutations:
              - append:
                  header: {{key: docgen-time, value: "%START_TIME(%s)%"}}
                  append_action: OVERWRITE_IF_EXISTS_OR_ADD
          http_filters:
          - name: docgen-headers
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.common.matching.v3.ExtensionWithMatcher
              xds_matcher: {{}}
              extension_config:
                name: composite
                typed_config: {{"@type": type.googleapis.com/envoy.extensions.filters.http.composite.v3.Composite}}
          - name: router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
              suppress_envoy_headers: true
{routes}
  clusters:
  - name: upstream
    load_assignment:
      cluster_name: upstream
      endpoints:
      - lb_endpoints:
        - endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: {upstream}}}}}}}
"""
_VIRTUAL_HOST = """\
  - name: {name}
    domains: {domains}
    typed_per_filter_config:
{headers}
    matcher:
      on_no_match:
        action:
          name: site
          typed_config:
            "@type": type.googleapis.com/envoy.config.route.v3.RouteList
            routes:
            - match: {{prefix: /}}
              route: {{cluster: upstream}}
{tree}
"""


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    """A route table that Envoy watches, and for its validator, which reads no such table, the same one in its place."""
    routes = "  name: routes\n  request_headers_to_remove: [docgen-time]\n  virtual_hosts:\n" + "".join(
        _VIRTUAL_HOST.format(
            name=host,
            domains=f'[{host}, "{host}:*"]',
            headers=files.get(path.replace(".yaml", "-headers.yaml"), ""),
            tree=files[path],
        )
        for host, path in zip(HOSTS, [path for path in files if not path.endswith("-headers.yaml")], strict=False)
    )
    routes += _VIRTUAL_HOST.format(name="others", domains='["*"]', headers="", tree="")
    table = f'resources:\n- "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration\n{routes}'
    (folder / "routes.yaml").write_text(table, "utf-8")
    source = f"{{path_config_source: {{path: {folder}/routes.yaml}}}}"
    watched = f"rds: {{route_config_name: routes, config_source: {source}}}"
    for name, given in (("envoy", watched), ("validated", "route_config:\n" + routes)):
        bootstrap = _BOOTSTRAP.format(port=port, upstream=upstream, routes=textwrap.indent(given, " " * 10))
        (folder / f"{name}.yaml").write_text(bootstrap, "utf-8")


def static(rules: Sequence[Redirect]) -> Files:
    """A tree as a person writes it, with the headers of the rules and without a clock: it finds a path at once.

    The target of a prefix rule must not end with a slash: Envoy would double it below the prefix.
    """
    return {
        f"envoy/{name}.yaml": _TREE + "".join(_static(rule) for rule in rules if rule.host == host)
        for host, name in base_names(rules, Setup()).items()
    }


_INPUT = (
    '{name: path, typed_config: {"@type": type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput, '
    'header_name: ":path"}}'
)
_TREE = f"      matcher_tree:\n        input: {_INPUT}\n        prefix_match_map:\n          map:\n"


def _static(rule: Redirect) -> str:
    host, _, path = rule.to.removeprefix("https://").partition("/")
    exact = rule.match == "exact"
    fields = "".join(f'                  - header: {{key: {name}, value: "{value}"}}\n' for name, value in rule.headers)
    return f"""\
            {rule.path}:
              action:
                name: {rule.id}
                typed_config:
                  "@type": type.googleapis.com/envoy.config.route.v3.Route
                  match: {{{"path" if exact else "path_separated_prefix"}: {rule.path}}}
                  redirect: {{response_code: {CODES[rule.status]}, scheme_redirect: https, host_redirect: {host}, \
{"path_redirect" if exact else "prefix_rewrite"}: /{path}}}
                  response_headers_to_add:{" []" if not fields else ""}
{fields}"""


KINDS = {
    "envoy": Kind(
        "envoy",
        packaged("envoy", "_bin/envoy"),
        configure,
        ("--mode", "validate", "--disable-hot-restart", "-c", "{folder}/validated.yaml"),
        ("--concurrency", "1", "--disable-hot-restart", "-l", "warning", "-c", "{folder}/envoy.yaml"),
        (Broken("response_code: PERMANENT_REDIRECT", "response_code: PERMANENT", "unknown enum value: 'PERMANENT'"),),
        static,
    )
}
