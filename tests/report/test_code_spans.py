"""What people write between backticks is code in every Markdown report, for whoever renders it."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.conftest import REPOSITORY, Docgen

HARBOUR = REPOSITORY / "tests" / "other" / "harbour"
CONTRACTS = ("changelog/2026-04/openapi.yaml", "changelog/2026-07/openapi.yaml")
REPORTS: Sequence[tuple[str, tuple[str, ...], set[str]]] = (
    ("upgrade", ("2026-04", "2026-07"), {"weight_g", "weight_lb", "a|b"}),
    ("upgrade", ("2026-04", "2026-07", "--using", "used.txt"), {"weight_g", "weight_lb", "a|b"}),
    ("upgrade", ("--using", "used.txt"), {"weight_g"}),
    ("sunsets", ("--within", "52w"), {"weight_g", "action weight-in-grams"}),
    ("diff", CONTRACTS, {"weight_g"}),
    ("spec pull", (CONTRACTS[0],), {"weight_g"}),
)


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """The project of the other vendor, with code in the title, the summary, a step and a claim of an entry."""
    root = tmp_path / "harbour"
    shutil.copytree(HARBOUR, root)
    entry = root / "changelog/2026-07/weight-in-grams.yaml"
    text = entry.read_text(encoding="utf-8")
    for plain, code in (
        ("title: Weights are in grams", "title: Weights are in `weight_g`, 2026.06.3 - in a_b"),
        ("a parcel has weight_g", "a parcel has `weight_g` and `a|b`"),
        ("Send weight_g in grams instead of weight_lb", "Send `weight_g` in grams instead of `weight_lb`"),
    ):
        assert plain in text
        text = text.replace(plain, code)
    entry.write_text(text, encoding="utf-8")
    (root / "used.txt").write_text("GET /2026-07/parcels\nParcel.weight_lb\nGET /2026-04/parcels\n", encoding="utf-8")
    return root


@pytest.mark.parametrize(("command", "arguments", "code"), REPORTS, ids=[one[0] for one in REPORTS])
def test_code_is_code(harbour: Path, docgen: Docgen, command: str, arguments: Sequence[str], code: set[str]) -> None:
    now = () if command == "diff" else ("--now", "2026-07-06")
    ran = docgen(harbour, *command.split(), *arguments, "--format", "markdown", *now)
    assert ran.out.startswith(("#", "**")), ran.err
    tokens = MarkdownIt("commonmark").enable("table").parse(ran.out)
    inline = [child for token in tokens for child in token.children or ()]
    told = {word for child in inline if child.type == "code_inline" for word in re.split(r"\.(?=\w)", child.content)}
    assert code <= told | {child.content for child in inline if child.type == "code_inline"}
    assert not [child.content for child in inline if child.type != "code_inline" and "`" in child.content]
    assert "2026\\.06" not in ran.out
