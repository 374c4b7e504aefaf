from collections.abc import Sequence
from pathlib import Path

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from .kind import HOSTS, Broken, Kind, beside_python, of_system

_ARGUMENTS = ("--config", "{folder}/Caddyfile", "--adapter", "caddyfile")


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    site = f"bind 127.0.0.1\nreverse_proxy 127.0.0.1:{upstream}\n}}\n"
    sites = [f"http://{host}:{port} {{\nimport {folder}/{path}\n" for host, path in zip(HOSTS, files, strict=False)]
    (folder / "Caddyfile").write_text(
        "{\nadmin off\nauto_https off\n}\n" + "".join(head + site for head in [*sites, f"http://:{port} {{\n"])
    )


def serve(folder: Path, files: Files, port: int, site: Path, origin: int) -> None:
    del origin
    included = "".join(f"import {folder}/{path}\n" for path in files)
    (folder / "Caddyfile").write_text(
        f"{{\nadmin off\nauto_https off\n}}\nhttp://:{port} {{\nbind 127.0.0.1\nroot * {site}\n"
        f"{included}file_server\n}}\n"
    )


def static(rules: Sequence[Redirect]) -> Files:
    """A route a rule, as a person writes it, with the headers of the rule and without a clock."""
    routes = []
    for rule in rules:
        headers = "".join(f'\t\t{name} "{value}"\n' for name, value in rule.headers)
        routes.append(
            f"@{rule.id} path {rule.path} {rule.path}/\nroute @{rule.id} {{\n\theader {{\n{headers}\t}}\n"
            f"\tredir * {rule.to}?{{query}} {rule.status}\n}}\n"
        )
    return {"caddy/docgen-redirects.caddy": "".join(routes)}


_CADDY = Kind(
    "caddy",
    beside_python("caddy"),
    configure,
    ("validate", *_ARGUMENTS),
    ("run", *_ARGUMENTS),
    (Broken("redir * ", "redirect * ", "unrecognized directive: redirect"),),
    static,
    serve,
)
KINDS = {
    "caddy": _CADDY,
    "caddy-system": _CADDY._replace(binary=of_system("caddy"), install="apt-get install caddy"),
}
