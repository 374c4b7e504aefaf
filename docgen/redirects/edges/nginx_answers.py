"""The answers of nginx: rules with the same ones are a group, whose values are in tables, as are the ends of rules."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from docgen.model.redirect import Gone, Redirect
from docgen.redirects.edges import files
from docgen.redirects.edges.headers import Headers, Slot, header_slots
from docgen.redirects.edges.nginx_tables import Row, Table, data_key, digest, short_key
from docgen.redirects.edges.time_pattern import at_or_after

_DEFAULT_BODY: Final = "This address is no longer in use.\n"
"""Without a body, the server's `error_page` would answer in the place of the rule, without its headers."""


class Group(NamedTuple):
    """What the answers of a rule consist of, but for the location and the end."""

    status: int
    excluded: tuple[str, ...]
    headers: Headers
    host_headers: Headers
    gone: Gone | None

    @classmethod
    def of(cls, redirect: Redirect) -> "Group":
        """The group of a rule."""
        headers = (*redirect.headers, *redirect.host_headers)
        return cls(redirect.status, redirect.excluded, headers, redirect.host_headers, redirect.gone)

    @property
    def name(self) -> str:
        """A digest of the answers: so the row of a rule changes with its own answers only."""
        return digest(repr(tuple(self)))


class HostAnswers(NamedTuple):
    """The groups of a host by name, the headers of their redirects, and their different answers after the sunset."""

    groups: Mapping[str, Group]
    slots: tuple[Slot, ...]
    gone: Sequence[tuple[Gone, Headers]]

    @classmethod
    def of(cls, redirects: Sequence[Redirect]) -> "HostAnswers":
        """The answers of the rules of one host."""
        # sorted: the plan knows the deployed rules in the order of the tables, not in that of the sources
        groups = dict(sorted((group_name(rule), Group.of(rule)) for rule in redirects))
        gone = dict.fromkeys((one.gone, one.host_headers) for one in groups.values() if one.gone)
        return cls(groups, header_slots({name: one.headers for name, one in groups.items()}), list(gone))

    def tables(self, v: str) -> Iterator[Table]:
        """The tables from the group of a request's rule to the location that answers, and to its headers."""
        gone = {one: _gone_name(index, one[0]) for index, one in enumerate(self.gone)}
        before = [Row(name, str(one.status)) for name, one in self.groups.items()]
        after = [Row(f"{name}1", gone[one.gone, one.host_headers]) for name, one in self.groups.items() if one.gone]
        left = [Row(f'"{name} {method}"', '""') for name, one in self.groups.items() for method in one.excluded]
        # a request without a rule is not asked for its method and its time
        following = f"${v}_left" if left else f"${v}_answer"
        yield Table(f"${v}_group", f"{v}_go", [Row('""', '""'), Row("default", following)])
        if left:
            yield Table(f'"${v}_group $request_method"', f"{v}_left", [*left, Row("default", f"${v}_answer")])
        yield Table(f'"${v}_group${v}_closed"', f"{v}_answer", [*before, *after])
        for index, slot in enumerate(self.slots):
            if slot.constant is None:
                rows = [Row(name, literal(value, v)) for name, value in slot.values.items() if value]
                yield Table(f"${v}_group", f"{v}_h{index}", rows)

    @property
    def has_dollar(self) -> bool:
        """Whether a value has a `$`."""
        return any("$" in repr(one) for one in self.groups.values())

    def locations(self, v: str) -> dict[str, object]:
        """The values of the template of the include."""
        return {
            "statuses": sorted({one.status for one in self.groups.values()}),
            "headers": [(quoted(slot.name), _value(slot, index, v)) for index, slot in enumerate(self.slots)],
            "gone": [_gone(index, *one, v) for index, one in enumerate(self.gone)],
        }


def group_name(redirect: Redirect) -> str:
    """The name of a rule's group."""
    return Group.of(redirect).name


def clock_tables(v: str, redirects: Sequence[Redirect]) -> Iterator[Table]:
    """The tables from the key of a request's rule to whether it is closed: rules with the same ends share a clock."""
    ending = sorted((rule for rule in redirects if rule.sunset is not None), key=lambda rule: rule.id)
    for name, rule in sorted({_clock(rule): rule for rule in ending}.items()):
        yield Table("$msec", name, list(_clock_rows(rule.sunset or 0, rule.brownouts)))
    marked = [Row(data_key(short_key(rule.id)), f"${_clock(rule)}", mark=files.clock_mark(rule)) for rule in ending]
    yield Table(f"${v}_rule", f"{v}_closed", marked)


def _clock_rows(sunset: int, brownouts: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """The times from which on a rule is closed (1) or open, the latest first: the first row that matches counts."""
    changes = [(sunset, "1")]
    for start, end in reversed(brownouts):
        changes += [(end, '""'), (start, "1")]
    for time, closed in changes:
        yield Row(f'"~^(?:{at_or_after(time)})[.]"', closed)


def _clock(redirect: Redirect) -> str:
    """The variable of the clock of a rule, named by its sunset in Unix time; hosts with the same ends may share it."""
    return f"dg{redirect.sunset}" + (f"_{digest(repr(redirect.brownouts))[:4]}" if redirect.brownouts else "")


def quoted(value: str) -> str:
    """A string of nginx, in which `$` begins the name of a variable."""
    return files.double_quoted(value, files.ESCAPES)


def literal(value: str, v: str) -> str:
    """A literal string: nginx has no escape for `$`, so that a variable has it."""
    return quoted(value).replace("$", f"${{{v}_dollar}}")


def _value(slot: Slot, index: int, v: str) -> str:
    return f"${v}_h{index}" if slot.constant is None else literal(slot.constant, v)


def _gone_name(index: int, gone: Gone) -> str:
    return f"{gone.status}-{index + 1}"


def _gone(index: int, gone: Gone, headers: Headers, v: str) -> dict[str, object]:
    return {
        "name": _gone_name(index, gone),
        "status": gone.status,
        "content_type": literal(gone.content_type or "text/plain", v),
        "body": literal(gone.body or _DEFAULT_BODY, v),
        "headers": [(quoted(name), literal(value, v)) for name, value in headers],
    }
