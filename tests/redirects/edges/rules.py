"""The redirects of rules.yaml, with the sunset that a test wants."""

from datetime import date
from pathlib import Path
from typing import Any

from docgen.model.redirect import Gone, Redirect, RuleText
from docgen.positions.source import Source
from tests.cases import load_yaml

from .kinds.kind import HOST

_RULES: list[dict[str, Any]] = load_yaml((Path(__file__).parent / "rules.yaml").read_text("utf-8"))


def build(rule: dict[str, Any], sunset: int | None) -> Redirect:
    text = RuleText(
        id=rule["id"],
        host=rule.get("host", HOST),
        from_=rule["path"],
        match=rule["match"],
        to=rule["to"],
        query=rule.get("query", "keep"),
        removed=date.fromisoformat(str(rule["removed"])) if "removed" in rule else None,
    )
    return Redirect(
        id=rule["id"],
        host=text.host if isinstance(text.host, str) else HOST,
        path=rule["path"],
        match=rule["match"],
        to=rule["to"],
        status=rule.get("status", 308),
        excluded=tuple(rule.get("excluded", ())),
        headers=tuple((name, value) for name, value in rule.get("headers", ())),
        host_headers=tuple((name, value) for name, value in rule.get("host_headers", ())),
        sunset=None if rule.get("forever") else sunset,
        gone=Gone(**rule["gone"]) if rule.get("gone") else None,
        text=text,
        source=Source(path="redirects/test.yaml", content=""),
        pointer=("rules", 0),
        brownouts=tuple((start, end) for start, end in rule.get("brownouts", ())),
    )


def redirects(sunset: int | None) -> tuple[Redirect, ...]:
    return tuple(build(rule, sunset) for rule in _RULES)


def others(count: int, sunset: int | None) -> tuple[Redirect, ...]:
    """Rules that take nothing which a row of the list asks for."""
    return tuple(
        build(
            {
                "id": f"other-{number}",
                "path": f"/other/path-{number}",
                "match": "prefix" if number % 2 else "exact",
                "to": f"https://docs.aurous-labs.com/other-{number}",
                "headers": [["Cache-Control", "no-store"]],
                "gone": {"status": 410},
            },
            sunset,
        )
        for number in range(count)
    )
