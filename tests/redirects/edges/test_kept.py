"""On every real server: a rule that is kept for a night redirects on, and no other does."""

from pathlib import Path

import pytest

from docgen.redirects.edges import EDGES
from docgen.redirects.edges.variants import keep_notice, keep_until

from .conformance import FAR_FUTURE, FAR_PAST, NOW, rule
from .kinds import Kind
from .rules import redirects
from .servers import running, validate

pytestmark = pytest.mark.edge


def test_a_kept_rule_redirects_on_and_no_other_does(kind: Kind, tmp_path: Path) -> None:
    ended = redirects(FAR_PAST)
    docs, guide = rule(ended, "docs-site"), rule(ended, "guide")
    setup = kind.setup(NOW, notice=keep_notice([docs], FAR_FUTURE))
    files = EDGES[kind.edge].render(keep_until(ended, [docs], FAR_FUTURE, NOW), setup)
    with running(kind, files, tmp_path) as server:
        checked = validate(kind, files, tmp_path)
        assert checked.returncode == 0, checked.stderr
        assert server.send("GET", docs.path.encode()).status == 308
        assert not server.send("GET", guide.path.encode()).all("Location")
