"""`docgen upgrade` tells what a customer must do between two pins, and only that where it knows what they use."""

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY, Docgen

NOW = ("--now", "2026-11-25")
PINS = ("2026-04", "2026-07")
PROJECT = REPOSITORY / "tests" / "other" / "harbour"


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A copy of the other vendor's project, free to be edited."""
    root = tmp_path / "harbour"
    shutil.copytree(PROJECT, root)
    return root


def told(docgen: Docgen, root: Path, *options: str) -> dict[str, Any]:
    ran = docgen(root, "upgrade", *PINS, "--format", "json", *options, *NOW)
    assert ran.code == 0, ran.out + ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def fields(changes: list[dict[str, Any]]) -> set[str]:
    return {change["selector"].rpartition(".")[2] for change in changes}


def slugs(document: dict[str, Any]) -> list[str]:
    return [step["slug"] for step in document["steps"]]


def test_breaking_comes_first_then_what_is_due_first(harbour: Path, docgen: Docgen) -> None:
    document = told(docgen, harbour)
    assert slugs(document) == ["old-addresses-close", "weight-in-grams", "parcels-can-return"]
    assert document["pins"] == ["2026-07"]
    closing, weight, _ = document["steps"]
    assert (closing["breaking"], closing["breaks_on"], weight["breaks_on"]) == (True, "2026-12-01", None)
    assert weight["breaking"]
    assert weight["action"]["by"] == "2026-12-01"
    assert weight["url"] == "https://docs.harbour-parcel.example/changelog/2026-07/weight-in-grams/"
    assert fields(weight["changes"]) >= {"weight_g", "weight_lb"}


def test_a_person_reads_steps_dates_and_addresses(harbour: Path, docgen: Docgen) -> None:
    ran = docgen(harbour, "upgrade", *PINS, *NOW)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[:2] == [
        "Harbour Parcel API: from 2026-04 to 2026-07",
        "2 announced breaking changes, 2 required actions; the first by 1 Dec 2026.",
    ]
    assert lines[lines.index("1. Shipments and the old tracking page close") + 1] == (
        "   2026-07; breaks on 1 Dec 2026; required by 1 Dec 2026"
    )
    at = lines.index("2. Weights are in grams")
    assert lines[at + 1] == "   2026-07; required by 1 Dec 2026"
    assert "   - Send weight_g in grams instead of weight_lb in pounds." in lines
    assert max(map(len, lines)) <= 100


def test_markdown_has_a_box_for_each_step(harbour: Path, docgen: Docgen) -> None:
    out = docgen(harbour, "upgrade", *PINS, "--format", "markdown", *NOW).out
    assert "- [ ] Send weight_g in grams instead of weight_lb in pounds." in out
    assert re.findall(r"^## (.*)$", out, re.M)[:2] == ["Breaking", "Also to do"]


def test_what_no_entry_explains_is_said(harbour: Path, docgen: Docgen) -> None:
    (harbour / "changelog/2026-07/weight-in-grams.yaml").unlink()
    document = told(docgen, harbour)
    silent = [change for change in document["unexplained"] if change["level"] == "breaking"]
    assert fields(silent) >= {"weight_g", "weight_lb"}
    text = docgen(harbour, "upgrade", *PINS, *NOW).out
    assert f"{document['summary']['unexplained_breaking']} breaking differences without a changelog entry" in text
    assert "WITHOUT A CHANGELOG ENTRY" in text


@pytest.mark.parametrize(
    ("used", "operations", "kept"),
    [
        ("GET /2026-04/parcels", ["GET /2026-07/parcels"], True),
        ("GET /2026-07/parcels", ["GET /2026-07/parcels"], True),
        ('1.2.3.4 - - [x] "GET /2026-04/parcels/par_81?a=b HTTP/1.1" 200 1', ["GET /2026-07/parcels/{id}"], True),
        ('{"method": "GET", "path": "/2026-04/depots"}', [], False),
        ("# nothing", [], False),
    ],
)
def test_only_what_reaches_what_is_used(
    used: str, operations: list[str], kept: bool, harbour: Path, docgen: Docgen
) -> None:
    (harbour / "used.txt").write_text(used + "\n", encoding="utf-8")
    document = told(docgen, harbour, "--using", "used.txt")
    assert document["using"]["operations"] == operations
    assert ("weight-in-grams" in slugs(document)) == kept
    assert document["left_out"]["entries"] == 3 - len(document["steps"])
    assert [found["text"] for found in document["using"]["unknown"]] == (
        ["GET /2026-04/depots"] if "depots" in used else []
    )


