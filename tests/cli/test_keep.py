"""`docgen redirects build --keep-until` in the night, and `--rehearse` on staging: the source stays as it is."""

import shutil
from pathlib import Path

import pytest

from docgen.redirects.edges import EDGES
from tests.conftest import REPOSITORY, Docgen

NIGHT = ("--now", "2026-08-04T03:00:00Z")
DAY = ("--now", "2026-06-01")
BUILD = ("redirects", "build")
KEEP = (*BUILD, "--rule", "docs-site", "--keep-until", "2026-09-01")
RULES = {"nginx": "docgen-redirects.maps.conf", "haproxy": "docgen-redirects.map", "caddy": "docgen-redirects.caddy"}
SAYS = "redirects/docs-site.yaml still says"
OLD, NEW = "Tue, 04 Aug 2026 00:00:00 GMT", "Tue, 01 Sep 2026 00:00:00 GMT"
NEEDED = {"after-body", "headers", "methods-except"}
pytestmark = pytest.mark.slow


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rule_files(folder: Path) -> dict[str, str]:
    return {name: text for name, text in files(folder).items() if "docgen-redirects" in name}


def test_the_kept_rule_alone_changes_with_its_header_and_the_first_line_says_so(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, *BUILD, *DAY)
    dist = aurous / "redirects/dist"
    before = rule_files(dist)
    ran = docgen(aurous, *KEEP, *NIGHT)
    assert ran.code == 0, ran.err
    for name, text in rule_files(dist).items():
        first, *rest = text.splitlines()
        assert first.endswith(f"Kept by hand: docs-site until 2026-09-01T00:00:00Z; {SAYS} 2026-08-04T00:00:00Z")
        if not name.startswith("caddy/"):  # in tables, rules with the same answers share lines
            continue
        was = before[name].splitlines()
        assert len(rest) == len(was)
        different = [(old, new) for old, new in zip(was, rest, strict=True) if old != new]
        assert len(different) == 3, name  # its title, its clock, its header
        assert any("docgen-redirects: sunset of docs-site; delete" in new for _, new in different)
        assert any(OLD in old and old.replace(OLD, NEW) == new for old, new in different)


def test_the_time_may_be_so_many_hours_from_now(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "redirects", "build", "--rule", "docs-site", "--keep-until", "+12h", "--now", "2026-08-05")
    assert ran.code == 0, ran.err
    text = (aurous / "redirects/dist/nginx/docgen-redirects.maps.conf").read_text(encoding="utf-8")
    assert text.startswith("# Kept by hand: docs-site until 2026-08-05T12:00:00Z")


def test_the_next_build_tells_and_takes_it_back(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, *BUILD, *DAY)
    before = files(aurous / "redirects/dist")
    docgen(aurous, *KEEP, *NIGHT)
    assert docgen(aurous, *BUILD, "--check", *NIGHT).code == 4
    assert "[stale-output]" in docgen(aurous, "check", *NIGHT).out
    assert "-# Kept by hand" in docgen(aurous, *BUILD, "--diff", *NIGHT).out
    assert docgen(aurous, *BUILD, *NIGHT).code == 0
    assert files(aurous / "redirects/dist") == before


def test_what_is_broken_elsewhere_is_said_and_stops_nothing(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, *BUILD, *DAY)
    (aurous / "changelog/2026-05-15/status-enum.yaml").write_text("titel: [")
    (aurous / "docs/errors/conflict.md").write_text("---\ncode: [\n---\n")
    (aurous / "redirects/legacy-paths.yaml").write_text("rules: {}\n")
    assert docgen(aurous, *BUILD, *NIGHT).code == 1
    ran = docgen(aurous, *KEEP, *NIGHT)
    assert ran.code == 0, ran.err
    for path in ("status-enum.yaml:", "conflict.md:", "legacy-paths.yaml:"):
        assert path in ran.err
    text = (aurous / "redirects/dist/nginx/docgen-redirects.conf").read_text(encoding="utf-8")
    assert text.splitlines()[0].endswith(
        "; NOT in here, since they cannot be read: rules of redirects/legacy-paths.yaml"
    )
    assert NEW in text


