"""The functions under node, in a host that gives them CloudFront's events: CloudFront itself runs nowhere else."""

import json
from collections.abc import Sequence
from pathlib import Path

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from .kind import HOSTS, NODE, Broken, Kind, of_system


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    of_responses = [path for path in files if path.endswith("-headers.js")]
    requests, responses = (
        {host: str(folder / path) for host, path in zip(HOSTS, paths, strict=False)}
        for paths in ([path for path in files if path not in of_responses], of_responses)
    )
    config = {"port": port, "upstream": upstream, "functions": requests, "responses": responses}
    (folder / "host.json").write_text(json.dumps(config))


def static(rules: Sequence[Redirect]) -> Files:
    """What a person would write by hand for the same redirects, without a clock: a look-up by path."""
    targets = {rule.path: rule.to for rule in rules}
    headers = {name.lower(): {"value": value} for name, value in (*rules[0].headers, *rules[0].host_headers)}
    return {
        "cloudfront/static.js": f"""const TARGETS = {json.dumps(targets, indent=2)};

function handler(event) {{
  const request = event.request;
  const to = TARGETS[request.uri];
  if (!to) return request;
  const query = request.rawQueryString();
  const headers = {json.dumps(headers)};
  headers.location = {{ value: query === undefined ? to : to + "?" + query }};
  return {{ statusCode: {rules[0].status}, statusDescription: "Permanent Redirect", headers: headers }};
}}
"""
    }


KINDS = {
    "cloudfront": Kind(
        "cloudfront",
        of_system("node"),
        configure,
        ("--expose-internals", str(NODE / "cloudfront_lint.cjs"), "{files}"),
        (str(NODE / "cloudfront_host.mjs"), "{folder}/host.json"),
        (Broken("function handler(", "async function handler(", "FunctionDeclaration is not documented"),),
        static,
        install="node 20 from the system",
    )
}
