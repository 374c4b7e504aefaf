"""`docgen redirects extend`: a sunset moves in the rule and in all that promises it, or nowhere."""

import difflib
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from docgen.load.project import load
from docgen.sunsets import calendar, end_dates
from tests.conftest import REPOSITORY, Docgen

NOW = ("--now", "2026-06-01")
NOTE = ("--note", "Partners asked for more time.")
PIN = "changelog/2026-05-15"
RULE, ENTRY = "redirects/docs-site.yaml", f"{PIN}/docs-site-moved.yaml"
PATHS, BOTH = "redirects/legacy-paths.yaml", f"{PIN}/resource-paths.yaml"
pytestmark = pytest.mark.slow


def text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def replace(root: Path, path: str, old: str, new: str) -> None:
    before = text(root, path)
    assert old in before
    (root / path).write_text(before.replace(old, new), encoding="utf-8")


def changed(before: str, after: str) -> list[str]:
    """The lines that came and went, digests left out."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [re.sub(r" +", " ", line) for line in lines if line[0] in "+-" and "digest" not in line]


def sequence(root: Path, id_: str) -> int:
    project, _ = load(root, datetime(2026, 6, 1, tzinfo=UTC))
    assert project is not None
    return calendar.sequence(next(end for end in end_dates(project) if end.redirect and end.redirect.id == id_))


def reworded(root: Path, path: str, old: str, new: str) -> None:
    """The entry's own words about a day, which only its writer can change, as the command says."""
    words, mark, rest = text(root, path).partition("\naction:")
    for form in ("%Y-%m-%d", "%a, %d %b %Y", "%d %B %Y"):
        before, after = (datetime.fromisoformat(day).strftime(form).removeprefix("0") for day in (old, new))
        words = words.replace(before, after)
    (root / path).write_text(words + mark + rest, encoding="utf-8")


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*.yaml"))}


def test_rule_claim_and_action_move_with_a_correction_and_nothing_else(aurous: Path, docgen: Docgen) -> None:
    rule, entry = text(aurous, RULE), text(aurous, ENTRY)
    ran = docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, *NOW)
    assert ran.code == 0, ran.err
    assert changed(rule, text(aurous, RULE)) == ["- sunset: 2026-08-04T00:00:00Z", "+ sunset: 2026-11-02T00:00:00Z"]
    assert changed(entry, text(aurous, ENTRY)) == [
        "- by: 2026-08-04",
        "+ by: 2026-11-02",
        "- sunset: 2026-08-04",
        "+ sunset: 2026-11-02",
        "+ corrections:",
        "+ - date: 2026-06-01",
        '+ note: "Partners asked for more time."',
        "+ ended: 2026-08-04",
        "+ before:",
        "+ action.by: 2026-08-04",
        "+ claims.0.redirect.sunset: 2026-08-04",
    ]
    assert f"{ENTRY}:8:1: `summary` still names 2026-08-04" in ran.err
    assert f"{ENTRY}:2:1: `title` still names 2026-08-04" in ran.err
    assert "next: rewrite the texts above, then docgen redirects build" in ran.err


@pytest.mark.parametrize("delay", ["+90d", "+12w"])
def test_a_delay_is_counted_from_the_present_sunset(aurous: Path, docgen: Docgen, delay: str) -> None:
    ran = docgen(aurous, "redirects", "extend", "docs-site", delay, *NOTE, *NOW)
    assert ran.code == 0, ran.err
    days = {"+90d": "2026-11-02", "+12w": "2026-10-27"}
    assert f"sunset: {days[delay]}T00:00:00Z" in text(aurous, RULE)
    assert docgen(aurous, "redirects", "extend", "docs-site", "+3m", *NOTE, *NOW).code == 2


@pytest.mark.parametrize("then", ["2026-11-02", "2026-11-02T00:00:00Z", "2026-11-02T01:00:00+01:00", "@1793577600"])
def test_after_it_the_check_passes_and_the_calendar_knows(aurous: Path, docgen: Docgen, then: str) -> None:
    assert sequence(aurous, "docs-site") == 0
    assert docgen(aurous, "redirects", "extend", "docs-site", then, *NOTE, *NOW).code == 0
    refused = docgen(aurous, "check", *NOW)
    says = "`docs-site` ends on 2026-11-02, not on 2026-08-04 [contradicted-fact]"
    assert f"{ENTRY}:8:109: error: {says}" in refused.out
    reworded(aurous, ENTRY, "2026-08-04", "2026-11-02")
    assert sequence(aurous, "docs-site") == 1
    assert sequence(aurous, "legacy-generations") == 0
    assert docgen(aurous, "redirects", "build", "--check", *NOW).code == 4
    assert docgen(aurous, "redirects", "build", *NOW).code == 0
    ran = docgen(aurous, "check", *NOW)
    assert ran.code == 0, ran.out
    seen = docgen(aurous, "redirects", "simulate", "GET", "https://api.aurous-labs.com/docs", "--at", "2026-11-01")
    assert "Sunset: Mon, 02 Nov 2026 00:00:00 GMT" in seen.out


