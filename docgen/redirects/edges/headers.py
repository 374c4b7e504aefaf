"""Header fields as edges write them: those of answers, by name and place, and those that rules add, as a table.

A row of the table leads from what a request asks to the values of the headers. What a request asks is one text: the
method, the raw target, and the value of each header that names a date-pin, with a space before the target and before
the values, and `;` between these.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from docgen.model.redirect import Field, HeaderRule
from docgen.redirects.edges.files import Setup
from docgen.redirects.edges.server_syntax import path_pattern


def with_places(headers: Sequence[Field]) -> Iterator[tuple[int, str, str]]:
    """Each field as (how many of its name come before, name, value).

    The first of a name replaces the host's own, the others are added to it: two Link fields are both the rule's.
    """
    places = Counter[str]()
    for name, value in headers:
        yield places[name.lower()], name, value
        places[name.lower()] += 1


def joined(headers: Sequence[Field]) -> dict[str, str]:
    """Each name once, its values joined by commas: the same as several fields (RFC 9110, section 5.3)."""
    names: dict[str, str] = {}
    fields: dict[str, str] = {}
    for name, value in headers:
        first = names.setdefault(name.lower(), name)
        if fields.get(first):
            value = f"{fields[first]}, {value}"
        fields[first] = value
    return fields


class Slot(NamedTuple):
    """A field that answers may have, for edges that write all fields once: its name, and its value in each group.

    `place` counts the fields of the same name before it.
    """

    name: str
    place: int
    values: dict[str, str]

    @property
    def constant(self) -> str | None:
        """The value, where every group has the same."""
        first, *others = {*self.values.values()}
        if others:
            return None
        return first


def header_slots(groups: Mapping[str, Sequence[Field]]) -> tuple[Slot, ...]:
    """The fields of all groups, by name and by place among those of the same name; empty where a group lacks one."""
    slots: dict[tuple[str, int], Slot] = {}
    for group, headers in groups.items():
        # two fields of a name are two slots, as Link and the Link of a host
        for place, name, value in with_places(headers):
            slot = slots.setdefault((name.lower(), place), Slot(name, place, dict.fromkeys(groups, "")))
            slot.values[group] = value
    return tuple(slots.values())


_COLUMNS: Final = ("Deprecation", "Sunset", "Link")
SEPARATOR: Final = "|"
"""Between the values of a record; only the last can have it itself."""
QUERY_PATTERN: Final = "(?:[?][^# ]*)?"
_ORIGIN: Final = "(?:(?i:https?)://[^/?# ]*)?"


class HeaderRecords(NamedTuple):
    """The emitted rules of a host; `columns` are the headers of a record in order, `carriers` those that name a pin.

    `is_asked`: the host has such a rule, or had: with a removed one, the configuration of a server may ask for it.
    """

    columns: tuple[str, ...]
    carriers: tuple[str, ...]
    rules: Sequence[HeaderRule]
    is_asked: bool

    @classmethod
    def of(cls, rules: Sequence[HeaderRule], served: Sequence[HeaderRule], setup: Setup) -> "HeaderRecords":
        """The records of the rules of a host that an edge has served, of which the first that matches decides.

        The headers of `setup` may be there without a rule that has them: the lines of a server's own configuration
        must not change with the rules.
        """
        columns = dict.fromkeys((*_COLUMNS, *setup.own_headers))
        names = set(setup.carriers)
        for rule in rules:
            columns |= dict.fromkeys(name for name, _ in rule.headers)
            if rule.version:
                names.add(rule.version[0].lower())
        return cls(tuple(columns), tuple(sorted(names)), served, bool(rules))

    def record(self, rule: HeaderRule) -> str:
        """The values of a rule, empty where it lacks a header."""
        # a field for each column, also an empty one: a server takes them by their number
        values = dict.fromkeys(self.columns, "") | dict(rule.headers)
        return SEPARATOR.join(values.values())

    def fields(self) -> Iterator[tuple[str, str, str]]:
        """Each column: its name, the expression of what stands before its value in a record, and of that value."""
        for index, name in enumerate(self.columns, 1):
            value = f"[^{SEPARATOR}]+"
            if index == len(self.columns):
                value = ".+"
            yield name, f"(?:[^{SEPARATOR}]*[{SEPARATOR}]){{{index - 1}}}", value

    def pattern(self, *rules: HeaderRule, absolute: bool = False) -> str:
        """What the requests of one of the rules ask, as a regular expression in the syntax of `path_pattern`.

        With `absolute`, an absolute target is matched too, for a server that does not reduce it to origin form.
        """
        asked = "|".join(f"{asked_line(rule, absolute=absolute)} {self._values(rule)}" for rule in rules)
        if len(rules) == 1:
            return f"^{asked}$"
        return f"^(?:{asked})$"

    def _values(self, rule: HeaderRule) -> str:
        if rule.version is None:
            return ".*"
        values = dict.fromkeys(self.carriers, "[^;]*")
        values[rule.version[0].lower()] = rule.version[1].replace(".", "[.]")
        return ";".join(values.values())


def asked_line(rule: HeaderRule, *, absolute: bool) -> str:
    """The method and the raw target of a rule's requests, with a space in between, as an expression without anchors."""
    methods = "[^ ]+"
    if rule.methods:
        methods = f"(?:{'|'.join(rule.methods)})"
    return f"{methods} {_ORIGIN * absolute}{target_pattern(rule)}{QUERY_PATTERN}"


def target_pattern(rule: HeaderRule, placeholder: str = "[^/?# ]+") -> str:
    """The raw targets in origin form of a rule without their query, as an expression without anchors."""
    suffix = "(?:/[^?# ]*)?"
    if rule.match == "exact":
        suffix = "/?"
    return path_pattern(rule.path, placeholder) + suffix
