"""The action as a runner runs it: docgen and pip themselves, in a repository of git; nginx over what it published."""

import json
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.redirects.edges.kinds import demanded
from tests.redirects.edges.servers import send, start
from tests.report.ci import ACTION, ROOT, Machine, gitlab, step

CONTRACT = "changelog/2026-05-15/api-spec.json"
DOCS = "docs.aurous-labs.com"
pytestmark = pytest.mark.slow
DOCGEN = """\
#!/bin/sh
case $1 in build | check) set -- "$@" --now 2026-06-01 ;; esac
exec "{python}" -m docgen "$@"
"""
FENCE = r"(?ms)^   ```sh\n(.*?)^   ```"
Runner = tuple[Machine, Callable[..., str]]


def section(title: str) -> str:
    """A section of the page on publishing."""
    page = (ROOT / "docgen/docs/publishing.md").read_text(encoding="utf-8")
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.fixture
def runner(tmp_path: Path, aurous: Path) -> Runner:
    """A machine whose docgen is this one, in a repository with a base; and git on it."""
    (tmp_path / "machine").mkdir()
    machine = Machine(tmp_path / "machine")
    machine.complains = True  # of progress, where the computer is busy
    (tmp_path / "machine/bin/docgen").write_text(DOCGEN.format(python=sys.executable))
    shutil.copytree(aurous, machine.work, dirs_exist_ok=True)

    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=writer", "-c", "user.email=writer@example.com")
        command = ["git", "-C", str(machine.work), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    git("add", "-A")
    git("commit", "-qm", "base")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    return machine, git


@pytest.fixture
def breaking(runner: Runner) -> Machine:
    """The same on a branch that breaks an operation, and takes another one away."""
    machine, git = runner
    contract = machine.work / CONTRACT
    document = json.loads(contract.read_text(encoding="utf-8"))
    del document["paths"]["/v1/usage/events"]
    document["components"]["schemas"]["GenerationRequest"]["properties"]["prompt"]["minLength"] = 20
    contract.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    git("commit", "-qam", "take an operation away")
    return machine


@pytest.mark.parametrize("command", ["review", "check"])
def test_a_breaking_edit_is_annotated_and_stops_the_change(breaking: Machine, command: str) -> None:
    ended = breaking.act(command, without_installing=True, against="origin/main")
    assert ended.code == 1
    # what is taken away has no line in the change: it is in the log and in the comment
    lines = [line for line in breaking.printed.splitlines() if "needs a new date: " in line]
    assert {line[:7] for line in lines if "GenerationRequest.prompt" in line} == {"::error"}
    assert {line[:2] for line in lines if "GET /v1/usage/events" in line} == {"- "}
    files = Path(ended.outputs.pop("files"))
    results = json.loads((files / "docgen.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "breaking-change-under-current-date" in {result["ruleId"] for result in results}
    if command == "check":
        assert ended.outputs == {"sarif": "true"}
        return
    assert ended.outputs == {"sarif": "true", "verdict": "stop", "comment": "create"}
    comment = (files / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith("<!-- docgen -->\n")
    assert "GET /v1/usage/events" in comment
    assert (breaking.folder / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8") == comment


def test_a_base_that_is_not_there_is_said(runner: Runner) -> None:
    machine, git = runner
    git("update-ref", "-d", "refs/remotes/origin/main")
    ended = machine.act("review", without_installing=True, against="origin/main")
    assert ended.code == 3
    assert (Path(ended.outputs["files"]) / "comment.md").exists()
    assert "sarif" not in ended.outputs
    assert ended.outputs["comment"] == "create"


@pytest.mark.edge
def test_what_is_published_is_served_by_nginx_as_the_page_says(runner: Runner, tmp_path: Path) -> None:
    machine, _ = runner
    ended = machine.act("publish", without_installing=True)
    assert ended == (0, {"site": f"{machine.work}/build/site", "edge-rules": f"{machine.work}/redirects/dist"})
    page = section("A server with nginx")
    # where the page's commands and its server block write and read
    places = {"/var/www": tmp_path / "www", "/etc/nginx": tmp_path / "nginx"}
    for place in places.values():
        place.mkdir()

    def here(text: str) -> str:
        for place, folder in places.items():
            text = text.replace(place, str(folder))
        return text

    put, install, *_ = re.findall(FENCE, page)
    for script in (put, install):
        assert machine.run(here(script.replace("docgen build\n", "")), "-eo pipefail") == 0
    block = re.search(r"^   ```nginx\n(.*?)^   ```", page, re.MULTILINE | re.DOTALL)
    assert block

    def configure(port: int) -> None:
        server = re.sub(r"listen 443 ssl;", f"listen 127.0.0.1:{port};", here(block[1]))
        server = re.sub(r"^ *(?:ssl_|listen \[).*\n", "", server, flags=re.MULTILINE)
        (tmp_path / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {tmp_path}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
            f"http {{ access_log off; client_body_temp_path {tmp_path}/spool;\n{server}\n}}\n"
        )

    with start(demanded("nginx"), {}, tmp_path, configure) as server:
        expected = [
            (b"/", 200, "text/html; charset=utf-8"),
            (b"/errors/invalid_request", 200, "text/html; charset=utf-8"),
            (b"/errors/no_such_code", 404, "text/html; charset=utf-8"),
            (b"/changelog.atom", 200, "application/atom+xml"),
        ]
        for target, status, type_ in expected:
            answer = send(server.port, "GET", target, DOCS)
            assert (target, answer.status, answer.all("Content-Type")) == (target, status, [type_])
            assert answer.all("Content-Security-Policy")[0].startswith("default-src 'none'")
        assert send(server.port, "GET", b"/errors/no_such_code", DOCS).all("Cache-Control") == ["no-store"]
        assert send(server.port, "GET", b"/changelog", DOCS).all("Location") == ["/changelog/"]


@pytest.mark.parametrize("moved", [False, True])
def test_the_files_of_cloudflare_pages_stand_beside_the_pages(tmp_path: Path, moved: bool) -> None:
    machine = Machine(tmp_path)
    files = {"docgen-docs-host/_headers": "headers\n"}
    if moved:
        folder = "docgen-redirects-docs.aurous-labs.com"
        files |= {f"{folder}/_headers": "headers of redirects\n", f"{folder}/_redirects": "redirects\n"}
    for name, text in files.items():
        path = machine.work / "redirects/dist/cloudflare-pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    site = machine.work / "build/site"
    site.mkdir(parents=True)
    assert machine.run(re.findall(FENCE, section("Cloudflare Pages"))[0], "-eo pipefail") == 0
    written = {path.name: path.read_text() for path in site.iterdir()}
    with_moved = {"_headers": "headers\nheaders of redirects\n", "_redirects": "redirects\n"}
    assert written == (with_moved if moved else {"_headers": "headers\n"})


BACKEND = """\
import pathlib, zipfile

NAME = "aurous_docgen-9-py3-none-any.whl"

def build_wheel(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(pathlib.Path(folder) / NAME, "w") as wheel:
        wheel.writestr("docgen/__init__.py", "")
        info = "aurous_docgen-9.dist-info/"
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: aurous-docgen\\nVersion: 9\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return NAME
"""


PIP = """\
#!/bin/sh
export PIP_CONFIG_FILE=/dev/null PIP_NO_INDEX=1 PIP_FIND_LINKS='{work}/vendor' PIP_TARGET='{folder}/installed'
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
exec '{python}' -m pip "$@"
"""


@pytest.fixture
def installing(tmp_path: Path) -> Machine:
    """A machine with the real pip, which installs into a folder and asks no index; beside it a wheel and a clone."""
    machine = Machine(tmp_path)
    clone = machine.work / "a clone"
    clone.mkdir()
    (clone / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "aurous-docgen"\nversion = "9"\n'
    )
    (clone / "backend.py").write_text(BACKEND)
    (machine.work / "vendor").mkdir()
    runpy.run_path(str(clone / "backend.py"))["build_wheel"](machine.work / "vendor")
    (machine.work / "options.txt").write_text("aurous-docgen\n")
    (tmp_path / "bin/pip").write_text(PIP.format(work=machine.work, folder=tmp_path, python=sys.executable))
    return machine


@pytest.mark.parametrize("what", ["aurous-docgen", "./vendor/aurous_docgen-9-py3-none-any.whl", "./a clone"])
def test_pip_installs_a_name_a_wheel_or_a_clone(installing: Machine, what: str) -> None:
    if what == "aurous-docgen":
        assert installing.act("install") == (0, {})
    elif what == "./a clone":
        assert installing.act("install", install=what) == (0, {})
    else:
        script = gitlab("pages").partition("\n")[0]
        assert installing.run(script, "-eo pipefail", DOCGEN_INSTALL=what) == 0
    assert (installing.folder / "installed/docgen/__init__.py").exists()


@pytest.mark.parametrize("what", ["-roptions.txt", "aurous-docgen; touch pwned", "$(touch pwned)"])
def test_what_is_to_be_installed_is_neither_an_option_nor_shell_code(installing: Machine, what: str) -> None:
    quiet = "exec 2>/dev/null\n"
    action = quiet + step("Install docgen", ACTION)
    assert installing.run(action, "-eo pipefail", INSTALL=what, LOCK="") != 0
    assert installing.run(quiet + gitlab("pages").partition("\n")[0], "-eo pipefail", DOCGEN_INSTALL=what) != 0
    assert not list(installing.work.glob("pwned"))
    assert not (installing.folder / "installed").exists()
