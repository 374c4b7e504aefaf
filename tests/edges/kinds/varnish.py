import re
from collections.abc import Sequence
from pathlib import Path

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from .kind import Kind, of_system

_SITE = """
sub vcl_synth {
    set resp.http.X-Site = "no answer of a rule passes here";
}
"""


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    del port  # it stands on the command line
    includes = "".join(f'include "{folder}/{path}";\n' for path in files)
    backend = f'backend default {{ .host = "127.0.0.1"; .port = "{upstream}"; }}\n'
    (folder / "site.vcl").write_text(f"vcl 4.1;\n{includes}{backend}{_SITE}")


def static(rules: Sequence[Redirect]) -> Files:
    """What a person writes by hand for the same redirects: status and Location, no clock."""
    conditions = "".join(
        f'    if (req.url ~ "^{re.escape(rule.path)}{"/?(?:[?]|$)" if rule.match == "exact" else "(?:[/?]|$)"}") {{\n'
        f'        return (synth({rule.status}, regsub(req.url, "^{re.escape(rule.path)}", "{rule.to}")));\n    }}\n'
        for rule in rules
    )
    answer = "    if (resp.status >= 301 && resp.status <= 308) {\n        set resp.http.Location = resp.reason;\n"
    answer += "        set resp.status = resp.status;\n        return (deliver);\n    }\n"
    return {"varnish/static.vcl": f"sub vcl_recv {{\n{conditions}}}\nsub vcl_synth {{\n{answer}}}\n"}


_ARGUMENTS = ("-j", "none", "-n", "{folder}/work", "-f", "{folder}/site.vcl")
KINDS = {
    "varnish": Kind(
        "varnish",
        of_system("varnishd"),
        configure,
        ("-C", *_ARGUMENTS),
        ("-F", "-a", "127.0.0.1:{port}", "-T", "none", "-s", "malloc,32m", *_ARGUMENTS),
        {"PATH": "/usr/bin"},  # where the C compiler finds its parts
        install="apt-get install varnish",
    ),
}
