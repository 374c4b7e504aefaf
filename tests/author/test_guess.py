"""What a contract alone tells of its API."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docgen.author.guess_config import Guesses, Overrides, guess
from docgen.openapi.spec import Spec
from docgen.positions.source import Source
from tests.cases import load_yaml

CASES = load_yaml(Path(__file__).with_name("guesses.yaml").read_text(encoding="utf-8"))


def seen(guesses: Guesses) -> dict[str, Any]:
    """The guesses as the cases write them."""
    versioning, errors = guesses.versioning.value, guesses.errors
    parts = ("carrier", "name", "required", "echo")
    table = ("envelope", "code", "doc_url", "codes")
    return {
        "api": guesses.api.value,
        "pin": guesses.pin.value,
        "released": guesses.released.value.isoformat(),
        "hosts": list(guesses.hosts.value),
        "versioning": versioning and {name: getattr(versioning, name) for name in parts},
        "errors": errors and {name: plain(getattr(errors, name)) for name in table},
        "pages": errors and [[page.code, page.title, list(page.http), page.retry] for page in errors.pages],
        "events": list(guesses.events),
        "wildcard": guesses.wildcard,
    }


def plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_guess(case: dict[str, Any]) -> None:
    document = {"openapi": "3.1.0", **case["spec"]}
    found = seen(guess(Spec(Source("api-spec.json", ""), document), Overrides(), date(2026, 11, 25)))
    expected = case["guessed"]
    if expected.get("versioning"):
        expected["versioning"] = {"echo": None, **expected["versioning"]}
    assert {name: found[name] for name in expected} == expected


def test_what_is_said_comes_first() -> None:
    spec = Spec(
        Source("api-spec.json", ""), {"info": {"title": "A", "version": "1"}, "servers": [{"url": "https://a"}]}
    )
    guesses = guess(spec, Overrides("p", "B", "https://docs.b.example/", ("b",)), date(2026, 11, 25))
    assert (guesses.pin.value, guesses.api.value, guesses.hosts.value) == ("p", "B", ("b",))
    assert guesses.site_url.value == "https://docs.b.example/"