def test_an_entry_without_covers_is_always_told(harbour: Path, docgen: Docgen) -> None:
    entry = harbour / "changelog/2026-07/weight-in-grams.yaml"
    text = re.sub(r"^covers:\n(?:  - .*\n)+", "", entry.read_text(encoding="utf-8"), flags=re.M)
    assert "covers" not in text
    entry.write_text(text, encoding="utf-8")
    (harbour / "used.txt").write_text("# nothing\n", encoding="utf-8")
    assert "weight-in-grams" in slugs(told(docgen, harbour, "--using", "used.txt"))


def test_unknown_lines_are_counted_and_told(harbour: Path, docgen: Docgen) -> None:
    lines = ["GET /2026-04/parcels", *["GET /2026-04/depots?page=1"] * 3, "event parcel.lost", "\x1b[31mred"]
    (harbour / "used.txt").write_text("\n".join(lines), encoding="utf-8")
    out = docgen(harbour, "upgrade", *PINS, "--using", "used.txt", *NOW).out
    assert "You use 1 operation: 6 lines of the file were read, 1 without a request or a known name." in out
    assert out.index("3 unknown.") < out.index("UNKNOWN") < out.index("BREAKING")
    assert "- GET /2026-04/depots (3 times): Not found in the contracts or the redirects." in out
    assert "- event parcel.lost: " in out
    assert "Nothing to do" not in out
    assert told(docgen, harbour, "--using", "used.txt")["using"]["unreadable"] == 1
    assert "\x1b" not in out


def test_a_schema_gets_what_changed_in_it_and_no_all_clear(harbour: Path, docgen: Docgen) -> None:
    (harbour / "used.txt").write_text("Booking\nletterbox\n", encoding="utf-8")
    document = told(docgen, harbour, "--using", "used.txt")
    assert document["using"]["parts"] == ["schema Booking", "value letterbox"]
    (step,) = (step for step in document["steps"] if step["slug"] == "weight-in-grams")
    assert {change["selector"] for change in step["changes"]} == {"Booking.weight_lb", "Booking.weight_g"}
    assert "fine" not in [answer["state"] for answer in document["answers"]]
    out = docgen(harbour, "upgrade", *PINS, "--using", "used.txt", *NOW).out
    assert "You use 1 schema and 1 value, in 3 operations: 2 lines of the file were read." in out


def test_an_all_clear_names_the_part_and_who_uses_it(harbour: Path, docgen: Docgen) -> None:
    (harbour / "used.txt").write_text("letterbox\n", encoding="utf-8")
    out = docgen(harbour, "upgrade", "--using", "used.txt", *NOW).out
    assert "No known change affects what you use: 1 value." in out
    assert (
        "- letterbox: No known change affects `letterbox`. Used by `GET /2026-07/parcels`, `POST\n"
        "  /2026-07/parcels` and `GET /2026-07/parcels/{id}`."
    ) in out


def test_the_current_contract_alone_tells_what_an_entry_asks_of_a_schema(harbour: Path, docgen: Docgen) -> None:
    (harbour / "used.txt").write_text("Booking\n", encoding="utf-8")
    out = docgen(harbour, "upgrade", "--using", "used.txt", *NOW).out
    assert "- Booking: Action required by 1 Dec 2026, breaking: Weights are in grams." in " ".join(out.split())


@pytest.mark.parametrize("name", ["access.log.gz", "browser.har"])
def test_other_files_that_customers_have(name: str, harbour: Path, docgen: Docgen) -> None:
    request = {"method": "GET", "url": "https://api.harbour-parcel.example/2026-04/parcels"}
    archive = json.dumps({"log": {"entries": [{"request": request}]}}, indent=1)
    log = b'1.2.3.4 - - [x] "GET /2026-04/parcels HTTP/1.1" 200 1 "-" "\xff\xfe"\n'
    data = archive.encode() if name.endswith(".har") else gzip.compress(log)
    (harbour / name).write_bytes(data)
    assert told(docgen, harbour, "--using", name)["using"]["operations"] == ["GET /2026-07/parcels"]


