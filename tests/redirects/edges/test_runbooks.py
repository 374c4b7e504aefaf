"""Every command of a runbook, run literally as root: Debian's server, files, units and paths, in a namespace."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import docgen
from docgen.redirects.edges import EDGES

from .conformance import FAR_PAST
from .kinds import KINDS
from .rules import redirects

pytestmark = pytest.mark.edge
PAGES = Path(docgen.__file__).parent / "docs" / "runbooks"
PREPARED = Path(__file__).parent / "runbooks"
ORDER = ("Where the file goes", "Test", "Reload", "At 3 am", "Roll back", "Watch")
RUN = sorted(script.stem for script in PREPARED.glob("*.sh"))
NAMESPACE = ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")
ALONE = """set -euo pipefail
ip link set lo up
mount -t tmpfs tmpfs {scratch}
for folder in etc var run; do
  mkdir -p {scratch}/$folder/upper {scratch}/$folder/work
  mount -t overlay overlay -o lowerdir=/$folder,upperdir={scratch}/$folder/upper,workdir={scratch}/$folder/work /$folder
done
"""


@pytest.mark.parametrize("name", RUN)
def test_every_command_of_a_runbook(name: str, tmp_path: Path) -> None:
    _need_root_and_the_server(name)
    project = tmp_path / "project"
    kind = KINDS[name]
    for path, text in EDGES[kind.edge].render(redirects(FAR_PAST), kind.setup()).items():
        (project / "redirects/dist" / path).parent.mkdir(parents=True, exist_ok=True)
        (project / "redirects/dist" / path).write_text(str(text), "utf-8")
    (tmp_path / "scratch").mkdir()
    commands = [ALONE.format(scratch=tmp_path / "scratch"), (PREPARED / f"{name}.sh").read_text("utf-8")]
    script = "\n".join([*commands, "set -x", *_blocks((PAGES / f"{kind.edge}.md").read_text("utf-8"))])
    # the system's own programs come first, as on a server: those of wheels have other versions
    path = os.pathsep.join((str(PREPARED), "/usr/sbin", "/usr/bin", "/sbin", "/bin", str(Path(sys.executable).parent)))
    ran = subprocess.run(
        [*NAMESPACE, "bash", "-c", script],
        cwd=project,
        env={"PATH": path, "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "\ndocs-site: /docs to https://docs.aurous-labs.com/" in ran.stdout, "the id of a URL's rule"


def _blocks(page: str) -> list[str]:
    """The shell blocks in the order in which a reader with a fresh server comes to them."""
    sections = dict(re.findall(r"(?ms)^## (.+?)\n(.*?)(?=^## |\Z)", page))
    return [block for title in ORDER for block in re.findall(r"(?ms)^ *```sh\n(.*?)^ *```", sections[title])]


def _need_root_and_the_server(name: str) -> None:
    system = KINDS.get(f"{name}-system") or KINDS[name]
    lacking = [tool for tool in ("unshare", "ip", "curl") if shutil.which(tool) is None]
    lacking += [f"{name}: {system.install}"] * (system.binary is None)
    if not lacking and subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode:
        lacking.append("right to a namespace, which root has")
    if lacking:
        reason = f"there is no {', '.join(lacking)}"
        (pytest.fail if os.environ.get("DOCGEN_REQUIRE_ALL") == "1" else pytest.skip)(reason)
