"""Each command as its user runs it: what it prints, what it writes, and the documented exit codes."""

import json
from pathlib import Path

import pytest

from docgen.cli.main import _COMMANDS
from tests.conftest import Docgen, accept

NOW = ("--now", "2026-06-01")
BODY = "Each image has the field `created_at`: the time of its file. Nothing else changes, and nobody has to act."
CAUSE = "The generation is not ready yet: it was asked to do something that its state does not allow at this moment."
FIX = "Read its status first, wait until the generation has reached a state that allows the call, then send it again."
ENTRY = ("--title", "A new: field", "--summary", "Images now carry the time of their file.", "--body", BODY)


@pytest.mark.parametrize(
    "command",
    [
        [],
        *([name] for name in _COMMANDS),
        ["new", "entry"],
        *(["redirects", name] for name in ("build", "extend", "remove", "simulate")),
    ],
)
def test_help_shows_an_example(tmp_path: Path, docgen: Docgen, command: list[str]) -> None:
    ran = docgen(tmp_path, *command, "--help")
    assert ran.code == 0
    assert "Example: docgen" in ran.out


@pytest.mark.slow
def test_check_passes_on_this_repository_and_lists_every_proof(aurous: Path, docgen: Docgen) -> None:
    assert docgen(aurous, "build", *NOW).code == 0
    ran = docgen(aurous, "check", "--proofs", *NOW)
    assert ran.code == 0, ran.out
    assert "webhook-event-lineup/fired" in ran.out
    assert "refuted" not in ran.out


def test_no_project_is_exit_3_and_says_where_to_look(tmp_path: Path, docgen: Docgen) -> None:
    ran = docgen(tmp_path, "check")
    assert ran.code == 3
    assert "-C DIR" in ran.err


def test_an_argument_that_is_no_time_is_exit_2(aurous: Path, docgen: Docgen) -> None:
    assert docgen(aurous, "check", "--now", "soon").code == 2


def test_a_broken_file_does_not_hide_the_others(aurous: Path, docgen: Docgen) -> None:
    (aurous / "changelog/2026-05-15/status-enum.yaml").write_text("titel: [")
    (aurous / "changelog/2026-05-15/versioning.yaml").write_text("title: *\n")
    (aurous / "redirects/docs-site.yaml").write_text("rules: {}\n")
    ran = docgen(aurous, "check", *NOW)
    assert ran.code == 1
    for path in ("status-enum.yaml", "versioning.yaml", "docs-site.yaml"):
        assert f"{path}:" in ran.out


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["added", "changed", "deprecated", "removed", "fixed", "security", "deferred", "notice"]
)
def test_a_new_entry_of_every_kind_passes(aurous: Path, docgen: Docgen, kind: str) -> None:
    made = docgen(aurous, "new", "entry", "new-field", "--kind", kind, "--impact", "none", *ENTRY, *NOW)
    assert made.code == 0, made.err
    ran = docgen(aurous, "check", "--format", "json", *NOW)
    found = [one["id"] for one in json.loads(ran.out)["findings"] if "new-field" in one["path"]]
    assert found == (["draft-left"] * 3 if kind in ("deprecated", "removed") else [])


@pytest.mark.slow
def test_a_new_entry_that_breaks_demands_an_action(aurous: Path, docgen: Docgen) -> None:
    assert docgen(aurous, "new", "pin", "2026-06-01", *NOW).code == 0
    values = ("--kind", "changed", "--impact", "breaking")
    made = docgen(aurous, "new", "entry", "new-field", *values, *ENTRY, *NOW)
    assert made.code == 0, made.out + made.err
    text = (aurous / "changelog/2026-06-01/new-field.yaml").read_text(encoding="utf-8")
    assert "  level: required\n  by: 2026-08-30  # @@DRAFT: Set the day until which a customer has to act.\n" in text
    ran = docgen(aurous, "check", "--format", "json", *NOW)
    found = [one["id"] for one in json.loads(ran.out)["findings"] if "new-field" in one["path"]]
    assert found == ["draft-left"] * 2

    given = ("--action-by", "2026-12-31", "--step", "Send the field.")
    assert docgen(aurous, "new", "entry", "old-field", *values, *ENTRY, *given, *NOW).code == 0
    assert "@@DRAFT" not in (aurous / "changelog/2026-06-01/old-field.yaml").read_text(encoding="utf-8")


