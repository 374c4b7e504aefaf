"""Rules that add headers, as rows of a table from what a request asks to the values of the headers.

What a request asks is one text: the method, the raw target, and the value of each header that names a date-pin, with a
space before the target and before the values, and `;` between these.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from docgen.model.redirect import HeaderRule
from docgen.redirects.edges import files
from docgen.redirects.edges.edge import ALL_FEATURES, Setup, required_features

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
    def of(cls, setup: Setup, host: str, features: frozenset[str] = ALL_FEATURES) -> "HeaderRecords":
        """The records of a host that an edge with `features` serves, of which the first that matches decides."""
        rules = [rule for rule in setup.header_rules if rule.host == host]
        own = dict.fromkeys((*setup.own_headers, *(name for rule in rules for name, _ in rule.headers)))
        own = {name: None for name in own if name not in _COLUMNS}
        # also what no rule uses yet: the lines of a server's own configuration must not change with the rules
        carriers = {name.lower() for name in (*setup.carriers, *(rule.version[0] for rule in rules if rule.version))}
        served = [rule for rule in rules if rule.is_served and required_features(rule) <= features]
        return cls((*_COLUMNS, *own), tuple(sorted(carriers)), served, bool(rules))

    def record(self, rule: HeaderRule) -> str:
        """The values of a rule, empty where it lacks a header."""
        values = dict(rule.headers)
        return SEPARATOR.join(values.get(name, "") for name in self.columns)

    def column(self, index: int) -> tuple[str, str]:
        """The expressions of what stands in a record before a value that is not empty, and of the value."""
        value = ".+" if index == len(self.columns) - 1 else f"[^{SEPARATOR}]+"
        return f"(?:[^{SEPARATOR}]*[{SEPARATOR}]){{{index}}}", value

    def pattern(self, *rules: HeaderRule, absolute: bool = False) -> str:
        """What the requests of one of the rules ask, as a regular expression in the syntax of `files.path_pattern`.

        With `absolute`, an absolute target is matched too, for a server that does not reduce it to origin form.
        """
        asked = [f"{asked_line(rule, absolute=absolute)} {self._values(rule)}" for rule in rules]
        return f"^{asked[0]}$" if len(asked) == 1 else f"^(?:{'|'.join(asked)})$"

    def _values(self, rule: HeaderRule) -> str:
        if rule.version is None:
            return ".*"
        name, value = rule.version[0].lower(), rule.version[1].replace(".", "[.]")
        return ";".join(value if carrier == name else "[^;]*" for carrier in self.carriers)


def asked_line(rule: HeaderRule, *, absolute: bool) -> str:
    """The method and the raw target of a rule's requests, with a space in between, as an expression without anchors."""
    origin = "(?:(?i:https?)://[^/?# ]*)?" if absolute else ""
    methods = f"(?:{'|'.join(rule.methods)})" if rule.methods else "[^ ]+"
    return f"{methods} {origin}{target_pattern(rule)}(?:[?][^# ]*)?"


def target_pattern(rule: HeaderRule, placeholder: str = "[^/?# ]+") -> str:
    """The raw targets in origin form of a rule without their query, as an expression without anchors."""
    return files.path_pattern(rule.path, placeholder) + ("/?" if rule.match == "exact" else "(?:/[^?# ]*)?")
