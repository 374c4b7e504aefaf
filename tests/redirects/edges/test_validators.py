"""The servers' own validators have nothing to say."""

import subprocess
from pathlib import Path

import msgspec
import pytest

from docgen.model.redirect import Redirect
from docgen.redirects.edges import EDGES
from docgen.redirects.edges.files import Setup

from .conformance import FAR_FUTURE
from .kinds import KINDS, Kind
from .kinds.kind import Broken
from .rules import build, others, redirects
from .servers import install, validate

pytestmark = pytest.mark.edge
MANY = {"cloudflare-pages": 46, "cloudfront": 15}  # what fits into its 100 blocks of headers, and its 10 KB


def test_clean(kind: Kind, tmp_path: Path) -> None:
    files = EDGES[kind.edge].render(redirects(FAR_FUTURE), kind.setup())
    install(files, tmp_path)
    kind.configure(tmp_path, files, 8000, 8001)
    assert_clean(kind, validate(kind, files, tmp_path))


def test_fifty_rules_or_as_many_as_fit(kind: Kind, tmp_path: Path) -> None:
    rules = [
        build(
            {"id": f"rule-number-{n}", "path": f"/v1/some-path-number-{n}", "match": "prefix", "excluded": ["OPTIONS"]}
            | {"to": f"https://api.aurous-labs.com/v2/{n}", "headers": [["Cache-Control", "no-store"]]},
            FAR_FUTURE,
        )
        for n in range(MANY.get(kind.edge, 50))
    ]
    assert not EDGES[kind.edge].excesses(rules, kind.setup())
    files = EDGES[kind.edge].render(rules, kind.setup())
    install(files, tmp_path)
    kind.configure(tmp_path, files, 8000, 8001)
    assert_clean(kind, validate(kind, files, tmp_path))


@pytest.mark.parametrize(
    ("kind", "broken"), [(name, broken) for name in sorted(KINDS) for broken in KINDS[name].broken], indirect=["kind"]
)
def test_a_broken_file_is_refused(kind: Kind, broken: Broken, tmp_path: Path) -> None:
    right = EDGES[kind.edge].render(redirects(FAR_FUTURE), kind.setup())
    files = {path: str(text).replace(broken.right, broken.wrong, 1) for path, text in right.items()}
    assert files != right
    install(files, tmp_path)
    kind.configure(tmp_path, files, 8000, 8001)
    checked = validate(kind, files, tmp_path)
    assert checked.returncode != 0
    assert broken.complaint in checked.stdout + checked.stderr


@pytest.mark.parametrize("kind", sorted(name for name in KINDS if name.startswith("caddy")), indirect=True)
def test_caddy_fmt(kind: Kind, tmp_path: Path) -> None:
    assert kind.binary
    rules = [one_line(rule) for rule in (*redirects(FAR_FUTURE), *others(60, FAR_FUTURE))]
    for path, text in EDGES["caddy"].render(rules, Setup()).items():
        file = tmp_path / Path(path).name
        file.write_text(str(text), "utf-8")
        formatted = subprocess.run([kind.binary, "fmt", file], capture_output=True, text=True, check=False)
        assert formatted.stdout == str(text)


def one_line(redirect: Redirect) -> Redirect:
    """Without line breaks and double spaces in a body: the formatter of Caddy 2.6 changes them in raw strings."""
    gone = redirect.gone and msgspec.structs.replace(redirect.gone, body=" ".join(redirect.gone.body.split()))
    return msgspec.structs.replace(redirect, gone=gone)


def assert_clean(kind: Kind, checked: subprocess.CompletedProcess[str]) -> None:
    said = checked.stdout + checked.stderr
    assert checked.returncode == 0, said
    own = ("Caddyfile input is not formatted", "automatic HTTPS is completely disabled")  # of the suite's own file
    complaints = [
        line
        for line in said.splitlines()
        if any(word in line.lower() for word in ("warn", "alert", "emerg"))
        if not (kind.edge == "caddy" and any(words in line for words in own))
    ]
    assert not complaints


@pytest.mark.parametrize("kind", sorted(name for name in KINDS if name.startswith(("nginx", "haproxy"))), indirect=True)
def test_as_much_as_the_limits_allow(kind: Kind, tmp_path: Path) -> None:
    """Eighteen headers, one of which is as long as nginx reads it, and an answer of that length."""
    headers = [["X-Long", "v" * 3_990], *([f"X-{n}", "v"] for n in range(17))]
    rule = {"id": "long", "path": "/long", "match": "exact", "to": "https://docs.aurous-labs.com/", "headers": headers}
    rules = [build({**rule, "gone": {"status": 404, "content_type": "text/plain", "body": "b" * 3_990}}, FAR_FUTURE)]
    assert not EDGES[kind.edge].excesses(rules, Setup())
    files = EDGES[kind.edge].render(rules, Setup())
    install(files, tmp_path)
    kind.configure(tmp_path, files, 8000, 8001)
    assert_clean(kind, validate(kind, files, tmp_path))