def test_against_the_base_a_later_sunset_passes_and_an_earlier_one_does_not(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, "redirects", "build", *NOW)
    git = ("git", "-C", str(aurous), "-c", "user.name=w", "-c", "user.email=w@example.com")
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "one")):
        subprocess.run([*git, *arguments], check=True)
    assert docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, *NOW).code == 0
    reworded(aurous, ENTRY, "2026-08-04", "2026-11-02")
    assert docgen(aurous, "correct", "docs-site-moved", "--note", "The text names the new day.", *NOW).code == 0
    docgen(aurous, "redirects", "build", *NOW)
    ran = docgen(aurous, "check", "--against", "main", *NOW)
    assert ran.code == 0, ran.out
    subprocess.run([*git, "commit", "-q", "-a", "-m", "two"], check=True)
    for path in (RULE, ENTRY):
        replace(aurous, path, "sunset: 2026-11-02", "sunset: 2026-10-02")
    assert docgen(aurous, "correct", "docs-site-moved", "--note", "It ends sooner.", *NOW).code == 0
    docgen(aurous, "redirects", "build", *NOW)
    ran = docgen(aurous, "check", "--against", "main", *NOW)
    assert ran.code == 1
    assert (
        f"{RULE}:12:5: error: `docs-site-moved` promised the redirect `docs-site` until 2026-11-02, but it ends"
        in ran.out
    )
    assert "[sunset-moved-earlier]" in ran.out


def test_a_note_may_name_the_day_before_and_stays_right_after_the_next_extension(aurous: Path, docgen: Docgen) -> None:
    move = ("--note", "From 2026-08-04 to 2 November 2026.")
    assert docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *move, *NOW).code == 0
    reworded(aurous, ENTRY, "2026-08-04", "2026-11-02")
    ran = docgen(aurous, "redirects", "build", *NOW)
    assert ran.code == 0, ran.out
    assert docgen(aurous, "redirects", "extend", "docs-site", "2026-12-02", "--note", "Once more.", *NOW).code == 0
    reworded(aurous, ENTRY, "2026-11-02", "2026-12-02")
    ran = docgen(aurous, "redirects", "build", *NOW)
    assert ran.code == 0, ran.out
    replace(aurous, ENTRY, "From 2026-08-04", "From 2026-08-05")
    assert f"{ENTRY}:65:17: error: nothing in the project begins on 2026-08-05" in docgen(aurous, "check", *NOW).out


def test_a_notice_moves_when_its_last_rule_does(aurous: Path, docgen: Docgen) -> None:
    extend = ("redirects", "extend")
    assert docgen(aurous, *extend, "legacy-generations", "2026-11-02", *NOTE, *NOW).code == 0
    first = yaml.load(text(aurous, BOTH), Loader=yaml.BaseLoader)  # noqa: S506
    assert first["claims"][-1]["notice"] == {"from": "2026-05-06", "days": "90", "until": "2026-08-04"}
    assert first["action"]["by"] == "2026-08-04"
    assert docgen(aurous, *extend, "legacy-video-generations", "2026-12-01", *NOTE, *NOW).code == 0
    second = yaml.load(text(aurous, BOTH), Loader=yaml.BaseLoader)  # noqa: S506
    assert second["claims"][-1]["notice"] == {"from": "2026-05-06", "days": "180", "until": "2026-11-02"}
    assert second["action"]["by"] == "2026-11-02"
    assert len(second["corrections"]) == 2
    reworded(aurous, BOTH, "2026-08-04", "2026-11-02")
    replace(aurous, BOTH, "after 90 days", "after 180 days")
    docgen(aurous, "redirects", "build", *NOW)
    assert docgen(aurous, "check", *NOW).code == 0


