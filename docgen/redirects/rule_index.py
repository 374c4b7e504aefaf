"""Rules by path: the ones that cover a target are found without trying them all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from docgen.model.redirect import Redirect
from docgen.redirects.paths import ancestors, covered


class RuleIndex:
    """The rules of any number of hosts, in their order."""

    def __init__(self, redirects: Iterable[Redirect]) -> None:
        self._at: defaultdict[tuple[str, str], list[tuple[int, Redirect]]] = defaultdict(list)
        for index, redirect in enumerate(redirects):
            path = "" if "{" in redirect.path else redirect.path  # with a placeholder, a rule is tried for every path
            self._at[redirect.host, path].append((index, redirect))

    def covering(self, host: str, target: str) -> Iterator[Redirect]:
        """The rules of a host that cover a raw target (or the path of another rule), in their order."""
        path = target.partition("?")[0]
        near = [one for at in (path, *ancestors(path), "") for one in self._at.get((host, at), ())]
        return (rule for _, rule in sorted(near, key=lambda one: one[0]) if covered(rule, target) is not None)

    def covering_url(self, url: str) -> Iterator[Redirect]:
        """The rules that cover a URL on the default https port, in their order."""
        parts = urlsplit(url)
        return self.covering(parts.netloc.lower().removesuffix(":443"), parts.path)
