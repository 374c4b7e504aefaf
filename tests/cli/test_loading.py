"""The plan reads the files that act: a rule in a file that the server does not read is not "nothing to change"."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cases import load_yaml
from tests.conftest import Docgen
from tests.redirects.edges.kinds.haproxy import frontend_lines
from tests.sampling import some

CASES: list[dict[str, Any]] = load_yaml(Path(__file__).with_name("loading.yaml").read_text("utf-8"))
NOW = ("--now", "2026-06-01")


def deployed(case: dict[str, Any], root: Path, docgen: Docgen, tmp_path: Path) -> Path:
    """The server's folder as a case has it, with the generated files of the edge."""
    built, folder = tmp_path / "built", tmp_path / "etc" / case["edge"]
    assert docgen(root, "redirects", "build", "--edge", case["edge"], "--output", str(built), *NOW).code == 0
    for name, text in case["files"].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace("{folder}", str(folder)), encoding="utf-8")
    for source, name in case["deployed"].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(built / case["edge"] / source, folder / name)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("case", some(CASES, 8), ids=lambda case: case["name"])
def test_a_file_that_the_server_does_not_read(
    aurous: Path, docgen: Docgen, tmp_path: Path, case: dict[str, Any]
) -> None:
    folder = deployed(case, aurous, docgen, tmp_path)
    arguments = ("redirects", "plan", "--deployed", str(folder), "--edge", case["edge"], *NOW)
    ran = docgen(aurous, *arguments, "--format", "json")
    steps = [step for file in json.loads(ran.out)["files"] for step in file["steps"]]
    assert [line for step in steps for line in step["lines"]] == [
        line.replace("{folder}", str(folder)) for line in case["missing"]
    ]
    assert {step["kind"] for step in steps} == ({"not-loaded"} if case["missing"] else set())
    assert ran.code == (4 if case["missing"] else 0)
    text = docgen(aurous, *arguments).out
    assert ("does not act" in text) == bool(case["missing"])
    assert ("would change nothing, and " in text) == bool(case["missing"])
    assert all(f"      {line.replace('{folder}', str(folder))}\n" in text for line in case["missing"])  # to copy


def test_what_changes_with_the_rules_of_another_file_is_not_listed(
    aurous: Path, docgen: Docgen, tmp_path: Path
) -> None:
    assert docgen(aurous, "redirects", "build", "--edge", "nginx", "--output", str(tmp_path / "edge"), *NOW).code == 0
    path = aurous / "redirects/docs-site.yaml"
    path.write_text(path.read_text("utf-8") + "    removed: 2026-05-31\n", encoding="utf-8")
    ran = docgen(aurous, "redirects", "plan", "--deployed", str(tmp_path / "edge"), "--edge", "nginx", *NOW)
    assert "- docs-site is removed" in ran.out
    assert "docgen-redirects.conf\n  ~ the part outside of the rules changes with the rules\n\n" in ran.out


def test_envoy_reads_a_copy_of_the_routes(aurous: Path, docgen: Docgen, tmp_path: Path) -> None:
    case = next(case for case in CASES if case["edge"] == "envoy")
    folder = deployed(case, aurous, docgen, tmp_path)
    routes = (folder / "docgen-redirects.yaml").read_text("utf-8")
    (folder / "routes.yaml").write_text(f"virtual_hosts:\n- routes:\n{routes}", encoding="utf-8")
    ran = docgen(aurous, "redirects", "plan", "--deployed", str(folder), "--edge", "envoy", *NOW)
    assert (ran.code, "A deploy would change nothing." in ran.out) == (0, True)


def test_haproxy_asks_the_maps_with_lines_that_are_pasted_once(aurous: Path, docgen: Docgen, tmp_path: Path) -> None:
    """Whatever rules come later: a rule whose line is missing in the frontend was "nothing to change"."""
    files = ("docgen-redirects.cfg", "docgen-redirects.map", "docgen-redirects-patterns.map")
    case = {"edge": "haproxy", "files": {"haproxy.cfg": "frontend web\n"}, "deployed": {name: name for name in files}}
    folder = deployed(case, aurous, docgen, tmp_path)
    plan = ("redirects", "plan", "--deployed", str(folder), "--edge", "haproxy", *NOW)
    lines = frontend_lines((folder / "docgen-redirects.cfg").read_text("utf-8"))
    (folder / "haproxy.cfg").write_text("\n\t".join(["frontend web", *lines]), encoding="utf-8")
    assert "A deploy would change nothing." in docgen(aurous, *plan).out
    (aurous / "redirects" / "new.yaml").write_text(
        "rules:\n- {id: new, host: api.aurous-labs.com, from: '/new/{id}', match: prefix, to: 'https://docs.aurous-labs.com/{id}',"
        " after: upstream, since: 2026-06-01, sunset: 2027-01-01T00:00:00Z}\n",
        encoding="utf-8",
    )
    said = docgen(aurous, *plan).out
    assert "+ new is added" in said
    assert "does not act" not in said
    (folder / "haproxy.cfg").write_text("\n\t".join(["frontend web", *lines[:-1]]), encoding="utf-8")
    said = docgen(aurous, *plan).out
    assert "does not act" in said
    assert f"+ {lines[-1]}"[:60] in said


