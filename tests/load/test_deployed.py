"""What stands on an edge is found under the names that docgen gives, and taken for the edge that it is of."""

from pathlib import Path

import pytest

from docgen.errors import UsageError
from docgen.load.deployed import read_deployed

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
    assert [found.name for found in read_deployed(tmp_path, EDGES)] == ([name] if name else [])


def test_a_file_that_fits_two_edges_needs_the_name_of_one(tmp_path: Path) -> None:
    write(tmp_path, "docgen-redirects.conf")
    with pytest.raises(UsageError, match="may belong to apache or nginx; name the edge with --edge"):
        read_deployed(tmp_path / "docgen-redirects.conf", EDGES)
    (found,) = read_deployed(tmp_path, {"nginx": EDGES["nginx"]})
    assert (found.edge, found.text) == ("nginx", "# Redirects\n")


def test_every_edge_of_one_folder_is_found(tmp_path: Path) -> None:
    every = [name for names in EDGES.values() for name in names]
    write(tmp_path / "dist", *every)
    assert sorted(found.name for found in read_deployed(tmp_path / "dist", EDGES)) == sorted(every)
