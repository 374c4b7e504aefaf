"""Places are found in every file of a large project without reading one of them twice."""

import json
from collections.abc import Iterator

import pytest
import yaml

from docgen.positions import json as json_positions
from docgen.positions import locate
from docgen.positions.source import Source


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


def test_no_part_of_a_json_text_is_looked_through_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    scanned: list[int] = []
    whole = json_positions._members

    def members(text: str, offset: int) -> Iterator[tuple[str, json_positions._Member]]:
        scanned.append(offset)
        return whole(text, offset)

    monkeypatch.setattr(json_positions, "_members", members)
    source = Source("api.json", json.dumps({"paths": {f"/{number}": {"get": {}} for number in range(500)}}))
    for number in (*range(500), *range(500)):
        locate(source, ("paths", f"/{number}", "get"))
    assert len(scanned) == len(set(scanned)) == 502