def test_a_name_cannot_leave_its_folder(aurous: Path, docgen: Docgen) -> None:
    made = docgen(aurous, "new", "entry", "../../x", "--kind", "added", "--impact", "none", *ENTRY, *NOW)
    assert made.code == 2
    assert "not a valid slug" in made.err


def test_new_never_overwrites(aurous: Path, docgen: Docgen) -> None:
    before = (aurous / "changelog/2026-05-15/versioning.yaml").read_bytes()
    ran = docgen(aurous, "new", "entry", "versioning", "--kind", "added", "--impact", "none", *ENTRY, *NOW)
    assert ran.code == 2
    assert (aurous / "changelog/2026-05-15/versioning.yaml").read_bytes() == before


def test_new_without_a_terminal_names_the_missing_flag(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "new", "error", "teapot")
    assert ran.code == 2
    assert "--title" in ran.err


def test_new_refuses_what_would_not_pass(aurous: Path, docgen: Docgen) -> None:
    flags = ("--title", "T", "--summary", "short", "--body", "b")
    ran = docgen(aurous, "new", "entry", "thin", "--kind", "added", "--impact", "none", *flags, *NOW)
    assert ran.code == 1
    assert "at least 20" in ran.out
    assert not (aurous / "changelog/2026-05-15/thin.yaml").exists()


@pytest.mark.slow
def test_a_new_error_page_passes_and_reads_back(aurous: Path, docgen: Docgen) -> None:
    (aurous / "docs/errors/conflict.md").unlink()
    flags = ("--title", "T: t", "--http", "409", "--retry", "no", "--cause", CAUSE, "--fix", FIX)
    made = docgen(aurous, "new", "error", "conflict", *flags, *NOW)
    assert made.code == 0, made.out + made.err
    assert "ready yet" in docgen(aurous, "explain", "conflict").out
    assert "conflict" not in docgen(aurous, "check", *NOW).out


def test_a_page_for_a_code_that_the_contract_lacks_is_not_written(aurous: Path, docgen: Docgen) -> None:
    flags = ("--title", "T", "--http", "418", "--retry", "no", "--cause", CAUSE, "--fix", FIX)
    made = docgen(aurous, "new", "error", "teapot", *flags, *NOW)
    assert made.code == 1
    assert "it is not found in the spec" in made.out
    assert not (aurous / "docs/errors/teapot.md").exists()


def test_schema_is_checked_and_written(aurous: Path, docgen: Docgen) -> None:
    entry = aurous / ".docgen/schema/entry.json"
    docgen(aurous, "schema")
    assert docgen(aurous, "schema", "--check").code == 0
    entry.write_text("{}")
    assert docgen(aurous, "schema", "--check").code == 4
    docgen(aurous, "schema")
    completions = json.dumps(json.loads(entry.read_text()))
    assert "event image.completed" in completions
    assert "error invalid_request" in completions
    snippets = json.loads((aurous / ".vscode/docgen.code-snippets").read_text())
    bodies = {snippet["prefix"]: snippet["body"] for snippet in snippets.values()}
    assert bodies["claim.status-enum/enum"] == "{{ claim.status-enum/enum }}"
    assert bodies["contract.Generation.status"].startswith("{{ contract.Generation.status.${1|values,type,")
    assert bodies["contract.GET /v1/images/{id}"].endswith("${1|request,response,authentication|} }}")


def test_simulate_shows_the_second_before_the_sunset_and_the_two_after(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "redirects", "simulate", "GET", "https://api.aurous-labs.com/docs?a=1&b=%2F", *NOW)
    before, at, after = ran.out.strip().split("\n\n")
    assert "2026-08-03T23:59:59Z  308" in before
    assert "Location: https://docs.aurous-labs.com/?a=1&b=%2F" in before
    assert "Sunset: Tue, 04 Aug 2026 00:00:00 GMT" in before
    for told in (at, after):
        assert "404" in told
        assert "Location" not in told
        assert "Sunset" not in told


@pytest.mark.slow
def test_redirects_build_checks_shows_and_writes(aurous: Path, docgen: Docgen) -> None:
    docgen(aurous, "redirects", "build", *NOW)
    assert docgen(aurous, "redirects", "build", "--check", *NOW).code == 0
    rules = aurous / "redirects/dist/nginx/docgen-redirects.conf"
    edited = rules.read_text().replace("308", "301")
    rules.write_text(edited)
    assert docgen(aurous, "redirects", "build", "--check", *NOW).code == 4
    assert "308" in docgen(aurous, "redirects", "build", "--diff", *NOW).out
    assert rules.read_text() == edited
    assert docgen(aurous, "redirects", "build", *NOW).code == 0
    assert rules.read_text() != edited


