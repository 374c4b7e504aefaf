"""The header fields of a rule's answers, for edges that replace, add or join fields of the same name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from docgen.model.redirect import Redirect

Headers = tuple[tuple[str, str], ...]

NO_STORE: Final = ("Cache-Control", "no-store")
"""On every answer after the sunset: no client keeps a 404 that an extension of the rule takes back."""


def gone_headers(redirect: Redirect, default_type: str = "") -> Headers:
    """The headers after the sunset; a body without a content type has `default_type`, or none."""
    return (NO_STORE, *redirect.host_headers, *content_type(redirect, default_type))


def content_type(redirect: Redirect, default_type: str = "") -> Headers:
    """The Content-Type of the answer after the sunset, which a status without a body has not."""
    gone = redirect.gone
    type_ = gone.content_type or default_type if gone and gone.body else ""
    return (("Content-Type", type_),) if type_ else ()


def marked_repeats(headers: Sequence[tuple[str, str]]) -> Iterator[tuple[bool, str, str]]:
    """Each field as (whether one of its name came before, name, value).

    The first of a name replaces the host's own, the others are added to it: two Link fields are both the rule's.
    """
    seen: set[str] = set()
    for name, value in headers:
        yield name.lower() in seen, name, value
        seen.add(name.lower())


def joined(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Each name once, its values joined by commas: the same as several fields (RFC 9110, section 5.3)."""
    fields: dict[str, tuple[str, str]] = {}
    for name, value in headers:
        first, values = fields.get(name.lower(), (name, ""))
        fields[name.lower()] = (first, f"{values}, {value}" if values else value)
    return dict(fields.values())


class Slot(NamedTuple):
    """A field that answers may have, for edges that write all fields once: its name, and its value in each group."""

    name: str
    values: Mapping[str, str]

    @property
    def constant(self) -> str | None:
        """The value, where every group has the same."""
        return next(iter(self.values.values())) if len(set(self.values.values())) == 1 else None


def header_slots(groups: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[Slot, ...]:
    """The fields of all groups, by name and by place among those of the same name; empty where a group lacks one."""
    slots: dict[tuple[str, int], tuple[str, dict[str, str]]] = {}
    for group, headers in groups.items():
        names: list[str] = []
        for name, value in headers:
            slots.setdefault((name.lower(), names.count(name.lower())), (name, {}))[1][group] = value
            names.append(name.lower())
    return tuple(Slot(name, dict.fromkeys(groups, "") | values) for name, values in slots.values())
