"""Platforms that take files: a small program of node serves them with the platform's own parser or matcher."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from docgen.model.files import Files

from .kind import HOSTS, Broken, Kind, of_system

NODE = Path(__file__).parent.parent / "node"
Sites = Callable[[Path, Files], Mapping[str, Path]]
"""What the program reads for each host, made from the generated files in a folder."""


def platform(edge: str, sites: Sites, *broken: Broken, own_headers: tuple[str, ...] = (), most: int = 500) -> Kind:
    """The kind of an edge whose program is `tests/redirects/edges/node/<edge>_host.mjs`."""

    def configure(folder: Path, files: Files, port: int, upstream: int) -> None:
        served = {host: str(path) for host, path in sites(folder, files).items()}
        (folder / "host.json").write_text(json.dumps({"port": port, "upstream": upstream, "sites": served}))

    program = str(NODE / f"{edge}_host.mjs")
    return Kind(
        edge,
        of_system("node") if (NODE / "node_modules").is_dir() else None,
        configure,
        (program, "check", "{folder}/host.json"),
        (program, "serve", "{folder}/host.json"),
        broken,
        own_headers=frozenset(own_headers),
        most=most,
        install="node 20 from the system, then npm ci in tests/redirects/edges/node",
    )


def by_host(folder: Path, files: Files, name: str) -> dict[str, Path]:
    """The file of that name of each host."""
    return dict(zip(HOSTS, (folder / path for path in files if path.endswith(name)), strict=False))
