"""Places are found in every file of a large project without reading one of them twice."""

import pytest
import yaml

from docgen.positions.source import Source
from docgen.positions.yaml import locate


def test_no_text_is_composed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    composed: list[str] = []
    whole = yaml.compose

    def compose(text: str, **how: object) -> object:
        composed.append(text)
        return whole(text, **how)

    monkeypatch.setattr(yaml, "compose", compose)
    sources = [Source(f"changelog/2026-05-15/{number}.yaml", f"title: Entry {number}\n") for number in range(500)]
    for source in (*sources, *sources):
        assert locate(source, ("title",)) == (1, 1)
    assert len(composed) == len(sources)
