"""A build that cannot end leaves what was there: the old site, and no half-written file."""

import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Docgen

NOW = ("--now", "2026-06-01")
pytestmark = pytest.mark.slow


def site(root: Path) -> dict[str, bytes]:
    folder = root / "build" / "site"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_output_that_cannot_be_written_is_exit_6(aurous: Path, docgen: Docgen) -> None:
    shutil.rmtree(aurous / "build")
    (aurous / "build").write_text("in the way")
    ran = docgen(aurous, "build", *NOW)
    assert ran.code == 6
    assert "cannot be written" in ran.err
    assert (aurous / "build").read_text() == "in the way"


def test_an_error_keeps_the_old_site(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, "build", *NOW)
    before = site(aurous)
    (aurous / "changelog/2026-05-15/versioning.yaml").write_text("title: [")
    ran = docgen(aurous, "build", *NOW)
    assert ran.code == 1
    assert "nothing was written" in ran.err
    assert site(aurous) == before


def test_an_interrupted_build_keeps_the_old_site(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, "build", *NOW)
    before = site(aurous)
    # a page at a time, so that the interruption meets the writing however busy the machine is
    (aurous / "slow.py").write_text(
        "import time\n\ndef on_post_page(output, **_):\n    time.sleep(0.1)\n", encoding="utf-8"
    )
    with (aurous / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [slow.py]\n")
    command = [sys.executable, "-m", "docgen", "-C", str(aurous), "build", "--now", "2026-07-01"]
    # a suite that runs in the background of a shell hands down that the signal is ignored
    heeded = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    started = subprocess.Popen(command, env=os.environ, stderr=subprocess.PIPE, text=True, preexec_fn=heeded)
    deadline = time.monotonic() + 30
    # until the build itself writes: what comes before it is not what is interrupted here
    while not list((aurous / "build").glob(".docgen-*/site/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=30)
    assert started.returncode == 130, said
    assert "Traceback" not in said
    assert site(aurous) == before
    assert {path.name for path in (aurous / "build").iterdir()} == {".docgen-cache", "site"}


def test_a_draft_is_marked_and_leaves_the_edge_rules(aurous: Path, docgen: Docgen) -> None:
    rules = aurous / "redirects/docs-site.yaml"
    rules.write_text(rules.read_text().replace("2026-08-04T00", "2026-08-05T00"))
    generated = aurous / "redirects/dist/nginx/docgen-redirects.conf"
    before = generated.read_bytes()
    assert docgen(aurous, "build", "--draft", *NOW).code == 0
    assert b"noindex" in site(aurous)["changelog/index.html"]
    assert generated.read_bytes() == before
