"""Each file of fronts/ is an nginx in front of an edge with the generated rules, and says what has to be found."""

from pathlib import Path

import pytest

from tests.conftest import Docgen
from tests.redirects.edges.kinds import demanded
from tests.redirects.edges.kinds.kind import HOST
from tests.redirects.edges.servers import start
from tests.sampling import some
from tests.verify.edge import SUNSETS, edge, move_sunsets, rules_of
from tests.verify.test_broken import header_value
from tests.verify.test_built import ids

pytest.importorskip("httpx", reason="httpx is the extra `live`")
pytestmark = pytest.mark.edge
FRONTS = sorted((Path(__file__).parent / "fronts").glob("*.conf"))


@pytest.mark.parametrize("front", some(FRONTS, 5), ids=lambda front: front.stem)
def test_what_is_in_front_of_an_edge_is_found_by_its_cause(
    aurous: Path, tmp_path: Path, docgen: Docgen, front: Path
) -> None:
    move_sunsets(aurous, SUNSETS["ahead"])
    kind, rules, folder = demanded("nginx"), rules_of(aurous, "nginx"), tmp_path / "front"
    folder.mkdir()
    with (
        edge(kind, rules, tmp_path / "edge") as (new, _),
        edge(kind, dict.fromkeys(rules, ""), tmp_path / "old") as (old, _),
    ):
        text = front.read_text(encoding="utf-8")
        for name, value in {"EDGE": new.port, "OLD": old.port, "FOLDER": folder}.items():
            text = text.replace(f"@{name}@", str(value))

        def configure(port: int) -> None:
            (folder / "nginx.conf").write_text(text.replace("@PORT@", str(port)), encoding="utf-8")

        with start(kind, {}, folder, configure) as started:
            where = ("--origin", f"http://{HOST}:{started.port}", "--resolve", f"{HOST}:{started.port}:127.0.0.1")
            quick = ("--rate", "1000", "--retries", "1", "--timeout", "3", "--skip-targets", "--format", "json")
            ran = docgen(aurous, "redirects", "verify", *where, *quick)
    assert ids(ran.out) == set(header_value(front, "finds").split()), ran.out
    assert header_value(front, "says") in ran.out