def test_a_failing_claim_stops_nothing(aurous: Path, docgen: Docgen) -> None:
    entry = aurous / "changelog/2026-05-15/docs-site-moved.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("      sunset: 2026-08-04", "      sunset: 2026-08-05"))
    ran = docgen(aurous, *KEEP, *NIGHT)
    assert ran.code == 0, ran.err
    assert "[redirect-mismatch]" in ran.err


def test_a_broken_configuration_stops_it(aurous: Path, docgen: Docgen) -> None:
    (aurous / "pyproject.toml").write_text("[tool.docgen\n")
    assert docgen(aurous, *KEEP, *NIGHT).code == 1


def test_no_host_takes_the_file_of_another_whose_rules_cannot_be_read(tmp_path: Path, docgen: Docgen) -> None:
    root = Path(shutil.copytree(REPOSITORY / "tests/other/harbour", tmp_path / "harbour"))
    (root / "redirects/api.yaml").write_text("rules: {}\n")
    ran = docgen(root, *BUILD, "--rule", "tracking-page", "--keep-until", "2027-02-01", "--now", "2026-12-01")
    assert ran.code == 2
    assert "redirects/api.yaml cannot be read" in ran.err
    assert not (root / "redirects/dist").exists()


def test_the_rule_itself_cannot_be_read(aurous: Path, docgen: Docgen) -> None:
    (aurous / "redirects/docs-site.yaml").write_text("rules: {}\n")
    ran = docgen(aurous, *KEEP, *NIGHT)
    assert ran.code == 2
    assert "redirects/docs-site.yaml cannot be read, and no other file has a rule `docs-site`" in ran.err


def test_two_rules_for_one_edge_in_a_folder_of_their_own(aurous: Path, docgen: Docgen) -> None:
    two = ("--rule", "docs-site", "--rule", "legacy-generations", "--keep-until", "2026-09-01T06:00:00Z")
    ran = docgen(aurous, *BUILD, *two, "--edge", "nginx", "--output", "night", *NIGHT)
    assert ran.code == 0, ran.err
    assert set(rule_files(aurous / "night")) == {"nginx/docgen-redirects.conf", "nginx/docgen-redirects.maps.conf"}
    text = (aurous / "night/nginx/docgen-redirects.maps.conf").read_text(encoding="utf-8")
    assert "docs-site and legacy-generations until 2026-09-01T06:00:00Z" in text.splitlines()[0]
    assert text.count("Tue, 01 Sep 2026 06:00:00 GMT") == 2
    assert text.count(OLD) == 1


def test_only_what_is_committed_is_said_to_be_found_changed(aurous: Path, docgen: Docgen) -> None:
    says = "`docgen redirects build --check` finds redirects/dist changed"
    assert says in docgen(aurous, *KEEP, *NIGHT).err
    for elsewhere in (("--output", "night"), ("--diff",)):
        assert says not in docgen(aurous, *KEEP, *elsewhere, *NIGHT).err


def test_diff_and_check_write_nothing(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, *BUILD, *DAY)
    before = files(aurous / "redirects/dist")
    assert NEW in docgen(aurous, *KEEP, "--diff", *NIGHT).out
    assert docgen(aurous, *KEEP, "--check", *NIGHT).code == 4
    assert files(aurous / "redirects/dist") == before


