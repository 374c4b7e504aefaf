"""A page under any theme says for which day it is; Material's template does so by itself."""

from types import SimpleNamespace
from typing import Any

import pytest

from docgen.site.plugin import DocgenPlugin

DAY = '<time datetime="2026-06-01">1 Jun 2026</time>'


@pytest.mark.parametrize(
    ("theme", "page", "expected"),
    [
        ("readthedocs", "<footer>a</footer></body>", f'<footer>a<p class="dg-as-of">As of {DAY}.</p></footer></body>'),
        ("mkdocs", "<body>a</body>", f'<body>a<p class="dg-as-of">As of {DAY}.</p></body>'),
        ("mkdocs", "no page", None),
        ("material", "<footer></footer>", None),
    ],
)
def test_the_day_stands_at_the_foot(theme: str, page: str, expected: str | None) -> None:
    config: Any = SimpleNamespace(theme=SimpleNamespace(name=theme), extra={"docgen": {"as_of": DAY}})
    assert DocgenPlugin().on_post_page(page, page=None, config=config) == expected  # type: ignore[arg-type] # not asked
