from collections.abc import Sequence
from pathlib import Path

from docgen.model.files import Files
from docgen.model.redirect import Redirect
from docgen.redirects.edges.files import Setup, base_names
from docgen.redirects.edges.server_syntax import path_pattern

from .kind import DOCS, HOSTS, Broken, Kind, of_system

_ARGUMENTS = ("-d", "{folder}", "-f", "{folder}/httpd.conf")
_MODULES = ("mpm_event", "authz_core", "headers", "rewrite", "setenvif")


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    # a host's own error pages must not answer in place of a rule
    site = (
        "AllowEncodedSlashes NoDecode\nErrorDocument 404 /error-page\nErrorDocument 410 /error-page\n"
        f'ProxyPass "/" "http://127.0.0.1:{upstream}/" nocanon\n'
    )
    hosts = [("default.test", "")]
    hosts += [(host, f"Include {folder}/{path}\n") for host, path in zip(HOSTS, files, strict=False)]
    write(folder, port, {host: include + site for host, include in hosts}, "proxy", "proxy_http")


def serve(folder: Path, files: Files, port: int, site: Path, origin: int) -> None:
    del origin
    included = "".join(f"Include {folder}/{path}\n" for path in files)
    write(folder, port, {DOCS: f"DocumentRoot {site}\n{included}"}, "dir", "mime")
    with (folder / "httpd.conf").open("a") as stream:
        stream.write("TypesConfig /dev/null\n")


def write(folder: Path, port: int, hosts: dict[str, str], *modules: str) -> None:
    """The configuration of a server with these virtual hosts, the first of which takes what is nobody's."""
    (folder / "httpd.conf").write_text(
        "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in (*_MODULES, *modules))
        + f"Listen 127.0.0.1:{port}\nServerName localhost\nErrorLog /dev/stderr\n"
        f"PidFile {folder}/apache.pid\nDefaultRuntimeDir {folder}\nUser www-data\nGroup www-data\n"
        + "".join(
            f"<VirtualHost 127.0.0.1:{port}>\nServerName {host}\n{inside}</VirtualHost>\n"
            for host, inside in hosts.items()
        )
    )


def static(rules: Sequence[Redirect]) -> Files:
    """A rewrite rule a rule, as a person writes it, with the headers of the rule and without a clock.

    Not `Redirect`: behind the host's `ProxyPass /` it never answers (measured).
    """
    return {
        f"apache/{name}.conf": "RewriteEngine On\n" + "".join(_static(rule) for rule in rules if rule.host == host)
        for host, name in base_names(rules, Setup()).items()
    }


def _static(rule: Redirect) -> str:
    below = "/?" if rule.match == "exact" else "(/.*)?"
    to = rule.to if rule.match == "exact" else rule.to.removesuffix("/") + "$1"
    headers = "".join(f'Header always set {name} "{value}"\n' for name, value in rule.headers)
    return (
        f'RewriteRule "^{path_pattern(rule.path)}{below}$" "{to}" [R={rule.status},L]\n'
        f'<Location "{rule.path}">\n{headers}</Location>\n'
    )


KINDS = {
    "apache": Kind(
        "apache",
        of_system("apache2"),
        configure,
        ("-t", *_ARGUMENTS),
        ("-X", *_ARGUMENTS),
        (Broken("[R=308,", "[R=998,", "invalid HTTP response code '998'"),),
        static,
        serve,
        install="apt-get install apache2",
    )
}
