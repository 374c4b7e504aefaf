"""The tables of nginx for announcements: headers that are added to what the upstream answers.

A path is looked up as that of a redirect is. Which of the announcements that cover it is the request's is then decided
by its method and its version, in a table of that path alone.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docgen.model.redirect import Announcement
from docgen.redirects.edges import files
from docgen.redirects.edges.headers import Slot, header_slots
from docgen.redirects.edges.lookup import lookup
from docgen.redirects.edges.nginx_tables import Row, Table, digest, key_tables, literal, pattern
from docgen.redirects.paths import covers_all, overlaps


class _Address(NamedTuple):
    """What announcements with one path and one match cover."""

    path: str
    match: str

    @property
    def id(self) -> str:
        return digest(f"{self.match} {self.path}")


class HostAnnouncements(NamedTuple):
    """The announcements of a host, by the name of a variable that begins with `v`."""

    v: str
    announcements: Sequence[Announcement]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The headers of all announcements."""
        return header_slots({_name(one): one.headers for one in self.announcements})

    def tables(self) -> Iterator[Table]:
        """The tables from a request to the headers that its answer gets."""
        if not self.announcements:
            return
        v = self.v
        addresses = list(dict.fromkeys(_Address(one.path, one.match) for one in self.announcements))
        yield from key_tables(f"{v}_at", lookup(addresses), lambda address: address.id)
        names = sorted({one.version[0] for one in self.announcements if one.version})
        fields = "".join(f" $http_{name.lower().replace('-', '_')}" for name in names)
        for address in addresses:
            rows = [self._row(one, address, names) for one in self.announcements if overlaps(one, address)]
            yield Table(f'"$request_method{fields} $request_uri"', f"{v}_of_{address.id}", rows)
        chosen = [Row(address.id, f"${v}_of_{address.id}") for address in addresses]
        yield Table(f"${v}_at_group", f"{v}_said", chosen)
        for index, slot in enumerate(self.slots):
            rows = [Row(name, literal(value, v)) for name, value in slot.values.items() if value]
            yield Table(f"${v}_said", f"{v}_said{index}", rows)
            if slot.name.lower() != "link":  # what the upstream says itself stays alone
                upstream = f"$upstream_http_{slot.name.lower().replace('-', '_')}"
                yield Table(upstream, f"{v}_adds{index}", [Row('""', f"${v}_said{index}")])

    def headers(self) -> list[tuple[str, str]]:
        """Each header with the variable that has its value, or nothing."""
        return [
            (slot.name, f"${self.v}_{'said' if slot.name.lower() == 'link' else 'adds'}{index}")
            for index, slot in enumerate(self.slots)
        ]

    def _row(self, one: Announcement, address: _Address, names: Sequence[str]) -> Row:
        methods = f"(?:{'|'.join(one.methods)})" if one.methods else "[^ ]+"
        sent = dict([one.version]) if one.version else {}
        versions = "".join(f" {re.escape(sent[name])}" if name in sent else " [^ ]*" for name in names)
        path = "" if covers_all(one, address) else pattern(one)
        return Row(f'"~^{methods}{versions} {path}"', _name(one), files.announcement_title(one))


def _name(one: Announcement) -> str:
    return digest(one.id)
