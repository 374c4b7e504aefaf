"""Another vendor's API takes content alone: version in the path, OpenAPI 3.0 YAML, numeric codes, two hosts."""

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docgen.load.project import load
from docgen.redirects.edges.output import edge_files

PROJECT = Path(__file__).parent / "harbour"
NOW = "2026-08-01"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project after `docgen build`: what the site shows is under `build/site`."""
    root = tmp_path_factory.mktemp("other") / "harbour"
    shutil.copytree(PROJECT, root)
    result = docgen(root, "build", "--now", NOW)
    assert result.returncode == 0, result.stdout + result.stderr
    return root


def docgen(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docgen", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def page(built: Path, name: str) -> str:
    return (built / "build" / "site" / name).read_text(encoding="utf-8")


def test_everything_loads_without_a_finding() -> None:
    project, findings = load(PROJECT, datetime(2026, 8, 1, tzinfo=UTC))
    assert findings == ()
    assert [pin.id for pin in project.pins] == ["2026-04", "2026-07"]
    assert project.current is project.pins[1]
    assert sorted(error.text.code for error in project.errors) == ["1001", "1404", "1429"]
    assert {redirect.host for redirect in project.redirects} == set(project.config.hosts)


def test_check_passes_after_a_build(built: Path) -> None:
    result = docgen(built, "check", "--now", NOW)
    assert result.returncode == 0, result.stdout
    assert "error" not in re.sub(r"\b0 errors?\b", "", result.stdout)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "changelog/2026-07/pin.yaml",
            "released: 2026-07-01",
            "released: 2025-07-01",
            "2:1: error: `2026-07` is released on 2025-07-01; expected 2026-07, or the day of one of its entries",
        ),
        (
            "changelog/2026-07/pin.yaml",
            "  name: 2026-07\n",
            "  name: 2026-04\n",
            "6:3: error: the pin says that every path begins with `/2026-04/`; `GET /2026-07/parcels` (and 2 more)",
        ),
        (
            "docs/first-parcel.md",
            "The `status` of",
            "```sh\ncurl -X POST https://api.harbour-parcel.example/2026-07/parcels "
            """-d '{"service": "a", "weight_lb": 2}'\n```\n\nThe `status` of""",
            "12:86: error: only the earlier contract 2026-04 has `weight_lb`",
        ),
    ],
)
def test_what_follows_from_one_mistake_is_not_told(
    built: Path, tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(built, root)
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    result = docgen(root, "check", "--now", NOW)
    found = [line for line in result.stdout.splitlines() if re.search(r": (error|warning): ", line)]
    assert [line.startswith(f"{file}:{told}") for line in found] == [True], result.stdout


@pytest.mark.parametrize(
    ("written", "hint"), [("weight_gr", "did you mean `weight_g`?"), ("weight_grams", "correct the name; ")]
)
def test_a_wrong_name_is_told_the_nearest_one_or_none(built: Path, tmp_path: Path, written: str, hint: str) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(built, root)
    entry = root / "changelog/2026-07/weight-in-grams.yaml"
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("and `weight_g` has", f"and `{written}` has"), encoding="utf-8")
    assert f"hint: {hint}" in docgen(root, "check", "--now", NOW).stdout


def test_a_link_to_a_heading_that_is_not_there_is_told_by_the_build(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(built, root)
    page = root / "docs/index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("(first-parcel.md)", "(first-parcel.md#gone)"))
    result = docgen(root, "build", "--now", NOW)
    assert "does not contain an anchor '#gone'" in result.stdout + result.stderr
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("validation: {anchors: info}\n")
    assert "#gone" not in docgen(root, "build", "--now", NOW).stderr


def test_a_lost_code_fails_the_check(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(built, root)
    spec = root / "changelog" / "2026-07" / "openapi.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("enum: [1001, 1404, 1429]", "enum: [1001, 1404]"))
    result = docgen(root, "check", "--now", NOW)
    assert result.returncode == 1
    assert "1429" in result.stdout


@pytest.mark.parametrize("code", ["1001", "1404", "1429"])
def test_a_numeric_code_has_its_page(built: Path, code: str) -> None:
    assert f"https://docs.harbour-parcel.example/errors/{code}" in page(built, f"errors/{code}.html")


def test_codes_are_listed_for_machines(built: Path) -> None:
    listed = json.dumps(json.loads(page(built, "errors.json")))
    assert all(f"/errors/{code}" in listed for code in ("1001", "1404", "1429"))


def test_the_contract_is_published_as_json(built: Path) -> None:
    assert json.loads(page(built, "api-spec.json"))["info"]["version"] == "2026-07"
    assert json.loads(page(built, "changelog/2026-04/api-spec.json"))["info"]["version"] == "2026-04"


def test_both_pins_have_their_page(built: Path) -> None:
    assert "Spring 2026" in page(built, "changelog/2026-04/index.html")
    assert "Summer 2026" in page(built, "changelog/2026-07/index.html")


def test_the_site_keeps_its_own_theme_and_navigation(built: Path) -> None:
    start = page(built, "index.html")
    assert "wy-nav-side" in start
    assert "First parcel" in start


def test_placeholders_name_the_current_pin(built: Path) -> None:
    assert "/2026-07/parcels/par_81" in re.sub(r"<[^>]+>", "", page(built, "first-parcel/index.html"))


def test_nothing_of_another_vendor_is_on_the_site(built: Path) -> None:
    texts = (file.read_text(encoding="utf-8") for file in (built / "build" / "site").rglob("*.html"))
    assert not [text for text in texts if "aurous" in text.lower()]


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        ("nginx/docgen-redirects.*", "shipments", "tracking-page"),
        ("nginx/docgen-redirects-track.harbour-parcel.example.*", "tracking-page", "shipments"),
        ("haproxy/docgen-redirects.*", "shipments", "tracking-page"),
        ("haproxy/docgen-redirects-track.harbour-parcel.example.*", "tracking-page", "shipments"),
        ("caddy/docgen-redirects.caddy", "shipments", "tracking-page"),
        ("caddy/docgen-redirects-track.harbour-parcel.example.caddy", "tracking-page", "shipments"),
    ],
)
def test_each_host_has_its_own_rules(built: Path, name: str, own: str, other: str) -> None:
    files = (built / "redirects" / "dist").glob(name)
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert f"sunset of {own}" in text
    assert other not in text
    assert "X-Harbour-Deprecated" in text


def test_a_gone_api_path_answers_with_the_vendor_s_envelope(built: Path) -> None:
    result = docgen(
        built, "redirects", "simulate", "GET", "https://api.harbour-parcel.example/shipments/7", "--now", NOW
    )
    assert result.returncode == 0, result.stderr
    assert "308" in result.stdout
    assert '"code":1404' in result.stdout.replace(" ", "").replace("\n", "")


def test_the_rendered_pages_build_without_docgen(built: Path, tmp_path: Path) -> None:
    rendered = docgen(built, "render", str(tmp_path), "--now", NOW)
    assert rendered.returncode == 0, rendered.stderr
    assert "docgen" not in (tmp_path / "mkdocs.yml").read_text(encoding="utf-8").replace("assets/docgen.", "")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    assert "Too many requests" in (tmp_path / "site/errors/1429/index.html").read_text(encoding="utf-8")


def test_a_new_entry_passes_the_check(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(built, root)
    said = {
        "kind": "added",
        "impact": "non-breaking",
        "title": "Freight by night",
        "summary": "Freight is now collected at night in all towns with a depot.",
        "body": "Freight that is booked before noon is collected in the following night.",
    }
    options = [part for name, value in said.items() for part in (f"--{name}", value)]
    assert docgen(root, "new", "entry", "freight-by-night", *options, "--now", NOW).returncode == 0
    assert (root / "changelog" / "2026-07" / "freight-by-night.yaml").is_file()
    result = docgen(root, "check", "--now", NOW)
    assert result.returncode == 0, result.stdout


def test_a_second_build_writes_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # not the project that other tests build: what one build does not use stays in the cache for a while
    builds = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)  # sets have another order in each run
        root = tmp_path / seed
        shutil.copytree(PROJECT, root, ignore=shutil.ignore_patterns("build"))
        assert docgen(root, "build", "--now", NOW).returncode == 0
        built = root / "build"
        builds.append({str(path.relative_to(built)): path.read_bytes() for path in built.rglob("*") if path.is_file()})
    first, second = builds
    different = [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
    assert different == []


@pytest.mark.parametrize("first", ["api.harbour-parcel.example", "track.harbour-parcel.example"])
def test_the_first_configured_host_keeps_the_plain_file_names(tmp_path: Path, first: str) -> None:
    root = tmp_path / "harbour"
    shutil.copytree(PROJECT, root)
    config = (root / "pyproject.toml").read_text(encoding="utf-8")
    hosts = sorted(["api.harbour-parcel.example", "track.harbour-parcel.example"], key=lambda host: host != first)
    (root / "pyproject.toml").write_text(re.sub(r"hosts = \[.*\]", f"hosts = {json.dumps(hosts)}", config))
    project, _ = load(root, datetime(2026, 8, 1, tzinfo=UTC))
    assert project is not None
    assert f"# Redirects of {first}," in str(edge_files(project)["nginx/docgen-redirects.conf"])
