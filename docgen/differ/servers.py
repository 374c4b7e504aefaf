"""The servers of two contracts, by their URLs."""

from collections.abc import Iterator

from docgen.differ.pairs import Pair
from docgen.differ.place import Place


def compare_servers(old: Place, new: Place) -> Iterator[Pair]:
    """A pair for each server that came or went."""
    before, after = _urls(old), _urls(new)
    for url in before:
        if url not in after:
            yield _noted(old, new, "removed", url)
    for url in after:
        if url not in before:
            yield _noted(old, new, "added", url)


def _noted(old: Place, new: Place, verb: str, url: str) -> Pair:
    pair = Pair(old, new, f"the server `{url}`", f"server {url}")
    pair.note(f"api-server-{verb}", ("servers",), (url,), name=url)
    return pair


def _urls(place: Place) -> list[str]:
    servers = place.get("servers")
    return (
        [str(server.get("url")) for server in servers if isinstance(server, dict)] if isinstance(servers, list) else []
    )