def test_another_vendor_s_rule_in_flow_style(tmp_path: Path, docgen: Docgen) -> None:
    root = Path(shutil.copytree(REPOSITORY / "tests/other/harbour", tmp_path / "harbour"))
    now = ("--now", "2026-08-01")
    for id_ in ("shipments", "tracking-page"):
        assert docgen(root, "redirects", "extend", id_, "2027-02-01", *NOTE, *now).code == 0
    reworded(root, "changelog/2026-07/old-addresses-close.yaml", "2026-12-01", "2027-02-01")
    docgen(root, "build", *now)
    ran = docgen(root, "check", *now)
    assert ran.code == 0, ran.out
    assert "sunset: 2027-02-01T00:00:00Z\n    after: {status: 404, error: " in text(root, "redirects/api.yaml")


def test_every_entry_that_claims_the_rule_is_corrected(aurous: Path, docgen: Docgen) -> None:
    claim = "  - id: docs\n    redirect:\n      rule: docs-site\n      status: 308\n      sunset: 2026-08-04\nclaims:\n"
    entry = text(aurous, f"{PIN}/error-doc-url.yaml")
    assert entry.count("\nclaims:\n") == 1
    (aurous / PIN / "error-doc-url.yaml").write_text(
        entry.replace("\nclaims:\n", "\nclaims:\n" + claim.removesuffix("claims:\n")), encoding="utf-8"
    )
    ran = docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, *NOW)
    assert ran.code == 0, ran.err
    for path in (ENTRY, f"{PIN}/error-doc-url.yaml"):
        assert "sunset: 2026-11-02" in text(aurous, path)
        assert "corrections:" in text(aurous, path)
    assert sequence(aurous, "docs-site") == 2


def test_an_entry_of_a_frozen_pin_takes_the_correction(aurous: Path, docgen: Docgen) -> None:
    assert docgen(aurous, "new", "pin", "2026-09-30", *NOW).code == 0
    assert docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, *NOW).code == 0
    ran = docgen(aurous, "check", *NOW)
    assert "frozen-pin-modified" not in ran.out
    assert "redirect-mismatch" not in ran.out


def test_an_entry_that_nobody_has_read_needs_no_correction_and_the_rule_takes_the_note(
    aurous: Path, docgen: Docgen
) -> None:
    ran = docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, "--now", "2026-05-14")
    assert ran.code == 0, ran.err
    assert "sunset: 2026-11-02" in text(aurous, ENTRY)
    assert "corrections:" not in text(aurous, ENTRY)
    assert "names no pages below it. 2026-05-14: Partners asked for more time." in text(aurous, RULE)


def test_a_remark_on_a_rule_may_name_the_day_before(aurous: Path, docgen: Docgen) -> None:
    now = ("--now", "2026-05-14")
    move = ("--note", "From 2026-08-04 to 2026-11-02.")
    assert docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *move, *now).code == 0
    found = [line for line in docgen(aurous, "check", *now).out.splitlines() if RULE in line]
    assert found == []
    replace(aurous, RULE, "names no pages below it.", "names no pages below it on 2026-08-03.")
    assert f"{RULE}:" in docgen(aurous, "check", *now).out


def test_a_rule_that_no_entry_claims_takes_any_second_and_the_note(aurous: Path, docgen: Docgen) -> None:
    rule = "  - id: old\n    host: api.aurous-labs.com\n    from: /old\n    to: https://docs.aurous-labs.com/old\n"
    with (aurous / RULE).open("a", encoding="utf-8") as file:
        file.write(rule + '    sunset: "2026-08-04T00:00:00Z" # soon\n')
    ran = docgen(aurous, "redirects", "extend", "old", "2026-11-02T08:30:00Z", *NOTE, *NOW)
    assert ran.code == 0, ran.err
    assert text(aurous, RULE).endswith(
        '    sunset: "2026-11-02T08:30:00Z" # soon\n    note: "2026-06-01: Partners asked for more time."\n'
    )
    assert "unbound-fact" not in docgen(aurous, "check", *NOW).out  # the day of docgen's own remark


def test_a_host_for_each_environment_is_one_rule(aurous: Path, docgen: Docgen) -> None:
    hosts = "host:\n      prod: api.aurous-labs.com\n      preprod: api.preprod.aurous-labs.com"
    replace(aurous, RULE, "host: api.aurous-labs.com", hosts)
    ran = docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, *NOW)
    assert ran.code == 0, ran.err
    assert text(aurous, RULE).count("2026-11-02T00:00:00Z") == 1


def test_claims_catch_up_with_a_rule_that_was_moved_by_hand(aurous: Path, docgen: Docgen) -> None:
    replace(aurous, RULE, "2026-08-04T00:00:00Z", "2026-11-02T00:00:00Z")
    assert docgen(aurous, "redirects", "extend", "docs-site", "2026-10-02", *NOTE, *NOW).code == 2
    assert docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, *NOW).code == 0
    reworded(aurous, ENTRY, "2026-08-04", "2026-11-02")
    docgen(aurous, "redirects", "build", *NOW)
    assert docgen(aurous, "check", *NOW).code == 0


