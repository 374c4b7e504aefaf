"""The workers under workerd, Cloudflare's own runtime, behind a worker that reads their routes as Cloudflare does."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from .kind import NODE, Broken, Kind

_WORKER = """const w{place} :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "{main}")],
  compatibilityDate = "{date}", globalOutbound = "upstream");
"""
_SOCKET = '(name = "http", address = "127.0.0.1:{port}", http = (), service = "front")'
_CONFIG = """using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "upstream", external = (address = "127.0.0.1:{upstream}", http = ())),
    (name = "front", worker = .front), {services}],
  sockets = [{socket}]);
const front :Workerd.Worker = (
  modules = [(name = "front.js", esModule = embed "front.js"), (name = "routes.json", json = embed "routes.json")],
  bindings = [{bindings}],
  compatibilityDate = "2026-06-01", globalOutbound = "upstream");
"""


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    wrangled = {path: wrangler(str(text)) for path, text in files.items() if path.endswith("/wrangler.jsonc")}
    routes = {route: own["name"] for own in wrangled.values() for route in own["routes"]}
    (folder / "routes.json").write_text(json.dumps(routes))
    (folder / "front.js").write_text((NODE / "cloudflare_front.js").read_text("utf-8"), "utf-8")
    for name, socket in (("serve", _SOCKET.format(port=port)), ("check", "")):
        (folder / f"{name}.capnp").write_text(_config(wrangled, upstream, socket))


def _config(wrangled: Mapping[str, dict[str, Any]], upstream: int, socket: str) -> str:
    names = [own["name"] for own in wrangled.values()]
    workers = [
        _WORKER.format(place=place, main=PurePosixPath(path).parent / own["main"], date=own["compatibility_date"])
        for place, (path, own) in enumerate(wrangled.items())
    ]
    head = _CONFIG.format(
        upstream=upstream,
        socket=socket,
        services=", ".join(f'(name = "{name}", worker = .w{place})' for place, name in enumerate(names)),
        bindings=", ".join(f'(name = "{name}", service = "{name}")' for name in names),
    )
    return head + "".join(workers)


def wrangler(text: str) -> dict[str, Any]:
    """The configuration as wrangler reads it; a key that is none of its own fails here."""
    own: dict[str, Any] = json.loads(re.sub(r"(?m)^//.*$", "", text))
    assert set(own) == {"name", "main", "compatibility_date", "workers_dev", "preview_urls", "routes"}
    assert re.fullmatch(r"[a-z0-9-]+", own["name"])
    assert all(re.fullmatch(r"[^*?/]+/[^*?]*\*", route) for route in own["routes"])
    return own


def static(rules: Sequence[Redirect]) -> Files:
    """What a person would write by hand for the same redirects, without a clock: a look-up by path."""
    targets = {rule.path: rule.to for rule in rules}
    headers = dict(rules[0].headers) | dict(rules[0].host_headers)
    worker = f"""const TARGETS = {json.dumps(targets, indent=2)};
const HEADERS = {json.dumps(headers, indent=2)};

export default {{
  async fetch(request) {{
    const url = new URL(request.url);
    const to = TARGETS[url.pathname];
    if (!to) return fetch(request);
    return new Response(null, {{ status: {rules[0].status}, headers: {{ Location: to + url.search, ...HEADERS }} }});
  }},
}};
"""
    routes = [f"{rule.host}{rule.path}*" for rule in rules]
    config = {"name": "static", "main": "worker.js", "compatibility_date": "2026-06-01", "workers_dev": False}
    return {
        "cloudflare-workers/static/worker.js": worker,
        "cloudflare-workers/static/wrangler.jsonc": json.dumps(config | {"preview_urls": False, "routes": routes}),
    }


_BINARY = next((str(path) for path in sorted(NODE.glob("node_modules/@cloudflare/workerd-*/bin/workerd"))), None)
KINDS = {
    "cloudflare-workers": Kind(
        "cloudflare-workers",
        _BINARY,
        configure,
        ("test", "{folder}/check.capnp"),
        ("serve", "{folder}/serve.capnp"),
        (Broken("export default {", "export default {{", "SyntaxError"),),
        static,
        install="npm ci --prefix tests/redirects/edges/node",
    )
}
