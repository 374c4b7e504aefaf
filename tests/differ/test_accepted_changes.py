"""An acceptance excuses what it names, where it names it, until its day: and nothing beside that."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from docgen.differ.acceptances import find_acceptance, matching_acceptances
from docgen.model.accepted import Acceptance
from docgen.model.change import Change
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("accepted_changes.yaml").read_text(encoding="utf-8"))


def change(effects: dict[str, str], selector: str, others: list[str]) -> Change:
    worst = next(iter(effects))
    parts = [{"id": key, "level": level, "polarity": "both"} for key, level in effects.items()]
    return msgspec.convert(
        {
            "id": worst,
            "level": effects[worst],
            "polarity": "both",
            "selector": selector,
            "selectors": [selector, *others],
            "effects": parts,
            **dict.fromkeys(("pointer", "text", "fingerprint"), ""),
            **dict.fromkeys(("sites", "operations", "events"), ()),
        },
        Change,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_change_is_excused_only_as_written(case: dict[str, Any]) -> None:
    accepted = tuple(
        Acceptance(
            what=item["what"], at=item.get("at"), why="known", who="us", until=item.get("until", date(2027, 1, 1))
        )
        for item in case["accepted"]
    )
    changed = change(case["effects"], case["at"], case.get("and_at", []))
    in_force = [one for one in accepted if not one.is_expired(date(2026, 6, 1))]
    excuse = find_acceptance(changed, in_force)
    assert (accepted.index(excuse) if excuse else None) == case["excused_by"]
    assert [accepted.index(one) for one in matching_acceptances(changed, accepted)] == case["used"]
