"""What docgen is installed as, and what an index shows of it: metadata, description, and lists of packages."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from docgen.cli.main import main
from tests.conftest import IN_REPOSITORY, REPOSITORY
from tests.installing import normalized

pytestmark = pytest.mark.sources
PAGE = (REPOSITORY / "docgen/docs/installing.md").read_text(encoding="utf-8")
CONFIGURATION = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = CONFIGURATION["project"]
NOW = ["--now", "2026-06-01"]
HARBOUR = ["-C", "harbour"]
HARBOUR_NOW = ["--now", "2026-08-01"]
GATE = [
    ["check", "--no-cache", "--against", "HEAD", *NOW],
    ["review", "--against", "HEAD", *NOW],
    ["check", "--no-cache", "--report", "sarif=out.sarif", *NOW],
    ["redirects", "build", "--diff", *NOW],
    ["redirects", "plan", "--deployed", "redirects/dist", *NOW],
    ["redirects", "simulate", "GET", "https://api.aurous-labs.com/docs", "--at", "2026-08-03T23:59:59Z"],
    ["redirects", "extend", "docs-site", "2026-11-02", "--note", "Asked for.", "--diff", *NOW],
    ["redirects", "announce", "--diff", *NOW],
    [*HARBOUR, "redirects", "build", *HARBOUR_NOW],
    [*HARBOUR, "check", "--no-cache", *HARBOUR_NOW],
    [*HARBOUR, "redirects", "plan", "--deployed", "redirects/dist", *HARBOUR_NOW],
]
CONTRACTS = [f"harbour/changelog/{pin}/openapi.yaml" for pin in ("2026-04", "2026-07")]
DIFF = [
    ["diff", "git:HEAD", "2026-05-15", *NOW],
    *(
        ["diff", *CONTRACTS, "--annotations", "--format", form]
        for form in ("text", "json", "github", "sarif", "codequality", "junit", "markdown")
    ),
]


def listed(title: str) -> list[str]:
    """The requirements that the page has for a fence."""
    fence = re.search(rf'^```sh title="{title}"\n(.*?)^```', PAGE, re.M | re.S)
    assert fence
    first, second = fence[1].splitlines()
    assert first == "pip install --no-deps aurous-docgen"
    return re.findall(r'"([^"]+)"', second.removeprefix("pip install "))


def names(requirements: list[str]) -> list[str]:
    return [normalized(re.split(r"[^\w.-]", one)[0]) for one in requirements]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a project and a project in a folder of it."""
    root = tmp_path_factory.mktemp("gate")
    for name in ("changelog", "redirects", "docs", ".docgen", "mkdocs.yml", "pyproject.toml"):
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    shutil.copytree(REPOSITORY / "tests/other/harbour", root / "harbour")
    who = ["-c", "user.name=n", "-c", "user.email=n@example.com"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", *command], cwd=root, check=True)  # noqa: S607 - the machine's own git
    return root


def run_with(place: Path, packages: list[str], commands: list[list[str]]) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.installing", json.dumps(packages), json.dumps(commands)],
        cwd=place,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    result["err"] = ran.stderr
    return result


@pytest.mark.slow
@pytest.mark.parametrize(("title", "commands"), [("gate", GATE), ("diff", DIFF)], ids=["gate", "diff"])
def test_the_packages_that_the_page_lists_are_those_that_the_commands_use(
    place: Path, title: str, commands: list[list[str]]
) -> None:
    packages = names(listed(title))
    ran = run_with(place, packages, commands)
    assert ran["codes"] == [0] * len(commands), ran["err"]
    # of jinja2, a diff takes the escaping alone, which is a package of its own
    used = set(ran["found"]) | ({"jinja2"} if "markupsafe" in ran["found"] else set())
    assert set(packages) - used == set()


@pytest.mark.slow
def test_a_package_that_is_missing_is_named(place: Path) -> None:
    ran = run_with(place, names(listed("diff")), [["check", *NOW], ["build", *NOW]])
    assert ran["codes"] == [2, 2]
    assert "Traceback" not in ran["err"]
    assert re.search(r"^docgen: this command needs `\w+`, which is not installed; ", ran["err"], re.M)


@pytest.mark.parametrize("title", ["gate", "diff"])
def test_what_the_page_lists_has_the_bounds_of_the_project(title: str) -> None:
    assert set(listed(title)) - set(PROJECT["dependencies"]) == set()


def test_both_commands_are_the_same() -> None:
    assert PROJECT["scripts"] == {"docgen": "docgen.cli:main", PROJECT["name"]: "docgen.cli:main"}


def test_a_message_names_the_command_docgen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["/bin/aurous-docgen"])
    for command in (["--help"], ["check", "--help"], ["chekc"], ["--version"]):
        with pytest.raises(SystemExit):
            main(command)
    printed = "".join(capsys.readouterr())
    assert "aurous" not in printed
    assert printed.count("Usage: docgen") == 3


