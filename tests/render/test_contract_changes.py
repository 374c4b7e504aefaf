"""What a text says already is not listed below it."""

import pytest

from docgen.model.change import Change
from docgen.render.contract_changes import lines, says_more


def change(text: str) -> Change:
    return Change("an-id", "breaking", "both", "Kiln", "/p", ("/p",), (), (), (), text, text)


REMOVED = [change("removed the field `glaze` from `Kiln`"), change("removed the field `cone` from `Kiln`")]


@pytest.mark.parametrize(
    ("told", "is_listed"),
    [
        ("", True),
        ("Removed the field glaze from Kiln", True),
        ("Removed the fields glaze and cone from Kiln", False),
        ("A kiln fires hotter.\n- Removed the fields `glaze` and `cone` from `Kiln`", False),
        ("Removed the fields glaze\nand cone from Kiln", True),
    ],
)
def test_a_change_is_listed_where_no_line_of_the_text_has_it(told: str, is_listed: bool) -> None:
    assert bool(lines(REMOVED, told)) == is_listed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False),
        ("Removed `glaze` from Kiln.", False),
        ("Removed glaze from Kiln: read cone instead.", True),
    ],
)
def test_a_summary_is_shown_where_it_says_more_than_the_title(text: str, expected: bool) -> None:
    assert says_more(text, "Removed glaze from Kiln") == expected
