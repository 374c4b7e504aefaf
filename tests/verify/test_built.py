"""`docgen redirects verify --built`: an edge is held against generated files, with the sunsets that these have."""

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.model.files import Files
from tests.conftest import Docgen
from tests.redirects.edges.kinds import demanded
from tests.redirects.edges.kinds.kind import HOST
from tests.verify.edge import SUNSETS, edge, move_sunsets, rules_of

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
KIND = demanded("nginx")


def build(root: Path, docgen: Docgen, *options: str) -> Files:
    """The files of nginx's rules that a build with these options wrote into `out`."""
    ran = docgen(root, "redirects", "build", "--output", "out", *options)
    assert ran.code == 0, ran.err
    paths = sorted((root / "out/nginx").glob("docgen-redirects*"))
    return {f"nginx/{path.name}": path.read_text(encoding="utf-8") for path in paths}


@contextlib.contextmanager
def served(files: Files, folder: Path) -> Iterator[tuple[str, ...]]:
    """The options with which `verify` asks an nginx that has the files."""
    with edge(KIND, files, folder) as (_, options):
        yield ("redirects", "verify", *options, "--skip-targets", "--format", "json")


def ids(out: str) -> set[str]:
    return {one["id"] for one in json.loads(out)["findings"]}


def test_a_rehearsal_is_proved_before_and_after_its_end(aurous: Path, tmp_path: Path, docgen: Docgen) -> None:
    started = time.time()
    files = build(aurous, docgen, "--rehearse", "+8s", "--now", f"@{int(started)}")
    move_sunsets(aurous, SUNSETS["ahead"])
    with served(files, tmp_path / "edge") as verify:
        assert ids(docgen(aurous, *verify, "--built", "out", "--rule", "docs-site").out) == set()
        time.sleep(max(0.0, started + 10 - time.time()))
        assert ids(docgen(aurous, *verify, "--built", "out").out) == set()
        assert ids(docgen(aurous, *verify).out) == {"gone-before-sunset"}, "the source has another sunset"


def test_a_rule_that_is_kept_is_proved(aurous: Path, tmp_path: Path, docgen: Docgen) -> None:
    move_sunsets(aurous, SUNSETS["over"])
    files = build(aurous, docgen, "--rule", "docs-site", "--keep-until", "2099-01-01")
    with served(files, tmp_path / "edge") as verify:
        assert ids(docgen(aurous, *verify).out) == {"redirect-after-sunset"}
        assert ids(docgen(aurous, *verify, "--built", "out").out) == set()
    with served(rules_of(aurous, "nginx"), tmp_path / "other") as verify:
        kept = docgen(aurous, *verify, "--built", "out")
        assert ids(kept.out) == {"gone-before-sunset"}, "the kept file did not reach the edge"


def test_a_rule_that_only_the_files_have_is_checked_and_one_that_they_lack_is_named(
    aurous: Path, tmp_path: Path, docgen: Docgen
) -> None:
    move_sunsets(aurous, SUNSETS["over"])
    kept = ("--rule", "docs-site", "--keep-until", "2099-01-01")
    files = build(aurous, docgen, "--rules", "redirects/docs-site.yaml", *kept)
    with served(files, tmp_path / "edge") as verify:
        ran = docgen(aurous, *verify, "--built", "out")
        assert ids(ran.out) == set()
        assert "not in" in ran.err
        assert "so not checked: legacy-generations, legacy-video-generations" in ran.err
    with served(dict.fromkeys(files, ""), tmp_path / "empty") as verify:
        assert ids(docgen(aurous, *verify, "--built", "out").out) == {"rule-not-deployed"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--built", "redirects"), "redirects: no generated file for api.aurous-labs.com; expected the folder of"),
        (("--built", "out"), "the rules of caddy and haproxy and nginx for api.aurous-labs.com differ"),
        (("--built", "out", "--edge", "envoy"), "no generated file for api.aurous-labs.com"),
        (("--built", "nowhere"), "nowhere: cannot be read"),
        (("--built", ""), "expected --built DIR"),
        (("--edge", "nginx"), "expected --built DIR"),
    ],
)
def test_a_folder_that_says_nothing_clear(aurous: Path, docgen: Docgen, options: tuple[str, ...], says: str) -> None:
    build(aurous, docgen, "--now", "2026-06-01")
    (aurous / "redirects/dist").rename(aurous / "elsewhere")
    path = aurous / "out/caddy/docgen-redirects.caddy"
    path.write_text(path.read_text(encoding="utf-8").replace("until 2026-08-04", "until 2026-08-05"), encoding="utf-8")
    ran = docgen(aurous, "redirects", "verify", "--origin", f"https://{HOST}", *options)
    assert ran.code in (2, 3)
    assert says in ran.err, ran.err
