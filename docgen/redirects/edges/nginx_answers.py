"""The answers of nginx: rules with the same ones are a group, whose values are in tables, as are the ends of rules."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from docgen.model.redirect import Gone, Headers, Redirect
from docgen.redirects.edges.edge import Values
from docgen.redirects.edges.files import clock_mark
from docgen.redirects.edges.headers import Slot, header_slots
from docgen.redirects.edges.nginx_tables import Group, Row, Table, short_key
from docgen.redirects.edges.server_syntax import at_or_after, digest, double_quoted

_DEFAULT_BODY: Final = "This address is no longer in use.\n"
"""Without a body, the server's `error_page` would answer in the place of the rule, without its headers."""
_EMPTY: Final = '""'


class HostAnswers(NamedTuple):
    """The groups of a host by name, the headers of their redirects, and their different answers after the sunset.

    `gone` has the headers of each such answer, and the name of its location.
    """

    groups: Mapping[str, Group]
    slots: tuple[Slot, ...]
    gone: Mapping[tuple[Gone, Headers], str]

    @classmethod
    def of(cls, redirects: Sequence[Redirect]) -> "HostAnswers":
        """The answers of the rules of one host."""
        # sorted: the plan knows the deployed rules in the order of the tables, not in that of the sources
        groups = {group.name: group for group in map(Group.of, redirects)}
        groups = dict(sorted(groups.items()))
        gone: dict[tuple[Gone, Headers], str] = {}
        for group in groups.values():
            if group.gone:
                gone.setdefault((group.gone, group.host_headers), f"{group.gone.status}-{len(gone) + 1}")
        return cls(groups, header_slots({name: group.headers for name, group in groups.items()}), gone)

    def tables(self, v: str) -> Iterator[Table]:
        """The tables from the group of a request's rule to the location that answers, and to its headers."""
        before, after, left = [], [], []
        for name, group in self.groups.items():
            before.append(Row(name, str(group.status)))
            if group.gone:
                after.append(Row(f"{name}1", self.gone[group.gone, group.host_headers]))
            left += [Row(f'"{name} {method}"', _EMPTY) for method in group.excluded]
        following = f"${v}_answer"
        if left:
            following = f"${v}_left"
        # a request without a rule is not asked for its method and its time
        yield Table(f"${v}_group", f"{v}_go", [Row(_EMPTY, _EMPTY), Row("default", following)])
        if left:
            yield Table(f'"${v}_group $request_method"', f"{v}_left", [*left, Row("default", f"${v}_answer")])
        yield Table(f'"${v}_group${v}_closed"', f"{v}_answer", [*before, *after])
        for index, slot in enumerate(self.slots):
            if slot.constant is None:
                rows = [Row(name, literal(value, v)) for name, value in slot.values.items() if value]
                yield Table(f"${v}_group", f"{v}_h{index}", rows)

    def locations(self, v: str) -> Values:
        """The values of the template of the include."""
        headers = []
        for index, slot in enumerate(self.slots):
            value = f"${v}_h{index}"
            if slot.constant is not None:
                value = literal(slot.constant, v)
            headers.append((double_quoted(slot.name), value))
        return {
            "statuses": sorted({group.status for group in self.groups.values()}),
            "headers": headers,
            "gone": [_gone(name, *answer, v) for answer, name in self.gone.items()],
        }


def clock_tables(v: str, redirects: Sequence[Redirect]) -> Iterator[Table]:
    """The tables from the key of a request's rule to whether it is closed: rules with the same ends share a clock."""
    clocks: dict[str, Table] = {}
    marked = []
    for rule in sorted(redirects, key=lambda rule: rule.id):
        if rule.sunset is not None:
            clock = _clock(rule)
            clocks[clock] = Table("$msec", clock, list(_clock_rows(rule.sunset, rule.brownouts)))
            # the file's reader takes one backslash, the table the other: `default` and `include` are directives without
            marked.append(Row(rf"\\{short_key(rule.id)}", f"${clock}", mark=clock_mark(rule)))
    for _, table in sorted(clocks.items()):
        yield table
    yield Table(f"${v}_rule", f"{v}_closed", marked)


def _clock_rows(sunset: int, brownouts: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """The times from which on a rule is closed (1) or open, the latest first: the first row that matches counts."""
    changes = [(sunset, "1")]
    # a brownout is over at its end, and begins at its start
    for start, end in reversed(brownouts):
        changes += [(end, _EMPTY), (start, "1")]
    for time, closed in changes:
        yield Row(f'"~^(?:{at_or_after(time)})[.]"', closed)


def _clock(redirect: Redirect) -> str:
    """The variable of the clock of a rule, named by its sunset in Unix time; hosts with the same ends may share it."""
    name = f"dg{redirect.sunset}"
    if redirect.brownouts:
        name += f"_{digest(repr(redirect.brownouts))[:4]}"
    return name


def literal(value: str, v: str) -> str:
    """A literal string: nginx has no escape for `$`, so that a variable has it."""
    return double_quoted(value).replace("$", f"${{{v}_dollar}}")


def _gone(name: str, gone: Gone, headers: Headers, v: str) -> Values:
    return {
        "name": name,
        "status": gone.status,
        "content_type": literal(gone.content_type or "text/plain", v),
        "body": literal(gone.body or _DEFAULT_BODY, v),
        "headers": [(double_quoted(field), literal(value, v)) for field, value in headers],
    }
