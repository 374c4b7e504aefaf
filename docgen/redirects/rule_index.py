"""Rules by path: the ones that cover a target are found without trying them all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic
from urllib.parse import urlsplit

from docgen.model.redirect import AnyRule
from docgen.redirects.path_tree import PathTree
from docgen.redirects.paths import covered


class RuleIndex(Generic[AnyRule]):
    """The rules of any number of hosts, in their order."""

    def __init__(self, rules: Iterable[AnyRule]) -> None:
        self._named: defaultdict[str, list[AnyRule]] = defaultdict(list)
        self._of_host: defaultdict[str, PathTree[tuple[int, AnyRule]]] = defaultdict(PathTree)
        for index, rule in enumerate(rules):
            self._named[rule.text.id].append(rule)
            self._of_host[rule.host].add(rule.path, (index, rule))

    def named(self, id_: str) -> Sequence[AnyRule]:
        """The rules of an id, one for each of its hosts."""
        return self._named.get(id_, ())

    def covering(self, host: str, *targets: str) -> Iterator[AnyRule]:
        """The rules of a host that cover one of some raw targets (or the path of another rule), in their order."""
        if host not in self._of_host:
            return
        near: dict[int, AnyRule] = {}
        for target in targets:
            path = target.partition("?")[0].replace("{", "%7B")  # what is a placeholder elsewhere is text in a target
            near |= ((n, rule) for n, rule in self._of_host[host].near(path, below=False) if covered(rule, target))
        yield from (near[place] for place in sorted(near))

    def covering_url(self, url: str) -> Iterator[AnyRule]:
        """The rules that cover a URL on the default https port, in their order."""
        parts = urlsplit(url)
        return self.covering(parts.netloc.lower().removesuffix(":443"), parts.path)
