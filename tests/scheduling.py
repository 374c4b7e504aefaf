"""Which tests one process of pytest-xdist runs: those that share a browser, a server or the fixtures of a module."""

import re

from xdist.scheduler import LoadScopeScheduling

SERVER = re.compile(r"::test_edge\[(.*?-(?:before|after))-")


class ByFixture(LoadScopeScheduling):  # type: ignore[misc] # xdist ships no types
    """By module, but for the list of conformance, which has many servers, and the browser, which has many modules.

    `--dist loadgroup` would read this from marks: xdist 3.8 writes them into ids that pytest 9.2 does not read.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file.startswith("tests/browser/"):
            return "tests/browser"
        server = SERVER.search(nodeid)
        return f"{file} {server[1]}" if server else file
