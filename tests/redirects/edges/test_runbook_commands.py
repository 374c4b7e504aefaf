"""Commands of the runbooks that read files alone, on files where they have something to say."""

import re
import subprocess
from pathlib import Path

import pytest

from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import title
from docgen.redirects.edges.overlap import without_shadowed

from .kinds.haproxy import frontend_lines
from .kinds.kind import HOST, PREPROD
from .rules import redirects
from .test_plan import carried, rendered
from .test_runbooks import PAGES

T = 1_785_801_600
OWN = ["http-request set-header X-Forwarded-Proto https", "use_backend admin if { path_beg /admin }"]


def block(name: str, words: str) -> str:
    """The shell block of a page that has some words."""
    blocks = re.findall(r"(?ms)^ *```sh\n(.*?)^ *```", (PAGES / f"{name}.md").read_text("utf-8"))
    (found,) = [one for one in blocks if words in one]
    return str(found)


def ran(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["/bin/bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", sorted(set(EDGES) - {"cloudflare-rulesets"}))
def test_the_rule_of_a_url_is_found_in_the_files_of_the_edge(name: str, tmp_path: Path) -> None:
    rules = redirects(T)
    for path, text in rendered(name, rules).items():
        if PREPROD not in path:
            (tmp_path / path.replace("/", "-")).write_text(text, "utf-8")
    script = re.sub(r"(?<=' )\S+$", "*", block(name, "END { exit !found }").strip())
    paths = [
        "/docs",
        "/docs/",
        "/v1/generations/a%2Fb?x=/docs",
        "/v1.0/guide",
        "/v1/cash/pay",
        "/v1/7/pay#x",
        "/v1x0/guide",
    ]
    known = {rule.id for rule in without_shadowed(carried(name, rules))}
    for path in paths:
        found = ran(re.sub(r"url='[^']*'", f"url='https://{HOST}{path}'", script), tmp_path)
        covering = oracle.covering_rule(rules, oracle.Request("GET", HOST, path.partition("#")[0]))
        ids = [line.partition(":")[0] for line in found.stdout.splitlines()]
        if covering is None:
            assert (ids, found.returncode) == ([], 1)
        elif covering[0].id in known:
            assert covering[0].id in ids, found
            assert title(covering[0]).removeprefix("Rule ") in found.stdout


def check_of_haproxy(lines: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "docgen-redirects.cfg").write_text(
        rendered("haproxy", redirects(T))["haproxy/docgen-redirects.cfg"], "utf-8"
    )
    text = ["global", "frontend stats", "http-request deny", "frontend web", *lines, "backend app", "http-request deny"]
    (folder / "haproxy.cfg").write_text(
        "\n\t".join(text).replace("\tfrontend", "frontend").replace("\tbackend", "backend")
    )
    return ran(block("haproxy", "comes first").replace("/etc/haproxy/", ""), folder)


def test_the_lines_of_haproxy_are_checked_in_their_order(tmp_path: Path) -> None:
    ours = frontend_lines(rendered("haproxy", redirects(T))["haproxy/docgen-redirects.cfg"])
    http, use = [line for line in ours if line.startswith("http")], ours[-2:]
    right = [*http, OWN[0], *use, OWN[1]]
    assert check_of_haproxy(right, tmp_path).returncode == 0
    assert check_of_haproxy(right, tmp_path).stdout == "\n"
    wrong = {
        "missing: all lines": OWN,
        f"missing: {use[1]}": right[:-2],
        f"comes first: {OWN[1]}": [*http, OWN[1], *use],
        f"comes first: {OWN[0]}": [OWN[0], *http, *use],
        f"too late: {use[0]}": [*http, *use[::-1]],
    }
    for words, lines in wrong.items():
        found = check_of_haproxy(lines, tmp_path)
        assert (words, found.returncode) in [(line, 1) for line in found.stdout.splitlines()], found


def test_the_lines_of_another_host_may_come_first(tmp_path: Path) -> None:
    ours = frontend_lines(rendered("haproxy", redirects(T))["haproxy/docgen-redirects.cfg"])
    others = [line.replace("txn.docgen", "txn.docgen_x").replace("backend docgen", "backend docgen_x") for line in ours]
    lines = [*others[:-2], *ours[:-2], *others[-2:], *ours[-2:]]
    assert check_of_haproxy(lines, tmp_path).returncode == 0
