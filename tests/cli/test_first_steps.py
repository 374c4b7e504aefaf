"""A new user with an API of their own, from the first command to the way between two pins: getting-started.md."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Docgen

DAY, LATER = ("--now", "2026-09-01"), ("--now", "2026-12-02")


def contract(*paths: str, **schema: Any) -> str:  # noqa: ANN401 - parts of a document
    answer = {"description": "Done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}
    operations = {path: {"get": {"responses": {"200": answer}}} for path in paths}
    if "/old" in operations:
        operations["/old"]["get"] |= {"deprecated": True, "x-sunset": "2026-08-01"}
    item = {"type": "object", "properties": {"id": {"type": "string"}, **schema}}
    about = {"title": "Shop", "version": "1"}
    return json.dumps(
        {"openapi": "3.1.0", "info": about, "paths": operations, "components": {"schemas": {"Item": item}}}
    )


@pytest.fixture
def shop(tmp_path: Path, docgen: Docgen) -> Path:
    (tmp_path / "openapi.json").write_text(contract("/items", "/old"), encoding="utf-8")
    made = docgen(tmp_path, "init", "--spec", "openapi.json", "--site-url", "https://docs.shop.dev", "my-api", *DAY)
    assert made.code == 0
    return tmp_path / "my-api"


def filled_in(root: Path) -> None:
    """What a writer does with drafts: every mark is replaced."""
    for path in root.glob("changelog/*/*.yaml"):
        said = re.sub(
            r"@@DRAFT:[^\"\n]*", "Customers asked for it, and read the list of items again.", path.read_text("utf-8")
        )
        path.write_text(said, encoding="utf-8")


@pytest.mark.slow
def test_what_is_added_and_removed_under_the_first_pin_is_drafted_filled_in_and_built(
    shop: Path, docgen: Docgen
) -> None:
    (shop.parent / "new.json").write_text(contract("/items", "/items/new"), encoding="utf-8")
    assert docgen(shop, "spec", "pull", "../new.json", *DAY).code == 7
    assert docgen(shop, "spec", "pull", "../new.json", "--write", *DAY).code == 7
    refused = docgen(shop, "check", *DAY)
    assert refused.code == 1
    assert set(re.findall(r"\[([a-z-]+)\]$", refused.out, re.M)) == {"draft-left"}
    filled_in(shop)
    checked = docgen(shop, "check", *DAY)
    assert checked.code == 0, checked.out
    assert docgen(shop, "build", *DAY).code == 0


def test_a_second_pin_is_opened_filled_in_and_explained_to_a_customer(shop: Path, docgen: Docgen) -> None:
    (shop.parent / "new.json").write_text(contract("/items", size={"type": "integer"}), encoding="utf-8")
    made = docgen(shop, "new", "pin", "2", "--released", "2026-12-01", "--label", "v2", "--spec", "../new.json", *DAY)
    assert made.code == 0, made.out + made.err
    pin = (shop / "changelog/2/pin.yaml").read_text(encoding="utf-8")
    assert "\nreleased: 2026-12-01\n" in pin, "what was said of the old day does not stand behind the new one"
    filled_in(shop)
    checked = docgen(shop, "check", *LATER)
    assert checked.code == 0, checked.out
    told = docgen(shop, "upgrade", "1", "2", *LATER).out
    assert "removed the operation `GET /old`" in told
    assert "EXPLAINED BY NO ENTRY" not in told


def test_what_no_request_can_show_is_no_business_of_a_customer(shop: Path, docgen: Docgen) -> None:
    changed = json.loads(contract("/items", "/old"))
    changed["components"]["schemas"]["Unused"] = {"type": "string"}
    (shop.parent / "new.json").write_text(json.dumps(changed), encoding="utf-8")
    docgen(shop, "new", "pin", "2", "--released", "2026-12-01", "--spec", "../new.json", *DAY)
    filled_in(shop)
    assert "Unused" not in docgen(shop, "upgrade", "1", "2", *LATER).out