def hook(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of .hatch_build.py, whose only import from the builder is the class that it fills in."""
    for name in ("hatchling", "hatchling.metadata", "hatchling.metadata.plugin", "hatchling.metadata.plugin.interface"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setattr(
        sys.modules["hatchling.metadata.plugin.interface"], "MetadataHookInterface", object, raising=False
    )
    found: dict[str, Any] = {}
    exec((REPOSITORY / ".hatch_build.py").read_text(encoding="utf-8"), found)  # noqa: S102 - the builder does so, too
    return found


def test_the_description_begins_as_readme_does_and_has_no_link_that_is_dead_on_an_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    text = hook(monkeypatch)["description"](readme)
    assert text.startswith("# docgen\n\ndocgen publishes ")
    assert re.findall("^## (.*)$", text, re.M) == ["Install", "Why not oasdiff and Mintlify?"]
    assert readme.count("<!-- on the package index, too -->") == readme.count("<!-- end -->") == 3
    rendered = MarkdownIt().render(text)
    assert re.findall(r'(?:href|src)="(?!https://)[^"]*"', rendered) == []
    assert "](" not in text.replace("](https://", "")
    assert "<!--" not in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("see [the page](docs/page.md#part), and", "see the page, and"),
        ("see [it](https://example.com/)", "see [it](https://example.com/)"),
        ("[a](b) and [c](d)", "a and c"),
        ("no mark", None),
    ],
)
def test_a_relative_link_is_its_text(monkeypatch: pytest.MonkeyPatch, written: str, shown: str | None) -> None:
    part = written if shown is None else f"before\n<!-- on the package index, too -->\n\n{written}\n\n<!-- end -->\n"
    assert hook(monkeypatch)["description"](part) == (f"{shown}\n" if shown else "")


def versions(path: str) -> list[str]:
    content = yaml.safe_load((REPOSITORY / path).read_text(encoding="utf-8"))
    found: list[str] = []
    for job in content["jobs"].values():
        found += job.get("strategy", {}).get("matrix", {}).get("version", [])
    return found


@pytest.mark.skipif(not IN_REPOSITORY, reason="an sdist has no files of CI")
def test_the_pythons_of_the_metadata_are_those_of_ci_and_a_release_takes_the_ends() -> None:
    tested = versions(".github/workflows/ci.yml")
    classified = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", one)]
    assert classified == tested
    assert PROJECT["requires-python"] == f">={tested[0]}"
    assert versions(".github/workflows/release.yml") == [tested[0], tested[-1]]


def test_an_address_that_nobody_has_is_not_in_the_metadata() -> None:
    assert "urls" not in PROJECT
    assert "readme" in PROJECT["dynamic"]


def test_an_sdist_has_no_folder_of_an_editor_or_of_ci() -> None:
    shipped = CONFIGURATION["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
    assert [one for one in shipped if one in (".github", ".vscode", ".ci")] == []
    assert [one for one in shipped if not (REPOSITORY / one).exists()] == []
