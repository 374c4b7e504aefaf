"""`docgen redirects plan` reads what stands on an edge as ops keep it, and says what a deploy would change."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from docgen.load.clock import parse_now
from docgen.load.project import load
from docgen.redirects.edges.output import edge_files
from tests.conftest import Docgen, Ran

pytestmark = pytest.mark.slow  # each begins with a build of the edges
NOW = ("--now", "2026-06-01")
CONF = "docgen-redirects.caddy"
RULES = "redirects/legacy-paths.yaml"


@pytest.fixture
def edge(aurous: Path, docgen: Docgen, tmp_path: Path) -> Path:
    """A folder as Caddy has it, with what the project gives just now, in no repository of git."""
    assert docgen(aurous, "redirects", "build", *NOW).code == 0
    folder = tmp_path / "etc" / "caddy"
    (folder / "conf.d").mkdir(parents=True)
    (folder / "Caddyfile").write_text(f"https://api.aurous-labs.com {{\n\timport {CONF}\n}}\n", encoding="utf-8")
    shutil.copy(aurous / "redirects/dist/caddy" / CONF, folder / CONF)
    return folder


def plan(docgen: Docgen, root: Path, place: Path, *options: str) -> Ran:
    return docgen(root, "redirects", "plan", "--deployed", str(place), *options, *NOW)


def steps(docgen: Docgen, root: Path, place: Path, *options: str) -> list[tuple[str, str]]:
    ran = plan(docgen, root, place, "--format", "json", *options)
    document: dict[str, Any] = json.loads(ran.out)
    assert (ran.code == 4) == document["changes"]
    return [(step["kind"], step["rule"]) for file in document["files"] for step in file["steps"]]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_to_deploy(aurous: Path, docgen: Docgen, edge: Path) -> None:
    ran = plan(docgen, aurous, edge)
    assert ran.code == 0, ran.out + ran.err
    assert ran.out == f"Caddy: {edge / CONF}\n  = 3 rules unchanged\n\nA deploy would change nothing.\n"


def test_every_edge_of_the_repository_is_compared(aurous: Path, docgen: Docgen, edge: Path) -> None:
    ran = plan(docgen, aurous, Path("redirects/dist"))
    assert ran.code == 0, ran.out + ran.err
    assert ran.out.count("3 rules unchanged") == 3


def test_a_sunset_that_moves_moves_its_header_too(aurous: Path, docgen: Docgen, edge: Path) -> None:
    edit(aurous / RULES, "sunset: 2026-08-04T00:00:00Z", "sunset: 2026-09-01T00:00:00Z")
    moved = [("sunset-moved", "legacy-generations"), ("sunset-moved", "legacy-video-generations")]
    assert steps(docgen, aurous, edge) == moved
    out = plan(docgen, aurous, edge).out
    assert "~ legacy-generations: the sunset moves from 2026-08-04T00:00:00Z to 2026-09-01T00:00:00Z\n" in out
    assert "= 1 rule unchanged" in out


ENDS = "    sunset: 2026-08-04T00:00:00Z\n    after:\n      status: 404\n      error: not_found\n"


def test_a_rule_that_loses_its_sunset_and_one_that_gets_its_first(aurous: Path, docgen: Docgen, edge: Path) -> None:
    with_sunset = (aurous / RULES).read_text(encoding="utf-8")
    edit(aurous / RULES, ENDS, "")
    assert {kind for kind, _ in steps(docgen, aurous, edge)} == {"sunset-moved", "changed-or-edited"}
    assert "moves from 2026-08-04T00:00:00Z to never" in plan(docgen, aurous, edge).out
    project, _ = load(aurous, parse_now(NOW[1]))
    assert project is not None
    (edge / CONF).write_text(str(edge_files(project)[f"caddy/{CONF}"]), encoding="utf-8")
    (aurous / RULES).write_text(with_sunset, encoding="utf-8")
    assert {kind for kind, _ in steps(docgen, aurous, edge)} == {"sunset-moved"}
    assert "moves from never to 2026-08-04T00:00:00Z" in plan(docgen, aurous, edge).out


def test_a_chain_that_the_edge_shortens_is_compared_at_its_end(aurous: Path, docgen: Docgen, edge: Path) -> None:
    rule = "  - {id: older, host: api.aurous-labs.com, from: /v0/generations, to: /v1/generations}\n"
    with (aurous / RULES).open("a", encoding="utf-8") as file:
        file.write(rule)
    assert steps(docgen, aurous, edge) == [("added", "older")]
    project, _ = load(aurous, parse_now(NOW[1]))
    assert project is not None
    (edge / CONF).write_text(str(edge_files(project)[f"caddy/{CONF}"]), encoding="utf-8")
    assert steps(docgen, aurous, edge) == []
    edit(aurous / RULES, "after:\n      status: 404", "after:\n      status: 410")
    assert {kind for kind, _ in steps(docgen, aurous, edge)} == {"changed-or-edited"}
    assert "older" not in {id_ for _, id_ in steps(docgen, aurous, edge)}


def test_a_deleted_clock_is_told_with_what_follows(aurous: Path, docgen: Docgen, edge: Path) -> None:
    text = (edge / CONF).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in text if "sunset of docs-site" not in line]
    (edge / CONF).write_text("".join(kept), encoding="utf-8")
    ran = plan(docgen, aurous, edge)
    assert ran.code == 4
    assert "! docs-site: its clock was deleted by hand, so it redirects until the next deploy" in ran.out
    assert steps(docgen, aurous, edge) == [("clock-deleted", "docs-site")]


def test_an_edit_is_an_edit_only_where_a_history_says_so(aurous: Path, docgen: Docgen, edge: Path) -> None:
    edit(edge / CONF, "Aurous-Deprecated `docs`", "Aurous-Deprecated `mine`")
    assert steps(docgen, aurous, edge) == [("changed-or-edited", "docs-site")]
    git(aurous, "init", "-q")
    git(aurous, "add", "-A")
    git(aurous, "commit", "-qm", "base")
    assert steps(docgen, aurous, edge) == [("edited", "docs-site")]
    out = plan(docgen, aurous, edge).out
    assert "      - Aurous-Deprecated `mine`\n      + Aurous-Deprecated `docs`\n" in out


def test_what_an_earlier_build_wrote_is_no_edit(aurous: Path, docgen: Docgen, edge: Path) -> None:
    git(aurous, "init", "-q")
    git(aurous, "add", "-A")
    git(aurous, "commit", "-qm", "base")
    edit(aurous / "redirects/docs-site.yaml", "after: 404", "after: 410")
    edit(aurous / "changelog/2026-05-15/docs-site-moved.yaml", "after: 404", "after: 410")
    docgen(aurous, "redirects", "build", *NOW)
    git(aurous, "commit", "-qam", "gone")
    assert steps(docgen, aurous, edge) == [("changed", "docs-site")]
    shallow = aurous.parent / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{aurous}", str(shallow)], check=True)  # noqa: S607
    assert steps(docgen, shallow, edge) == [("changed-or-edited", "docs-site")]


def test_windows_line_ends_are_no_change(aurous: Path, docgen: Docgen, edge: Path) -> None:
    (edge / CONF).write_bytes((edge / CONF).read_bytes().replace(b"\n", b"\r\n"))
    assert steps(docgen, aurous, edge) == []


def test_links_to_one_file_are_one_file(aurous: Path, docgen: Docgen, edge: Path) -> None:
    (edge / "conf.d" / CONF).symlink_to(edge / CONF)
    assert plan(docgen, aurous, edge).code == 0


def test_an_edge_without_any_file_yet_is_named(aurous: Path, docgen: Docgen, edge: Path) -> None:
    (edge / CONF).unlink()
    assert {kind for kind, _ in steps(docgen, aurous, edge, "--edge", "caddy")} == {"added"}
    assert "is not deployed yet" in plan(docgen, aurous, edge, "--edge", "caddy").out


def test_one_file_is_compared_alone(aurous: Path, docgen: Docgen, edge: Path) -> None:
    assert plan(docgen, aurous, edge / CONF).code == 0


def test_a_file_under_another_name_is_not_guessed(aurous: Path, docgen: Docgen, edge: Path) -> None:
    (edge / CONF).rename(edge / "old.caddy")
    ran = plan(docgen, aurous, edge / "old.caddy", "--edge", "caddy")
    assert ran.code == 2
    assert "expected a generated file under its own name" in ran.err


def test_a_long_line_is_cut_where_its_difference_is_seen(aurous: Path, docgen: Docgen, edge: Path) -> None:
    text = (edge / CONF).read_text(encoding="utf-8")
    (edge / CONF).write_text(text.replace("errors/not_found", "errors/not_founds"), encoding="utf-8")
    told = [line for line in plan(docgen, aurous, edge).out.splitlines() if "errors/not_found" in line]
    assert [("..." in line, "founds" in line) for line in told] == [(True, True), (True, False)] * 2
    assert all(len(line) < 160 for line in told)


def test_hostile_text_steers_no_terminal(aurous: Path, docgen: Docgen, edge: Path) -> None:
    with (edge / CONF).open("a", encoding="utf-8") as file:
        file.write("\x1b[31mred\u202e\n")
    ran = plan(docgen, aurous, edge)
    assert ran.code == 4
    assert not {"\x1b", "\u202e"} & set(ran.out)


def test_a_mistake_is_named(aurous: Path, docgen: Docgen, edge: Path, tmp_path: Path) -> None:
    def refused(place: Path, code: int, says: str, *options: str) -> None:
        ran = plan(docgen, aurous, place, *options)
        assert ran.code == code, ran.out + ran.err
        assert says in ran.err
        assert "Traceback" not in ran.err

    refused(tmp_path / "nowhere", 3, "cannot be read: No such file or directory")
    refused(edge / "conf.d", 2, "does not contain a generated file of")
    refused(edge / "Caddyfile", 2, "does not have the name of a generated file of")
    copy = edge / "conf.d" / CONF
    shutil.copy(edge / CONF, copy)
    refused(edge, 2, "are both caddy/docgen-redirects.caddy")
    copy.write_bytes(b"\xff\xfe")
    refused(copy, 3, "is UTF-16; expected UTF-8")
    copy.write_bytes(b"# a\n# \xe4\n")
    refused(copy, 3, f"{copy}:2:3: byte 0xE4 is not UTF-8")
    copy.write_bytes(b"x" * 16_000_001)
    refused(copy, 3, "is larger than 16 MB")
    copy.unlink()
    copy.symlink_to(tmp_path / "nowhere")
    refused(edge, 3, "is a broken symbolic link")
    copy.unlink()
    copy.symlink_to(copy)
    refused(edge, 3, "is a broken symbolic link")
    if os.geteuid():
        copy.unlink()
        (edge / CONF).chmod(0)
        refused(edge, 3, "Permission denied")


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=writer", "-c", "user.email=writer@example.com")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)  # noqa: S607
