"""The accent colour of a site is readable in both schemes, whatever is chosen, and refused where it is no colour."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config.base import ValidationError

from docgen.site.assets import accent_styles, contrast, style_sheet
from docgen.site.plugin import Colour

SURFACES = {"default": "#fff #f7f8fb #eceef4 #e5eefe", "slate": "#11141e #1a1f2e #171b28 #262c3d"}
"""The grounds on which links are, in each scheme; the text of a button is white or the first of the dark ones."""


def parts(colour: str) -> tuple[int, int, int]:
    full = colour if len(colour) > 4 else "#" + "".join(digit * 2 for digit in colour[1:])
    return int(full[1:3], 16), int(full[3:5], 16), int(full[5:], 16)


def chosen(styles: str) -> dict[str, str]:
    return dict(re.findall(r'scheme="(\w+)"\] \{ --dg-link: (#\w{6}); \}', styles))


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_becomes_one_that_is_readable(number: int) -> None:
    found = chosen(accent_styles(f"#{number:06x}"))
    assert found.keys() == SURFACES.keys()
    for scheme, surfaces in SURFACES.items():
        assert all(contrast(parts(found[scheme]), parts(surface)) >= 4.5 for surface in surfaces.split())


def test_a_colour_that_is_readable_stays() -> None:
    assert chosen(accent_styles("#4338ca"))["default"] == "#4338ca"
    assert chosen(accent_styles("#a5b4fc"))["slate"] == "#a5b4fc"


def test_the_style_sheet_ends_with_the_colour_and_has_another_name() -> None:
    plain, coloured = style_sheet("material"), style_sheet("material", "#0f766e")
    assert coloured[0] != plain[0]
    assert coloured[1].startswith(plain[1])
    assert coloured[1].endswith(accent_styles("#0f766e"))


@pytest.mark.parametrize("text", ["teal", "#fff", "#12345g", "4338ca", "#4338ca; } body { display: none", 4338])
def test_what_is_no_colour_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        Colour().run_validation(text)
