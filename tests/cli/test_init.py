"""`docgen init` makes a project that passes its check and builds at once, whatever the contract lacks."""

import errno
import html
import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cases import load_yaml
from tests.conftest import REPOSITORY, Docgen
from tests.sampling import some

NOW = ("--now", "2026-11-25")
CASES = load_yaml(Path(__file__).with_name("init_specs.yaml").read_text(encoding="utf-8"))
HARBOUR = REPOSITORY / "tests" / "other" / "harbour" / "changelog" / "2026-07" / "openapi.yaml"


def config(root: Path) -> dict[str, Any]:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)["tool"]["docgen"]
    return table


def strict_mkdocs(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "strict"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.slow
@pytest.mark.parametrize("case", some(CASES, 5), ids=lambda case: case["name"])
def test_a_new_project_passes_and_builds(case: dict[str, str], tmp_path: Path, docgen: Docgen) -> None:
    (tmp_path / case["file"]).write_text(case["spec"], encoding="utf-8")
    made = docgen(tmp_path, "init", "--spec", case["file"], "api", "--site-url", "https://docs.a.dev", *NOW)
    assert made.code == 0, made.out + made.err
    root = tmp_path / "api"
    checked = docgen(root, "check", *NOW)
    assert checked.code == 0, checked.out
    built = docgen(root, "build", *NOW)
    assert built.code == 0, built.out + built.err
    assert docgen(root, "build", "--check", *NOW).code == 0
    assert docgen(root, "schema", "--check").code == 0
    (contract,) = root.glob("changelog/*/api-spec.*")
    assert contract.suffix == (".json" if case["spec"].startswith("{") else ".yaml")
    assert contract.read_bytes() == (tmp_path / case["file"]).read_bytes()
    strict = strict_mkdocs(root)
    assert strict.returncode == 0, strict.stderr
    missing = (root / "build/site/404.html").read_text(encoding="utf-8")
    assert ('id="dg-codes"' in missing) == (root / "docs/errors").is_dir()
    home = (root / "strict" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in home
    shared = re.search(r'og:site_name" content="([^"]*)"', home)
    assert shared
    assert html.unescape(shared[1]) == config(root)["api"]


@pytest.fixture
def harbour(tmp_path: Path, docgen: Docgen) -> Path:
    """A project that was made from the contract of another vendor."""
    made = docgen(tmp_path, "init", "--spec", str(HARBOUR), "harbour", *NOW)
    assert made.code == 0, made.out + made.err
    return tmp_path / "harbour"


def test_the_guesses_of_a_contract_that_has_everything(harbour: Path) -> None:
    table = config(harbour)
    assert table["api"] == "Harbour Parcel API"
    assert table["hosts"] == ["api.harbour-parcel.example"]
    assert table["errors"] == {"envelope": "Problem", "code": "code", "doc_url": "help_url", "codes": "ProblemCode"}
    pin = load_yaml((harbour / "changelog/2026-07/pin.yaml").read_text(encoding="utf-8"))
    assert pin["versioning"] == {
        "carrier": "path",
        "name": "2026-07",
        "required": True,
    }
    assert sorted(path.stem for path in (harbour / "docs/errors").iterdir()) == ["1001", "1404", "1429"]


def test_a_new_site_promises_no_causes_that_nobody_has_written(harbour: Path) -> None:
    home = (harbour / "docs/index.md").read_text(encoding="utf-8")
    assert "- [Errors](errors/index.md): the documented error codes, with their statuses.\n" in home


def test_each_guess_says_where_it_was_read(harbour: Path) -> None:
    lines = (harbour / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    guessed = [line for line in lines if line.startswith(("api =", "hosts =", "envelope =", "code =", "codes ="))]
    assert len(guessed) == 5
    assert [line for line in guessed if "# guessed" not in line] == []
    assert [line for line in lines if line.startswith("site_url")] == []  # mkdocs.yml has it
    site = (harbour / "mkdocs.yml").read_text(encoding="utf-8")
    assert 'site_url: "https://docs.example.com/"  # a placeholder: no address yet\n' in site


def test_what_is_not_found_has_no_guess(tmp_path: Path, docgen: Docgen) -> None:
    contract = load_yaml(HARBOUR.read_text(encoding="utf-8"))
    del contract["components"]["schemas"]["Problem"]["properties"]["help_url"]
    (tmp_path / "api.yaml").write_text(yaml.safe_dump(contract), encoding="utf-8")
    made = docgen(tmp_path, "init", "--spec", "api.yaml", "made", *NOW)
    assert "doc_url     none  (no field of the envelope looks like a link)" in made.out.splitlines()


def test_the_address_that_nobody_has_said_is_a_warning_until_it_is_written(harbour: Path, docgen: Docgen) -> None:
    found = "mkdocs.yml:1:1: warning: site_url: https://docs.example.com/ is a placeholder"
    assert found in docgen(harbour, "check", *NOW).out
    site = (harbour / "mkdocs.yml").read_text(encoding="utf-8").replace("docs.example.com", "docs.a.dev")
    (harbour / "mkdocs.yml").write_text(site, encoding="utf-8")
    assert "site-url" not in docgen(harbour, "check", *NOW).out


def test_what_a_new_project_cannot_meet_yet_is_a_warning_with_its_reason(harbour: Path) -> None:
    written = (harbour / ".docgen/accepted.yaml").read_text(encoding="utf-8")
    (accepted,) = load_yaml(written)["accepted"]
    assert (accepted["what"], accepted["as"]) == ("error-page-stub", "warning")
    assert accepted["why"].startswith("3 found by docgen init on 2026-11-25")
    assert (accepted["who"], accepted["until"]) == ("Harbour Parcel API team", date(2027, 11, 1))
    assert "# a placeholder: the contract has no info.contact.name" in written


def test_what_is_said_is_not_guessed(tmp_path: Path, docgen: Docgen) -> None:
    said = ("--pin", "first", "--api", "Parcels", "--site-url", "https://docs.a.example/api", "--host", "b.example")
    made = docgen(tmp_path, "init", "--spec", str(HARBOUR), *said, *NOW)
    assert made.code == 0, made.out + made.err
    table = config(tmp_path)
    assert (table["api"], table["hosts"]) == ("Parcels", ["b.example"])
    assert 'site_url: "https://docs.a.example/api/"' in (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    assert table["feed_authority"] == "docs.a.example,2026"
    assert (tmp_path / "changelog/first/pin.yaml").is_file()
    assert docgen(tmp_path, "check", *NOW).code == 0


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_nothing_is_written_where_one_only_looks(option: str, tmp_path: Path, docgen: Docgen) -> None:
    ran = docgen(tmp_path, "init", "--spec", str(HARBOUR), option, *NOW)
    assert ran.code == (4 if option == "--check" else 0)
    assert "create pyproject.toml" in ran.out
    assert ("+api = " in ran.out) == (option == "--diff")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_during_the_first_check_changed_nothing(
    tmp_path: Path, docgen: Docgen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is half-written then is in a temporary folder, which the user has never seen."""
    rename, targets = Path.replace, list[str]()

    def full(path: Path, target: str) -> Path:
        targets.append(target)
        if len(targets) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), target)
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", full)
    ran = docgen(tmp_path, "init", "--spec", str(HARBOUR), "api", *NOW)
    assert ran.code == 6
    assert ran.err.endswith("cannot be written: No space left on device; existing files were not changed\n")
    assert not (tmp_path / "api").exists()


def test_nothing_is_overwritten(harbour: Path, docgen: Docgen) -> None:
    before = {path: path.read_bytes() for path in harbour.rglob("*") if path.is_file()}
    again = docgen(harbour, "init", "--spec", str(HARBOUR), *NOW)
    assert again.code == 2
    (harbour / "pyproject.toml").unlink()
    del before[harbour / "pyproject.toml"]
    again = docgen(harbour, "init", "--spec", str(HARBOUR), *NOW)
    assert again.code == 2
    assert "docgen never overwrites" in again.err
    assert {path: path.read_bytes() for path in harbour.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_added_to_an_existing_pyproject(end: str, tmp_path: Path, docgen: Docgen) -> None:
    before = f'[project]{end}name = "mine"  # kept{end}{end}[tool.other]{end}a = 1{end}'.encode()
    (tmp_path / "pyproject.toml").write_bytes(before)
    assert docgen(tmp_path, "init", "--spec", str(HARBOUR), *NOW).code == 0
    after = (tmp_path / "pyproject.toml").read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(end.encode())
    assert tomllib.loads(after.decode().replace("\r\n", "\n"))["tool"]["other"] == {"a": 1}
    assert docgen(tmp_path, "check", *NOW).code == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tool.docgen]\napi = 'x'\n", "there is a project here"),
        ("[tool\n", "not valid TOML"),
        ("tool = {other = 1}\n", "cannot append [tool.docgen]"),
    ],
)
def test_a_pyproject_that_cannot_take_the_table_is_left_alone(
    text: str, says: str, tmp_path: Path, docgen: Docgen
) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    ran = docgen(tmp_path, "init", "--spec", str(HARBOUR), *NOW)
    assert ran.code == 2
    assert says in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"]


def test_an_existing_site_stays_as_it_is(tmp_path: Path, docgen: Docgen) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/start.md").write_text("# Start\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\nplugins: [search, docgen]\n", encoding="utf-8")
    ran = docgen(tmp_path, "init", "--spec", str(HARBOUR), *NOW)
    assert ran.code == 0, ran.err
    assert "mkdocs.yml was not changed" in ran.out
    assert (tmp_path / "mkdocs.yml").read_text(encoding="utf-8").startswith("site_name: Mine")
    assert not (tmp_path / "docs/index.md").exists()
    assert docgen(tmp_path, "build", *NOW).code == 0


@pytest.mark.parametrize("address", ["https://dev.a.dev", "!ENV [NOT_SET, 'https://dev.a.dev/']"])
def test_an_existing_site_has_the_address_and_the_folder_of_the_pages(
    address: str, tmp_path: Path, docgen: Docgen
) -> None:
    site = f"site_name: Mine\nsite_url: {address}\ndocs_dir: documentation\nplugins: [search, docgen]\n"
    (tmp_path / "mkdocs.yml").write_text(site, encoding="utf-8")
    (tmp_path / "documentation").mkdir()
    (tmp_path / "documentation/index.md").write_text("# Mine\n", encoding="utf-8")
    ran = docgen(tmp_path, "init", "--spec", str(HARBOUR), *NOW)
    assert ran.code == 0, ran.out + ran.err
    assert "site_url    https://dev.a.dev/  (given, or from mkdocs.yml)" in ran.out.splitlines()
    assert "site_url" not in config(tmp_path)
    assert config(tmp_path)["feed_authority"] == "dev.a.dev,2026"
    assert sorted(path.stem for path in (tmp_path / "documentation/errors").iterdir()) == ["1001", "1404", "1429"]
    assert not (tmp_path / "docs").exists()
    checked = docgen(tmp_path, "check", *NOW)
    assert (checked.code, "site-url" in checked.out) == (0, False), checked.out


def test_an_address_that_is_not_that_of_an_existing_site_is_refused(tmp_path: Path, docgen: Docgen) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\nsite_url: https://dev.a.dev\n", encoding="utf-8")
    ran = docgen(tmp_path, "init", "--spec", str(HARBOUR), "--site-url", "https://docs.a.dev/", *NOW)
    assert ran.code == 2
    assert "--site-url is https://docs.a.dev/, and mkdocs.yml has https://dev.a.dev" in ran.err
    same = docgen(tmp_path, "init", "--spec", str(HARBOUR), "--site-url", "https://dev.a.dev/", *NOW)
    assert same.code == 0, same.err


@pytest.mark.parametrize("address", ["http://localhost:8000/", "https://Docs.a.dev/"])
def test_an_address_of_an_existing_site_that_no_reader_reaches_is_told_where_it_is(
    address: str, tmp_path: Path, docgen: Docgen
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Mine\nsite_url: {address}\n", encoding="utf-8")
    ran = docgen(tmp_path, "init", "--spec", str(HARBOUR), *NOW)
    assert (ran.code, ran.out) == (2, "")
    assert f"mkdocs.yml: site_url: {address!r} is not a valid site URL; expected one such as https://" in ran.err


def test_a_folder_of_pages_outside_of_the_repository_is_refused(tmp_path: Path, docgen: Docgen) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api/mkdocs.yml").write_text("docs_dir: ../pages\n", encoding="utf-8")
    ran = docgen(tmp_path, "init", "--spec", str(HARBOUR), "api", *NOW)
    assert (ran.code, "`docs_dir` is outside of the repository" in ran.err) == (2, True), ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["api"]


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A repository with a contract of two files, one of whose examples does not fit."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "openapi").mkdir()
    thing = "Thing: {type: object, properties: {id: {type: string}}}\n"
    (tmp_path / "openapi/schemas.yaml").write_text(thing, encoding="utf-8")
    answer = (
        "{description: x, content: {application/json: {schema: {$ref: './schemas.yaml#/Thing'}, example: {id: 1}}}}"
    )
    paths = f"{{/a: {{get: {{responses: {{'200': {answer}}}}}}}}}"
    text = f"openapi: 3.1.0\ninfo: {{title: Parts, version: '1'}}\npaths: {paths}\n"
    (tmp_path / "openapi/openapi.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("folder", [".", "docs/site", "openapi"])
def test_a_contract_can_stay_where_it_is(folder: str, parts: Path, docgen: Docgen) -> None:
    before = {path: path.read_bytes() for path in parts.rglob("*.yaml")}
    ran = docgen(parts, "init", "--spec", "openapi/openapi.yaml", "--in-place", folder, *NOW)
    assert ran.code == 0, ran.out + ran.err
    root = parts / folder
    pin = load_yaml((root / "changelog/1/pin.yaml").read_text(encoding="utf-8"))
    assert (root / "changelog/1" / pin["spec"]["file"]).resolve() == parts / "openapi/openapi.yaml"
    assert list(root.glob("changelog/*/api-spec*")) == []
    assert {path: path.read_bytes() for path in before} == before
    assert "example-invalid" in ran.out
    assert "openapi.yaml:3:" in ran.out
    assert "openapi/openapi.yaml stays where it is and is read there" in ran.out
    checked = docgen(root, "check", *NOW)
    assert checked.code == 0, checked.out


def test_what_init_writes_stays_true_when_an_operation_is_added(parts: Path, docgen: Docgen) -> None:
    """The first entry says nothing of how much the contract has."""
    assert docgen(parts, "init", "--spec", "openapi/openapi.yaml", "--in-place", *NOW).code == 0
    contract = parts / "openapi/openapi.yaml"
    one, two = "paths: {", "paths: {/b: {get: {responses: {'204': {description: x}}}}, "
    contract.write_text(contract.read_text(encoding="utf-8").replace(one, two), encoding="utf-8")
    checked = docgen(parts, "check", *NOW)
    assert (checked.code, "unbound-fact" in checked.out) == (0, False), checked.out


@pytest.mark.parametrize(
    ("spec", "code", "says"),
    [
        ("https://api.a.dev/openapi.yaml", 2, "--in-place needs a file of this repository"),
        (str(HARBOUR), 3, "openapi.yaml: is outside of the repository"),
    ],
)
def test_what_cannot_stay_where_it_is(spec: str, code: int, says: str, parts: Path, docgen: Docgen) -> None:
    ran = docgen(parts, "init", "--spec", spec, "--in-place", "api", *NOW)
    assert (ran.code, says in ran.err) == (code, True), ran.err
    assert not (parts / "api").exists()


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("openapi: 3.0.3\npaths: [\n", 3, "api.yaml:3:1"),
        ('swagger: "2.0"\n', 3, "expected OpenAPI 3.x"),
        ("", 3, "api.yaml:1:1: the file is empty"),
        (None, 3, "file not found"),
    ],
)
def test_a_contract_that_cannot_be_used_is_named(
    text: str | None, code: int, says: str, tmp_path: Path, docgen: Docgen
) -> None:
    if text is not None:
        (tmp_path / "api.yaml").write_text(text, encoding="utf-8")
    ran = docgen(tmp_path, "init", "--spec", "api.yaml", "new", *NOW)
    assert ran.code == code, ran.out + ran.err
    assert says in ran.out + ran.err
    assert not (tmp_path / "new").exists()


def test_a_contract_of_several_files_becomes_one(tmp_path: Path, docgen: Docgen) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/schemas.yaml").write_text("Thing: {type: object, title: A thing}\n", encoding="utf-8")
    answer = "{description: x, content: {application/json: {schema: {$ref: './parts/schemas.yaml#/Thing'}}}}"
    paths = f"{{/a: {{get: {{responses: {{'200': {answer}}}}}}}}}"
    text = f"openapi: 3.1.0\ninfo: {{title: Parts, version: '1'}}\npaths: {paths}\n"
    (tmp_path / "api.yaml").write_text(text, encoding="utf-8")
    made = docgen(tmp_path, "init", "--spec", "api.yaml", "new", *NOW)
    assert made.code == 0, made.out + made.err
    whole = json.loads((tmp_path / "new/changelog/1/api-spec.json").read_text(encoding="utf-8"))
    assert whole["components"]["schemas"]["Thing"]["title"] == "A thing"
    assert docgen(tmp_path / "new", "build", *NOW).code == 0
    (tmp_path / "parts/schemas.yaml").unlink()
    lost = docgen(tmp_path, "init", "--spec", "api.yaml", "lost", *NOW)
    assert lost.code == 3
    assert "file not found" in lost.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--pin", "../up"), "is not a valid pin id"),
        (("--pin", ".."), "is not a valid pin id"),
        (("--site-url", "http://docs.example.com/"), "--site-url: 'http://docs.example.com/' is not a valid site URL"),
        (("--site-url", ""), "--site-url: '' is not a valid site URL"),
        (("--host", "https://api.example.com"), "not a host name"),
        (("--api", " "), "--api is empty"),
    ],
)
def test_an_option_that_no_project_can_have(
    options: tuple[str, ...], says: str, tmp_path: Path, docgen: Docgen
) -> None:
    ran = docgen(tmp_path, "init", "--spec", str(HARBOUR), *options, *NOW)
    assert ran.code == 2
    assert says in ran.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_in_guides_that_were_there_before_is_accepted_in_them(tmp_path: Path, docgen: Docgen) -> None:
    guide = tmp_path / "docs" / "guide.md"
    guide.parent.mkdir()
    guide.write_text("# Guide\n\nCall `PATCH /v1/images`, and [read](nowhere.md) ![](a.png).\n", encoding="utf-8")
    guide.with_name("a.png").write_bytes(b"a picture")
    spec = str(REPOSITORY / "changelog/2026-05-15/api-spec.json")
    made = docgen(tmp_path, "init", "--spec", spec, "--pin", "2026-05-15", "--now", "2026-06-01", ".")
    assert made.code == 0, made.err
    checked = docgen(tmp_path, "check", "--format", "json", "--now", "2026-06-01")
    found = [(one["id"], one["severity"]) for one in json.loads(checked.out)["findings"] if "guide" in one["path"]]
    assert found == [("contradicted-fact", "warning"), ("dead-link", "warning")]
    assert "accepted    2 errors in pages that were there before; first: docs/guide.md:3:" in made.out
    (tmp_path / "docs" / "new.md").write_text("# New\n\n[Read](nowhere.md).\n", encoding="utf-8")
    assert docgen(tmp_path, "check", "--now", "2026-06-01").code == 1
