from collections.abc import Sequence
from pathlib import Path

from docgen.model.files import Files
from docgen.model.redirect import Redirect

from .kind import Broken, Kind, of_system

_SITE = """
sub vcl_synth {
    set resp.http.X-Site = "no answer of a rule passes here";
}
"""
_STATIC_ANSWER = """
sub vcl_synth {
    if (resp.status >= 301 && resp.status <= 308) {
        set resp.http.Location = resp.reason;
        set resp.status = resp.status; # the status's own words
        return (deliver);
    }
}
"""


def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
    del port  # it stands on the command line
    includes = "".join(f'include "{folder}/{path}";\n' for path in files)
    backend = f'backend default {{ .host = "127.0.0.1"; .port = "{upstream}"; }}\n'
    (folder / "site.vcl").write_text(f"vcl 4.1;\n{includes}{backend}{_SITE}")


def static(rules: Sequence[Redirect]) -> Files:
    """What a person writes by hand for the same redirects: status and Location, no clock."""
    conditions = "".join(map(_condition, rules))
    return {"varnish/static.vcl": f"sub vcl_recv {{\n{conditions}}}\n{_STATIC_ANSWER}"}


def _condition(rule: Redirect) -> str:
    path = rule.path.replace(".", "[.]")
    covered = f"^{path}/?(?:[?]|$)" if rule.match == "exact" else f"^{path}(?:[/?]|$)"
    replaced = f"^{path}/?" if rule.match == "exact" or rule.to.endswith("/") else f"^{path}"
    location = f'regsub(req.url, "{replaced}", "{rule.to}")'
    return f'    if (req.url ~ "{covered}") {{\n        return (synth({rule.status}, {location}));\n    }}\n'


# Debian's package depends on the compiler under its long name alone
_COMPILER = "command -v gcc || command -v cc || echo $(uname -m)-linux-gnu-gcc"
_ARGUMENTS = ("-j", "none", "-n", "{folder}/work", "-f", "{folder}/site.vcl")
KINDS = {
    "varnish": Kind(
        "varnish",
        of_system("varnishd"),
        configure,
        ("-C", *_ARGUMENTS),
        ("-F", "-a", "127.0.0.1:{port}", "-T", "none", "-s", "malloc,32m", *_ARGUMENTS),
        (Broken("return (synth(", "return (sync(", "Expected return action name"),),
        static,
        quick_start=("-p", f"cc_command=exec $({_COMPILER}) -fpic -shared -o %o %s"),  # without -O2
        environment={"PATH": "/usr/bin"},  # where the C compiler finds its parts
        starts_within=8,
        install="apt-get install varnish",
    ),
}
