"""A project with any number of entries: added to one of `build_data`, over as many date-pins and years as wanted."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from docgen.author.pin import frozen
from docgen.load.project import load
from tests.benchmarks.build_data import PIN, contract, write

NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)

_KINDS: Final = ("added", "changed", "fixed", "security", "notice")
_AREAS: Final = ("billing", "errors", "orders", "parcels", "refunds", "webhooks")
_OPERATIONS: Final = 50
_SUMMARY: Final = (
    "Step {number} of a {area} change is on: a request that names its reference gets the state of each step,"
    " and one that names none gets the answer that it always got."
)
_BODY: Final = """
A request that names the reference of its {area} gets the state of each step, in the order in which the steps ran.
One that names none gets the answer that it always got, so that a client without this change works as before.

- Read the state first: a step that has not begun has none.
- A step that has ended keeps its state.

The field is in every answer since step {number}, and [all errors](../../errors/index.md) have their pages.
"""


def write_entries(root: Path, count: int, pins: int, years: int) -> None:
    """Write a project with `count` entries into an empty folder: the newest pin is that of the current year."""
    write(root, codes=20, operations=_OPERATIONS)
    made = [date(2026, 5, 1) - timedelta(days=years * 365 * n // pins) for n in range(pins)]
    first = (root / "changelog" / PIN / "pin.yaml").read_text(encoding="utf-8")
    for age, day in enumerate(made):
        folder = root / "changelog" / str(day)
        folder.mkdir(exist_ok=True)
        (folder / "api-spec.json").write_text(json.dumps(_contract(day, pins - age)), encoding="utf-8")
        (folder / "pin.yaml").write_text(first.replace(f"released: {PIN}", f"released: {day}"), encoding="utf-8")
    (root / "changelog" / PIN / "errors-have-codes.yaml").unlink()
    for number in range(count):
        pin = made[number * pins // count]
        days = years * 365 // pins * (number * pins % count) // count
        entry = _entry(number, pin - timedelta(days=days) if pins == 1 else pin)
        text = json.dumps(entry, default=str, indent=1)  # which is YAML
        (root / "changelog" / str(pin) / f"step-{number:04}.yaml").write_text(text, encoding="utf-8")
    rules = root / "redirects" / "old-paths.yaml"
    rules.parent.mkdir(exist_ok=True)
    rules.write_text(json.dumps({"rules": list(_rules(range(0, count, 20)))}, default=str), encoding="utf-8")
    project, _ = load(root, NOW)
    assert project
    for older in project.pins[:-1]:
        text = frozen(older, [entry for entry in project.entries if entry.pin == older.id]).text
        (root / older.source.path).write_text(text, encoding="utf-8")


def _contract(day: date, steps: int) -> dict[str, Any]:
    """The contract of a pin: each one adds a parameter to every operation."""
    made = contract(20, _OPERATIONS)
    made["info"]["version"] = str(day)
    for item in made["paths"].values():
        names = [f"step_{step}" for step in range(1, steps)]
        item["post"]["parameters"] += [{"name": name, "in": "query", "schema": {"type": "boolean"}} for name in names]
    return made


def _entry(number: int, day: date) -> dict[str, object]:
    area, kind = _AREAS[number % 7 % len(_AREAS)], _KINDS[number % len(_KINDS)]
    entry: dict[str, object] = {
        "title": f"The state of a step in {area}, part {number}",
        "kind": "deprecated" if number % 20 == 0 else kind,
        "impact": "none" if number % 20 else "breaking",
        "areas": [area, _AREAS[number % 5]] if number % 3 else [area],
        "published": day,
        "effective": day,
        "summary": _SUMMARY.format(number=number, area=area),
        "body": _BODY.format(number=number, area=area).lstrip(),
        "action": {"level": "none"},
    }
    if number % 10 == 0:
        steps = ["Read the state of each step.", "Send the reference with every request."]
        entry["action"] = {"level": "required", "by": date(2026, 8, 4), "steps": steps}
    if number % 20 == 0:
        redirect = {"rule": f"old-{number}", "status": 308, "sunset": date(2026, 8, 4), "after": "upstream"}
        entry["claims"] = [{"redirect": redirect}]
    elif number % 10 == 5:
        planned = {"planned": [f"thing.step_{number}"], "for": "v9", "because": "The step has no event yet."}
        entry["claims"] = [{"events": planned | {"today": "Nothing is sent. Poll the thing."}}]
    elif number % 3 == 1:
        entry["impact"] = "non-breaking"
        entry["covers"] = [f"POST /v1/things/{(number + each) % _OPERATIONS}" for each in range(7)]
        attested = {"text": "The step was there before the contract had it.", "owner": "Docs", "evidence": "The log."}
        entry["claims"] = [{"attested": attested | {"review_by": date(2030, 1, 1)}}]
    return entry


def _rules(numbers: Sequence[int]) -> Iterator[dict[str, object]]:
    for number in numbers:
        yield {
            "id": f"old-{number}",
            "host": "api.big.example",
            "from": f"/v1/old-{number}",
            "to": f"/v1/things/{number % _OPERATIONS}",
            "status": 308,
            "deprecated": "route",
            "since": date(2025, 5, 1),
            "sunset": "2026-08-04T00:00:00Z",
            "after": "upstream",
        }