@pytest.mark.parametrize("edge", [name for name, edge in EDGES.items() if edge.HAS_CLOCK and edge.FEATURES >= NEEDED])
def test_a_rehearsal_moves_every_sunset_on_every_edge_and_says_so_first(
    aurous: Path, docgen: Docgen, edge: str
) -> None:
    ran = docgen(aurous, *BUILD, "--rehearse", "+5m", "--edge", edge, "--output", "staging", *NIGHT)
    assert ran.code == 0, ran.err
    written = rule_files(aurous / "staging")
    assert written
    for text in written.values():
        first = "REHEARSAL: every sunset is at 2026-08-04T03:05:00Z; never deploy this to production"
        assert first in "".join(text.splitlines()[:4])  # in JSON, the first of a comment
        assert OLD not in text
    assert "04 Aug 2026 03:05:00 GMT" in "".join(written.values())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--keep-until", "2026-09-01"), "expected both, without --rehearse"),
        (("--rule", "docs-site"), "expected both, without --rehearse"),
        (("--rule", "docs-site", "--keep-until", "2026-09-01", "--rehearse", "+5m", "--output", "x"), "without --reh"),
        (("--rule", "docs-site", "--keep-until", ""), "'' is not a time"),
        (("--rule", "docs-site", "--keep-until", "2026-09-01T00:00:00.5Z"), "expected whole seconds"),
        (("--rehearse", "", "--output", "x"), "'' is not a delay"),
        (("--output", ""), "--output is empty"),
        (("--env", "", "--output", "x"), "no rule names a host for the environment ''"),
        (("--env", ""), "expected --output DIR"),
        (("--rules", "", "--output", "x"), "no rules in this file"),
        (("--rule", "docs-sit", "--keep-until", "2026-09-01"), "did you mean `docs-site`?"),
        (("--rule", "docs-site", "--keep-until", "2026-08-04"), "ends at 2026-08-04T00:00:00Z"),
        (("--rule", "docs-site", "--keep-until", "2026-08-04T03:00:00Z"), "2026-08-04T03:00:00Z is in the past"),
        (("--rule", "docs-site", "--keep-until", "tomorrow"), "is not a time"),
        (("--rehearse", "+5m"), "expected --output DIR"),
        (("--rehearse", "+5m", "--output", "redirects/dist"), "expected --output DIR"),
        (("--rehearse", "+5m", "--output", "redirects/dist/nginx/.."), "expected --output DIR"),
        (("--rehearse", "5m", "--output", "staging"), "'5m' is not a delay"),
        (("--rehearse", "+0x5m", "--output", "staging"), "is not a delay"),
        (("--rehearse", "+9h", "--output", "staging", "--now", "9999-01-01"), "expected a time from 1970 to 2105"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_written(
    aurous: Path, docgen: Docgen, arguments: tuple[str, ...], says: str
) -> None:
    before = files(aurous)
    ran = docgen(aurous, *BUILD, *NIGHT, *arguments)
    assert ran.code == 2, ran.out + ran.err
    assert says in ran.err
    assert files(aurous) == before


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    sunset: 2026-08-04T00:00:00Z\n    after: 404\n", "", "has no sunset"),
        ("    after: 404\n", "    after: 404\n    removed: 2026-08-04\n", "was removed on 2026-08-04"),
    ],
)
def test_a_rule_that_the_edge_does_not_end(aurous: Path, docgen: Docgen, old: str, new: str, says: str) -> None:
    rule = aurous / "redirects/docs-site.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    ran = docgen(aurous, *KEEP, *NIGHT)
    assert ran.code == 2
    assert says in ran.err


def test_the_words_that_mark_a_clock_stay(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, *KEEP, *NIGHT)
    for edge, name in RULES.items():
        text = (aurous / "redirects/dist" / edge / name).read_text(encoding="utf-8")
        assert text.count("docgen-redirects: sunset of docs-site; delete this line to keep redirecting") == 1


def test_an_edge_that_is_not_configured_is_checked_as_if_it_were(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, *BUILD, "--edge", "netlify", "--output", "staging", *NIGHT)
    assert ran.code == 1
    assert "`docs-site` needs `headers`, which Netlify does not support [edge-cannot-express]" in ran.out
    assert not (aurous / "staging").exists()