@pytest.mark.parametrize(("section", "acts"), [("frontend web", True), ("listen web", True), ("backend api", False)])
def test_haproxy_has_the_lines_where_requests_come_in(
    aurous: Path, docgen: Docgen, tmp_path: Path, section: str, acts: bool
) -> None:
    files = ("docgen-redirects.cfg", "docgen-redirects.map", "docgen-redirects-patterns.map")
    case = {"edge": "haproxy", "files": {"haproxy.cfg": ""}, "deployed": {name: name for name in files}}
    folder = deployed(case, aurous, docgen, tmp_path)
    lines = frontend_lines((folder / "docgen-redirects.cfg").read_text("utf-8"))
    text = "\n\t".join(["global", "frontend other", "bind :80", section, *lines, "defaults"])
    (folder / "haproxy.cfg").write_text(text, encoding="utf-8")
    ran = docgen(aurous, "redirects", "plan", "--deployed", str(folder), "--edge", "haproxy", *NOW)
    assert ("does not act" not in ran.out) == acts


def says_of_haproxy(aurous: Path, docgen: Docgen, tmp_path: Path, *frontends: list[str]) -> list[str]:
    """The lines that the plan says of a haproxy.cfg with these frontends; `@0` to `@9` are the lines of the head."""
    files = ("docgen-redirects.cfg", "docgen-redirects.map", "docgen-redirects-patterns.map")
    case = {"edge": "haproxy", "files": {"haproxy.cfg": ""}, "deployed": {name: name for name in files}}
    folder = deployed(case, aurous, docgen, tmp_path)
    ours = [line for line in frontend_lines((folder / files[0]).read_text("utf-8")) if not line.startswith("#")]
    text = ["global", "  log stderr format raw", "defaults", "  mode http"]
    for number, lines in enumerate(frontends):
        text += [f"frontend f{number}", *(ours[int(line[1:])] if line.startswith("@") else line for line in lines)]
    text += ["backend app", "  http-request deny if { path /docs }"]
    (folder / "haproxy.cfg").write_text(
        "\n\t".join(text).replace("\tfrontend", "frontend").replace("\tbackend", "backend")
    )
    ran = docgen(aurous, "redirects", "plan", "--deployed", str(folder), "--edge", "haproxy", *NOW, "--format", "json")
    found = [line for file in json.loads(ran.out)["files"] for step in file["steps"] for line in step["lines"]]
    for number, line in enumerate(ours):
        found = [one.replace(" ".join(line.split()), f"@{number}") for one in found]
    return found


RIGHT = [
    "@0",
    "@1",
    "@2",
    "@3",
    "@4",
    "http-request deny if { path /admin }",
    "@5",
    "@6",
    "use_backend a if { path /a }",
]
HARMLESS = [
    "http-request set-header X-A b",
    "http-request redirect scheme https if !{ ssl_fc }",
    "acl x path /x",
    "acl www hdr(host) -i www.aurous-labs.com",
    "use_backend www if www",
    "http-request deny if { src 192.0.2.0/24 } || METH_TRACE",
]
OTHER_HOST = "use_backend docgen_redirect_docgen_redirects_x if { var(txn.docgen_rule_x) -m found }"
BEHIND = "  # before those of the file's head"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("frontends", "says"),
    [
        ([RIGHT], []),
        ([[*HARMLESS, *RIGHT[:6], OTHER_HOST, *RIGHT[6:]], ["http-request deny"]], []),
        ([RIGHT, RIGHT[:7]], ["+ @6"]),
        ([["http-request set-path /docs", *RIGHT]], [f"- http-request set-path /docs{BEHIND}"]),
        (
            [["@0", "http-request  deny if { path /docs }", *RIGHT[1:]]],
            [f"- http-request deny if {{ path /docs }}{BEHIND}"],
        ),
        ([[*RIGHT[:7], "use_backend a", "@6"]], [f"- use_backend a{BEHIND}"]),
        ([["use_backend a", *RIGHT]], [f"- use_backend a{BEHIND}"]),
        (
            [["acl api hdr(host) -i api.aurous-labs.com", "use_backend a if api", *RIGHT]],
            [f"- use_backend a if api{BEHIND}"],
        ),
        ([[*RIGHT[:6], "@6", "@5"]], [f"- @6{BEHIND}"]),
        ([["http-request set-header X-A b", "@1", "@0", *RIGHT[2:]]], [f"- @1{BEHIND}"]),
    ],
)
def test_the_lines_of_haproxy_have_an_order(
    aurous: Path, docgen: Docgen, tmp_path: Path, frontends: list[list[str]], says: list[str]
) -> None:
    assert says_of_haproxy(aurous, docgen, tmp_path, *frontends) == says


@pytest.mark.parametrize(
    ("domains", "acts"),
    [
        ('[api.aurous-labs.com, "api.aurous-labs.com:*"]', True),
        ('\n    - "*.aurous-labs.com"\n    - api.aurous-labs.com', True),
        ('["*"]', True),
        ("[api.aurous-labs.com.test, xapi.aurous-labs.com]", False),
    ],
)
def test_envoy_has_the_routes_in_the_virtual_host_of_the_host(
    aurous: Path, docgen: Docgen, tmp_path: Path, domains: str, acts: bool
) -> None:
    case = next(case for case in CASES if case["edge"] == "envoy")
    folder = deployed(case, aurous, docgen, tmp_path)
    routes = (folder / "docgen-redirects.yaml").read_text("utf-8")
    table = f"virtual_hosts:\n  - domains: [api.aurous-labs.com]\n  - name: a\n    domains: {domains}\n{routes}"
    (folder / "routes.yaml").write_text(table, encoding="utf-8")
    ran = docgen(aurous, "redirects", "plan", "--deployed", str(folder), "--edge", "envoy", *NOW)
    assert ("does not act" not in ran.out) == acts
