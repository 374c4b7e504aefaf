"""An ignore excuses what it names, where it names it, until its day: and nothing beside that."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from docgen.differ.ignore import ignored, matching
from docgen.model.change import Change
from docgen.model.config import Ignore

CASES = yaml.safe_load(Path(__file__).with_name("ignores.yaml").read_text(encoding="utf-8"))


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
    ignores = [
        Ignore(id=item["id"], selector=item.get("at"), reason="known", expires=item.get("expires", date(2027, 1, 1)))
        for item in case["ignores"]
    ]
    changed = change(case["effects"], case["at"], case.get("and_at", []))
    excuse = ignored(changed, ignores, date(2026, 6, 1))
    assert (ignores.index(excuse) if excuse else None) == case["excused_by"]
    assert [ignores.index(ignore) for ignore in matching(changed, ignores)] == case["used"]
