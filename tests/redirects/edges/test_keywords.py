"""Ids, paths, placeholders, header names and values that are words of a server's own: data, on every edge."""

import os
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, cycle
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from docgen.model.redirect import RESERVED_HEADERS, Redirect
from docgen.model.text import RULE_PATH
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.paths import example_path
from tests.cases import load_yaml

from .conformance import FAR_FUTURE, FAR_PAST, NOW
from .kinds import KINDS, Kind
from .kinds.kind import HOST
from .rules import build
from .servers import running
from .test_header_rules import header_rule

pytestmark = pytest.mark.edge
WORDS: Final = sorted(
    set(chain.from_iterable(load_yaml((Path(__file__).parent / "keywords.yaml").read_text("utf-8")).values()))
)
SLUGS: Final = [word for word in WORDS if re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", word)]
SEGMENTS: Final = [word for word in WORDS if re.fullmatch(RULE_PATH, f"/{word}") and word not in (".", "..")]
NAMES: Final = [word for word in SLUGS if re.fullmatch("[a-z][a-z0-9_]*", word)]
HEADERS: Final = [
    word for word in WORDS if re.fullmatch("[A-Za-z0-9._~-]+", word) and word.lower() not in RESERVED_HEADERS
]
ENDS: Final = (
    {"sunset": FAR_FUTURE, "gone": {"status": 404}},
    {"sunset": FAR_PAST, "gone": {"status": 410}},
    {"sunset": FAR_PAST},
    {"sunset": None},
)


def rules(draw: random.Random) -> Iterator[tuple[dict[str, Any], int | None]]:
    """The keys of a rule for each word that can be an id, with its sunset; all words are in paths and headers."""
    words = _endless(draw, SEGMENTS), _endless(draw, HEADERS), _endless(draw, WORDS), _endless(draw, NAMES)
    for id_ in draw.sample(SLUGS, len(SLUGS)):
        segments, headers, values, names = words
        placeholder = draw.choice(("", f"/{{{next(names)}}}"))
        path = f"/{next(segments)}/{next(segments)}"
        fields = {name.lower(): (name, next(values)) for name in (next(headers), next(headers), next(headers))}
        ends = dict(draw.choice(ENDS))
        sunset = ends.pop("sunset")
        rule = {"id": id_, "path": f"/{id_}{path}{placeholder}", "match": draw.choice(("exact", "prefix")), **ends}
        rule |= {"to": f"https://docs.example.com{path}/{id_}{placeholder}", "excluded": draw.choice(((), ("GET",)))}
        yield {**rule, "headers": [list(field) for field in fields.values()]}, sunset


def _endless(draw: random.Random, words: Sequence[str]) -> Iterator[str]:
    """The words in an order of their own, again and again."""
    return cycle(draw.sample(words, len(words)))


@pytest.mark.parametrize("kind", sorted(KINDS), indirect=True)
def test_a_word_of_a_server_is_data(kind: Kind) -> None:
    @settings(
        max_examples=int(os.environ.get("DOCGEN_RULE_SETS", "1")),
        deadline=None,
        database=None,
        phases=[Phase.generate],  # each example starts a server: a found one is not made smaller
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=True))
    def answers(draw: random.Random) -> None:
        _check(kind, [build(rule, sunset) for rule, sunset in rules(draw)])

    answers()


def _check(kind: Kind, drawn: list[Redirect]) -> None:
    added = tuple(
        header_rule({"id": rule.id, "path": f"/headers{rule.path}", "headers": {"Link": f"<{rule.id}>"}})
        for rule in drawn
        if "header-rules" in EDGES[kind.edge].FEATURES
    )
    setup = msgspec.structs.replace(kind.setup(NOW), accepted=frozenset({"headers"}))
    served = [rule for rule in drawn if not EDGES[kind.edge].missing_features(rule, setup)]
    beyond = {excess.redirect.id for excess in EDGES[kind.edge].excesses((*served, *added), setup)}
    served = [rule for rule in served if rule.id not in beyond]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        own = kind.setup(NOW, folder=folder)
        files = EDGES[kind.edge].render((*served, *added), msgspec.structs.replace(own, accepted=setup.accepted))
        with running(kind, files, folder) as server:
            for rule in served:
                target = example_path(rule.path)
                expected = oracle.answer(served, oracle.Request("GET", HOST, target), NOW)
                response = server.send("GET", target.encode())
                assert response.status == (expected.status if expected else 200), rule
                for field, value in expected.headers if expected and "headers" in EDGES[kind.edge].FEATURES else ():
                    assert value in response.all(field), (rule, field)
            for one in added:
                response = server.send("GET", example_path(one.path).encode())
                assert response.all("Link") == [f"<{one.id}>"], one
