"""Every server against the oracle, on odd raw targets around the rules.

DOCGEN_ODD_TARGETS=20000 asks for as many; DOCGEN_SEED repeats a run.
"""

import os
import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, Literal

import msgspec
import pytest

from docgen.model.redirect import Redirect
from docgen.redirects import oracle
from docgen.redirects.edges import EDGES
from docgen.redirects.oracle import Request
from docgen.redirects.paths import PLACEHOLDER
from tests.cases import load_yaml
from tests.sampling import SEED

from .conformance import FAR_FUTURE, FAR_PAST, NOW, carried
from .kinds import KINDS, Kind
from .kinds.kind import HOST
from .rules import redirects
from .servers import Response, Server, running
from .test_conformance import OURS, assert_answered, without_own

pytestmark = pytest.mark.edge
COUNT: Final = int(os.environ.get("DOCGEN_ODD_TARGETS", "60"))
SERVERS: Final = ("apache", "caddy", "envoy", "haproxy", "nginx", "varnish")
RUN: Final = [name for name, kind in KINDS.items() if kind.edge in SERVERS]
ODD: Final[dict[str, list[str]]] = load_yaml(Path(__file__).with_name("odd_targets.yaml").read_text("utf-8"))


def odd_targets(rules: tuple[Redirect, ...], seed: int) -> Iterator[tuple[str, str]]:
    """Methods and raw targets without end: paths of rules, some of them changed once or twice."""
    chance = random.Random(seed)  # noqa: S311 - it need not be secret
    while True:
        path = PLACEHOLDER.sub(lambda _: chance.choice(ODD["values"]), chance.choice(rules).path)
        for change in chance.sample(CHANGES, chance.choice((0, 0, 1, 1, 2))):
            path = change(chance, path)
        origin = chance.choice(ODD["origins"]) if chance.random() < 0.05 else ""
        query = "?" + "a=%20&" * 300 if chance.random() < 0.05 else chance.choice(ODD["queries"])
        yield chance.choice(ODD["methods"]), origin + path + chance.choice(ODD["ends"]) + query


def _escaped(chance: random.Random, path: str) -> str:
    index = chance.randrange(len(path))
    return path[:index] + chance.choice(("%{:02x}", "%{:02X}")).format(ord(path[index])) + path[index + 1 :]


def _inserted(chance: random.Random, path: str) -> str:
    """Something before one of the path's slashes."""
    index = chance.choice([match.start() for match in re.finditer("/", path)] or [0])
    return path[:index] + chance.choice(ODD["inserted"]) + path[index:]


CHANGES: Final = (
    _escaped,
    _inserted,
    lambda _, path: path.replace("/", "%2F", 2).replace("%2F", "/", 1),
    lambda _, path: path.swapcase(),
    lambda chance, path: path[: chance.randint(1, len(path))],
    lambda chance, path: path + chance.choice(ODD["ends"]),
)


@pytest.fixture(scope="session")
def plain(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same server with files in which no rule is left."""
    folder = Path(tmp_path_factory.mktemp(kind.edge))
    gone = [msgspec.structs.replace(rule.text, removed=date(2026, 1, 1)) for rule in redirects(None)]
    rules = [msgspec.structs.replace(rule, text=text) for rule, text in zip(redirects(None), gone, strict=True)]
    files = EDGES[kind.edge].render(rules, kind.setup(NOW, folder=folder))
    with running(kind, files, folder) as started:
        yield started


@pytest.mark.parametrize("kind", RUN, indirect=True)
def test_odd_targets(server: Server, plain: Server, kind: Kind, time: Literal["before", "after"]) -> None:
    """A server answers as the oracle does; what the oracle leaves to the upstream, as it does without a rule.

    A target that the server refuses without a rule, it may refuse with one.
    """
    rules = carried(redirects(FAR_FUTURE if time == "before" else FAR_PAST), kind)
    targets = odd_targets(redirects(None), SEED)
    wrong = [said for _ in range(COUNT) if (said := _difference((server, plain), kind, rules, *next(targets)))]
    assert not wrong, f"{len(wrong)} of {COUNT}:\n" + "\n".join(wrong[:40])


def _difference(
    servers: tuple[Server, Server], kind: Kind, rules: tuple[Redirect, ...], method: str, target: str
) -> str:
    """What is wrong with the answer to a request; empty where nothing is."""
    answer = oracle.answer(rules, Request(method, HOST, target), NOW)
    (response, line), (own, own_line) = (_sent(server, method, target) for server in servers)
    said = f"{method} {target[:200]}: {response.status} {response.all('Location')} {line}, expected"
    as_without = response.status == own.status and ("" in (line, own_line) or line == own_line)  # a cache may have it
    if as_without and (answer is None or own.status // 100 == 4 or own_line.endswith(" /error-page")):
        return f"{said} no header of a rule" if OURS & {name.lower() for name, _ in response.headers} else ""
    if answer is None:
        return f"{said} {own.status} {own_line}"
    try:
        assert_answered(answer, kind, without_own(response, kind, answer.headers), response)
    except AssertionError:
        return f"{said} {answer.status} {answer.headers[:1]}"
    return f"{said} no request to the upstream" if line else ""


def _sent(server: Server, method: str, target: str) -> tuple[Response, str]:
    """The response, and the method and target of the requests that the upstream saw for it."""
    server.upstream.heads.clear()
    response = server.send(method, target.encode("latin-1"))
    return response, " ".join(head.decode("latin-1").partition(" HTTP/1.")[0] for head in server.upstream.heads)
