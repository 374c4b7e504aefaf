"""Rules that add headers, as rows of a table from what a request asks to the values of the headers.

What a request asks is one text: the method, the raw target, and the value of each header that names a date-pin, with a
space before the target and before the values, and `;` between these.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from docgen.model.redirect import HeaderRule
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import Setup

_COLUMNS: Final = ("Deprecation", "Sunset", "Link")
SEPARATOR: Final = "|"
"""Between the values of a record; only the last can have it itself."""


class HeaderRecords(NamedTuple):
    """The emitted rules of a host; `columns` are the headers of a record in order, `carriers` those that name a pin.

    `is_asked`: the host has such a rule, or had: with a removed one, the configuration of a server may ask for it.
    """

    columns: tuple[str, ...]
    carriers: tuple[str, ...]
    rules: Sequence[HeaderRule]
    is_asked: bool

    @classmethod
    def of(cls, setup: Setup, host: str) -> "HeaderRecords":
        """The records of a host, of which the first that matches decides."""
        rules = [rule for rule in setup.header_rules if rule.host == host]
        own = dict.fromkeys(name for rule in rules for name, _ in rule.headers if name not in _COLUMNS)
        carriers = {rule.version[0].lower() for rule in rules if rule.version}
        served = [rule for rule in rules if rule.is_served]
        return cls((*_COLUMNS, *own), tuple(sorted(carriers)), served, bool(rules))

    def record(self, rule: HeaderRule) -> str:
        """The values of a rule, empty where it lacks a header."""
        values = dict(rule.headers)
        return SEPARATOR.join(values.get(name, "") for name in self.columns)

    def pattern(self, rule: HeaderRule) -> str:
        """What the requests of a rule ask, as a regular expression in the syntax of `files.path_pattern`."""
        methods = f"(?:{'|'.join(rule.methods)})" if rule.methods else "[^ ]+"
        target = target_pattern(rule)
        other = ".*" if len(self.carriers) == 1 else "[^;]*"
        sent = {rule.version[0].lower(): rule.version[1].replace(".", "[.]")} if rule.version else {}
        return f"^{methods} {target} {';'.join(sent.get(name, other) for name in self.carriers)}$"


def target_pattern(rule: HeaderRule) -> str:
    """What a rule covers of a raw target, as a regular expression like that of `files.path_pattern`, without groups."""
    below = "/?" if rule.match == "exact" else "(?:/[^?# ]*)?"
    return f"{files.path_pattern(rule.path, '[^/?# ]+')}{below}(?:[?][^# ]*)?"
