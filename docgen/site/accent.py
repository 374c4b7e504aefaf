"""The accent colour of a site, that of links and buttons, for each scheme: readable on every surface of the pages."""

import re
from typing import Final

_HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_READABLE: Final = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
_SCHEMES: Final = (
    (':root, [data-md-color-scheme="default"]', (0xE5, 0xEE, 0xFE), (0, 0, 0)),
    ('[data-md-color-scheme="slate"]', (0x26, 0x2C, 0x3D), (255, 255, 255)),
)
"""Each scheme with the ground on which text is read worst (`--dg-blue-bg`, `--dg-grey-bg`), and what makes it darker
or lighter."""
_STEPS: Final = 20

_Rgb = tuple[int, int, int]


def is_colour(text: str) -> bool:
    """Whether a text is a colour as `#4338ca`."""
    return _HEX.fullmatch(text) is not None


def accent_styles(colour: str) -> str:
    """The rules that set the colour, darker or lighter where it would not be readable."""
    wanted: _Rgb = (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:], 16))
    return "\n".join(
        "{} {{ --dg-link: #{:02x}{:02x}{:02x}; }}".format(selector, *_readable(wanted, surface, extreme))
        for selector, surface, extreme in _SCHEMES
    )


def _readable(wanted: _Rgb, surface: _Rgb, extreme: _Rgb) -> _Rgb:
    mixed = (_mixed(wanted, extreme, step / _STEPS) for step in range(_STEPS + 1))
    return next((colour for colour in mixed if contrast(colour, surface) >= _READABLE), extreme)


def _mixed(one: _Rgb, other: _Rgb, share: float) -> _Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: _Rgb, other: _Rgb) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: _Rgb) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
