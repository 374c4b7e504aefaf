"""What stands on an edge is found under the names that docgen gives, and taken for the edge that it is of."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from docgen.errors import UsageError
from docgen.load.deployed import read_deployed, rule_as_deployed
from docgen.load.project import load
from docgen.model.redirect import Brownout, Redirect
from docgen.redirects.edges.files import Title
from tests.conftest import REPOSITORY

EDGES = {
    "apache": ["apache/docgen-redirects.conf"],
    "nginx": ["nginx/docgen-redirects.conf"],
    "caddy": ["caddy/docgen-redirects.caddy"],
    "vercel": ["vercel/docgen-redirects/docgen-redirects.txt", "vercel/docgen-redirects/vercel.json"],
}


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("# Redirects\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("etc/caddy/docgen-redirects.caddy", "caddy/docgen-redirects.caddy"),
        ("docgen-redirects-api.example.com.caddy", "caddy/docgen-redirects-api.example.com.caddy"),
        ("etc/nginx/conf.d/docgen-redirects.conf", "nginx/docgen-redirects.conf"),
        ("etc/apache2/docgen-redirects-api.example.com.conf", "apache/docgen-redirects-api.example.com.conf"),
        ("nginx/apache2/docgen-redirects.conf", "apache/docgen-redirects.conf"),
        ("docgen-redirects-a.example/vercel.json", "vercel/docgen-redirects-a.example/vercel.json"),
        ("docgen-redirects/docgen-redirects.txt", "vercel/docgen-redirects/docgen-redirects.txt"),
        ("docgen-redirects.caddy.bak", None),
        ("docgen-docs-host.conf", None),
        ("docgen-docs-host/_headers", None),
        ("my-docgen-redirects.caddy", None),
        ("docgen-redirects/other.json", None),
    ],
)
def test_a_file_is_known_by_its_name_and_its_folders(tmp_path: Path, file: str, name: str | None) -> None:
    write(tmp_path, file, "nginx.conf")
    assert [*read_deployed(tmp_path, EDGES)] == ([name] if name else [])


def test_a_file_that_fits_two_edges_needs_the_name_of_one(tmp_path: Path) -> None:
    write(tmp_path, "docgen-redirects.conf")
    with pytest.raises(UsageError, match="may belong to apache or nginx; name the edge with --edge"):
        read_deployed(tmp_path / "docgen-redirects.conf", EDGES)
    (found,) = read_deployed(tmp_path, {"nginx": EDGES["nginx"]}).values()
    assert (found.edge, found.text) == ("nginx", "# Redirects\n")


def test_every_edge_of_one_folder_is_found(tmp_path: Path) -> None:
    every = [name for names in EDGES.values() for name in names]
    write(tmp_path / "dist", *every)
    assert sorted(read_deployed(tmp_path / "dist", EDGES)) == sorted(every)


def test_a_title_of_no_rule_is_a_rule_with_what_it_says() -> None:
    project, _ = load(REPOSITORY / "tests/check/sample", datetime(2026, 10, 1, tzinfo=UTC))
    assert project
    title = Title("old", "/old", "https://docs.widgets.example/new", 1_785_801_600)
    rule = rule_as_deployed(project, "api.widgets.example", title)
    assert (rule.id, rule.host, rule.path, rule.to) == ("old", "api.widgets.example", title.path, title.to)
    assert rule.sunset == title.sunset
    assert rule_as_deployed(project, "api.widgets.example", msgspec.structs.replace(title, sunset=None)).sunset is None


def test_a_title_of_a_rule_is_that_rule_as_it_was() -> None:
    project, _ = load(REPOSITORY / "tests/check/sample", datetime(2026, 10, 1, tzinfo=UTC))
    assert project
    (rule,) = project.redirects
    was = rule_as_deployed(project, rule.host, Title(rule.id, "/before", rule.to, rule.sunset))
    assert (was.path, was.to, was.sunset, was.gone) == ("/before", rule.to, rule.sunset, rule.gone)
    same = rule_as_deployed(project, rule.host, Title(rule.id, rule.path, rule.to, rule.sunset))
    assert same == rule
    later = rule_as_deployed(project, rule.host, Title(rule.id, rule.path, rule.to, 1_800_000_000))
    assert later.sunset == 1_800_000_000


def test_a_rule_without_a_sunset_had_no_brownouts() -> None:
    """Else the plan of a rule that gets both would say that somebody deleted its clock."""
    project, _ = load(REPOSITORY / "tests/check/sample", datetime(2026, 10, 1, tzinfo=UTC))
    assert project
    (rule,) = project.redirects
    window = Brownout(from_=datetime(2026, 10, 2, tzinfo=UTC), until=datetime(2026, 10, 3, tzinfo=UTC))
    text = msgspec.structs.replace(rule.text, brownouts=(window,))
    project = msgspec.structs.replace(project, redirects=(msgspec.structs.replace(rule, text=text),))
    was = rule_as_deployed(project, rule.host, Title(rule.id, rule.path, rule.to, None))
    assert isinstance(was, Redirect)
    assert was.brownouts == ()
