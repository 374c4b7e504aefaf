"""Rules by path: the ones that cover a target are found without trying them all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic
from urllib.parse import urlsplit

from docgen.model.redirect import AnyRule
from docgen.redirects.path_tree import PathTree
from docgen.redirects.paths import covered


class RuleIndex(Generic[AnyRule]):
    """The rules of any number of hosts, in their order."""

    def __init__(self, rules: Iterable[AnyRule]) -> None:
        self._of_host: defaultdict[str, PathTree[tuple[int, AnyRule]]] = defaultdict(PathTree)
        for index, rule in enumerate(rules):
            self._of_host[rule.host].add(rule.path, (index, rule))

    def covering(self, host: str, target: str) -> Iterator[AnyRule]:
        """The rules of a host that cover a raw target (or the path of another rule), in their order."""
        if host not in self._of_host:
            return
        near = sorted(self._of_host[host].above(target.partition("?")[0]), key=lambda one: one[0])
        yield from (rule for _, rule in near if covered(rule, target) is not None)

    def covering_url(self, url: str) -> Iterator[AnyRule]:
        """The rules that cover a URL on the default https port, in their order."""
        parts = urlsplit(url)
        return self.covering(parts.netloc.lower().removesuffix(":443"), parts.path)
