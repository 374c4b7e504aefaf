"""The header fields of answers, for edges that replace, add or join fields of the same name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docgen.redirects.answer_headers import Field


def marked_repeats(headers: Sequence[Field]) -> Iterator[tuple[bool, str, str]]:
    """Each field as (whether one of its name came before, name, value).

    The first of a name replaces the host's own, the others are added to it: two Link fields are both the rule's.
    """
    seen: set[str] = set()
    for name, value in headers:
        yield name.lower() in seen, name, value
        seen.add(name.lower())


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
    """A field that answers may have, for edges that write all fields once: its name, and its value in each group."""

    name: str
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
        names: list[str] = []
        for name, value in headers:
            # two fields of a name are two slots, as Link and the Link of a host
            key = (name.lower(), names.count(name.lower()))
            slot = slots.setdefault(key, Slot(name, dict.fromkeys(groups, "")))
            slot.values[group] = value
            names.append(name.lower())
    return tuple(slots.values())