@pytest.mark.slow
@pytest.mark.parametrize("now", ["2026-05-20", "2030-01-01"])
def test_edges_with_a_clock_do_not_depend_on_now(aurous: Path, docgen: Docgen, now: str) -> None:
    docgen(aurous, "redirects", "build", *NOW)
    assert docgen(aurous, "redirects", "build", "--check", "--now", now).code == 0


@pytest.mark.slow
def test_the_site_builds_before_the_first_release(aurous: Path, docgen: Docgen) -> None:
    ran = docgen(aurous, "build", "--now", "2026-05-14")
    assert ran.code == 0, ran.out + ran.err
    assert not (aurous / "build/site/changelog/2026-05-15").exists()
    assert "The API sends 0 events" in (aurous / "build/site/webhooks/index.html").read_text()


def test_skipped_rules_are_said_once(aurous: Path, docgen: Docgen) -> None:
    (aurous / "changelog/2026-05-15/status-enum.yaml").write_text("titel: [")
    ran = docgen(aurous, "check", *NOW)
    assert ran.out.count(" rules were not run, since files could not be loaded; run `docgen explain") == 1
    assert "pyproject.toml" not in ran.out
    assert docgen(aurous, "explain", "rules-skipped").code == 0


def test_a_finding_of_the_readers_that_is_a_rule_too_can_be_accepted(aurous: Path, docgen: Docgen) -> None:
    accept(aurous, "what: unknown-selector, at: versioning, as: warning, why: on its way, who: us, until: 2026-06-01")
    entry = aurous / "changelog/2026-05-15/versioning.yaml"
    entry.write_text(entry.read_text().replace("covers:\n", "covers:\n  - GET /v1/nothing\n"))
    ran = docgen(aurous, "check", *NOW)
    assert ran.code == 0, ran.out
    assert "warning: unknown selector" in ran.out


def test_a_level_of_an_id_that_no_change_has_is_an_error_with_the_nearest(aurous: Path, docgen: Docgen) -> None:
    config = aurous / "pyproject.toml"
    config.write_text(config.read_text() + '\n[tool.docgen.diff.levels.webhook-add]\nlevel = "warning"\nreason = "x"\n')
    ran = docgen(aurous, "check", *NOW)
    assert ran.code == 1
    assert "`webhook-add` in diff.levels is not the id of a change" in ran.out
    assert "did you mean `webhook-added`?" in ran.out
    config.write_text(config.read_text().replace("webhook-add]", "webhook-added]"))
    assert docgen(aurous, "check", *NOW).code == 0


@pytest.mark.slow
@pytest.mark.parametrize(("day", "code"), [("2026-11-26", 0), ("2027-05-01", 0), ("2027-05-02", 1)])
def test_the_night_of_this_repository_is_green_until_the_last_day_of_what_it_accepts(
    aurous: Path, docgen: Docgen, day: str, code: int
) -> None:
    assert docgen(aurous, "redirects", "build", "--now", day).code == 0
    assert docgen(aurous, "check", "--now", day).code == 0
    assert docgen(aurous, "check", "--calendar", "--now", day).code == code


@pytest.mark.slow
def test_what_is_accepted_as_a_warning_fails_neither_on_warnings_nor_at_night(aurous: Path, docgen: Docgen) -> None:
    assert docgen(aurous, "redirects", "build", "--now", "2026-11-26").code == 0
    accept(aurous, "what: sunset-passed, as: warning, why: a test, who: us, until: 2026-11-26")
    strict = ("check", "--calendar", "--fail-on", "warning")
    assert docgen(aurous, *strict, "--now", "2026-11-26").code == 0
    assert docgen(aurous, *strict, "--now", "2026-11-27").code == 1


def test_simulate_sends_a_path_as_clients_do(aurous: Path, docgen: Docgen) -> None:
    rule = "  - {id: cafe, host: api.aurous-labs.com, from: /café, to: 'https://docs.aurous-labs.com/kaffee#top'}\n"
    (aurous / "redirects/cafe.yaml").write_text(f"rules:\n{rule}", encoding="utf-8")
    ran = docgen(aurous, "redirects", "simulate", "GET", "https://api.aurous-labs.com/café/?y=1")
    assert "Location: https://docs.aurous-labs.com/kaffee?y=1#top\n" in ran.out