def test_an_address_that_ends_is_told_before_the_changes(harbour: Path, docgen: Docgen) -> None:
    (harbour / "used.txt").write_text("POST /shipments\n", encoding="utf-8")
    document = told(docgen, harbour, "--using", "used.txt")
    assert document["using"]["operations"] == ["POST /2026-07/parcels"]
    assert document["answers"][0] == {
        "asked": "POST /shipments",
        "name": "POST /shipments",
        "kind": "address",
        "state": "ends",
        "text": "Redirects until 1 Dec 2026, 00:00 UTC; then 404 Not Found.",
        "ends": "2026-12-01T00:00:00Z",
        "instead": "POST /2026-07/parcels",
        "url": "https://docs.harbour-parcel.example/changelog/2026-07/old-addresses-close/",
        "count": 1,
    }
    for form, heading in (("text", "\nENDS\n"), ("markdown", "\n## Ends\n")):
        out = docgen(harbour, "upgrade", *PINS, "--using", "used.txt", "--format", form, *NOW).out
        assert out.index("1 will end, the first on 1 Dec 2026, 00:00 UTC.") < out.index(heading)
        assert out.index(heading) < out.lower().index("breaking\n")


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_without_pins_the_current_one_answers(form: str, docgen: Docgen, tmp_path: Path) -> None:
    used = tmp_path / "used.txt"
    used.write_text("POST /v1/images\nPOST /v1/generations\nwhatever\n", encoding="utf-8")
    ran = docgen(REPOSITORY, "upgrade", "--using", str(used), "--format", form, "--now", "2026-06-01")
    assert ran.code == 0, ran.err
    clear = "No known change affects `POST /v1/images`."
    shown = ["whatever", "Redirects until 4 Aug 2026, 00:00 UTC", "POST /v1/images", clear]
    told = ran.out.partition('"answers"')[2] if form == "json" else ran.out
    assert [told.index(text) for text in shown] == sorted(told.index(text) for text in shown)
    if form == "json":
        document = json.loads(ran.out)
        assert (document["pin"], document["as_of"]) == ("2026-05-15", "2026-06-01")
        assert [answer["state"] for answer in document["answers"]] == ["unknown", "ends", "fine"]
        assert {state for state, count in document["summary"].items() if count} == {"unknown", "ends", "fine"}
    else:
        assert "1 unknown; 1 will end, the first on 4 Aug 2026, 00:00 UTC; 1 without known changes." in ran.out


def test_without_pins_what_everybody_must_know_is_told(docgen: Docgen, tmp_path: Path) -> None:
    used = tmp_path / "used.txt"
    used.write_text("GET /tools\n", encoding="utf-8")
    workshop = REPOSITORY / "tests" / "answers" / "workshop"
    for form in ("text", "markdown"):
        ran = docgen(workshop, "upgrade", "--using", str(used), "--format", form, "--now", "2026-06-15")
        assert ran.code == 0, ran.err
        assert "1 with changes to review; 1 without known changes." in ran.out
        assert "Action required by 1 Aug 2026: Keys are replaced." in ran.out
        assert "No known change affects what you use." not in ran.out


def test_the_same_pin_leaves_nothing_to_do(harbour: Path, docgen: Docgen) -> None:
    ran = docgen(harbour, "upgrade", "2026-07", "2026-07", *NOW)
    assert ran.code == 0
    assert "Nothing to do" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("2026-07", "2026-04"), 2, "expected the older pin first: docgen upgrade 2026-04 2026-07"),
        (("2026-4", "2026-07"), 2, "did you mean `2026-04`?"),
        (("x", "2026-07"), 2, "expected one of 2026-04, 2026-07"),
        ((), 2, "expected both, or `--using FILE` alone"),
        (("2026-04",), 2, "expected both, or `--using FILE` alone"),
        (("2026-04", "--using", "docs/index.md"), 2, "expected both, or `--using FILE` alone"),
        (("--using", "nowhere.log"), 3, "nowhere.log: cannot be read"),
        ((*PINS, "--using", "nowhere.log"), 3, "nowhere.log: cannot be read"),
        ((*PINS, "--using", "docs"), 3, "cannot be read"),
        ((*PINS, "--using", "broken.gz"), 3, "cannot be read"),
        ((*PINS, "--using", "broken.har"), 2, "expected an HTTP archive"),
    ],
)
def test_a_mistake_is_named(arguments: tuple[str, ...], code: int, says: str, harbour: Path, docgen: Docgen) -> None:
    (harbour / "broken.gz").write_bytes(gzip.compress(b"GET /x\n" * 99)[:-9])
    (harbour / "broken.har").write_text("{}", encoding="utf-8")
    ran = docgen(harbour, "upgrade", *arguments, *NOW)
    assert ran.code == code, ran.out + ran.err
    assert says in ran.err


def test_what_was_due_and_what_is_to_come_is_said(harbour: Path, docgen: Docgen) -> None:
    late = docgen(harbour, "upgrade", *PINS, "--now", "2027-01-01").out
    assert "required by 1 Dec 2026, which has passed" in late
    early = docgen(harbour, "upgrade", *PINS, "--now", "2026-04-02").out
    assert "3 more entries of these API versions will be published later." in early
    assert "Weights are in grams" not in early
