"""An edge whose table lists `hosts` gets the rules of these hosts alone, whichever command asks."""

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Docgen

API, TRACK = "api.harbour-parcel.example", "track.harbour-parcel.example"
NOW = ("--now", "2026-11-25")


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A project with a host on nginx, and another on an edge that cannot serve what the first one's rule needs."""
    root = tmp_path / "harbour"
    shutil.copytree(REPOSITORY / "tests" / "other" / "harbour", root)
    configure(root, "nginx", API)
    configure(root, "gateway-api", TRACK)
    return root


def configure(root: Path, edge: str, *hosts: str) -> None:
    path = root / "pyproject.toml"
    text = path.read_text(encoding="utf-8").replace('["nginx", "haproxy", "caddy"]', '["nginx", "gateway-api"]')
    path.write_text(f"{text}\n[tool.docgen.edge.{edge}]\nhosts = {json.dumps(hosts)}\n", encoding="utf-8")


def found(docgen: Docgen, root: Path, *ids: str) -> list[tuple[str, str]]:
    findings = json.loads(docgen(root, "check", "--format", "json", *NOW).out)["findings"]
    return [(f"{one['path']}:{one['line']}", one["message"]) for one in findings if one["id"] in ids]


def test_an_edge_is_checked_for_its_own_rules(harbour: Path, docgen: Docgen) -> None:
    messages = [message for _, message in found(docgen, harbour, "edge-cannot-express", "host-without-edge")]
    assert messages and all(message.startswith("`tracking-page` needs") for message in messages)


def test_the_files_of_an_edge_have_its_own_hosts(harbour: Path, docgen: Docgen) -> None:
    accept = "accepted:\n" + "".join(
        f"  - {{what: edge-cannot-express, at: gateway-api {feature}, why: A, who: B, until: 2027-09-01}}\n"
        for feature in ("headers", "after-410", "methods-except")
    )
    (harbour / ".docgen").mkdir(exist_ok=True)
    (harbour / ".docgen/accepted.yaml").write_text(accept, encoding="utf-8")
    (unused,) = found(docgen, harbour, "acceptance-unused")
    assert unused[1] == "no rule on gateway-api is missing `methods-except`"
    (harbour / ".docgen/accepted.yaml").write_text(accept[: accept.rindex("  - {")], encoding="utf-8")
    ran = docgen(harbour, "redirects", "build", *NOW)
    assert ran.code == 0, ran.err
    dist = harbour / "redirects/dist"
    files = [path for path in dist.rglob("*") if path.is_file()]
    texts = {path.relative_to(dist).as_posix(): path.read_text(encoding="utf-8") for path in files}
    rules = {path.split("/")[0]: "shipments" in text for path, text in texts.items() if "docs-host" not in path}
    assert rules == {"nginx": True, "gateway-api": False}
    assert not any("Rule tracking-page" in text for path, text in texts.items() if path.startswith("nginx/"))
    assert any("tracking-page" in text for path, text in texts.items() if path.startswith("gateway-api/"))
    assert not any("docs-host" in path or "docs.harbour" in path for path in texts)
    assert docgen(harbour, "redirects", "plan", "--deployed", "redirects/dist", *NOW).code == 0
    built = docgen(harbour, "build", *NOW)
    assert "edge nginx: 2 files, 1 rule," in built.out + built.err


def test_a_host_of_no_edge_and_a_host_without_a_rule_are_found(harbour: Path, docgen: Docgen) -> None:
    path = harbour / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    # the host of the site is served by edges, too
    listed = '["docs.harbour-parcel.example", "track.harbour-parcel.exmaple"]'
    path.write_text(text.replace(f'["{TRACK}"]', listed), encoding="utf-8")
    line = text[: text.index(f'["{TRACK}"]')].count("\n") + 1
    said = "no rule is on track.harbour-parcel.exmaple, which gateway-api lists"
    assert found(docgen, harbour, "host-without-edge") == [
        (f"pyproject.toml:{line}", f"{said}; expected some of {API}, {TRACK}"),
        ("redirects/track.yaml:3", f"no configured edge serves `tracking-page` on {TRACK}"),
    ]
