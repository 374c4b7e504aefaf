"""A rule with a host for each environment: every edge's files carry the host, and a target on the same host."""

import shutil
from pathlib import Path

import pytest

from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.variants import in_environment
from tests.conftest import Docgen

PROJECT = Path(__file__).parent / "environments"
NOW = "2026-06-01"
HOSTS = {
    "prod": ("api.lamp.example", "track.lamp.example"),
    "preprod": ("api.preprod.lamp.example",),
}
"""The hosts of each environment; `track` has one host in all, which only a production rule names."""
CARRYING = [name for name, edge in EDGES.items() if edge.HAS_CLOCK and "headers" in edge.FEATURES]


def build(root: Path, docgen: Docgen, edge: str, *arguments: str) -> dict[str, str]:
    ran = docgen(root, "redirects", "build", "--edge", edge, "--output", "out", "--now", NOW, *arguments)
    assert ran.code == 0, ran.out + ran.err
    paths = (path for path in sorted((root / "out").rglob("*")) if path.is_file() and "docgen-redirects" in str(path))
    return {path.relative_to(root / "out").as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


def test_the_hosts_of_each_environment(root: Path) -> None:
    project, findings = load(root, parse_now(NOW))
    assert project is not None
    assert findings == ()
    found = {name: {rule.host for rule in in_environment(project.redirects, name)} for name in HOSTS}
    assert found == {name: set(hosts) for name, hosts in HOSTS.items()}


@pytest.mark.parametrize("edge", CARRYING)
@pytest.mark.parametrize("environment", HOSTS)
def test_the_files_of_an_environment_carry_its_hosts_and_no_other(
    root: Path, docgen: Docgen, edge: str, environment: str
) -> None:
    files = build(root, docgen, edge, "--env", environment)
    for host in HOSTS[environment]:
        assert [name for name, text in files.items() if f"Redirects of {host}," in text] != []
    others = {host for name in HOSTS if name != environment for host in HOSTS[name]}
    assert [name for name, text in files.items() if any(host in text for host in others)] == []
    assert f"https://{HOSTS[environment][0]}/v1/lamps" in "".join(files.values())


@pytest.mark.parametrize("edge", CARRYING)
def test_without_an_environment_every_host_is_built(root: Path, docgen: Docgen, edge: str) -> None:
    texts = "".join(build(root, docgen, edge).values())
    assert [host for hosts in HOSTS.values() for host in hosts if f"Redirects of {host}," not in texts] == []


def test_an_environment_of_one_file_for_a_rehearsal(root: Path, docgen: Docgen) -> None:
    given = ("--env", "preprod", "--rules", "redirects/api.yaml", "--rehearse", "+30s")
    (text,) = build(root, docgen, "caddy", *given).values()
    assert "REHEARSAL: every sunset is at 2026-06-01T00:00:30Z" in text.splitlines()[0]
    assert "Rule pages" in text
    assert "Rule lights" in text
    assert "api.lamp.example/" not in text


@pytest.mark.parametrize("environment", HOSTS)
def test_simulate_answers_on_the_hosts_of_an_environment(root: Path, docgen: Docgen, environment: str) -> None:
    host = HOSTS[environment][0]
    ran = docgen(root, "redirects", "simulate", "GET", f"https://{host}/v1/lights/7?a=1", "--env", environment)
    assert f"Location: https://{host}/v1/lamps/7?a=1" in ran.out
    (other,) = {"prod", "preprod"} - {environment}
    ran = docgen(root, "redirects", "simulate", "GET", f"https://{host}/v1/lights/7", "--env", other)
    assert ran.code == 2
    assert f"no rule is on {host}; expected one of {', '.join(HOSTS[other])}" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("build", "--env", "prod"), "expected --output DIR"),
        (("build", "--env", "prod", "--output", "redirects/dist"), "expected --output DIR"),
        (("build", "--env", "staging", "--output", "out"), "'staging'; expected one of preprod, prod"),
        (("simulate", "GET", "https://api.lamp.example/", "--env", "staging"), "expected one of preprod, prod"),
    ],
)
def test_an_environment_that_makes_no_sense(root: Path, docgen: Docgen, arguments: tuple[str, ...], says: str) -> None:
    ran = docgen(root, "redirects", *arguments, "--now", NOW)
    assert ran.code == 2, ran.out + ran.err
    assert says in ran.err
    assert not (root / "out").exists()