def test_prose_that_was_rewritten_first_is_covered_by_the_same_correction(aurous: Path, docgen: Docgen) -> None:
    for old, new in (
        ("2026-08-04;", "2026-11-02;"),
        ("on 2026-08-04", "on 2026-11-02"),
        ("Tue, 04 Aug", "Mon, 02 Nov"),
        ("4 August 2026", "2 November 2026"),
    ):
        (aurous / ENTRY).write_text(text(aurous, ENTRY).replace(old, new), encoding="utf-8")
    ran = docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, *NOW)
    assert "still names" not in ran.err
    ran = docgen(aurous, "correct", "docs-site-moved", "--typo", *NOW)
    assert ran.code == 2
    assert "the text is unchanged since it was published" in ran.err


def test_diff_shows_and_writes_nothing(aurous: Path, docgen: Docgen) -> None:
    before = snapshot(aurous)
    ran = docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, "--diff", *NOW)
    assert ran.code == 0
    assert "+    sunset: 2026-11-02T00:00:00Z" in ran.out
    assert "+corrections:" in ran.out
    assert snapshot(aurous) == before


def test_an_extension_after_the_sunset_lets_it_redirect_again(aurous: Path, docgen: Docgen) -> None:
    night = ("--now", "2026-08-04T03:00:00Z")
    assert docgen(aurous, "redirects", "extend", "docs-site", "2026-09-01", *NOTE, *night).code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("docs-sit", "2026-11-02"), "rule 'docs-sit' not found; did you mean `docs-site`?"),
        (("zzz", "2026-11-02"), "expected one of docs-site, legacy-generations, legacy-video-generations"),
        (("docs-site", "2026-08-04"), "2026-08-04T00:00:00Z is already the sunset of `docs-site`"),
        (("docs-site", "2026-07-04"), "promised until 2026-08-04T00:00:00Z, and 2026-07-04T00:00:00Z is earlier"),
        (("docs-site", "2026-11-02T08:00:00Z"), "is not midnight in UTC, and docs-site-moved promises a whole day"),
        (("docs-site", "2026-11-02T00:00:00.5Z"), "fraction of a second"),
        (("docs-site", "soon"), "is not a time"),
        (("docs-site", "2026-11-02", "--note", " "), "--note is empty"),
        (("docs-site", "2026-08-20", "--now", "2026-09-01"), "2026-08-20T00:00:00Z is in the past"),
    ],
)
def test_what_cannot_be_extended_is_said_and_nothing_written(
    aurous: Path, docgen: Docgen, arguments: tuple[str, ...], says: str
) -> None:
    before = snapshot(aurous)
    ran = docgen(aurous, "redirects", "extend", *NOTE, *NOW, *arguments)
    assert ran.code == 2
    assert says in ran.err
    assert snapshot(aurous) == before


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("    sunset: 2026-08-04T00:00:00Z\n    after: 404\n", "", 2, "`docs-site` is permanent"),
        ("    after: 404\n", "    after: 404\n    removed: 2026-05-20\n", 2, "was removed on 2026-05-20"),
        ("status: 308", "status: 309", 3, f"{RULE}:8:"),
    ],
)
def test_a_rule_that_has_no_end_or_is_gone_or_broken(
    aurous: Path, docgen: Docgen, old: str, new: str, code: int, says: str
) -> None:
    replace(aurous, RULE, old, new)
    before = snapshot(aurous)
    ran = docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, *NOW)
    assert ran.code == code
    assert says in ran.out + ran.err
    assert snapshot(aurous) == before


def test_a_layout_that_cannot_be_edited_names_its_place_and_nothing_is_written(aurous: Path, docgen: Docgen) -> None:
    where = "host: api.aurous-labs.com, from: /docs, to: https://docs.aurous-labs.com/"
    rules = f'{{rules: [{{id: docs-site, {where}, sunset: "2026-08-04T00:00:00Z"}}]}}\n'
    (aurous / RULE).write_text(rules, encoding="utf-8")
    before = snapshot(aurous)
    ran = docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOTE, *NOW)
    assert ran.code == 1, ran.out
    assert f"{RULE}:1:1: " in ran.err
    assert "edit it by hand" in ran.err
    assert snapshot(aurous) == before


def test_without_a_note_nothing_is_done(aurous: Path, docgen: Docgen) -> None:
    assert docgen(aurous, "redirects", "extend", "docs-site", "2026-11-02", *NOW).code == 2
