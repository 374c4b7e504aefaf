"""Kubernetes Gateway API: the schema of the CRD reads the routes. No gateway runs.

The program matches as the specification of HTTPRoute says: what passes here holds for a gateway that does so too.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import yaml

from docgen.model.files import Files

from .kind import Broken
from .platform import by_host, platform


def _sites(folder: Path, files: Files) -> Mapping[str, Path]:
    """The routes as JSON, beside the generated files: the program has no reader of YAML."""
    sites = {}
    for host, path in by_host(folder, files, ".yaml").items():
        sites[host] = path.with_suffix(".json")
        routes = [route for route in yaml.safe_load_all(path.read_text("utf-8")) if route]
        sites[host].write_text(json.dumps(routes), "utf-8")
    return sites


KINDS = {
    "gateway-api": platform(
        "gateway-api",
        _sites,
        Broken("statusCode: 308", "statusCode: 399", "statusCode must be equal"),
        Broken("type: PathPrefix", "type: Exact", "exactly one PathPrefix match"),
    )
}
